"""
OAuth 2.0 of Cloud: what auth.atlassian.com and api.atlassian.com answer, at the origin of the site.

https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import parse_qsl

import orjson

from ...auth.consent import Asked, TellApp, TellPerson, answer_to, app_asking, back_to
from ...auth.oauth2_grants import TokenRefused, authenticated, credentials, exchange, refresh
from ...auth.oauth2_scopes import IDENTITY, SCOPE_DOES_NOT_MATCH
from ...auth.oauth2_tokens import find_token, grant_of
from ...auth.pages import error_page
from ...refusal import Refused
from ...site import Site
from ...store.grants import App, Grant
from ...wire import as_object
from ..call import Answer, Call
from ..routing import CLOUD, Routes

routes = Routes()

_UNAUTHORIZED: Final = {"code": 401, "message": "Unauthorized"}


@routes.add("GET", "/authorize", on=[CLOUD], anonymous=True)
@routes.add("POST", "/authorize", on=[CLOUD], anonymous=True)
def authorize(call: Call) -> Answer:
    """Ask the person in the browser whether an app may act for them."""
    try:
        app = app_asking(call, "3lo")
        if call.text("audience") != "api.atlassian.com":
            raise TellPerson("The audience must be api.atlassian.com.")
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
    unknown = [scope for scope in scopes if scope not in app.scopes]
    if unknown or not scopes:
        raise TellApp("invalid_scope", f"The app has not been given these scopes: {' '.join(unknown) or 'none asked'}")
    return Asked(app, call.text("state"), scopes, sites=call.site.family)


@routes.add("POST", "/oauth/token", on=[CLOUD], anonymous=True)
def token(call: Call) -> Answer:
    """Give tokens for a code, a refresh token or the credentials of a service account."""
    try:
        return Answer(_tokens(call.site.family[0], _body(call)), headers={"Cache-Control": "no-store"})
    except TokenRefused as refusal:
        return Answer({"error": refusal.error, "error_description": refusal.description}, refusal.status)


def _tokens(site: Site, asked: dict[str, Any]) -> dict[str, Any]:
    match asked.get("grant_type"):
        case "authorization_code":
            return exchange(site, authenticated(site, asked, "3lo"), asked)
        case "refresh_token":
            return refresh(site, authenticated(site, asked, "3lo"), asked)
        case "client_credentials":
            app = authenticated(site, asked, "3lo", "service")
            return credentials(site, app, app.scopes)
        case None:
            raise TokenRefused(400, "invalid_request", "grant_type is missing")
        case other:
            raise TokenRefused(400, "unsupported_grant_type", f"Unsupported grant type: {other}")


def _body(call: Call) -> dict[str, Any]:
    """Return what a request of the token endpoint says, as JSON or as a form."""
    if "json" not in call.headers.get("content-type", ""):
        return dict(parse_qsl(call.content.decode("utf-8", "replace")))
    try:
        return as_object(orjson.loads(call.content))
    except orjson.JSONDecodeError:
        raise TokenRefused(400, "invalid_request", "The body is no JSON") from None


@routes.get("/oauth/token/accessible-resources", on=[CLOUD], scopes=(), anonymous=True)
def accessible_resources(call: Call) -> Answer:
    """Return the sites of a grant, each product with its scopes."""
    grant = _grant(call)
    desk = [scope for scope in grant.scopes if "servicedesk" in scope or "servicemanagement" in scope]
    jira = [scope for scope in grant.scopes if scope not in desk and scope not in IDENTITY]
    sites = [site for site in call.site.family if site.settings.cloud_id in grant.sites]
    return Answer([_resource(site, scopes) for site in sites for scopes in (jira, desk) if scopes])


def _resource(site: Site, scopes: list[str]) -> dict[str, Any]:
    settings = site.settings
    avatar = f"{site.family[0].settings.url}/avatars/240/site.png"
    return {
        "id": settings.cloud_id,
        "url": settings.url,
        "name": settings.title,
        "scopes": scopes,
        "avatarUrl": avatar,
    }


@routes.get("/me", on=[CLOUD], scopes=(), anonymous=True)
def me(call: Call) -> Answer:
    """Return who consented."""
    grant = _grant(call)
    if "read:me" not in grant.scopes:
        raise Refused(401, body=SCOPE_DOES_NOT_MATCH)
    person = call.site.family[0].store.people[grant.person_id]
    return Answer(
        {
            "account_type": person.kind,
            "account_id": person.account_id,
            "email": person.email,
            "name": person.display_name,
            "picture": f"{call.site.family[0].settings.url}/avatars/{person.account_id}/128",
            "account_status": "active" if person.active else "inactive",
            "nickname": person.display_name,
            "zoneinfo": person.time_zone,
            "locale": person.locale.replace("_", "-"),
            "extended_profile": {},
        }
    )


def _grant(call: Call) -> Grant:
    """Return the grant of the access token that a request carries."""
    site, (scheme, _, secret) = call.site.family[0], call.headers.get("authorization", "").partition(" ")
    found = find_token(site, secret.strip(), "access") if scheme.lower() == "bearer" else None
    grant = grant_of(site, found) if found is not None else None
    if grant is None:
        raise Refused(401, body=_UNAUTHORIZED)
    return grant
