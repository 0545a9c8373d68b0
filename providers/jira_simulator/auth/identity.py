"""Identity: whose credential it is, and how secrets are looked up."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

from ..site import Site
from ..store.people import Credential, Person

__all__ = ["Identity", "digest", "find_credential", "identity_of"]

_MINUTE: Final = 60_000


@dataclass(frozen=True, slots=True)
class Identity:
    """
    Who calls, and what the credential may do; `scopes` None means everything that the account may.

    Attributes:
        app: The key of the app that calls: the client id of OAuth 2.0 on Cloud, the key of a Connect app.
    """

    account: Person
    scopes: frozenset[str] | None = None
    app: str | None = None


def digest(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def find_credential(site: Site, secret: str, kinds: Collection[str]) -> Credential | None:
    """Return the credential of one of these kinds that a secret is, if it is valid now."""
    now = site.clock.now()
    for found in site.store.credentials.where(digest=digest(secret)):
        if found.kind in kinds and not found.revoked and (found.expires is None or found.expires > now):
            return found
    return None


def identity_of(site: Site, found: Credential) -> Identity | None:
    """Return whose credential it is, unless the account is inactive; note that it was used."""
    account = site.store.people.get(found.person_id)
    if account is None or not account.active:
        return None
    now = site.clock.now()
    if found.last_used is None or now - found.last_used > _MINUTE:
        site.store.credentials.save(replace(found, last_used=now))
    scoped = found.kind.startswith("scoped")
    return Identity(account, frozenset(found.scopes) if scoped or found.scopes else None)
