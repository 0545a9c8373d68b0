"""
Ordering: what ORDER BY makes of documents, and the order of a query that says none.

The empty ones are last where it goes up, first where it goes down; equal ones stay by id, the newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from .tree import FieldName, Sort
from .world import Document, Key, Kind, World

__all__ = ["no_field", "ordering"]

_Order: TypeAlias = Callable[[Sequence[Document]], list[Document]]
_Place: TypeAlias = Callable[[Document], tuple[bool, tuple[Key, ...]]]
_MOST_SORTS: Final = 7


def ordering(sorts: Sequence[Sort], world: World) -> tuple[_Order, list[str]]:
    """Return what sorts documents, and what Jira has to say against it."""
    problems: list[str] = []
    if len(sorts) > _MOST_SORTS and world.asker.cloud:
        problems.append(f"The maximum number of fields to sort by is {_MOST_SORTS}.")
    passes = [found for sort in sorts if (found := _sort(sort, world, problems))]

    def ordered(documents: Sequence[Document]) -> list[Document]:
        result = sorted(documents, key=_by_id, reverse=True)
        for place, descending in reversed(passes):
            result.sort(key=place, reverse=descending)
        return result

    return ordered, problems


def _sort(sort: Sort, world: World, problems: list[str]) -> tuple[_Place, bool] | None:
    fields = world.fields(sort.field)
    if not fields:
        problems.append(no_field(sort.field))
        return None
    field = fields[0]
    rank = field.rank
    if rank is None:
        problems.append(f"Not able to sort using field '{field.name}'.")
        return None

    def place(document: Document) -> tuple[bool, tuple[Key, ...]]:
        values = document.values.get(field.id)
        return (False, min(rank(value) for value in values)) if values else (True, ())

    descending = field.kind in {Kind.INSTANT, Kind.DAY} or field.type == "priority"
    return place, descending if sort.descending is None else sort.descending


def no_field(name: FieldName) -> str:
    """Return what Jira says of a field that it does not know."""
    return f"Field '{name}' does not exist or you do not have permission to view it."


def _by_id(document: Document) -> int:
    return document.id
