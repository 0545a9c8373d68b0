"""
Equipment: what a runtime gives to credentials that cannot sign by themselves: clock, tokens, apps, a way to ask.

`Auth.layer` is for credentials that are all there; `Equipped.equipped` for those that are got, and got again.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from ..errors import ConfigError
from ..flow import Layer, Send
from ..layers.check import ReadError
from ..model.connection import Auth
from ..provider.authorization import AuthorizationServer
from ..request import Request, Response
from .apps import OAuthApp
from .tokens import TokenStore


@dataclass(frozen=True, slots=True)
class Equipment:
    """
    Attributes:
        store: Where the connection's tokens are kept.
        app: Returns an app by its name.
        server: Returns where the OAuth of an app is.
        refuses_token: Tells of an answer to a signed request whether it is about the token, so that another may help.
        exchange: Makes the way of token requests, which have their own retry, check and trace.
        now: Seconds since the epoch.
    """

    store: TokenStore
    app: Callable[[str], OAuthApp]
    server: Callable[[OAuthApp], AuthorizationServer]
    refuses_token: Callable[[Request, Response], bool]
    exchange: Callable[[ReadError], Send]
    now: Callable[[], float]


class Equipped(Auth, frozen=True):
    """Credentials that need a runtime's equipment."""

    def layer(self) -> Layer:
        """Raise ConfigError: without a runtime there is nothing to sign with."""
        raise ConfigError(f"credentials of mode {self.mode!r} sign in a runtime only: use anyticket.connect")

    @abstractmethod
    def equipped(self, equipment: Equipment) -> Layer:
        """Return the layer that signs requests."""
