"""
The pool of the asynchronous transport: a connection is lent to one task at a time, also to one that is cancelled.

httpcore's own pool loses a place for ever when a request is cancelled between getting a new connection and using it.
After as many such moments as it has places, nothing is ever sent again. Once that is mended, this file can go.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from functools import partial
from typing import Any, Protocol, cast

import anyio
import httpcore


class AsyncPool:
    """
    Connections to any number of origins, at most `connections` of them at a time.

    The freshest idle one is lent first, and the stalest makes room when an origin needs a new one.
    """

    def __init__(
        self,
        backend: httpcore.AsyncNetworkBackend,
        tls: ssl.SSLContext,
        connections: int,
        keepalive_seconds: float,
    ) -> None:
        self._backend, self._tls, self._keepalive_seconds = backend, tls, keepalive_seconds
        self._free = anyio.Semaphore(connections)
        self._idle: list[httpcore.AsyncHTTPConnection] = []
        self._closed = False

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request. Its connection is free again when the body of the answer has been closed."""
        timeout: float = cast("Any", request).extensions["timeout"]["pool"]
        with anyio.move_on_after(timeout) as waiting:
            await self._free.acquire()
        if waiting.cancelled_caught:
            raise httpcore.PoolTimeout
        connection, stale = self._taken(request.url.origin)
        try:
            await _close(stale)
            response = await connection.handle_async_request(request)
        except BaseException:
            await self._give_back(connection)
            raise
        body = _Body(cast("_Closable", response.stream), partial(self._give_back, connection))
        return httpcore.Response(response.status, headers=response.headers, content=body)

    async def aclose(self) -> None:
        """Close what is idle now, and what is lent as soon as it is given back."""
        self._closed = True
        idle, self._idle = self._idle, []
        await _close(idle)

    def _taken(
        self, origin: httpcore.Origin
    ) -> tuple[httpcore.AsyncHTTPConnection, list[httpcore.AsyncHTTPConnection]]:
        """Take the freshest idle connection to an origin, or make one; return also those that have to be closed."""
        stale = [connection for connection in self._idle if connection.has_expired()]
        self._idle = [connection for connection in self._idle if connection not in stale]
        for connection in reversed(self._idle):
            if connection.can_handle_request(origin):
                self._idle.remove(connection)
                return connection, stale
        if len(self._idle) > self._free.value:
            stale.append(self._idle.pop(0))
        return self._made(origin), stale

    def _made(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        return httpcore.AsyncHTTPConnection(
            origin,
            ssl_context=self._tls,
            keepalive_expiry=self._keepalive_seconds,
            network_backend=self._backend,
        )

    async def _give_back(self, connection: httpcore.AsyncHTTPConnection) -> None:
        usable = connection.is_idle() and not connection.is_closed() and not self._closed
        if usable:
            self._idle.append(connection)
        self._free.release()
        if not usable:
            await _close([connection])


class _Closable(Protocol):
    """What the streams of httpcore are."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    async def aclose(self) -> None: ...


class _Body:
    """The body of an answer, which gives its connection back once it is closed, or has failed."""

    def __init__(self, stream: _Closable, give_back: Callable[[], Awaitable[None]]) -> None:
        self._stream, self._give_back = stream, give_back
        self._closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for chunk in self._stream:
                yield chunk
        except BaseException:
            await self.aclose()
            raise

    async def aclose(self) -> None:
        if self._closed:
            return
        self._closed = True
        with anyio.CancelScope(shield=True):
            try:
                await self._stream.aclose()
            finally:
                await self._give_back()


async def _close(connections: Iterable[httpcore.AsyncHTTPConnection]) -> None:
    with anyio.CancelScope(shield=True):
        for connection in connections:
            await connection.aclose()
