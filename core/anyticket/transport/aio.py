"""
The asynchronous transport: requests sent by a task of an event loop.

It does what the blocking one does; only the waiting differs. Its connections belong to the loop that made them.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import aclosing, suppress
from typing import Any, cast

import anyio
import anyio.from_thread
import httpcore
import httpx
from anyio.lowlevel import current_token

from ..request import Request, Response
from .addresses import Network, Reach, reach_of
from .bodies import plan, read_async
from .discretion import discreet
from .exchange import KEEPALIVE_SECONDS, LONGEST_ANSWER_BYTES, AsyncBody, Exchange, answer, trusted
from .guard import AsyncGuardedBackend, ResolveAsync, resolve_async
from .pool_aio import AsyncPool


class AsyncTransport:
    """Sends requests over HTTP, on asyncio or trio. The arguments are those of `BlockingTransport`."""

    def __init__(
        self,
        network: Network = "guarded",
        *,
        timeout_seconds: float = 30.0,
        connections: int = 100,
        longest_answer_bytes: int = LONGEST_ANSWER_BYTES,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        resolve: ResolveAsync = resolve_async,
    ) -> None:
        self._network: Network = network
        self._timeout_seconds, self._connections, self._longest = timeout_seconds, connections, longest_answer_bytes
        self._tls, self._clock, self._resolve = tls, clock, resolve
        self.forget()

    def forget(self) -> None:
        """Drop all connections as they are: in a forked child, or when their loop has ended."""
        self._pools: dict[Reach, _Pooled] = {}

    async def aclose(self) -> None:
        """Close all connections."""
        pools, self._pools = self._pools, {}
        with anyio.CancelScope(shield=True):
            for pool in pools.values():
                await pool.aclose()

    async def send(self, request: Request) -> Response:
        """Send a request and return its answer, whatever its status."""
        pool = self._pool(reach_of(request, self._network))
        exchange = Exchange(request, request.context.timeout_seconds or self._timeout_seconds, self._clock)
        with anyio.move_on_after(exchange.left()), exchange.translating():
            return await self._send(pool, exchange)
        raise exchange.late("no answer")

    async def _send(self, pool: _Pooled, exchange: Exchange) -> Response:
        content = plan(exchange.request.body)
        async with aclosing(read_async(content.pieces)) as chunks:
            with discreet():
                response = await pool.handle_async_request(exchange.outgoing(content, AsyncBody(exchange, chunks)))
            if exchange.passes(response):
                return answer(response, stream=AsyncStream(response, exchange))
            return answer(response, await self._body(response, exchange))

    async def _body(self, response: httpx.Response, exchange: Exchange) -> bytes:
        chunks: list[bytes] = []
        size = 0
        source = response.aiter_bytes()
        try:
            async for chunk in source:
                size += len(chunk)
                if size > self._longest:
                    raise exchange.too_long(self._longest)
                chunks.append(chunk)
        finally:
            await _close(response, source)
        return b"".join(chunks)

    def _pool(self, reach: Reach) -> _Pooled:
        if reach not in self._pools:
            backend = AsyncGuardedBackend(reach, self._resolve)
            pool = AsyncPool(backend, self._tls or trusted(), self._connections, KEEPALIVE_SECONDS)
            self._pools[reach] = _Pooled(pool)
        return self._pools[reach]


class AsyncStream:
    """
    The body of an answer, piece by piece: `async for chunk in stream`, and `await stream.aclose()` in the end.

    `chunks` is for worker threads of the loop, where a flow reads inside `call`; `close` for those and the loop.
    """

    def __init__(self, response: httpx.Response, exchange: Exchange) -> None:
        self._response, self._exchange = response, exchange
        self._source = response.aiter_bytes()

    def __aiter__(self) -> AsyncStream:
        return self

    async def __anext__(self) -> bytes:
        chunk = await self._next()
        if chunk is None:
            raise StopAsyncIteration
        return chunk

    async def aclose(self) -> None:
        """Free the connection."""
        await _close(self._response, self._source)

    def chunks(self) -> Iterator[bytes]:
        """Yield the body, in a worker thread. Raises TransportError if it ends short."""
        try:
            while (chunk := anyio.from_thread.run(self._next)) is not None:
                yield chunk
        finally:
            self.close()

    def close(self) -> None:
        """Free the connection: in a worker thread now, in the loop itself as soon as it has time."""
        try:
            current_token()
        except RuntimeError:
            anyio.from_thread.run(self.aclose)
        else:
            self._closing = _soon(self.aclose)

    async def _next(self) -> bytes | None:
        with anyio.move_on_after(self._exchange.left()), self._exchange.translating():
            return await anext(self._source, None)
        raise self._exchange.late("no more of the answer came")


def _soon(function: Callable[[], Coroutine[Any, Any, None]]) -> object:
    """Have a function run by the loop when the calling task cannot wait for it; keep what this returns until then."""
    try:
        return asyncio.get_running_loop().create_task(function())
    except RuntimeError:
        import trio

        return trio.lowlevel.spawn_system_task(function)


async def _close(response: httpx.Response, source: AsyncIterator[bytes]) -> None:
    """Close an answer, and let the generators inside httpx come to their end: trio complains of those just dropped."""
    with anyio.CancelScope(shield=True):
        await response.aclose()
        with suppress(httpx.RequestError, httpx.StreamError):
            async for _ in source:
                pass


class _Pooled(httpx.AsyncHTTPTransport):
    """httpx's transport on a pool of ours, which connects through the guard; its own constructor can take neither."""

    def __init__(self, pool: AsyncPool) -> None:
        self._pool = cast("httpcore.AsyncConnectionPool", pool)
