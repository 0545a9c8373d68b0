"""The three legs of OAuth 1.0a of Data Center, `/plugins/servlet/oauth`: request token, consent, access token."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode, urlsplit

from ...auth.browser import Browser, browser_of, form_of, login_first, redirect, with_parameters
from ...auth.oauth1 import live_token, report
from ...auth.oauth1_signature import Problem, Signed, signed
from ...auth.oauth2_grants import consent
from ...auth.oauth2_tokens import add_token, find_token, revoke_tokens
from ...auth.pages import consent_page, error_page, message_page
from ...store.grants import App, Grant, Token
from ...store.people import Person
from ..call import Answer, Call
from ..routing import SERVER, Routes

routes = Routes()

_RENEWABLE_LONGER: Final = 30 * 86_400.0


@routes.add("POST", "/plugins/servlet/oauth/request-token", on=[SERVER], anonymous=True)
def request_token(call: Call) -> Answer:
    """Give a consumer a token to send a person to the consent page with."""
    return _told(call, _request_token)


@routes.add("POST", "/plugins/servlet/oauth/access-token", on=[SERVER], anonymous=True)
def access_token(call: Call) -> Answer:
    """Give an access token for a granted request token, or for the handle of a session."""
    return _told(call, _access_token)


def _told(call: Call, leg: Callable[[Call, Signed], dict[str, str]]) -> Answer:
    try:
        given = leg(call, signed(call))
    except Problem as problem:
        return report(call, problem)
    return Answer(urlencode(given).encode(), 200, media_type="application/x-www-form-urlencoded;charset=UTF-8")


def _request_token(call: Call, found: Signed) -> dict[str, str]:
    callback = found.parameters.get("oauth_callback", "")
    address = urlsplit(callback)
    if callback not in {"", "oob"} and (address.scheme not in {"http", "https"} or not address.hostname):
        raise Problem("parameter_rejected", {"oauth_parameters_rejected": "oauth_callback"}, status=400)
    seconds = call.site.oauth.oauth1_request_seconds
    token, secret = add_token(call.site, "request", found.consumer, None, seconds, details={"callback": callback})
    call.site.store.tokens.save(replace(token, family=token.id))
    confirmed = {"oauth_callback_confirmed": "true"} if callback else {}
    return {"oauth_token": secret, "oauth_token_secret": secrets.token_urlsafe(24), **confirmed}


@routes.add("GET", "/plugins/servlet/oauth/authorize", on=[SERVER], anonymous=True)
@routes.add("POST", "/plugins/servlet/oauth/authorize", on=[SERVER], anonymous=True)
def authorize(call: Call) -> Answer:
    """Ask the person in the browser whether a consumer may act for them."""
    site, browser = call.site, browser_of(call)
    token = find_token(site, call.text("oauth_token"), "request")
    if token is None or token.used is not None or token.revoked or token.expires <= site.clock.now():
        return error_page(
            "The request token is unknown, has expired or was used. Start again from the application.", 401
        )
    if "decision" in (token.details or {}):
        return error_page("This request has been answered already. Start again from the application.", 401)
    if browser.person is None:
        return login_first(call)
    app = site.store.apps[token.app_id]
    if call.method != "POST":
        return _ask(call, app, browser, browser.person)
    form = form_of(call)
    if not browser.sent(site, call.url, form):
        return error_page("This form was not sent by its page, or has expired. Go back and load it again.", 403)
    return _decided(call, token, browser.person, accepted=form.get("decision") == "accept")


def _ask(call: Call, app: App, browser: Browser, person: Person) -> Answer:
    return consent_page(
        app.name,
        person.display_name,
        ["Read and write everything that you can, as you"],
        csrf=browser.word_for(call.site, call.url),
        action=call.site.settings.context + call.url,
        words=("Allow", "Deny"),
        headers=browser.cookie(call.site),
    )


def _decided(call: Call, token: Token, person: Person, *, accepted: bool) -> Answer:
    """Note what a person decided, and bring the verifier to the consumer."""
    site, details = call.site, token.details or {}
    verifier = secrets.token_urlsafe(6) if accepted else "denied"
    decided = {**details, "decision": "accept" if accepted else "deny", "verifier": verifier}
    grant = consent(site, site.store.apps[token.app_id], person, ()) if accepted else None
    site.store.tokens.save(replace(token, details=decided, grant_id=grant.id if grant else None))
    callback = details["callback"]
    if callback not in {"", "oob"}:
        back = {"oauth_token": call.text("oauth_token"), "oauth_verifier": verifier}
        return redirect(with_parameters(callback, back))
    if not accepted:
        return message_page("Access denied", "The application cannot act for you. You can close this window.")
    if not callback:
        return message_page("Access approved", "You can close this window and go on in the application.")
    return message_page("Access approved", "Give this verification code to the application:", verifier)


def _access_token(call: Call, found: Signed) -> dict[str, str]:
    if "oauth_session_handle" in found.parameters:
        return _renewed(call, found)
    token = live_token(call, found, "request")
    details = token.details or {}
    if "decision" not in details:
        raise Problem("permission_unknown")
    if details["decision"] != "accept" or token.grant_id is None:
        raise Problem("permission_denied")
    # Who named no callback follows OAuth 1.0, which knows no verifier.
    if details["callback"] and found.parameters.get("oauth_verifier") != details["verifier"]:
        raise Problem("token_rejected")
    call.site.store.tokens.save(replace(token, used=call.site.clock.now()))
    return _granted(call, found.consumer, call.site.store.grants[token.grant_id], token.family)


def _renewed(call: Call, found: Signed) -> dict[str, str]:
    """Give another access token for the handle of the session; the old ones are gone."""
    site = call.site
    handle = find_token(site, found.parameters["oauth_session_handle"], "handle")
    token = find_token(site, found.parameters.get("oauth_token"), "oauth1")
    grant = site.store.grants.get(handle.grant_id) if handle is not None and handle.grant_id is not None else None
    if handle is None or token is None or grant is None or grant.revoked:
        raise Problem("token_rejected")
    if handle.app_id != found.consumer.id or handle.family != token.family or handle.revoked or token.revoked:
        raise Problem("token_rejected")
    if handle.expires <= site.clock.now():
        raise Problem("token_expired")
    revoke_tokens(site, [handle, token])
    return _granted(call, found.consumer, grant, token.family)


def _granted(call: Call, app: App, grant: Grant, family: int) -> dict[str, str]:
    site, seconds = call.site, call.site.oauth.oauth1_seconds
    longer = seconds + _RENEWABLE_LONGER
    _, token = add_token(site, "oauth1", app, grant, seconds, family=family)
    _, handle = add_token(site, "handle", app, grant, longer, family=family)
    return {
        "oauth_token": token,
        "oauth_token_secret": secrets.token_urlsafe(24),
        "oauth_expires_in": str(int(seconds)),
        "oauth_session_handle": handle,
        "oauth_authorization_expires_in": str(int(longer)),
    }
