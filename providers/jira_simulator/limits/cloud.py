"""Limits of Cloud: the burst of an endpoint, the points of an app, the writes to one issue; each refuses by itself."""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING, Final, cast

from ..wire import as_list, as_object
from .answers import cloud_headers, too_many
from .buckets import Bucket, Window
from .rules import CloudRules

if TYPE_CHECKING:
    from ..rest.call import Answer, Call
    from ..rest.routing import Route
    from ..site import Site

__all__ = ["CloudLimits"]

_HOUR_MS: Final = 3_600_000
_PARAMETER: Final = re.compile(r"\{\w+\}")
_LISTS: Final = ("issues", "values", "comments", "worklogs", "users", "projects", "changelogs")
_IDENTITIES: Final = re.compile(r"/(user|users|group|groups|myself)\b")
_NEAR: Final = 0.2


class CloudLimits:
    """What is left of each limit of one site."""

    def __init__(self, site: Site, rules: CloudRules) -> None:
        self.rules = rules
        self._site = site
        self._bursts: dict[tuple[str, str], Bucket] = {}
        self._writes: dict[tuple[int, int], Window] = {}
        self.spent = _Tally(site)

    def enter(self, call: Call, route: Route) -> dict[str, str]:
        """
        Count a request before it is done, and return the headers that tell what is left.

        Raises:
            Refused: It is one too many.
        """
        if not call.url.startswith("/rest/"):
            return {}
        headers = self._burst(call, route)
        self._check_points(call)
        self._write(call)
        return headers

    def leave(self, call: Call, route: Route, answer: Answer) -> dict[str, str]:
        """Count what a request cost once it is known, and return the headers about that."""
        quota = self.rules.points_per_hour
        if quota is None or call.app is None:
            return {}
        objects = _objects(answer) if call.method == "GET" and answer.status < 400 else 0
        cost = 1 + objects * (2 if _IDENTITIES.search(route.path) else 1)
        left = max(quota - self._tally.spend(call.app, cost), 0)
        name = f"{self.rules.points_scope}-app-quota"
        headers = {
            "Beta-RateLimit-Policy": f'"{name}";q={quota};w=3600',
            "Beta-RateLimit": f'"{name}";r={left};t={self._to_next_hour()}',
        }
        return headers | ({"X-RateLimit-NearLimit": "true"} if left < quota * _NEAR else {})

    def _burst(self, call: Call, route: Route) -> dict[str, str]:
        endpoint = _PARAMETER.sub("{}", route.path)
        limit = self.rules.burst_of(call.method, endpoint)
        if limit is None:
            return {}
        now = self._site.clock.now()
        bucket = self._bursts.setdefault((call.method, endpoint), Bucket(limit, limit, 1000, now))
        if not bucket.take(now):
            self._refuse("jira-burst-based", limit, bucket.wait_ms(now))
        left = bucket.left(now)
        return {
            "X-RateLimit-Limit": str(limit),
            "X-RateLimit-Remaining": str(left),
            "RateLimit-Policy": f'"jira-burst-based";q={limit};w=1',
            "RateLimit": f'"jira-burst-based";r={left};t=1',
            **({"X-RateLimit-NearLimit": "true"} if left < limit * _NEAR else {}),
        }

    def _check_points(self, call: Call) -> None:
        quota = self.rules.points_per_hour
        if quota is not None and call.app is not None and self._tally.spend(call.app, 0) >= quota:
            self._refuse(f"jira-quota-{self.rules.points_scope}-based", quota, self._to_next_hour() * 1000)

    @property
    def _tally(self) -> _Tally:
        """Where points are counted: for all sites that are served together, or for this one."""
        first = self._site.family[0].limits
        if self.rules.points_scope == "global" and isinstance(first, CloudLimits):
            return first.spent
        return self.spent

    def _to_next_hour(self) -> int:
        return ceil((_HOUR_MS - self._site.clock.now() % _HOUR_MS) / 1000)

    def _write(self, call: Call) -> None:
        """Count a write to the issue that the path names; one that is refused is not counted."""
        if call.method == "GET" or "issue" not in call.path or not self.rules.issue_writes:
            return
        issue = self._site.issue(call.path["issue"])
        if issue is None:
            return
        now = self._site.clock.now()
        windows = [
            self._writes.setdefault((issue.id, seconds), Window(limit, seconds * 1000))
            for seconds, limit in self.rules.issue_writes.items()
        ]
        for window in windows:
            wait = window.wait_ms(now)
            if wait:
                self._refuse("jira-per-issue-on-write", window.limit, wait)
        for window in windows:
            window.note(now)

    def _refuse(self, reason: str, limit: int, wait_ms: int) -> None:
        seconds = max(ceil(wait_ms / 1000), 1)
        raise too_many(self._site, seconds, cloud_headers(self._site, reason, limit, seconds))


class _Tally:
    """What each app has spent in this hour of the clock, in UTC."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._hour = 0
        self._spent: dict[str, int] = {}

    def spend(self, app: str, points: int) -> int:
        """Add points and return what is spent."""
        hour = self._site.clock.now() // _HOUR_MS
        if hour != self._hour:
            self._hour = hour
            self._spent.clear()
        self._spent[app] = self._spent.get(app, 0) + points
        return self._spent[app]


def _objects(answer: Answer) -> int:
    """Return how many objects an answer shows."""
    found = cast("list[object] | dict[str, object] | None", answer.body)
    if isinstance(found, list):
        return len(found)
    body = as_object(found)
    shown = next((name for name in _LISTS if isinstance(body.get(name), list)), None)
    return len(as_list(body[shown])) if shown else 1
