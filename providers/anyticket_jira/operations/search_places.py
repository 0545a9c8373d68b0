"""
Places in a search of a server: how far one has come, in terms that no other issue can shift.

Theory. A server counts pages from `startAt` in a list that it makes anew each time, so that an issue that goes or comes
shifts all behind it. But no issue's moment of creation ever changes. So the next page is what was created since that of
the last one given, to the minute, for queries know no less, without those that were given of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from anyticket.errors import Malformed

from ..jql import moment_operand
from ..wire import Json, identifier, moment, need, table
from .searching import STEADY

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_CURSOR: Final = re.compile(r"([0-9]+)\.([0-9]+)(?:\.([0-9]{1,9})\.([0-9]+(?:,[0-9]+)*))?")


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place in a search.

    Attributes:
        total: How many tickets were given before.
        since: From which minute on the rest was created; None at the beginning.
        given: The ids that were given of what was created since.
        start: How many of the rest are hidden from this account.
    """

    total: int = 0
    since: datetime | None = None
    given: tuple[str, ...] = ()
    start: int = 0

    def rest_of(self, jql: str, zone: tzinfo | None) -> str:
        """Return the query for the rest of what a query finds."""
        if self.since is None:
            return f"{jql} {STEADY}"
        rest = f"({jql}) AND created >= {moment_operand(self.since, zone)}"
        return f"{rest} AND id NOT IN ({', '.join(self.given)}) {STEADY}"

    def after(self, issues: Sequence[Json], zone: tzinfo | None) -> Place:
        """Return the place behind some issues that were found here. Raises Malformed if all of them were given before."""
        if all(need(one, "id", identifier) in self.given for one in issues):
            raise Malformed("the server finds again what the query excludes, so that the search would never end")
        created = [need(table(need(one, "fields", table)), "created", moment) for one in issues]
        since = _unambiguous(created[-1].replace(second=0, microsecond=0), zone)
        given = [need(one, "id", identifier) for one, made in zip(issues, created, strict=True) if made >= since]
        before = self.given if since == self.since else ()
        return Place(self.total + len(issues), since, (*before, *given))

    @property
    def cursor(self) -> str:
        """The place as a string."""
        if self.since is None:
            return f"{self.total}.{self.start}"
        return f"{self.total}.{self.start}.{(self.since - _EPOCH) // _MINUTE}.{','.join(self.given)}"


def place_of(cursor: str | None) -> Place:
    """Return the place that a cursor stands for. Raises ValueError for one that is none of ours."""
    if cursor is None:
        return Place()
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise ValueError(f"{cursor!r} is no cursor of this list: take those of its pages")
    total, start, minute, given = found.groups()
    since = None if minute is None else _EPOCH + int(minute) * _MINUTE
    return Place(int(total), since, tuple(given.split(",")) if given else (), int(start))


def _unambiguous(minute: datetime, zone: tzinfo | None) -> datetime:
    """Return the minute, or where a zone has the hour twice and a query would not tell which, one before both."""
    while zone is not None and _is_repeated(minute.astimezone(zone)):
        minute -= _HOUR
    return minute


def _is_repeated(local: datetime) -> bool:
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
