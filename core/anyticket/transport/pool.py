"""
The pool of the blocking transport: a connection is lent to one thread at a time, and nobody else touches it.

httpcore's own pool looks into connections that other threads use. With threads it closes some of them in the middle
of an answer, which then is lost: https://github.com/encode/httpcore/issues/1110. Once that is mended, this file can go.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final, Protocol, cast

import httpcore

_SWEEP_SECONDS: Final = 1.0


class Pool:
    """
    Connections to any number of origins, at most `connections` of them at a time.

    Those that are idle wait in the order in which they were given back: the freshest is lent first, and the stalest
    makes room when an origin needs a new one.
    """

    def __init__(
        self,
        backend: httpcore.NetworkBackend,
        tls: ssl.SSLContext,
        connections: int,
        keepalive_seconds: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._backend, self._tls, self._keepalive_seconds, self._clock = backend, tls, keepalive_seconds, clock
        self._most = connections
        self._changed = threading.Condition()
        self._idle: list[httpcore.HTTPConnection] = []
        self._lent = 0
        self._closed = False
        self._swept = 0.0

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request. Its connection is free again when the body of the answer has been closed."""
        connection = self._borrow(request)
        try:
            response = connection.handle_request(request)
        except BaseException:
            self._give_back(connection)
            raise
        body = _Body(cast("_Closable", response.stream), partial(self._give_back, connection))
        return httpcore.Response(response.status, headers=response.headers, content=body)

    def close(self) -> None:
        """Close what is idle now, and what is lent as soon as it is given back."""
        with self._changed:
            self._closed = True
            idle, self._idle = self._idle, []
        _close(idle)

    def _borrow(self, request: httpcore.Request) -> httpcore.HTTPConnection:
        origin = request.url.origin
        timeout: float = cast("Any", request).extensions["timeout"]["pool"]
        stale: list[httpcore.HTTPConnection] = []
        with self._changed:
            if not self._changed.wait_for(lambda: self._lent < self._most, timeout):
                raise httpcore.PoolTimeout
            self._lent += 1
            connection = self._freshest(origin, stale)
            if connection is None and self._lent + len(self._idle) > self._most:
                stale.append(self._idle.pop(0))
        _close(stale)
        return connection or self._made(origin)

    def _freshest(
        self, origin: httpcore.Origin, stale: list[httpcore.HTTPConnection]
    ) -> httpcore.HTTPConnection | None:
        """Take the freshest idle connection to an origin, and those that have died meanwhile."""
        for connection in reversed([one for one in self._idle if one.can_handle_request(origin)]):
            self._idle.remove(connection)
            if not connection.has_expired():
                return connection
            stale.append(connection)
        return None

    def _made(self, origin: httpcore.Origin) -> httpcore.HTTPConnection:
        return httpcore.HTTPConnection(
            origin,
            ssl_context=self._tls,
            keepalive_expiry=self._keepalive_seconds,
            network_backend=self._backend,
        )

    def _give_back(self, connection: httpcore.HTTPConnection) -> None:
        stale: list[httpcore.HTTPConnection] = []
        with self._changed:
            self._lent -= 1
            usable = connection.is_idle() and not connection.is_closed() and not self._closed
            (self._idle if usable else stale).append(connection)
            stale += self._expired()
            self._changed.notify()
        _close(stale)

    def _expired(self) -> list[httpcore.HTTPConnection]:
        """Take out what has been idle for too long, now and then."""
        now = self._clock()
        if now - self._swept < _SWEEP_SECONDS:
            return []
        self._swept = now
        expired = [connection for connection in self._idle if connection.has_expired()]
        self._idle = [connection for connection in self._idle if connection not in expired]
        return expired


class _Closable(Protocol):
    """What the streams of httpcore are."""

    def __iter__(self) -> Iterator[bytes]: ...
    def close(self) -> None: ...


class _Body:
    """The body of an answer, which gives its connection back once it is closed, or has failed."""

    def __init__(self, stream: _Closable, give_back: Callable[[], None]) -> None:
        self._stream, self._give_back = stream, give_back
        self._closed = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._stream
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        try:
            self._stream.close()
        finally:
            self._give_back()


def _close(connections: Iterable[httpcore.HTTPConnection]) -> None:
    for connection in connections:
        connection.close()
