"""
Sending: one attempt over HTTP, to loopback alone unless told otherwise: a simulator must not post to the world.

The limits are Jira's: ten seconds to connect, thirty in all, five redirects.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import httpx

__all__ = ["Outgoing", "Send", "Undelivered", "is_loopback", "posting"]

_CONNECT_SECONDS: Final = 10.0
_TOTAL_SECONDS: Final = 30.0
_MOST_REDIRECTS: Final = 5


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A POST."""

    url: str
    headers: dict[str, str]
    body: bytes


class Undelivered(Exception):
    """A POST that nobody answered; the text says why, `again` whether that may be otherwise later."""

    def __init__(self, reason: str, *, again: bool = True) -> None:
        super().__init__(reason)
        self.again = again


Send: TypeAlias = Callable[[Outgoing], Awaitable[int]]


def is_loopback(url: str) -> bool:
    """Say whether a url leads to this machine alone."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@asynccontextmanager
async def posting(allowed: Callable[[str], bool]) -> AsyncGenerator[Send]:
    """Give what sends to allowed urls; the client is made when first needed, for it takes longer than all the rest."""
    client: httpx.AsyncClient | None = None

    async def send(outgoing: Outgoing) -> int:
        import httpx

        nonlocal client
        client = client or _make_client()
        try:
            request = client.build_request("POST", outgoing.url, headers=outgoing.headers, content=outgoing.body)
            async with asyncio.timeout(_TOTAL_SECONDS):
                return await _status(client, request, allowed)
        except TimeoutError:
            raise Undelivered(f"no answer within {_TOTAL_SECONDS:.0f} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise Undelivered(f"{type(exc).__name__}: {exc}") from exc

    try:
        yield send
    finally:
        if client is not None:
            await client.aclose()


def _make_client() -> httpx.AsyncClient:
    """Return a client that knows no proxy of the environment and keeps no connection between attempts."""
    import httpx

    timeout = httpx.Timeout(_TOTAL_SECONDS, connect=_CONNECT_SECONDS)
    return httpx.AsyncClient(timeout=timeout, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))


async def _status(client: httpx.AsyncClient, request: httpx.Request, allowed: Callable[[str], bool]) -> int:
    for _ in range(_MOST_REDIRECTS + 1):
        if not allowed(str(request.url)):
            raise Undelivered(f"{request.url.host} is not loopback; see `site.webhooks.anywhere`", again=False)
        answer = await client.send(request)
        if answer.next_request is None:
            return answer.status_code
        request = answer.next_request
    raise Undelivered(f"more than {_MOST_REDIRECTS} redirects", again=False)
