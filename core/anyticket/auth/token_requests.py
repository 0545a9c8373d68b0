"""
Token requests: what an OAuth 2 token endpoint is asked, and what its answers mean.

Only `invalid_grant` says that a grant is gone. What goes wrong on the way, or in the endpoint itself, passes. An error
never has the answer's body, which may hold tokens, and the request's body, which does, no error has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import urlencode, urlsplit

import orjson
from pydantic import SecretStr

from ..errors import Invalid, Malformed, ProviderError, ReconnectNeeded, Unauthenticated, Unavailable, redacted_response
from ..provider.answers import error_by_status, retry_after
from ..provider.authorization import AuthorizationServer
from ..request import JSON_TYPE, Context, Expects, Request, Response
from .apps import OAuthApp
from .tokens import Token

FORM_TYPE: Final = "application/x-www-form-urlencoded"
#: A token endpoint that takes longer is asked again; the lease of who asks must not end meanwhile.
_PATIENCE_SECONDS: Final = 10.0
_LONGEST_LIFE_SECONDS: Final = 10 * 365 * 86_400.0
# https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2; Atlassian's says access_denied of a wrong secret
_OF_THE_APP: Final = frozenset({"invalid_client", "unauthorized_client", "access_denied"})
_PASSING: Final = frozenset({"temporarily_unavailable", "server_error", "slow_down"})


def token_request(
    app: OAuthApp,
    server: AuthorizationServer,
    values: Mapping[str, str],
    context: Context,
    *,
    repeatable: bool = True,
) -> Request:
    """
    Return a request for a token.

    A refresh is repeatable: whether its answer was lost or it never arrived, the token that it has is the only one
    there is. A code is not: it is worth something once.
    """
    asked = {**values, "client_id": app.client_id}
    if app.client_secret is not None:
        asked["client_secret"] = app.client_secret.get_secret_value()
    if app.redirect_uri is not None and (server.wants_redirect_always or "code" in values):
        asked["redirect_uri"] = app.redirect_uri
    body = orjson.dumps(asked) if server.takes_json else urlencode(asked).encode()
    kind = JSON_TYPE if server.takes_json else FORM_TYPE
    path = urlsplit(server.token_url).path or "/"
    timeout = min(context.timeout_seconds or _PATIENCE_SECONDS, _PATIENCE_SECONDS)
    return Request(
        "POST",
        path,
        path,
        headers={"content-type": kind, "accept": JSON_TYPE},
        body=body,
        repeatable=repeatable,
        expects=Expects.BYTES,  # its JSON is read here, so that no error keeps it
        budget="token",
        context=replace(context, attempt=1, timeout_seconds=timeout),
        url=server.token_url,
    )


def read_token_error(request: Request, response: Response) -> ProviderError | None:
    """Return what an answer of a token endpoint says went wrong, or None."""
    error = _error(request, response)
    if error is not None:
        error.response = replace(redacted_response(response), body=b"")
    return error


def _error(request: Request, response: Response) -> ProviderError | None:
    where, told = f"{request.method} {request.route}", _object(response)
    code = told.get("error")
    if response.status == 429 or response.status >= 500 or (code is None and not 200 <= response.status < 300):
        return error_by_status(request, response)
    match code:
        case None:
            return None if "access_token" in told else Malformed(f"{where}: the answer has no access token in it")
        case "invalid_grant":
            return ReconnectNeeded(f"{where}: the grant is gone or was used up; the user has to consent again")
        case str() if code in _OF_THE_APP:
            return Unauthenticated(f"{where}: the app is refused ({code}); are its client_id and client_secret right?")
        case str() if code in _PASSING:
            return Unavailable(f"{where}: {code}", retry_after=retry_after(response))
        case _:
            return Invalid(f"{where}: the token endpoint refuses the request ({_shown(code)})")


def token_of(response: Response, asked_at: float, before: Token | None) -> Token:
    """
    Return the token that a good answer gives.

    Args:
        response: The answer.
        asked_at: When it was asked for, by this machine's clock: its life is told in seconds.
        before: The token that was renewed, whose refresh token lives on where no other one is given.
    """
    told = _object(response)
    access, refresh, kind, scope = (told.get(name) for name in ("access_token", "refresh_token", "token_type", "scope"))
    if not isinstance(access, str) or not access or not access.isascii() or not access.isprintable() or " " in access:
        raise Malformed("the token endpoint gave an access token that cannot be sent", sent=False)
    if isinstance(kind, str) and kind.lower() != "bearer":
        raise Malformed(
            "the token endpoint gave a token of a kind that is not known; only bearer tokens are", sent=False
        )
    issued = datetime.fromtimestamp(asked_at, UTC)
    life = _seconds(told.get("expires_in"))
    kept = before.refresh_token if before is not None else None
    return Token(
        access_token=SecretStr(access),
        refresh_token=SecretStr(refresh) if isinstance(refresh, str) and refresh else kept,
        issued_at=issued,
        expires_at=None if life is None else issued + timedelta(seconds=life),
        scopes=tuple(scope.split()) if isinstance(scope, str) else (before.scopes if before is not None else ()),
    )


def _object(response: Response) -> dict[str, Any]:
    try:
        told = response.json()
    except ValueError:
        return {}
    return cast("dict[str, Any]", told) if isinstance(told, dict) else {}


def _seconds(told: object) -> float | None:
    text = str(told) if isinstance(told, int | float | str) and not isinstance(told, bool) else ""
    if not text.replace(".", "", 1).isdecimal() or not text.isascii():
        return None
    return min(float(text), _LONGEST_LIFE_SECONDS)


def _shown(code: object) -> str:
    """Return a code of the standard's shape; anything else might be anything."""
    text = code if isinstance(code, str) and len(code) <= 40 else ""
    return text if text.replace("_", "").isalnum() and text.isascii() else "it does not say why"
