"""
One exchange: a request in httpx's words, its answer and its failures in ours.

What httpx says about a failure is never repeated: it may quote a header.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Final
from urllib.parse import urlsplit

import httpx

from ..errors import ConfigError, ConnectError, Malformed, ProviderError, Timeout, TransportError
from ..request import JSON_TYPE, Expects, Request, Response, Stream
from .addresses import refused
from .bodies import Plan

LONGEST_ANSWER_BYTES: Final = 256 * 1024 * 1024
KEEPALIVE_SECONDS: Final = 5.0

_OURS: Final = frozenset({"host", "connection", "content-length", "transfer-encoding"})
_TOKEN: Final = frozenset("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz")


@cache
def trusted() -> ssl.SSLContext:
    """Return the certificates to trust: certifi's, or those that SSL_CERT_FILE or SSL_CERT_DIR name."""
    return httpx.create_ssl_context()


@dataclass(slots=True)
class Exchange:
    """A request on its way. Once `begun`, its head has left, and what the tracker made of it is anybody's guess."""

    request: Request
    timeout_seconds: float
    clock: Callable[[], float]
    begun: bool = field(default=False, init=False)

    def left(self) -> float | None:
        """Return the seconds until the deadline, or None if there is none."""
        deadline = self.request.context.deadline
        return None if deadline is None else deadline - self.clock()

    def outgoing(self, plan: Plan, stream: httpx.SyncByteStream | httpx.AsyncByteStream) -> httpx.Request:
        """Return what httpx is to send."""
        left = self.left()
        patience = self.timeout_seconds if left is None else max(min(self.timeout_seconds, left), 0.001)
        url = _url(self.request)
        headers = [(b"host", url.netloc), *_encoded(_headers(self.request, plan))]
        timeout = dict.fromkeys(("connect", "read", "write", "pool"), patience)
        return httpx.Request(self.request.method, url, headers=headers, stream=stream, extensions={"timeout": timeout})

    def passes(self, response: httpx.Response) -> bool:
        """Tell whether the body is handed out as a stream."""
        return self.request.expects is Expects.STREAM and response.is_success

    @contextmanager
    def translating(self) -> Generator[None]:
        """Raise our errors in place of httpx's."""
        try:
            yield
        except httpx.RequestError as exc:
            raise self.failure(exc) from exc

    def failure(self, exc: httpx.RequestError) -> ProviderError:
        """Return what an error of httpx means."""
        host = urlsplit(self.request.url).hostname
        match exc:
            case httpx.ConnectTimeout():
                return self.late(f"no connection to {host!r}")
            case httpx.PoolTimeout():
                return self.late("no connection became free")
            case httpx.TimeoutException():
                return self.late(f"no answer from {host!r}")
            case httpx.ConnectError() if _distrusted(exc):
                return refused(f"{self._what()}: the certificate of {host!r} cannot be verified")
            case httpx.ConnectError():
                return ConnectError(f"{self._what()}: {host!r} cannot be reached", request=self.request)
            case _:
                return self.broken(f"the connection to {host!r} broke ({type(exc).__name__})")

    def late(self, missing: str) -> Timeout:
        """Return the error for what did not come in time."""
        left = self.left()
        within = "before the deadline" if left is not None and left <= 0 else f"within {self.timeout_seconds:g} s"
        return Timeout(
            f"{self._what()}: {missing} {within}",
            request=self.request,
            sent=self.begun,
            may_have_happened=self.begun and not self.request.harmless,
        )

    def broken(self, reason: str) -> TransportError:
        """Return the error for a way that failed."""
        return TransportError(
            f"{self._what()}: {reason}",
            request=self.request,
            sent=self.begun,
            may_have_happened=self.begun and not self.request.harmless,
        )

    def too_long(self, limit_bytes: int) -> Malformed:
        """Return the error for an answer that would fill the memory."""
        return Malformed(
            f"{self._what()}: the answer has more than {limit_bytes} bytes",
            request=self.request,
            may_have_happened=not self.request.harmless,
        )

    def _what(self) -> str:
        return f"{self.request.method} {self.request.route}"


class SyncBody(httpx.SyncByteStream):
    """A body that tells its exchange when it is first asked for: by then the head has been sent."""

    def __init__(self, exchange: Exchange, chunks: Iterator[bytes]) -> None:
        self._exchange, self._chunks = exchange, chunks

    def __iter__(self) -> Iterator[bytes]:
        self._exchange.begun = True
        return self._chunks


class AsyncBody(httpx.AsyncByteStream):
    """The same for the event loop."""

    def __init__(self, exchange: Exchange, chunks: AsyncGenerator[bytes]) -> None:
        self._exchange, self._chunks = exchange, chunks

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._exchange.begun = True
        return self._chunks


def answer(response: httpx.Response, body: bytes = b"", stream: Stream | None = None) -> Response:
    """Return an answer in our words. Sizes and encodings that no longer hold once it is decoded are left out."""
    headers = dict(response.headers.items())
    if headers.pop("content-encoding", "identity") != "identity":
        headers.pop("content-length", None)
    return Response(response.status_code, headers, body, stream)


def _url(request: Request) -> httpx.URL:
    try:
        return httpx.URL(request.url)
    except httpx.InvalidURL as exc:
        problem = "the URL cannot be read: it has a broken host, port or path"
        raise refused(problem) if request.foreign else ConfigError(problem, key="url") from exc


def _headers(request: Request, plan: Plan) -> dict[str, str]:
    whole = request.expects in {Expects.JSON, Expects.NOTHING}
    headers = {
        "user-agent": "anyticket",
        "accept": JSON_TYPE if whole else "*/*",
        "accept-encoding": "gzip, deflate" if whole else "identity",
    }
    if plan.media_type is not None:
        headers["content-type"] = plan.media_type
    given = {name.lower(): value for name, value in request.headers.items()}
    headers |= {name: value for name, value in given.items() if name not in _OURS}
    return headers | _framing(request, plan)


def _framing(request: Request, plan: Plan) -> dict[str, str]:
    if plan.size_bytes is None:
        return {"transfer-encoding": "chunked"}
    if plan.size_bytes == 0 and request.method in {"GET", "HEAD", "OPTIONS"}:
        return {}
    return {"content-length": str(plan.size_bytes)}


def _encoded(headers: Mapping[str, str]) -> Iterator[tuple[bytes, bytes]]:
    """Yield headers as bytes. Checked here, for elsewhere a bad value would be quoted in full."""
    for name, value in headers.items():
        if not name or not set(name) <= _TOKEN:
            raise ValueError(f"{name!r} is not a name for a header")
        if not value.replace("\t", " ").isprintable() or value != value.strip():
            raise ValueError(f"the header {name!r} has a value with control characters, or spaces around it")
        yield name.encode(), value.encode()


def _distrusted(exc: BaseException | None) -> bool:
    while exc is not None:
        if isinstance(exc, ssl.SSLCertVerificationError):
            return True
        exc = exc.__cause__ or exc.__context__
    return False
