"""
Effects: what an ordered fault does to one exchange.

Each is a record of what can be said of it; `play` gets the work that the request asks for and decides whether and when
it is done, what is answered, and how the answer goes out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

from ..limits.answers import cloud_headers, too_many
from ..rest.call import Answer, Call, Stream
from ..rest.errors import answer_of
from .delivery import Delivery
from .pages import login_page, login_url, proxy_page

__all__ = [
    "BrokenJson", "Cut", "Delay", "Drip", "Drop", "Effect", "Exchange", "Html", "Late", "RateLimited", "Stale",
    "Status", "Token", "Unavailable", "When",
]  # fmt: skip


class When(StrEnum):
    """Whether a fault comes instead of the work, or once it was done."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Exchange:
    """
    One request and what it asks for.

    Attributes:
        work: Do it and return the answer; with True as if the credential were no longer good.
        later: Have work done in so many seconds of the site's clock; the function says whether it is still to be done.
    """

    call: Call
    work: Callable[[bool], Answer]
    later: Callable[[float, Callable[[], object]], Callable[[], bool]]

    def instead(self, when: When, answer: Answer) -> Answer:
        """Return another answer than that of the work, which is done all the same if it comes after it."""
        if when is When.AFTER:
            self.work(False)
        return answer


class Effect(Protocol):
    """What every effect is; `name` is what orders call it."""

    name: ClassVar[str]

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        """Return what is answered, and how."""
        ...


_WHOLE = Delivery()
_NOTHING = Answer(status=0)


@dataclass(frozen=True, slots=True)
class Status:
    """Any status, with a body of JSON, or a text as it is."""

    name: ClassVar[str] = "status"
    status: int = 500
    answer: object = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    media_type: str = "application/json;charset=UTF-8"
    when: When = When.BEFORE

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        body = self.answer.encode() if isinstance(self.answer, str) else self.answer
        return exchange.instead(self.when, Answer(body, self.status, self.headers, self.media_type)), _WHOLE


@dataclass(frozen=True, slots=True)
class Delay:
    """A pause, in real seconds, before or after the work."""

    name: ClassVar[str] = "delay"
    seconds: float = 1.0
    when: When = When.BEFORE

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        if self.when is When.BEFORE:
            await asyncio.sleep(self.seconds)
            return exchange.work(False), _WHOLE
        answer = exchange.work(False)
        await asyncio.sleep(self.seconds)
        return answer, _WHOLE


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection closed without a byte: before the work, or after it, when the answer is lost."""

    name: ClassVar[str] = "drop"
    when: When = When.AFTER
    reset: bool = False

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        answer = exchange.work(False) if self.when is When.AFTER else _NOTHING
        return answer, Delivery(drop=True, reset=self.reset)


@dataclass(frozen=True, slots=True)
class Cut:
    """A body that ends early: half of it, or `bytes`; less than its Content-Length says, or chunks without an end."""

    name: ClassVar[str] = "cut"
    bytes: int | None = None
    chunked: bool = False

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        answer = exchange.work(False)
        size = answer.body.size if isinstance(answer.body, Stream) else len(answer.content)
        keep = size // 2 if self.bytes is None else self.bytes
        return answer, Delivery(keep_bytes=keep, chunked=self.chunked)


@dataclass(frozen=True, slots=True)
class Drip:
    """A body that comes in small pieces with real seconds between them."""

    name: ClassVar[str] = "drip"
    bytes: int = 64
    seconds: float = 0.1

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        return exchange.work(False), Delivery(piece_bytes=self.bytes, pause_seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Html:
    """A page: of a login with 200, the way to one with 302, of a proxy with any other status."""

    name: ClassVar[str] = "html"
    status: int = 200
    when: When = When.BEFORE

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        site = exchange.call.site
        page = login_page(site) if self.status == 200 else proxy_page(self.status)
        headers = {"Location": login_url(site)} if 300 <= self.status < 400 else {}
        return exchange.instead(self.when, Answer(page, self.status, headers, "text/html;charset=UTF-8")), _WHOLE


@dataclass(frozen=True, slots=True)
class BrokenJson:
    """The answer of the work with the second half of its JSON missing, and a Content-Length that agrees; no download."""

    name: ClassVar[str] = "broken-json"

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        answer = exchange.work(False)
        if isinstance(answer.body, Stream):
            return answer, _WHOLE
        kept = answer.content[: max(len(answer.content) // 2, 1)] or b"{"
        return Answer(kept, answer.status, answer.headers, "application/json;charset=UTF-8"), _WHOLE


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429, not done; `retry_after` None leaves the header out, `reason` is Cloud's."""

    name: ClassVar[str] = "rate-limited"
    retry_after: int | None = 5
    reason: str = "jira-burst-based"
    limit: int = 100

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        site, wait = exchange.call.site, self.retry_after or 0
        told = cloud_headers(site, self.reason, self.limit, wait) if site.cloud else _bucket(self.limit)
        refused = too_many(site, wait, told)
        if self.retry_after is None:
            del refused.headers["Retry-After"]
        return answer_of(refused), _WHOLE


def _bucket(limit: int) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-FillRate": str(limit),
        "X-RateLimit-Interval-Seconds": "1",
    }


@dataclass(frozen=True, slots=True)
class Unavailable:
    """503 of a proxy, with `Retry-After` unless it is None; `after` the work it is as ambiguous as a lost answer."""

    name: ClassVar[str] = "unavailable"
    retry_after: int | None = 5
    status: int = 503
    when: When = When.BEFORE

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
        answer = Answer(proxy_page(self.status), self.status, headers, "text/html;charset=UTF-8")
        return exchange.instead(self.when, answer), _WHOLE


@dataclass(frozen=True, slots=True)
class Token:
    """The credential of the request taken for an expired or revoked one."""

    name: ClassVar[str] = "token"

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        return exchange.work(True), _WHOLE


@dataclass(frozen=True, slots=True)
class Stale:
    """Search that sees nothing which has changed since it last looked, or since the fault was ordered."""

    name: ClassVar[str] = "stale"

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        index = exchange.call.site.index
        before, index.stale = index.stale, True
        try:
            return exchange.work(False), _WHOLE
        finally:
            index.stale = before


@dataclass(frozen=True, slots=True)
class Late:
    """
    Work that is done so many seconds of the site's clock later, and never answered.

    The connection is held without a byte until then, unless `hold` is False, when it is closed at once.
    """

    name: ClassVar[str] = "late"
    seconds: float = 20.0
    hold: bool = True

    async def play(self, exchange: Exchange) -> tuple[Answer, Delivery]:
        upload = exchange.call.upload
        if upload is not None:
            upload.needed = True

        def work() -> None:
            exchange.work(False)
            if upload is not None:
                upload.needed = False
                upload.discard()

        waiting = exchange.later(self.seconds, work)
        return _NOTHING, Delivery(drop=True, hold=waiting if self.hold else None)
