"""
The blocking transport: requests sent by the calling thread.

It keeps no cookies, follows no redirects and always verifies certificates. One pool serves all connections of the
runtime; in an open network, one for each reach, so that no request uses a connection that it could not have made.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import cast

import httpcore
import httpx

from ..request import Request, Response
from .addresses import Network, Reach, reach_of
from .bodies import plan, read
from .discretion import discreet
from .exchange import KEEPALIVE_SECONDS, LONGEST_ANSWER_BYTES, Exchange, SyncBody, answer, trusted
from .guard import GuardedBackend, Haste, Resolve, resolve
from .pool import Pool


class BlockingTransport:
    """
    Sends requests over HTTP.

    Args:
        network: Which addresses may be reached; see `addresses`.
        timeout_seconds: For a connection, for each read and for each write. A deadline bounds the whole.
        connections: How many there may be at a time.
        longest_answer_bytes: What is read into memory at most; a stream is not bounded.
        tls: Certificates to trust in place of the usual ones.
        clock: What deadlines are moments of.
        resolve: Looks up the addresses of a host.
    """

    def __init__(
        self,
        network: Network = "guarded",
        *,
        timeout_seconds: float = 30.0,
        connections: int = 100,
        longest_answer_bytes: int = LONGEST_ANSWER_BYTES,
        tls: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        resolve: Resolve = resolve,
    ) -> None:
        self._network: Network = network
        self._timeout_seconds, self._connections, self._longest = timeout_seconds, connections, longest_answer_bytes
        self._tls, self._clock, self._resolve = tls, clock, resolve
        self.forget()

    def forget(self) -> None:
        """Drop all connections as they are: in a forked child they belong to the parent."""
        self._mutex = threading.Lock()
        self._pools: dict[Reach, _Pooled] = {}
        self._haste = Haste(self._clock)

    def close(self) -> None:
        """Close all connections."""
        with self._mutex:
            pools, self._pools = self._pools, {}
        for pool in pools.values():
            pool.close()

    def send(self, request: Request) -> Response:
        """Send a request and return its answer, whatever its status."""
        pool = self._pool(reach_of(request, self._network))
        exchange = Exchange(request, request.context.timeout_seconds or self._timeout_seconds, self._clock)
        content = plan(request.body)
        with (
            closing(read(content.pieces)) as chunks,
            self._haste.until(request.context.deadline),
            exchange.translating(),
            discreet(),
        ):
            response = pool.handle_request(exchange.outgoing(content, SyncBody(exchange, chunks)))
            if exchange.passes(response):
                return answer(response, stream=BlockingStream(response, exchange, self._haste))
            with closing(response):
                return answer(response, self._body(response, exchange))

    def _body(self, response: httpx.Response, exchange: Exchange) -> bytes:
        chunks: list[bytes] = []
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self._longest:
                raise exchange.too_long(self._longest)
            chunks.append(chunk)
        return b"".join(chunks)

    def _pool(self, reach: Reach) -> _Pooled:
        with self._mutex:
            if reach not in self._pools:
                backend = GuardedBackend(reach, self._haste, self._resolve)
                pool = Pool(backend, self._tls or trusted(), self._connections, KEEPALIVE_SECONDS)
                self._pools[reach] = _Pooled(pool)
            return self._pools[reach]


class BlockingStream:
    """The body of an answer, piece by piece. Whoever does not read it to its end has to close it."""

    def __init__(self, response: httpx.Response, exchange: Exchange, haste: Haste) -> None:
        self._response, self._exchange, self._haste = response, exchange, haste

    def chunks(self) -> Iterator[bytes]:
        """Yield the body. Raises TransportError if it ends short."""
        source = self._response.iter_bytes()
        with closing(self):
            while (chunk := self._next(source)) is not None:
                yield chunk

    def close(self) -> None:
        """Free the connection."""
        self._response.close()

    def _next(self, source: Iterator[bytes]) -> bytes | None:
        with self._haste.until(self._exchange.request.context.deadline), self._exchange.translating():
            return next(source, None)


class _Pooled(httpx.HTTPTransport):
    """httpx's transport on a pool of ours, which connects through the guard; its own constructor can take neither."""

    def __init__(self, pool: Pool) -> None:
        self._pool = cast("httpcore.ConnectionPool", pool)
