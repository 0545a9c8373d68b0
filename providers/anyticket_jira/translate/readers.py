"""
Makers of readers: from the name of a field, and what reads its value, to what reads it out of an issue.

Each adds the path to what is wrong with a value. They are kept flat, for a page is read through them thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from anyticket.errors import Malformed
from anyticket.model.sparse import ABSENT

from ..wire import Json, Reader, every, is_table, within

X = TypeVar("X")
Take: TypeAlias = Callable[[Json], Any]


def nullable(name: str, reader: Reader[Any]) -> Take:
    """Return a reader of a field that may be null."""

    def read(raw: Json) -> Any:
        value = raw["fields"].get(name, ABSENT)
        if value is None or value is ABSENT:
            return value
        try:
            return reader(value)
        except Malformed as exc:
            raise within(within(exc, name), "fields") from None

    return read


def plain(name: str, reader: Reader[Any]) -> Take:
    """Return a reader of a field for which null means nothing more than that it is missing."""

    def read(raw: Json) -> Any:
        value = raw["fields"].get(name)
        if value is None:
            return ABSENT
        try:
            return reader(value)
        except Malformed as exc:
            raise within(within(exc, name), "fields") from None

    return read


def many(name: str, reader: Reader[Any]) -> Take:
    """Return a reader of a field that holds a list."""

    def read(raw: Json) -> Any:
        value = raw["fields"].get(name, ABSENT)
        if value is None or value is ABSENT:
            return () if value is None else value
        try:
            return every(value, reader)
        except Malformed as exc:
            raise within(within(exc, name), "fields") from None

    return read


def inside(reader: Take) -> Take:
    """Return a reader of an attribute for which several fields are looked at."""

    def read(raw: Json) -> Any:
        try:
            return reader(raw["fields"])
        except Malformed as exc:
            raise within(exc, "fields") from None

    return read


def shared(reader: Reader[X], key: str) -> Reader[X]:
    """
    Return a reader that gives equal JSON the same object: a page repeats its statuses and people in every issue.

    `key` is where the objects differ most often. What has no string there is read anew each time.
    """
    known: dict[str, tuple[Any, X]] = {}

    def read(value: Any) -> X:
        try:
            raw, made = known[value[key]]
        except (KeyError, TypeError):
            return read_anew(value)
        return made if raw == value else read_anew(value)

    def read_anew(value: Any) -> X:
        made = reader(value)
        if is_table(value) and type(id := value.get(key)) is str:
            known[id] = (value, made)
        return made

    return read


def shared_words(reader: Reader[X]) -> Reader[X]:
    """Return a reader that gives equal words the same object."""
    known: dict[str, X] = {}

    def read(value: Any) -> X:
        if type(value) is not str:
            return reader(value)
        made = known.get(value)
        if made is None:
            made = known[value] = reader(value)
        return made

    return read
