"""The view of one request: who looks, through which API, and how urls and times read there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from ..site import Site
from ..store.people import Person

__all__ = ["Json", "View", "zone_of"]

Json: TypeAlias = dict[str, Any]


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class View:
    """
    How one request sees a site.

    Attributes:
        account: Who asks; None for anonymous people.
        api: `2` or `3`, which decides on rich text and on the urls in answers.
        base: The url that urls of the API begin with: of the site, or of the gateway.
    """

    site: Site
    account: Person | None
    api: str
    base: str

    @property
    def cloud(self) -> bool:
        return self.site.cloud

    @property
    def zone(self) -> tzinfo:
        return zone_of(self.account.time_zone if self.account else "Etc/UTC")

    def url(self, path: str) -> str:
        """Return the url of a resource of the platform API: `/issue/10000`."""
        return f"{self.base}/rest/api/{self.api}{path}"

    def agile_url(self, path: str) -> str:
        return f"{self.base}/rest/agile/1.0{path}"

    def page_url(self, path: str) -> str:
        """Return the url of something on the site that is no API: pictures, pages."""
        return f"{self.base}{path}"

    def time(self, milliseconds: int | None) -> str | None:
        """Return an instant as issues have it: local, with an offset without colon."""
        if milliseconds is None:
            return None
        local = datetime.fromtimestamp(milliseconds // 1000, self.zone)
        return f"{local:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}{local:%z}"

    def agile_time(self, milliseconds: int | None) -> str | None:
        """Return an instant as the agile API has it: UTC, with a Z."""
        if milliseconds is None:
            return None
        utc = datetime.fromtimestamp(milliseconds // 1000, zone_of("Etc/UTC"))
        return f"{utc:%Y-%m-%dT%H:%M:%S}.{milliseconds % 1000:03d}Z"
