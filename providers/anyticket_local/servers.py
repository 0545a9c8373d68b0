"""
Servers: which connection is answered by which server of this process.

Connections to one file share a server, and with it the pool of database connections, as long as one of them is in use.
A connection without a file has a private tracker in memory: those with the same `key` share it for as long as the
process lives; without a key it belongs to the `Connection` object, and ends with it.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Final
from weakref import WeakValueDictionary, finalize

from anyticket.model.connection import Connection

from .server import Server

_LOCK: Final = Lock()
_FILES: Final[WeakValueDictionary[str, Server]] = WeakValueDictionary()
_BY_KEY: Final[dict[str, Server]] = {}
_BY_OBJECT: Final[dict[int, Server]] = {}

MEMORY: Final = ":memory:"


def server_of(connection: Connection) -> Server:
    """Return the server that answers a connection."""
    with _LOCK:
        if connection.url not in {"", MEMORY}:
            return _of_file(str(Path(connection.url).expanduser().resolve()))
        if connection.key is not None:
            return _BY_KEY.setdefault(connection.key, Server(None))
        return _of_object(connection)


def forget(connection: Connection) -> None:
    """End the tracker in memory that connections with this one's key share; a later one begins anew."""
    with _LOCK:
        server = _BY_KEY.pop(connection.key or "", None)
    if server is not None:
        server.database.close()


def _of_file(path: str) -> Server:
    server = _FILES.get(path)
    if server is None:
        server = _FILES[path] = Server(path)
    return server


def _of_object(connection: Connection) -> Server:
    server = _BY_OBJECT.get(id(connection))
    if server is None:
        server = _BY_OBJECT[id(connection)] = Server(None)
        finalize(connection, _BY_OBJECT.pop, id(connection), None)
    return server
