"""
Apps of Forge: the tokens that their remote backends receive and use.

A backend gets an invocation token, signed with a published key, and perhaps opaque tokens for the API: of the app
(system) or of the account that uses it (user). These are good as bearer tokens through the gateway.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Final
from uuid import NAMESPACE_URL, uuid4, uuid5

from ..rest.call import Call
from ..store.people import Credential, Person
from .forge_keys import ForgeKeys
from .identity import Identity, digest, find_credential, identity_of

if TYPE_CHECKING:
    from ..site import Site

__all__ = ["ISSUER", "TOKEN_KINDS", "Forge", "forge"]

#: https://developer.atlassian.com/platform/forge/remote/essentials/
ISSUER: Final = "forge/invocation-token"
TOKEN_KINDS: Final = ("system", "user")
_LIFE_SECONDS: Final = 25
_TOKEN_SECONDS: Final = 55 * 60
_SCOPES: Final = ("read:jira-work", "write:jira-work", "read:jira-user")


class Forge:
    """The Forge app that is installed on a site, and what its backend is given."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.keys = ForgeKeys()
        self.app_id = f"ari:cloud:ecosystem::app/{uuid5(NAMESPACE_URL, 'simulated app')}"

    @property
    def api_base_url(self) -> str:
        return f"{self._site.settings.url}/ex/jira/{self._site.settings.cloud_id}"

    def token(
        self,
        kind: str,
        person: Person | None = None,
        *,
        scopes: Collection[str] = _SCOPES,
        seconds: float = _TOKEN_SECONDS,
    ) -> str:
        """Return a new token for the API: `system`, of the app's own account, or `user`, of a person."""
        if kind not in TOKEN_KINDS:
            raise ValueError(f"There is no token of kind {kind!r}; take one of {', '.join(TOKEN_KINDS)}.")
        people = self._site.store.people
        account = person or next(found for found in people if (found.kind == "app") == (kind == "system"))
        secret, now = f"forge-{kind}-{secrets.token_urlsafe(24)}", self._site.clock.now()
        self._site.store.credentials.add(
            Credential(
                kind=f"scoped-forge-{kind}",
                person_id=account.id,
                digest=digest(secret),
                scopes=tuple(scopes),
                created=now,
                expires=now + int(seconds * 1000),
                details={"app": self.app_id},
            )
        )
        return secret

    def claims(self, person: Person | None = None) -> dict[str, Any]:
        """Return what the token of an invocation says: by a person in the user interface, or by the app."""
        settings, now = self._site.settings, self._site.clock.now() // 1000
        installation = f"ari:cloud:ecosystem::installation/{uuid5(NAMESPACE_URL, settings.cloud_id)}"
        context = {"name": "primary", "apiBaseUrl": self.api_base_url, "cloudId": settings.cloud_id}
        app = {
            "id": self.app_id,
            "installationId": installation,
            "apiBaseUrl": self.api_base_url,
            "appVersion": "1.0.0",
            "environment": {"type": "DEVELOPMENT", "id": "ari:cloud:ecosystem::environment/simulated"},
            "module": {"type": "jira:issuePanel", "key": "panel"},
            "license": {"isActive": True, "type": "COMMERCIAL"},
            "installation": {"id": installation, "contexts": [context]},
        }
        told: dict[str, Any] = {"iss": ISSUER, "aud": self.app_id, "iat": now, "nbf": now, "exp": now + _LIFE_SECONDS}
        told |= {"jti": uuid4().hex, "app": app}
        if person is not None:
            seen = {"cloudId": settings.cloud_id, "siteUrl": settings.url, "moduleKey": "panel"}
            told |= {"context": seen, "principal": person.account_id}
        return told


def forge(call: Call, credential: str) -> Identity | None:
    """Return whose token of the app it is; it works through the gateway alone."""
    if not call.site.cloud or "/ex/jira/" not in call.base:
        return None
    found = find_credential(call.site, credential, {f"scoped-forge-{kind}" for kind in TOKEN_KINDS})
    identity = identity_of(call.site, found) if found else None
    return None if identity is None else Identity(identity.account, identity.scopes, call.site.forge.app_id)
