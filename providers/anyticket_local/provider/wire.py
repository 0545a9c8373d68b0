"""Wire: readers of JSON that say where a value is not what it should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Final, TypeAlias, TypeVar, cast

import orjson

from anyticket.errors import Malformed
from anyticket.model.sparse import ABSENT
from anyticket.request import Expects, Response

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
JSON: TypeAlias = Mapping[str, Any]
Reader: TypeAlias = Callable[[Any], T]

AS_JSON: Final = Expects.JSON
"""What a change answers here: the thing as it is now."""


def content(response: Response) -> JSON:
    """Return the JSON object of an answer."""
    return record(response.json())


def record(value: Any) -> JSON:
    """Read an object."""
    if not isinstance(value, dict):
        raise _malformed("an object", value)
    return cast("JSON", value)


def text(value: Any) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise _malformed("a text", value)
    return value


def number(value: Any) -> int:
    """Read a whole number."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise _malformed("a whole number", value)
    return value


def flag(value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise _malformed("true or false", value)
    return value


def moment(value: Any) -> datetime:
    """Read a moment."""
    try:
        return datetime.fromisoformat(text(value)).astimezone(UTC)
    except ValueError as exc:
        raise _malformed("a time", value) from exc


def day(value: Any) -> date:
    """Read a date."""
    try:
        return date.fromisoformat(text(value))
    except ValueError as exc:
        raise _malformed("a date", value) from exc


def due(value: Any) -> date | datetime:
    """Read a date or a moment."""
    return day(value) if len(text(value)) == len("2026-01-01") else moment(value)


def word(kind: type[E], unknown: E) -> Reader[E]:
    """Make the reader of an enumeration, which may grow."""
    known = {member.value: member for member in kind}
    return lambda value: known.get(text(value), unknown)


def optional(read: Reader[T]) -> Reader[T | None]:
    """Make a reader that lets null be None."""
    return lambda value: None if value is None else read(value)


def each(read: Reader[T]) -> Reader[tuple[T, ...]]:
    """Make the reader of a list."""

    def read_all(value: Any) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise _malformed("a list", value)
        return tuple(read(member) for member in cast("Sequence[Any]", value))

    return read_all


def at(key: str, read: Reader[T]) -> Reader[T]:
    """Make the reader of one member of an object, ABSENT if the object lacks it."""

    def read_member(raw: Any) -> T:
        found = record(raw)
        if key not in found:
            absent: T = ABSENT
            return absent
        try:
            return read(found[key])
        except Malformed as exc:
            exc.path = f"{key}.{exc.path}" if exc.path else key
            raise

    return read_member


def needed(raw: Any, key: str, read: Reader[T]) -> T:
    """Read a member of an object that must be there."""
    value = at(key, read)(raw)
    if value is ABSENT:
        raise Malformed(f"the answer lacks {key!r}", path=key)
    return value


def _malformed(expected: str, value: Any) -> Malformed:
    return Malformed(f"the answer has {type(value).__name__} where {expected} belongs")


def encoded(value: Any) -> bytes:
    """Return JSON as an answer has it."""
    return orjson.dumps(value)
