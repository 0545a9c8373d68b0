"""Issues, their former keys, and the history of their fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from .table import Record

__all__ = ["Change", "FormerKey", "Issue"]


def _no_pairs() -> dict[str, list[object]]:
    return {}


def _no_values() -> dict[str, object]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Record):
    """
    An issue.

    Attributes:
        created, updated: Milliseconds since the epoch.
        values: Each field that is not empty, by its key, in the form in which its type stores it: ids for what is
            referred to, an ADF document (Cloud) or wiki text (Data Center) for rich text, milliseconds for instants.
        archived: When, and by whom, if it is.
    """

    project_id: int
    key: str
    created: int
    updated: int
    parent_id: int | None = None
    values: dict[str, object] = field(default_factory=_no_values)
    archived: int | None = None

    def ref(self, name: str) -> int | None:
        """Return the id in a field that refers to one thing."""
        value = self.values.get(name)
        return value if isinstance(value, int) else None

    def refs(self, name: str) -> list[int]:
        """Return the ids in a field that refers to several."""
        value = self.values.get(name)
        return cast("list[int]", value) if isinstance(value, list) else []

    def text(self, name: str) -> str:
        value = self.values.get(name)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerKey(Record):
    """A key that an issue had before it moved; it goes on resolving."""

    key: str
    issue_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Record):
    """One edit: its items as they are on the wire, and by field the stored values before and after."""

    issue_id: int
    author_id: int | None
    created: int
    items: list[dict[str, str | None]]
    values: dict[str, list[object]] = field(default_factory=_no_pairs)
    metadata: dict[str, object] | None = None
