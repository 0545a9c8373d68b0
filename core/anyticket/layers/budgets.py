"""
Budgets: what is known of the quotas that requests draw on.

A tracker tells how much is left and when it grows again; whoever asks next heeds it, before the tracker has to refuse.
One `Budgets` belongs to a runtime, and a budget to a connection, so that tenants do not wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from ..provider.answers import answered_at, iso_date, retry_after
from ..request import Response

#: The key of a connection, and the name of one of its budgets.
BudgetKey: TypeAlias = tuple[str, str]

#: Answers after which nothing goes through for the time that Retry-After tells.
_REFUSALS: Final = frozenset({429, 503})
#: A smaller reset is a time to wait, a larger one a moment since the epoch.
_EARLIEST_MOMENT: Final = 1_000_000_000.0


@dataclass(frozen=True, slots=True)
class Budget:
    """Nothing before `free_at`; until `renewed_at` no more than `left` requests. Both are moments of the clock."""

    free_at: float = 0.0
    left: float | None = None
    renewed_at: float = 0.0


_FRESH: Final = Budget()


class Budgets:
    """All budgets of a runtime. Two threads that learn at once lose at most a count, which the next answer tells."""

    def __init__(self, longest_pause_seconds: float = 30.0) -> None:
        self._longest = longest_pause_seconds
        self._known: dict[BudgetKey, Budget] = {}

    def take(self, key: BudgetKey, now: float) -> float:
        """Take one request out of a budget, and return 0; or return the seconds after which to try again."""
        budget = self._known.get(key, _FRESH)
        if budget.free_at > now:
            return budget.free_at - now
        if budget.left is None or budget.renewed_at <= now:
            return 0.0
        if budget.left < 1:
            return budget.renewed_at - now
        self._known[key] = replace(budget, left=budget.left - 1)
        return 0.0

    def learn(self, key: BudgetKey, response: Response, now: float) -> None:
        """Note what an answer tells."""
        told = retry_after(response) if response.status in _REFUSALS else None
        quotas = tuple(_quotas(response))
        if not told and not quotas:
            return
        free_at = max(self._known.get(key, _FRESH).free_at, now + min(told or 0.0, self._longest))
        scarcest = min(quotas, default=None)
        if scarcest is None:
            self._known[key] = Budget(free_at)
        else:
            left, seconds = scarcest
            self._known[key] = Budget(free_at, left, now + min(seconds, self._longest))


def _quotas(response: Response) -> Iterator[tuple[float, float]]:
    """Yield, of each quota that an answer tells of, how much is left and the seconds until there is more."""
    headers = response.headers
    yield from _structured(headers.get("ratelimit", ""))
    left = _number(headers.get("x-ratelimit-remaining"))
    seconds = _seconds_to_reset(response)
    if left is not None and seconds is not None:
        yield left, seconds


def _structured(header: str) -> Iterator[tuple[float, float]]:
    """Read `"name";r=50;t=30` and the older `limit=100, remaining=50, reset=30`."""
    # https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.html
    if "remaining=" in header:
        header = header.replace(",", ";")
    for item in header.split(","):
        pairs = (part.partition("=") for part in item.split(";"))
        values = {name.strip().lower(): value for name, _, value in pairs}
        left = _number(values.get("r", values.get("remaining")))
        seconds = _number(values.get("t", values.get("reset")))
        if left is not None and seconds is not None:
            yield left, seconds


def _seconds_to_reset(response: Response) -> float | None:
    """Return when a quota grows: by its rate, or at its reset, which is told in seconds, as a moment, or as a date."""
    headers = response.headers
    if (pace := _seconds_for_one(headers)) is not None:
        return pace
    told = headers.get("x-ratelimit-reset", "")
    number = _number(told)
    if number is not None and number < _EARLIEST_MOMENT:
        return number
    moment, here = number if number is not None else iso_date(told), answered_at(response)
    return None if moment is None or here is None else max(moment - here, 0.0)


def _seconds_for_one(headers: Mapping[str, str]) -> float | None:
    """Return how long a bucket takes that fills at a steady rate."""
    rate = _number(headers.get("x-ratelimit-fillrate"))
    interval = _number(headers.get("x-ratelimit-interval-seconds"))
    return interval / rate if rate and interval is not None else None


def _number(text: str | None) -> float | None:
    text = (text or "").strip()
    return float(text) if text.isascii() and text.replace(".", "", 1).isdecimal() else None
