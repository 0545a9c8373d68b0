"""
What JQL has to know of a site: its fields, its functions, the documents to search, the account that asks.

Documents hold *keys*: what is compared, never what is shown. A status is the id of a status, a label its lower case,
an instant milliseconds since the epoch, a day its ISO form, a text itself. A field without keys is EMPTY.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from enum import StrEnum
from typing import Protocol, TypeAlias

from .tree import Call, FieldName, Literal, Operator

__all__ = ["Asker", "Change", "Document", "Field", "Key", "Kind", "Rank", "World"]

Key: TypeAlias = str | int | float
Rank: TypeAlias = tuple[Key, ...]


class Kind(StrEnum):
    """How the keys of a field compare."""

    CHOICE = "choice"  # one of a set: is it this one?
    RANKED = "ranked"  # a choice with an order: priorities, versions, issue keys
    NUMBER = "number"
    INSTANT = "instant"
    DAY = "day"
    TEXT = "text"  # searched by words, never compared


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one field: when, by whom, and the keys before and after."""

    at: int
    by: str
    before: tuple[Key, ...]
    after: tuple[Key, ...]


class Document(Protocol):
    """An issue as the index has it."""

    @property
    def id(self) -> int: ...

    @property
    def created(self) -> int:
        """Milliseconds since the epoch."""
        ...

    @property
    def creator(self) -> str: ...

    @property
    def values(self) -> Mapping[str, Sequence[Key]]:
        """The keys of every field that is not empty, by the field's id."""
        ...

    @property
    def changes(self) -> Mapping[str, Sequence[Change]]:
        """The changes of each field that has history, oldest first."""
        ...


@dataclass(frozen=True, slots=True)
class Field:
    """
    A field that can be searched.

    Attributes:
        id: Where documents keep its keys.
        name: What messages call it.
        type: What its values are, which decides on the functions that fit: `user`, `version`, `status` ...
        find: The keys that a literal means, by name first and by id then; none if there is no such value.
        rank: Where a key stands in the order; None if results cannot be sorted by the field.
        scope: Keys are only compared with keys of the same scope: a version with versions of its project.
        empty: Whether the field may be EMPTY at all.
        history: Whether `was` and `changed` work.
        also: What operators work besides those of its kind.
        nothing: A word, in lower case, that means EMPTY: `resolution = Unresolved`.
        refused: The message for a literal that `find` knows nothing of; Jira's usual one if None.
    """

    id: str
    name: str
    kind: Kind
    type: str
    find: Callable[[Literal], Sequence[Key]]
    rank: Callable[[Key], Rank] | None = None
    scope: Callable[[Key], Key] | None = None
    empty: bool = True
    history: bool = False
    also: frozenset[Operator] = frozenset()
    nothing: str | None = None
    refused: Callable[[Literal], str] | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when: dates are read in the account's time zone."""

    account: str | None
    zone: tzinfo
    now: int
    cloud: bool


class World(Protocol):
    """A site as one account sees it at one moment."""

    @property
    def asker(self) -> Asker: ...

    def fields(self, name: FieldName) -> Sequence[Field]:
        """Return the fields of that name that the account may see; several if the name is not unique."""
        ...

    def call(self, call: Call, field: Field) -> Sequence[Key]:
        """
        Return what a function other than those of dates finds for a field.

        Raises:
            JqlError: There is no such function, or it does not fit the field or its arguments.
        """
        ...

    def people(self, literal: Literal) -> Sequence[Key]:
        """Return the accounts that a literal behind BY means."""
        ...
