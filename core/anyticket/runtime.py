"""
Runtime: the one object that a process makes. It owns plugins, pools, locks, budgets and what is known of connections.

Connections share nothing in it but sockets' pools and the budgets that a tracker counts per app. In a forked child
it begins anew: sockets and locks of the parent are dropped, never used.
"""

from __future__ import annotations

import logging
import os
import random
import time
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from threading import Lock
from types import TracebackType
from typing import Final, Self, cast
from weakref import WeakSet, WeakValueDictionary

from .auth.apps import OAuthApp
from .auth.equipment import Equipment, Equipped
from .auth.tokens import TokenStore
from .config import Settings
from .config import load as load_settings
from .drivers.aio import AsyncDriver, Home
from .drivers.blocking import BlockingDriver
from .drivers.turns import Turns
from .errors import ConfigError
from .flow import Layer, Send
from .layers import (
    Attempt,
    Budgets,
    OperationLayer,
    Slot,
    SlottedLayer,
    check,
    retry,
    stack,
    standard,
    trace,
)
from .model.connection import Connection
from .model.secret import SecretRef
from .onboarding import Onboarding
from .plugin.host import HostPlugin, LookUp
from .plugin.manager import PluginManager
from .provider import Provider
from .provider.memory import Cache, Memory
from .session import Session
from .transport.addresses import Network
from .transport.aio import AsyncTransport
from .transport.blocking import BlockingTransport

#: Sessions that are kept although no client uses them at the moment.
_REMEMBERED: Final = 1024


