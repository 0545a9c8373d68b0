"""
Apps of Connect: requests signed with the secret that an installation shares, in the header or in the url.

It ends in December 2026, so there is no lifecycle here: an app is installed by the seed, or in process.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from typing import Any, Final, cast
from uuid import NAMESPACE_URL, uuid5

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from ..rest.call import Call
from ..site import Site
from ..store.grants import App
from ..store.people import Person
from .apps import app_of
from .identity import Identity, digest
from .qsh import query_string_hash

__all__ = ["client_key", "connect", "install_connect_app"]

_SKEW_SECONDS: Final = 30


def client_key(site: Site) -> str:
    """Return what apps know a site by, whatever its url is."""
    return str(uuid5(NAMESPACE_URL, f"connect:{site.settings.cloud_id}"))


def install_connect_app(site: Site, key: str, shared_secret: str, person: Person) -> App:
    """Install an app that acts as an account; the secret has 32 characters at least."""
    return site.store.apps.add(
        App(
            kind="connect",
            client_id=key,
            name=key,
            digest=digest(shared_secret),
            secret=shared_secret,
            person_id=person.id,
        )
    )


def connect(call: Call, credential: str) -> Identity | None:
    """Return the account of the app that signed this very request."""
    site = call.site
    if not site.cloud or "/ex/jira/" in call.base:
        return None
    app = app_of(site, _issuer(credential), "connect")
    person = site.store.people.get(app.person_id) if app is not None and app.person_id else None
    if app is None or person is None or not person.active:
        return None
    try:
        claims = jwt.decode(credential, OctKey.import_key(app.secret), algorithms=["HS256"]).claims
    except (JoseError, ValueError):
        return None
    return Identity(person, app=app.client_id) if _is_good(claims, call) else None


def _issuer(token: str) -> object:
    """Return who says to have signed a token, before anything of it is checked."""
    payload = token.split(".")[1] if token.count(".") == 2 else ""
    try:
        claims: object = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    except (binascii.Error, ValueError):
        return None
    return cast("dict[str, object]", claims).get("iss") if isinstance(claims, dict) else None


def _is_good(claims: dict[str, Any], call: Call) -> bool:
    """Say whether a token is for this request and for now; the audience is not asked for."""
    now = call.site.clock.now() / 1000
    expires, issued, claimed = claims.get("exp"), claims.get("iat", now), claims.get("qsh")
    if not isinstance(expires, (int, float)) or not isinstance(issued, (int, float)) or not isinstance(claimed, str):
        return False
    if now > expires + _SKEW_SECONDS or issued > now + _SKEW_SECONDS:
        return False
    return hmac.compare_digest(claimed.encode(), query_string_hash(call.method, call.url).encode())
