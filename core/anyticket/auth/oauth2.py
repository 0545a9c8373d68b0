"""
OAuth 2: access tokens that end, and are renewed by a grant of a person or by an app's own credentials.

A grant belongs to an app and an account, because the tracker keeps one for both; connections refer to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar
from urllib.parse import quote

from pydantic import Field

from ..errors import ConfigError, ProviderError, ReconnectNeeded
from ..flow import Layer, Send, Steps
from ..model.connection import origin
from ..request import Context, Request, Response
from .apps import OAuthApp
from .equipment import Equipment, Equipped
from .renewal import Renewal
from .token_requests import token_request
from .tokens import Token


def grant_key(app: str, account: str) -> str:
    """Return the key under which a store keeps the grant of an account to an app."""
    return f"{quote(app, safe='')}/{quote(account, safe='')}"


class OAuth2(Equipped, frozen=True):
    """What a person has allowed an app. `runtime.exchange_code` stores the grant, and says the account."""

    mode: ClassVar[str] = "oauth2"

    app: str = Field(min_length=1)
    account: str = Field(min_length=1)

    def equipped(self, equipment: Equipment) -> Layer:
        """Return the layer that signs requests."""
        return _bearing(self.renewal(equipment), self.app, equipment)

    def renewal(self, equipment: Equipment) -> Renewal:
        """Return what keeps the token good."""

        def ask(before: Token | None, context: Context) -> Request:
            if before is None:
                raise ReconnectNeeded(
                    f"nothing is stored of a grant of {self.account!r} to the app {self.app!r}: the user has to consent",
                    sent=False,
                )
            if before.refresh_token is None:
                raise ReconnectNeeded(
                    f"the token of {self.account!r} cannot be renewed: the user has to consent again, and the app has to "
                    "ask for a refresh token (offline_access)",
                    sent=False,
                )
            app = equipment.app(self.app)
            values = {"grant_type": "refresh_token", "refresh_token": before.refresh_token.get_secret_value()}
            return token_request(app, equipment.server(app), values, context)

        return Renewal(grant_key(self.app, self.account), ask, equipment)


class ClientCredentials(Equipped, frozen=True):
    """An app that acts for itself, such as a service account. There is nothing to refresh: it asks again."""

    mode: ClassVar[str] = "client-credentials"

    app: str = Field(min_length=1)

    def equipped(self, equipment: Equipment) -> Layer:
        """Return the layer that signs requests."""

        def ask(_: Token | None, context: Context) -> Request:
            app = equipment.app(self.app)
            if app.client_secret is None:
                raise ConfigError(
                    f"the app {self.app!r} acts for itself and needs a client_secret", key="client_secret"
                )
            scopes = {"scope": " ".join(app.scopes)} if app.scopes else {}
            return token_request(app, equipment.server(app), {"grant_type": "client_credentials", **scopes}, context)

        return _bearing(Renewal(f"{quote(self.app, safe='')}//", ask, equipment), self.app, equipment)


def _bearing(renewal: Renewal, app: str, equipment: Equipment) -> Layer:
    """Return the layer that signs with a token, and once more with another one if that is refused."""

    def layer(send: Send) -> Send:
        def signed(request: Request) -> Steps[Response]:
            _refuse_strangers(request, app, equipment)
            token = yield from _unsent(lambda: renewal.token(request.context))
            response = yield from send(_with(token, request))
            if not equipment.refuses_token(request, response) or not request.rewindable:
                return response
            other = yield from _unsent(lambda: renewal.token(request.context, token))
            return (yield from send(_with(other, request)))

        return signed

    return layer


def _unsent(find: Callable[[], Steps[Token]]) -> Steps[Token]:
    """Find a token; if that fails, the request that needs it did nothing."""
    try:
        return (yield from find())
    except ProviderError as exc:
        exc.sent = exc.may_have_happened = False
        raise


def _refuse_strangers(request: Request, name: str, equipment: Equipment) -> None:
    """Raise ConfigError where a connection would take a token to somebody whose it is not."""
    app: OAuthApp = equipment.app(name)
    origins = equipment.server(app).origins
    if origin(request.url) not in origins:
        allowed = " or ".join(sorted(origins))
        raise ConfigError(f"tokens of the app {name!r} go to {allowed} only, not where this connection is", key="url")


def _with(token: Token, request: Request) -> Request:
    others = {name: value for name, value in request.headers.items() if name.lower() != "authorization"}
    return replace(request, headers={**others, "authorization": f"Bearer {token.access_token.get_secret_value()}"})
