"""Tokens of OAuth 2.0: made, found and taken back; grants that they belong to."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import replace
from typing import Final
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import OctKey

from ..site import Site
from ..store.grants import App, Grant, Token
from ..store.people import Person
from .identity import Identity, digest
from .oauth2_scopes import including

__all__ = [
    "add_token", "expire_access", "find_token", "grant_of", "identity_of_token", "revoke_family", "revoke_grant",
    "revoke_tokens",
]  # fmt: skip

_ACCESS: Final = ("access", "oauth1")


def add_token(
    site: Site,
    kind: str,
    app: App,
    grant: Grant | None,
    seconds: float,
    *,
    family: int = 0,
    scopes: Collection[str] = (),
    details: dict[str, str] | None = None,
) -> tuple[Token, str]:
    """Make a token that lives for some seconds; return it with the secret, of which only a digest is kept."""
    now = site.clock.now()
    token = Token(
        kind=kind,
        digest="",
        app_id=app.id,
        grant_id=grant.id if grant else None,
        expires=now + int(seconds * 1000),
        family=family,
        scopes=tuple(scopes),
        created=now,
        details=details,
    )
    person = site.store.people[grant.person_id] if grant else None
    secret = _signed(site, token, app, person) if kind == "access" and site.cloud else secrets.token_urlsafe(32)
    return site.store.tokens.add(replace(token, digest=digest(secret))), secret


def _signed(site: Site, token: Token, app: App, person: Person | None) -> str:
    """Return a JWT, as Cloud's access tokens are; nobody but the simulator is meant to read it."""
    claims = {
        "jti": str(uuid4()),
        "iss": "https://auth.atlassian.com",
        "sub": person.account_id if person else "",
        "aud": app.client_id,
        "iat": token.created // 1000,
        "exp": token.expires // 1000,
        "scope": " ".join(token.scopes),
    }
    return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, OctKey.import_key(site.oauth.key))


def find_token(site: Site, secret: object, *kinds: str) -> Token | None:
    """Return the token of one of these kinds that a secret is, whatever has become of it."""
    if not isinstance(secret, str):
        return None
    return next((found for found in site.store.tokens.where(digest=digest(secret)) if found.kind in kinds), None)


def grant_of(site: Site, token: Token) -> Grant | None:
    """Return the grant of a token that is good now: neither expired nor revoked, nor is the grant."""
    if token.revoked or token.expires <= site.clock.now() or token.grant_id is None:
        return None
    grant = site.store.grants.get(token.grant_id)
    return None if grant is None or grant.revoked else grant


def identity_of_token(site: Site, token: Token) -> Identity | None:
    """Return who calls a site by an access token of its origin: the account there, and what the grant lets it do."""
    first = site.family[0]
    grant = grant_of(first, token)
    if grant is None:
        return None
    person = _same_person(site, first.store.people.get(grant.person_id))
    if person is None or not person.active:
        return None
    if token.kind == "oauth1":
        return Identity(person)
    # One grant exists for an app and an account, and all its tokens may what was added to it since.
    # https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/
    app = first.store.apps.get(grant.app_id)
    return Identity(
        person,
        frozenset(grant.scopes) if site.cloud else including(token.scopes),
        app.client_id if app is not None and app.kind == "3lo" else None,
    )


def _same_person(site: Site, person: Person | None) -> Person | None:
    """Return the account that a person has on another site of the same origin."""
    if person is None or site.home is None:
        return person
    return site.store.people.first(email=person.email)


def revoke_tokens(site: Site, tokens: Collection[Token]) -> None:
    for token in tokens:
        if not token.revoked:
            site.store.tokens.save(replace(token, revoked=True))


def revoke_family(site: Site, family: int) -> None:
    """Take back everything that descends from one code."""
    revoke_tokens(site, site.store.tokens.where(family=family))


def revoke_grant(site: Site, grant: Grant) -> None:
    """Take back a grant with all its tokens: the user must consent again."""
    site.store.grants.save(replace(grant, revoked=True))
    revoke_tokens(site, site.store.tokens.where(grant_id=grant.id))


def expire_access(site: Site, grant: Grant | None = None) -> int:
    """Let all access tokens, or those of one grant, expire now; return how many did."""
    now = site.clock.now()
    found = site.store.tokens.where(grant_id=grant.id) if grant else site.store.tokens.all()
    alive = [token for token in found if token.kind in _ACCESS and token.expires > now]
    for token in alive:
        site.store.tokens.save(replace(token, expires=now))
    return len(alive)