class Runtime(Onboarding):
    """
    What connections need to be used.

    Args:
        config: Settings, the path of a plugins.toml, or None to look for one when it is first needed.
        plugins: Plugin objects of the host, beside those that are installed.
        providers: The names of the providers that connections may use; None for all.
        token_store: Where rotated tokens are kept; it wins over those of plugins.
        secrets: Returns what a reference such as `vault:path` leads to, or None to leave it to plugins.
        apps: OAuth apps by name, beside those of the settings.
        layers: Layers of the host, each with its slot, the outermost first.
        cache: Where catalogues, and what idempotency keys have made, are kept beyond this process.
        transport: The name of the HTTP library in use: "httpx".
        network: "guarded" lets connections reach public https addresses only; "open" also private ones and loopback.
    """

    def __init__(
        self,
        *,
        config: Settings | str | os.PathLike[str] | None = None,
        plugins: Sequence[object] = (),
        providers: Collection[str] | None = None,
        token_store: TokenStore | None = None,
        secrets: LookUp | None = None,
        apps: Mapping[str, OAuthApp] | None = None,
        layers: Sequence[SlottedLayer] = (),
        cache: Cache | None = None,
        transport: str = "httpx",
        network: Network = "guarded",
    ) -> None:
        if transport != "httpx":
            raise ConfigError(
                f"no transport is called {transport!r}; there is 'httpx'", key="transport", nearest="httpx"
            )
        self._config, self._allowed, self._layers, self._cache = config, providers, tuple(layers), cache
        own = [HostPlugin(secrets, token_store)] if secrets or token_store else []
        self._given_plugins = (*own, *plugins)
        self._apps = dict(apps or {})
        self._settings: Settings | None = None
        self._manager: PluginManager | None = None
        self._mutex = Lock()
        self._turns, self._home, self._budgets = Turns(), Home(), Budgets()
        self._blocking = BlockingTransport(network=network)
        self._async = AsyncTransport(network=network)
        self.blocking_driver = BlockingDriver(self._blocking.send, self._turns)
        self.async_driver = AsyncDriver(self._async.send, self._home)
        self._sessions: WeakValueDictionary[Connection, Session] = WeakValueDictionary()
        self._recent: OrderedDict[Connection, Session] = OrderedDict()
        _alive.add(self)

    @property
    def settings(self) -> Settings:
        """The settings, read when they are first needed."""
        if self._settings is None:
            config = self._config
            self._settings = config if isinstance(config, Settings) else load_settings(config)
        return self._settings

    @property
    def plugins(self) -> PluginManager:
        """The plugins, imported when they are first needed."""
        with self._mutex:
            if self._manager is None:
                self._manager = PluginManager(self._given_plugins, enabled=self.settings.enabled)
            return self._manager

    def connection(self, name: str) -> Connection:
        """Return the connection that the settings call `name`."""
        return self.settings.connection(name, self.plugins)

    def app(self, name: str) -> OAuthApp:
        """Return the OAuth app called `name`, with its secret looked up once. Raises ConfigError if there is none."""
        app = self._apps.get(name)
        if app is None:
            app = self._apps[name] = self.settings.app(name, self.plugins)
        if isinstance(app.client_secret, SecretRef):
            found = self.plugins.secret(app.client_secret.reference).value
            app = self._apps[name] = app.model_copy(update={"client_secret": found})
        return app

    def provider(self, name: str) -> type[Provider]:
        """Return the provider called `name`. Raises ConfigError if there is none, or if it is not allowed here."""
        if self._allowed is not None and name not in self._allowed:
            allowed = ", ".join(sorted(self._allowed))
            raise ConfigError(f"the provider {name!r} is not allowed in this runtime; allowed are: {allowed}", key=name)
        return self.plugins.provider(name)

    def session(self, connection: Connection) -> Session:
        """Return what is kept for a connection; equal connections share it."""
        with self._mutex:
            session = self._sessions.get(connection)
        if session is None:
            made = self._session(connection)
            with self._mutex:
                session = self._sessions.setdefault(connection, made)
        with self._mutex:
            self._recent[connection] = session
            self._recent.move_to_end(connection)
            if len(self._recent) > _REMEMBERED:
                self._recent.popitem(last=False)
        return session

    def _session(self, connection: Connection) -> Session:
        resolved = self.plugins.resolved(connection)
        provider = self.provider(connection.provider)(resolved)
        provider.memory = Memory(clock=time.monotonic, cache=self._cache, key=connection.key)
        layers = [*self._layers, *self.plugins.layers(connection)]
        budgets = self._budgets if connection.key else Budgets()  # without a key there is nobody to share one with
        outer = [cast("OperationLayer", layer) for slot, layer in layers if slot is Slot.OPERATION]
        between = [cast("Layer", layer) for slot, layer in layers if slot is Slot.REQUEST]
        return Session(connection, provider, lambda settled: self._way(settled, budgets, between), outer)

    def _way(self, provider: Provider, budgets: Budgets, between: Sequence[Layer]) -> Send:
        """Return the way that requests of a provider take, in the fixed order of layers."""
        connection = provider.connection
        return standard(
            policy=connection.retry,
            read_error=provider.read_error,
            base_url=provider.base_url(),
            key=connection.key or "",
            budgets=budgets,
            clock=time.monotonic,
            random=random.random,
            now=time.time,
            auth=self._signing(provider),
            origins=provider.origins(),
            record=_log,
            between=between,
            wire=provider.wire(),
        )

    def _signing(self, provider: Provider) -> Layer | None:
        auth = provider.connection.auth
        if isinstance(auth, Equipped):
            return auth.equipped(self.equipment(provider))
        return auth.layer() if auth else None

    def equipment(self, provider: Provider) -> Equipment:
        """Return what credentials of a provider's connection are renewed with."""
        connection = provider.connection
        return Equipment(
            store=self.plugins.token_store(connection),
            app=self.app,
            server=lambda app: self.provider(app.provider).authorization_server(app.url),
            refuses_token=provider.refuses_token,
            exchange=lambda read_error: stack(
                retry(connection.retry, clock=time.monotonic, random=random.random, now=time.time),
                check(read_error),
                trace(_log, clock=time.monotonic),
            ),
            now=time.time,
        )

    def close(self) -> None:
        """Close the sockets. The runtime may be used again, also in another event loop."""
        self._blocking.close()
        self._async.forget()
        self._home.forget()

    async def aclose(self) -> None:
        """Close the sockets, those of this event loop too. The runtime may be used again, also in another loop."""
        await self._async.aclose()
        self.close()

    def forget(self) -> None:
        """Drop sockets and locks without touching them: in a forked child they are the parent's."""
        self._mutex = Lock()
        self._turns.forget()
        self._home.forget()
        self._blocking.forget()
        self._async.forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def _log(attempt: Attempt) -> None:
    _LOGGER.debug("%s", attempt)


_LOGGER: Final = logging.getLogger("anyticket.requests")
_alive: WeakSet[Runtime] = WeakSet()


def _in_child() -> None:
    for runtime in tuple(_alive):
        runtime.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_child)
