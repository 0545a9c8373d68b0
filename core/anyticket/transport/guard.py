"""
The guard: connections are made to the very addresses that were checked.

Asking twice would let a name answer with a public address first and a private one afterwards. TLS goes on to verify
the name, not the address. Above sits httpx, which is not told.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias, cast

import anyio
import httpcore

from ..errors import ConnectError
from .addresses import Reach, check_addresses

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
ResolveAsync: TypeAlias = Callable[[str, int], Awaitable[Sequence[str]]]
Options: TypeAlias = "Iterable[httpcore.SOCKET_OPTION] | None"

_MOST_ADDRESSES: Final = 4


def resolve(host: str, port: int) -> Sequence[str]:
    """Look up the addresses of a host, best first."""
    return _addresses(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))


async def resolve_async(host: str, port: int) -> Sequence[str]:
    """Look up the addresses of a host, best first."""
    return _addresses(await anyio.getaddrinfo(host, port, type=socket.SOCK_STREAM))


def _addresses(found: Sequence[tuple[Any, Any, Any, Any, tuple[Any, ...]]]) -> Sequence[str]:
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


class Haste(threading.local):
    """The deadline of what this thread is sending. Each read and write gets what is left, not a full timeout each."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deadline: float | None = None

    @contextmanager
    def until(self, deadline: float | None) -> Generator[None]:
        before, self._deadline = self._deadline, deadline
        try:
            yield
        finally:
            self._deadline = before

    def within(self, timeout: float | None) -> float | None:
        if self._deadline is None:
            return timeout
        left = self._deadline - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(timeout, left)


class _HastyStream(httpcore.NetworkStream):
    """A stream whose every read and write ends by the deadline; a server may send one byte a minute for ever."""

    def __init__(self, stream: httpcore.NetworkStream, haste: Haste) -> None:
        self._stream, self._haste = stream, haste

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._haste.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._haste.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._haste.within(timeout))
        return _HastyStream(stream, self._haste)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore.NetworkBackend):
    """Connects to checked addresses, blocking."""

    def __init__(
        self,
        reach: Reach,
        haste: Haste,
        resolve: Resolve = resolve,
        inner: httpcore.NetworkBackend | None = None,
    ) -> None:
        self._reach, self._haste, self._resolve = reach, haste, resolve
        self._inner = inner or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options = None,
    ) -> httpcore.NetworkStream:
        try:
            addresses = self._resolve(host, port)
        except (OSError, UnicodeError) as exc:
            raise _unknown(host) from exc
        check_addresses(host, addresses, self._reach)
        failure: Exception = _unknown(host)
        for address in addresses[:_MOST_ADDRESSES]:
            share = _share(self._haste.within(timeout), addresses)
            try:
                stream = self._inner.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failure = exc
            else:
                return _HastyStream(stream, self._haste)
        raise failure


class AsyncGuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses, on asyncio or trio."""

    def __init__(
        self,
        reach: Reach,
        resolve: ResolveAsync = resolve_async,
        inner: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        self._reach, self._resolve = reach, resolve
        self._inner = inner or cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Options = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as exc:
            raise _unknown(host) from exc
        check_addresses(host, addresses, self._reach)
        failure: Exception = _unknown(host)
        for address in addresses[:_MOST_ADDRESSES]:
            share = _share(timeout, addresses)
            try:
                return await self._inner.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                failure = exc
        raise failure


def _share(timeout: float | None, addresses: Sequence[str]) -> float | None:
    """Return the time for one address: a dead one must not use up what the others need."""
    return None if timeout is None else timeout / min(len(addresses), _MOST_ADDRESSES)


def _unknown(host: str) -> ConnectError:
    return ConnectError(f"no address is known for {host!r}: the name is wrong, or the name service is down")
