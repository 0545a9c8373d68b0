"""
The grants of OAuth 2.0: consent, code, exchange, refresh with rotation, client credentials.

A refresh token is for one use; Cloud forgives another one inside a leeway, so that a lost answer costs nothing. After
it, a used token means that somebody else may have it: its family, all that descends from the same code, is revoked.
Refusals are returned by the handlers, not raised through them: what they revoke must stay revoked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from ..site import Site
from ..store.grants import App, Grant, Token
from ..store.people import Person
from .apps import app_of, is_secret_of
from .oauth2_proof import proves
from .oauth2_tokens import add_token, find_token, grant_of, revoke_family, revoke_tokens

__all__ = ["TokenRefused", "authenticated", "code_for", "consent", "credentials", "exchange", "refresh"]


class TokenRefused(Exception):
    """A request for tokens that is refused, in words of RFC 6749."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(status, error, description)
        self.status = status
        self.error = error
        self.description = description


def authenticated(site: Site, asked: Mapping[str, Any], *kinds: str) -> App:
    """Return the app that a request of the token endpoint is from."""
    app = app_of(site, asked.get("client_id"), *kinds)
    if app is not None and is_secret_of(app, asked.get("client_secret")):
        return app
    if site.cloud:
        raise TokenRefused(401, "access_denied", "Unauthorized")
    raise TokenRefused(401, "invalid_client", "The client is unknown, or its secret is wrong")


def consent(site: Site, app: App, person: Person, scopes: Collection[str], sites: Collection[str] = ()) -> Grant:
    """Return the grant that a consent makes, or on Cloud adds to."""
    known = [grant for grant in site.store.grants.where(app_id=app.id) if not grant.revoked]
    found = next((grant for grant in known if site.cloud and grant.person_id == person.id), None)
    if found is None:
        now = site.clock.now()
        return site.store.grants.add(
            Grant(app_id=app.id, person_id=person.id, scopes=tuple(scopes), sites=tuple(sites), created=now)
        )
    every_scope, every_site = dict.fromkeys([*found.scopes, *scopes]), dict.fromkeys([*found.sites, *sites])
    return site.store.grants.save(replace(found, scopes=tuple(every_scope), sites=tuple(every_site)))


def code_for(site: Site, app: App, grant: Grant, scopes: Collection[str], details: dict[str, str]) -> str:
    """Return a code; `details` are the `redirect_uri`, and of PKCE `challenge` and `method`."""
    code, secret = add_token(site, "code", app, grant, site.oauth.code_seconds, scopes=scopes, details=details)
    site.store.tokens.save(replace(code, family=code.id))
    return secret


def exchange(site: Site, app: App, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tokens for a code; a code that comes twice takes back what it gave."""
    code = find_token(site, asked.get("code"), "code")
    if code is None or code.app_id != app.id:
        raise _bad_code(site)
    if code.used is not None:
        revoke_family(site, code.family)
        site.oauth.counts.families_revoked += 1
        raise _bad_code(site)
    grant, details = grant_of(site, code), code.details or {}
    if grant is None or asked.get("redirect_uri") != details["redirect_uri"]:
        raise _bad_code(site)
    if not site.cloud and not proves(details, asked.get("code_verifier")):
        raise TokenRefused(400, "invalid_grant", "The code verifier does not match the code challenge")
    site.store.tokens.save(replace(code, used=site.clock.now()))
    if site.cloud:
        # Consenting again ends what was given before: one grant for an app and an account has one refresh token.
        siblings = site.store.tokens.where(grant_id=grant.id)
        revoke_tokens(site, [token for token in siblings if token.kind == "refresh"])
    site.oauth.counts.exchanges += 1
    return _pair(site, app, grant, code)


def refresh(site: Site, app: App, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return new tokens for a refresh token, which is then used."""
    counts, now = site.oauth.counts, site.clock.now()
    token = find_token(site, asked.get("refresh_token"), "refresh")
    grant = grant_of(site, token) if token is not None and token.app_id == app.id else None
    code = site.store.tokens.get(token.family) if token else None
    if token is None or grant is None or code is None or now >= _end(site, code):
        counts.refused += 1
        raise _bad_refresh(site)
    if not site.cloud and asked.get("redirect_uri") != (code.details or {})["redirect_uri"]:
        counts.refused += 1
        raise _bad_refresh(site)
    if token.used is not None:
        counts.reuses += 1
        if now - token.used >= site.oauth.leeway_seconds * 1000:
            counts.refused += 1
            raise _reused(site, token)
    else:
        site.store.tokens.save(replace(token, used=now))
    if not site.cloud:
        family = site.store.tokens.where(family=token.family)
        revoke_tokens(site, [found for found in family if found.kind == "access"])
    counts.refreshes += 1
    return _pair(site, app, grant, code)


def credentials(site: Site, app: App, scopes: Collection[str]) -> dict[str, Any]:
    """Return the access token of a service account; there is nothing to refresh, it asks again."""
    if app.person_id is None:
        raise TokenRefused(400, "unauthorized_client", "The client belongs to no service account")
    grant = next((found for found in site.store.grants.where(app_id=app.id) if not found.revoked), None)
    if grant is None:
        person, sites = site.store.people[app.person_id], [each.settings.cloud_id for each in site.family]
        grant = consent(site, app, person, app.scopes, sites if site.cloud else ())
    seconds = site.oauth.service_seconds
    _, secret = add_token(site, "access", app, grant, seconds, scopes=scopes)
    return {"access_token": secret, "expires_in": int(seconds), "token_type": "Bearer", "scope": " ".join(scopes)}


def _reused(site: Site, token: Token) -> TokenRefused:
    """Return the refusal of a token that was used too long ago; on Cloud that ends its family."""
    if not site.cloud:
        return _bad_refresh(site)
    revoke_family(site, token.family)
    site.oauth.counts.families_revoked += 1
    return _bad_refresh(site, " It has been used before: its whole family is revoked.")


def _pair(site: Site, app: App, grant: Grant, code: Token) -> dict[str, Any]:
    """Return an access token, and a refresh token where there is one."""
    policy = site.oauth
    _, access = add_token(site, "access", app, grant, policy.access_seconds, family=code.family, scopes=code.scopes)
    answer: dict[str, Any] = {"access_token": access, "expires_in": int(policy.access_seconds), "token_type": "Bearer"}
    if not site.cloud or "offline_access" in code.scopes:
        left = (_end(site, code) - site.clock.now()) / 1000
        seconds = min(policy.inactive_seconds, left)
        _, secret = add_token(site, "refresh", app, grant, seconds, family=code.family, scopes=code.scopes)
        answer["refresh_token"] = secret
    if site.cloud:
        return {**answer, "scope": " ".join(code.scopes)}
    return {**answer, "created_at": site.clock.now() // 1000}


def _end(site: Site, code: Token) -> int:
    """Return when refreshing ends for good."""
    return code.created + int(site.oauth.absolute_seconds * 1000)


def _bad_code(site: Site) -> TokenRefused:
    if site.cloud:
        return TokenRefused(400, "invalid_request", "authorization_code is invalid")
    return TokenRefused(400, "invalid_grant", "The code is unknown, spent or expired, or was sent elsewhere")


def _bad_refresh(site: Site, more: str = "") -> TokenRefused:
    # https://developer.atlassian.com/cloud/oauth/getting-started/refresh-tokens
    if site.cloud:
        return TokenRefused(403, "invalid_grant", f"Unknown or invalid refresh token.{more}")
    return TokenRefused(400, "invalid_grant", f"The refresh token is unknown, expired or of another client.{more}")
