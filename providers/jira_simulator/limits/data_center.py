"""The limit of Data Center: a token bucket for each account."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final

from .answers import too_many
from .buckets import Bucket
from .rules import DataCenterRules

if TYPE_CHECKING:
    from ..rest.call import Answer, Call
    from ..rest.routing import Route
    from ..site import Site

__all__ = ["DataCenterLimits"]

# https://confluence.atlassian.com/adminjiraserver/adjusting-your-code-for-rate-limiting-987143384.html
_NEVER: Final = 9_223_372_036_854_775_807


class DataCenterLimits:
    """What each account has left."""

    def __init__(self, site: Site, rules: DataCenterRules) -> None:
        self.rules = rules
        self._site = site
        self._buckets: dict[int, Bucket] = {}

    def enter(self, call: Call, route: Route) -> dict[str, str]:
        """
        Count a request, and return the headers that tell what is left.

        Raises:
            Refused: It is one too many.
        """
        del route
        rules, account = self.rules, call.account
        if (
            account is None
            or account.name in rules.exempt
            or (rules.size is None and account.name not in rules.blocked)
        ):
            return {}
        if rules.size is None or account.name in rules.blocked:
            raise too_many(self._site, _NEVER, self._headers(0, 0))
        now = self._site.clock.now()
        interval = rules.interval_seconds * 1000
        bucket = self._buckets.setdefault(account.id, Bucket(rules.size, rules.fill, interval, now))
        if not bucket.take(now):
            raise too_many(self._site, ceil(bucket.wait_ms(now) / 1000), self._headers(rules.size, 0))
        left = bucket.left(now)
        return {**self._headers(rules.size, left), "Retry-After": str(ceil(bucket.wait_ms(now) / 1000))}

    def leave(self, call: Call, route: Route, answer: Answer) -> dict[str, str]:
        """Add nothing: what is asked for does not matter here."""
        del call, route, answer
        return {}

    def _headers(self, size: int, left: int) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(size),
            "X-RateLimit-Remaining": str(left),
            "X-RateLimit-FillRate": str(self.rules.fill),
            "X-RateLimit-Interval-Seconds": str(self.rules.interval_seconds),
        }
