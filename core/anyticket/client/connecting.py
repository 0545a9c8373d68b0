"""connect and connect_async, from a name or a connection to a client; plugins, what is installed for them."""

from __future__ import annotations

import os
from typing import TypeVar

from ..config import Settings
from ..errors import Error
from ..model.connection import Connection
from ..plugin.installed import PluginInfo
from ..runtime import Runtime
from .awaiting import AsyncClient
from .blocking import Client

C = TypeVar("C", Client, AsyncClient)


def connect(
    connection: str | Connection,
    *,
    config: Settings | str | os.PathLike[str] | None = None,
    runtime: Runtime | None = None,
) -> Client:
    """Open a connection, given by its name in plugins.toml or as an object, to be used by plain calls."""
    return _opened(Client, connection, config, runtime)


def connect_async(
    connection: str | Connection,
    *,
    config: Settings | str | os.PathLike[str] | None = None,
    runtime: Runtime | None = None,
) -> AsyncClient:
    """Open a connection, given by its name in plugins.toml or as an object, to be awaited."""
    return _opened(AsyncClient, connection, config, runtime)


def plugins(*, config: Settings | str | os.PathLike[str] | None = None) -> tuple[PluginInfo, ...]:
    """Return what is known of each installed plugin: which are enabled, and why one is broken."""
    with Runtime(config=config) as runtime:
        return runtime.plugins.listing()


def _opened(
    kind: type[C],
    connection: str | Connection,
    config: Settings | str | os.PathLike[str] | None,
    runtime: Runtime | None,
) -> C:
    if runtime is not None and config is not None:
        raise TypeError("give config to the runtime, not beside it")
    used = runtime or Runtime(config=config, network="open")
    try:
        found = used.connection(connection) if isinstance(connection, str) else connection
        used.provider(found.provider)
    except Error:
        if runtime is None:
            used.close()
        raise
    client = kind(found, runtime=used)
    client.owns_runtime = runtime is None
    return client
