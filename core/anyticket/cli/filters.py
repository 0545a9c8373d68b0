"""Filters: the options of a search, made into a Query."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypeVar

import typer

from ..model.query import EMPTY, ME, Query

D = TypeVar("D", bound=date)

_AGO: Final = re.compile(r"(\d{1,5})([hdw])")
_UNITS: Final = {"h": "hours", "d": "days", "w": "weeks"}
_SPECIAL: Final = {"@me": ME, "@empty": EMPTY}


def query_of(now: datetime, jql: str | None, native: str | None, fields: Sequence[str], **filters: Any) -> Query:
    """Return the query that the options of a search mean."""
    given: dict[str, Any] = {
        name: _value(name, value, now) for name, value in filters.items() if value not in (None, [])
    }
    if fields:
        given["fields"] = dict(pair(field) for field in fields)
    query = Query(**given)
    for dialect, text in _natives(jql, native):
        query &= Query.native(dialect, text)
    return query


def pair(text: str) -> tuple[str, str]:
    """Return the two sides of NAME=VALUE."""
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise typer.BadParameter(f"{text!r} is not NAME=VALUE")
    return name, value


def moment(text: str, now: datetime) -> datetime:
    """Return the moment that a day, a time with its zone, or an age such as 7d, 12h, 2w means."""
    if ago := _AGO.fullmatch(text):
        return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), UTC)
    except ValueError:
        return _parsed(datetime.fromisoformat, text)


def day(text: str) -> date:
    """Return a day."""
    return _parsed(date.fromisoformat, text)


def _parsed(parse: Callable[[str], D], text: str) -> D:
    try:
        return parse(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r} is no time: write 2030-01-31, 2030-01-31T12:00:00+01:00, or an age: 7d"
        ) from None


def _value(name: str, value: Any, now: datetime) -> Any:
    if name in {"due_after", "due_before"}:
        return day(value)
    if name.endswith(("_after", "_before")):
        return moment(value, now)
    if isinstance(value, list):
        return [_SPECIAL.get(str(item), item) for item in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value


def _natives(jql: str | None, native: str | None) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if jql is not None:
        found.append(("jira", jql))
    if native is not None:
        dialect, colon, text = native.partition(":")
        if not colon or not dialect or not text:
            raise typer.BadParameter("a native query is DIALECT:TEXT, such as jira:project = A")
        found.append((dialect, text))
    return found
