"""
History: what `was` and `changed` ask of the changes of a field.

A field has had a value from the change that set it to the next one; the first value, from the issue's creation, was
set by its creator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from . import dates
from .errors import JqlError
from .tree import Call, Clause, Empty, Items, Literal, Operand, Predicate
from .world import Change, Document, Field, Key, Kind, World

__all__ = ["Wanted", "changed", "was"]

_DAY: Final = 24 * 60 * 60 * 1000
_FOREVER: Final = float("inf")
_Test: TypeAlias = "Callable[[_Span], bool]"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The keys that an operand means; `empty` if EMPTY is among them."""

    keys: frozenset[Key]
    empty: bool

    def among(self, values: Sequence[Key]) -> bool:
        return any(value in self.keys for value in values) if values else self.empty


@dataclass(frozen=True, slots=True)
class _Span:
    """How long a field had a value, who gave it, and what it was before."""

    start: float
    end: float
    by: str
    before: Sequence[Key]
    after: Sequence[Key]


def was(clause: Clause, field: Field, wanted: Wanted, world: World) -> Callable[[Document], bool]:
    """Return what decides whether a field ever had a value, as the predicates narrow it."""
    tests = [_during(predicate, field, world) for predicate in clause.predicates]

    def matches(document: Document) -> bool:
        return any(wanted.among(span.after) and all(test(span) for test in tests) for span in _spans(document, field))

    return matches


def changed(
    clause: Clause, field: Field, find: Callable[[Operand], Wanted], world: World
) -> Callable[[Document], bool]:
    """Return what decides whether a field ever changed, as the predicates narrow it."""
    tests = [_at(predicate, field, find, world) for predicate in clause.predicates]

    def matches(document: Document) -> bool:
        return any(all(test(_point(change)) for test in tests) for change in document.changes.get(field.id, ()))

    return matches


def _spans(document: Document, field: Field) -> list[_Span]:
    changes = document.changes.get(field.id, ())
    first = changes[0].before if changes else document.values.get(field.id, ())
    starts = [(document.created, document.creator, (), first), *((c.at, c.by, c.before, c.after) for c in changes)]
    ends = [*(change.at for change in changes), _FOREVER]
    return [_Span(start, end, by, old, new) for (start, by, old, new), end in zip(starts, ends, strict=True)]


def _point(change: Change) -> _Span:
    return _Span(change.at, change.at, change.by, change.before, change.after)


def _during(predicate: Predicate, field: Field, world: World) -> _Test:
    """Return the test of a span of time."""
    match predicate.name:
        case "AFTER":
            time = _time(predicate.operand, field, world)[0]
            return lambda span: span.end > time
        case "BEFORE":
            time = _time(predicate.operand, field, world)[0]
            return lambda span: span.start < time
        case "ON":
            first, last = _time(predicate.operand, field, world)
            return lambda span: span.start <= last and span.end >= first
        case "DURING":
            first, last = _range(predicate.operand, field, world)
            return lambda span: span.start <= last and span.end >= first
        case _:
            return _author(predicate.operand, world)


def _at(predicate: Predicate, field: Field, find: Callable[[Operand], Wanted], world: World) -> _Test:
    """Return the test of a moment of change."""
    if predicate.name == "FROM":
        old = find(predicate.operand)
        return lambda span: old.among(span.before)
    if predicate.name == "TO":
        new = find(predicate.operand)
        return lambda span: new.among(span.after)
    return _during(predicate, field, world)


def _time(operand: Operand, field: Field, world: World) -> tuple[int, int]:
    """Return the first and the last moment that an operand names."""
    if isinstance(operand, Call) and operand.name.lower() in dates.DATE_FUNCTIONS:
        time = dates.DATE_FUNCTIONS[operand.name.lower()](operand, world.asker)
        return time, time
    if isinstance(operand, Literal):
        time = dates.instant(operand, world.asker, field.name)
        return time, time + (_DAY - 1 if dates.whole_day(operand) else 0)
    raise JqlError("The operand of a date predicate must be a date.")


def _range(operand: Operand, field: Field, world: World) -> tuple[int, int]:
    if not isinstance(operand, Items) or len(operand.members) != 2:
        raise JqlError("The DURING predicate expects a range of two dates.")
    start, end = (_time(member, field, world) for member in operand.members)
    return start[0], end[1]


def _author(operand: Operand, world: World) -> _Test:
    accounts = frozenset(_accounts(operand, world))
    return lambda span: span.by in accounts


def _accounts(operand: Operand, world: World) -> list[Key]:
    match operand:
        case Literal():
            return list(world.people(operand))
        case Call():
            author = Field(id="by", name="by", kind=Kind.CHOICE, type="user", find=world.people)
            return list(world.call(operand, author))
        case Items(members):
            return [account for member in members for account in _accounts(member, world)]
        case Empty():
            return []
