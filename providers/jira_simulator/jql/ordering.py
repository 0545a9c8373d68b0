"""
Ordering: what ORDER BY makes of documents, and the order of a query that says none.

The empty ones are last where it goes up, first where it goes down; equal ones stay by id, the newest first. A mark is
the place of a document in that order, as JSON, and says what comes after it even when the document itself is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from .tree import FieldName, Sort
from .world import Document, Key, Kind, World

__all__ = ["Order", "no_field", "ordering"]

_Place: TypeAlias = Callable[[Document], tuple[bool, tuple[Key, ...]]]
_MOST_SORTS: Final = 7


class Order:
    """Sorts documents, by one place after the other; each has its direction."""

    def __init__(self, passes: Sequence[tuple[_Place, bool]]) -> None:
        self._passes = passes

    def __call__(self, documents: Sequence[Document]) -> list[Document]:
        """Return the documents in order."""
        result = sorted(documents, key=_by_id, reverse=True)
        for place, descending in reversed(self._passes):
            result.sort(key=place, reverse=descending)
        return result

    def mark(self, document: Document) -> list[Any]:
        """Return where a document stands."""
        return [*(_listed(place(document)) for place, _ in self._passes), document.id]

    def passed(self, document: Document, mark: Sequence[Any]) -> bool:
        """Say whether a document stands at a mark or before it."""
        for (place, descending), there in zip(self._passes, mark, strict=False):
            here = _listed(place(document))
            if here != there:
                return bool(here > there if descending else here < there)
        return document.id >= int(mark[-1])


def _listed(place: tuple[bool, tuple[Key, ...]]) -> list[Any]:
    return [place[0], list(place[1])]


def ordering(sorts: Sequence[Sort], world: World) -> tuple[Order, list[str]]:
    """Return what sorts documents, and what Jira has to say against it."""
    problems: list[str] = []
    if len(sorts) > _MOST_SORTS and world.asker.cloud:
        problems.append(f"The maximum number of fields to sort by is {_MOST_SORTS}.")
    passes = [found for sort in sorts if (found := _sort(sort, world, problems))]
    return Order(passes), problems


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
