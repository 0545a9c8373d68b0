"""
The OAuth 2.0 provider of Data Center 8.22 and later, `/rest/oauth2/latest`.

https://confluence.atlassian.com/adminjiraserver0911/jira-oauth-2-0-provider-api-1318889918.html
"""

from __future__ import annotations

from typing import Any, Final

from ...auth.browser import form_of
from ...auth.consent import Asked, TellApp, TellPerson, answer_to, app_asking, back_to
from ...auth.oauth2_grants import TokenRefused, authenticated, credentials, exchange, refresh
from ...auth.oauth2_proof import takes_challenge
from ...auth.oauth2_scopes import LEVELS
from ...auth.oauth2_tokens import find_token, revoke_family, revoke_tokens
from ...auth.pages import error_page
from ...site import Site
from ...store.grants import App
from ..call import Answer, Call
from ..routing import SERVER, Routes

routes = Routes()

_SINCE: Final = (8, 22)
_SERVICE_SINCE: Final = (11,)
_NO_STORE: Final = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@routes.add("GET", "/rest/oauth2/latest/authorize", on=[SERVER], since=_SINCE, anonymous=True)
@routes.add("POST", "/rest/oauth2/latest/authorize", on=[SERVER], since=_SINCE, anonymous=True)
def authorize(call: Call) -> Answer:
    """Ask the person in the browser whether an app may act for them."""
    try:
        app = app_asking(call, "server")
    except TellPerson as refusal:
        return error_page(str(refusal))
    try:
        return answer_to(call, _asked(call, app))
    except TellApp as refusal:
        parameters = {"error": refusal.error, "error_description": refusal.description}
        return back_to(app, call.text("state"), parameters)


def _asked(call: Call, app: App) -> Asked:
    if call.text("response_type") != "code":
        raise TellApp("unsupported_response_type", "The response_type must be code")
    scopes = tuple(dict.fromkeys(call.text("scope").split()))
    if not scopes or _highest(scopes) > _highest(app.scopes) or not set(scopes) <= set(LEVELS):
        raise TellApp("invalid_scope", f"The scope must be of {', '.join(LEVELS)}, and no more than the link allows")
    challenge = call.text("code_challenge")
    method = call.text("code_challenge_method", "plain" if challenge else "")
    if not takes_challenge(challenge, method):
        raise TellApp("invalid_request", "The code_challenge is malformed, or its method is neither S256 nor plain")
    return Asked(app, call.text("state"), scopes, {"challenge": challenge, "method": method} if challenge else {})


def _highest(scopes: tuple[str, ...]) -> int:
    return max((LEVELS.index(scope) for scope in scopes if scope in LEVELS), default=-1)


@routes.add("POST", "/rest/oauth2/latest/token", on=[SERVER], since=_SINCE, anonymous=True)
def token(call: Call) -> Answer:
    """Give tokens for a code, a refresh token or the credentials of a service account."""
    try:
        return Answer(_tokens(call.site, form_of(call)), headers=_NO_STORE)
    except TokenRefused as refusal:
        return _refused(refusal)


def _refused(refusal: TokenRefused) -> Answer:
    return Answer({"error": refusal.error, "error_description": refusal.description}, refusal.status, _NO_STORE)


def _tokens(site: Site, asked: dict[str, str]) -> dict[str, Any]:
    grant_type = asked.get("grant_type")
    if grant_type == "authorization_code":
        return exchange(site, authenticated(site, asked, "server"), asked)
    if grant_type == "refresh_token":
        return refresh(site, authenticated(site, asked, "server"), asked)
    if grant_type == "client_credentials" and site.settings.numbers >= _SERVICE_SINCE:
        return _for_service(site, asked)
    if grant_type is None:
        raise TokenRefused(400, "invalid_request", "The grant_type is missing")
    raise TokenRefused(400, "unsupported_grant_type", f"The grant_type {grant_type!r} is not supported")


def _for_service(site: Site, asked: dict[str, str]) -> dict[str, Any]:
    """Give a service account its token: only to read and to write."""
    app = authenticated(site, asked, "service")
    scopes = tuple(dict.fromkeys(asked.get("scope", "").split()))
    if not scopes or not set(scopes) <= {"READ", "WRITE"} & set(app.scopes):
        raise TokenRefused(400, "invalid_scope", "Service accounts of Jira may ask for READ and WRITE")
    return credentials(site, app, scopes)


@routes.add("POST", "/rest/oauth2/latest/revoke", on=[SERVER], since=_SINCE, anonymous=True)
def revoke(call: Call) -> Answer:
    """Take a token back, a refresh token with all of its family; an unknown one is fine (RFC 7009)."""
    site, asked = call.site, form_of(call)
    try:
        app = authenticated(site, asked, "server", "service")
    except TokenRefused as refusal:
        return _refused(refusal)
    found = find_token(site, asked.get("token"), "access", "refresh")
    if found is not None and found.app_id == app.id:
        if found.kind == "refresh":
            revoke_family(site, found.family)
        else:
            revoke_tokens(site, [found])
    return Answer(None, 200, _NO_STORE)
