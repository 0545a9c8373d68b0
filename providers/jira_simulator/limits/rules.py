"""The rules of limits: what each platform allows, and the numbers that it has in the vendor's documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

__all__ = ["CloudRules", "DataCenterRules"]

# https://developer.atlassian.com/cloud/jira/platform/rate-limiting/
_BURST: Final = {"GET": 100, "POST": 100, "PUT": 50, "DELETE": 50}
_SPECIAL: Final = {
    "GET /issue/{}": 150,
    "GET /user": 150,
    "GET /issue/{}/changelog": 200,
    "GET /attachment/content/{}": 300,
    "POST /search/approximate-count": 150,
    "PUT /component/{}": 500,
    "POST /customer": 5,
}


@dataclass(frozen=True, slots=True)
class CloudRules:
    """
    What Cloud allows; None, or nothing, for what has no limit.

    Attributes:
        burst: Requests in a second to one endpoint, by method.
        special: The same of endpoints that differ, by method and the end of their path.
        points_per_hour: What an app may spend; people with API tokens are not counted.
        points_scope: `global`, over all tenants, or `tenant`.
        issue_writes: Writes to one issue, by the seconds in which so many are allowed.
    """

    burst: Mapping[str, int] = field(default_factory=dict[str, int])
    special: Mapping[str, int] = field(default_factory=dict[str, int])
    points_per_hour: int | None = None
    points_scope: str = "global"
    issue_writes: Mapping[int, int] = field(default_factory=dict[int, int])

    @classmethod
    def real(cls) -> CloudRules:
        """Return the numbers that Atlassian gives for an app of the first tier."""
        return cls(_BURST, _SPECIAL, 65_000, "global", {2: 20, 30: 100})

    def burst_of(self, method: str, endpoint: str) -> int | None:
        """Return how many requests in a second one endpoint takes."""
        for name, limit in self.special.items():
            wanted, _, end = name.partition(" ")
            if wanted == method and endpoint.endswith(end):
                return limit
        return self.burst.get(method)


@dataclass(frozen=True, slots=True)
class DataCenterRules:
    """
    What Data Center allows one account; off, as it is from the factory, with no size.

    Attributes:
        size: How many requests a bucket holds.
        fill: How many it gets after every interval.
        exempt: Logins that are not limited.
        blocked: Logins that are allowed nothing.
    """

    size: int | None = None
    fill: int = 10
    interval_seconds: int = 60
    exempt: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()

    @classmethod
    def real(cls) -> DataCenterRules:
        """Return what Data Center proposes to who switches limiting on: ten requests a minute, thirty at most."""
        return cls(30, 10, 60)
