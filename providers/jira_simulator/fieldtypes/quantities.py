"""Numbers, days, instants and durations."""

# A kind of field takes what every kind takes.
# ruff: noqa: ARG002
from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Final

from ..jql import Key, Kind
from ..jql.tree import Literal
from ..refusal import BadValue
from .base import FieldType, Reading, Stored

if TYPE_CHECKING:
    from ..site import Site
    from ..store.fields import FieldRecord
    from ..store.issues import Issue
    from ..views import View

__all__ = ["Day", "Duration", "Instant", "Number", "Stamp", "parse_duration", "pretty_duration"]

_PART: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([wdhm]?)", re.IGNORECASE)
_HOURS_A_DAY: Final = 8
_DAYS_A_WEEK: Final = 5
_SECONDS: Final = {
    "w": _DAYS_A_WEEK * _HOURS_A_DAY * 3600,
    "d": _HOURS_A_DAY * 3600,
    "h": 3600,
    "m": 60,
}


def parse_duration(text: str) -> int | None:
    """Return the seconds of `2d 4h`, in working days and weeks; a number alone is minutes; None if it is neither."""
    parts = text.split()
    found = [_PART.fullmatch(part) for part in parts]
    if not parts or any(part is None for part in found):
        return None
    return round(sum(float(part[1]) * _SECONDS[part[2].lower() or "m"] for part in found if part))


def pretty_duration(seconds: int) -> str:
    """Return `1w 2d 3h 4m`."""
    parts: list[str] = []
    rest = seconds
    for unit, size in _SECONDS.items():
        amount, rest = divmod(rest, size)
        if amount:
            parts.append(f"{amount}{unit}")
    return " ".join(parts) or "0m"


class Number(FieldType):
    """A number; what is whole is stored as a float too, as Jira writes it."""

    kind: Kind | None = Kind.NUMBER
    jql_type: str = "number"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise BadValue("Operation value must be a number")
        return float(value)

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (float(str(stored)),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        try:
            return (float(literal.text),)
        except ValueError:
            return ()

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        if stored is None:
            return (None, "")
        number = float(str(stored))
        return (None, str(int(number)) if number.is_integer() else str(number))


class Day(FieldType):
    """A day without time."""

    kind: Kind | None = Kind.DAY
    jql_type: str = "date"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value in {None, ""}:
            return None
        if not isinstance(value, str):
            raise BadValue("Operation value must be a string")
        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            raise BadValue(f"Error parsing date string: {value}") from None

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        return (None, None) if stored is None else (str(stored), f"{stored} 00:00:00.0")


class Instant(FieldType):
    """A day with a time; milliseconds since the epoch."""

    kind: Kind | None = Kind.INSTANT
    jql_type: str = "date"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value in {None, ""}:
            return None
        if not isinstance(value, str):
            raise BadValue("Operation value must be a string")
        return parse_instant(value)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return view.time(int(str(stored)))

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (int(str(stored)),)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        if stored is None:
            return (None, None)
        utc = datetime.fromtimestamp(int(str(stored)) / 1000).astimezone()
        return (utc.isoformat(timespec="milliseconds"), f"{utc:%d/%b/%y %I:%M %p}")


def parse_instant(text: str) -> int:
    """
    Return the milliseconds of `2026-11-01T09:00:00.000+0000`; milliseconds and offset are needed, the offset bare.

    Raises:
        BadValue: It is something else.
    """
    try:
        found = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z")
    except ValueError:
        raise BadValue(f"Error parsing time: {text}") from None
    if text.endswith(("Z", "z")):
        raise BadValue(f"Error parsing time: {text}")
    return int(found.timestamp() * 1000)


class Stamp(Instant):
    """An instant that Jira itself writes: created, updated, resolved."""

    operations: ClassVar[tuple[str, ...]] = ()

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        raise BadValue(f"Field '{field.key}' cannot be set. It is not on the appropriate screen, or unknown.")


class Duration(FieldType):
    """Seconds of work, which are written through `timetracking` and worklogs."""

    operations: ClassVar[tuple[str, ...]] = ()
    kind: Kind | None = Kind.NUMBER
    jql_type: str = "duration"

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (int(str(stored)),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        seconds = parse_duration(literal.text)
        return () if seconds is None else (seconds,)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        return (None, None) if stored is None else (str(stored), str(stored))
