"""
Consent: where to send a person who shall allow an app something, and what to do with the code that comes back.

    url = authorization_url(app, server, session=session_id, nonce=nonce, now=now)
    # the browser comes back to the app's redirect_uri with `code` and `state`
    grant = yield from exchange(Consenting("atlassian", code, state, session_id), equipment)

The state is signed with the app's secret over the caller's session, so that a code which somebody else's browser was
given cannot be brought in here. The proof key of PKCE is derived from it, so that nothing is stored in between.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode

from ..errors import ConfigError, Malformed, Unauthenticated
from ..flow import Steps, call
from ..layers.check import ReadError
from ..provider.answers import error_by_status
from ..provider.authorization import AuthorizationServer, GrantedSite
from ..request import Context, Request
from .apps import OAuthApp
from .equipment import Equipment
from .oauth2 import OAuth2, grant_key
from .token_requests import read_token_error, token_of, token_request
from .tokens import Token

#: How long a person may take to log in and to decide.
STATE_SECONDS: Final = 1_800.0


@dataclass(frozen=True, slots=True)
class Grant:
    """What a person has allowed: `OAuth2(app=grant.app, account=grant.account)` is the way in."""

    app: str
    account: str
    scopes: tuple[str, ...]


def authorization_url(app: OAuthApp, server: AuthorizationServer, *, session: str, nonce: str, now: float) -> str:
    """
    Return where to send the browser.

    Args:
        app: Who asks; its scopes are asked for.
        server: Whom.
        session: What only the caller's session knows, such as its id.
        nonce: Random text, another one each time.
        now: Seconds since the epoch.
    """
    asked = {
        **dict(server.parameters),
        "response_type": "code",
        "client_id": app.client_id,
        "scope": " ".join(app.scopes),
        "state": _state(app, session, nonce, int(now)),
    }
    if app.redirect_uri is not None:
        asked["redirect_uri"] = app.redirect_uri
    if server.takes_proof:
        asked["code_challenge"] = _base64(hashlib.sha256(_proof(app, session, nonce).encode()).digest())
        asked["code_challenge_method"] = "S256"
    return f"{server.authorize_url}?{urlencode(asked, quote_via=quote)}"


@dataclass(frozen=True, slots=True)
class Consenting:
    """What came back from a consent page of the app called `name`."""

    name: str
    code: str
    state: str
    session: str
    account: str | None = None


def exchange(back: Consenting, equipment: Equipment) -> Steps[Grant]:
    """Make a grant of a code and store it, in the place of what the same account has allowed before."""
    app = equipment.app(back.name)
    server, asked_at = equipment.server(app), equipment.now()
    nonce = _checked(app, back.state, back.session, asked_at)
    proof = {"code_verifier": _proof(app, back.session, nonce)} if server.takes_proof else {}
    values = {"grant_type": "authorization_code", "code": back.code, **proof}
    context = Context(operation="exchange_code")
    request = token_request(app, server, values, context, repeatable=False)
    token = token_of((yield from equipment.exchange(read_token_error)(request)), asked_at, None)
    account = back.account or (yield from _account(server, token, equipment))
    key, saved = grant_key(back.name, account), False
    while not saved:  # the person has just decided, so this is what holds
        stored = yield from call(equipment.store.load, key)
        saved = yield from call(equipment.store.save, key, token, None if stored is None else stored[1])
    return Grant(back.name, account, token.scopes)


def list_sites(auth: OAuth2, equipment: Equipment) -> Steps[tuple[GrantedSite, ...]]:
    """Return the sites that a grant reaches."""
    server = equipment.server(equipment.app(auth.app))
    if server.sites_url is None:
        return ()
    context = Context(operation="list_sites")
    token = yield from auth.renewal(equipment).token(context)
    response = yield from equipment.exchange(_read_error)(_reading(server.sites_url, token, context))
    return server.read_sites(response)


def _account(server: AuthorizationServer, token: Token, equipment: Equipment) -> Steps[str]:
    """Return whose a token is."""
    if server.account_url is None:
        raise ConfigError("this authorization server does not tell whose a grant is: give `account`", key="account")
    request = _reading(server.account_url, token, Context(operation="exchange_code"))
    account = server.read_account((yield from equipment.exchange(_read_error)(request)))
    if not account:
        raise Malformed("the authorization server does not say whose the grant is: give `account`")
    return account


def _reading(url: str, token: Token, context: Context) -> Request:
    request = Request.elsewhere(url)
    headers = {"authorization": f"Bearer {token.access_token.get_secret_value()}", "accept": "application/json"}
    return replace(request, route=request.path, headers=headers, foreign=False, context=context)


_read_error: Final[ReadError] = error_by_status


def _state(app: OAuthApp, session: str, nonce: str, began: int) -> str:
    return f"{nonce}.{began}.{_signed(app, 'state', session, nonce, str(began))}"


def _checked(app: OAuthApp, state: str, session: str, now: float) -> str:
    """Return the nonce of a state. Raises Unauthenticated if it is not this session's, or too old."""
    nonce, _, rest = state.partition(".")
    began = rest.partition(".")[0]
    known = began.isascii() and began.isdecimal() and len(began) <= 12
    if not known or not hmac.compare_digest(state.encode(), _state(app, session, nonce, int(began)).encode()):
        raise Unauthenticated("the state is not one that this session was given: begin the consent again", sent=False)
    if not 0 <= now - int(began) <= STATE_SECONDS:
        raise Unauthenticated("the consent took too long: begin it again", sent=False)
    return nonce


def _proof(app: OAuthApp, session: str, nonce: str) -> str:
    """Return the proof key, which has to have 43 characters at least."""
    # https://www.rfc-editor.org/rfc/rfc7636.html#section-4.1
    return _signed(app, "proof", session, nonce)


def _signed(app: OAuthApp, *parts: str) -> str:
    if app.client_secret is None:
        raise ConfigError(
            "the app needs its client_secret, which also signs the state of a consent", key="client_secret"
        )
    text = "".join(f"{len(part)}:{part}" for part in (app.client_id, *parts))
    key = b"anyticket consent " + app.client_secret.get_secret_value().encode()
    return _base64(hmac.digest(key, text.encode(), hashlib.sha256))


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
