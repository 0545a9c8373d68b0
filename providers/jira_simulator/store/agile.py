"""Boards, their columns and sprints."""

from __future__ import annotations

from dataclasses import dataclass, field

from .table import Record

__all__ = ["Board", "Sprint"]


def _no_columns() -> dict[str, list[int]]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Record):
    """A board: `scrum`, `kanban` or `simple`; the columns with the ids of their statuses."""

    name: str
    kind: str
    filter_id: int
    project_id: int | None = None
    columns: dict[str, list[int]] = field(default_factory=_no_columns)
    estimation: str | None = None
    sub_query: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sprint(Record):
    """A sprint: `future`, `active` or `closed`; times in milliseconds since the epoch."""

    board_id: int
    name: str
    state: str = "future"
    goal: str = ""
    created: int = 0
    start: int | None = None
    end: int | None = None
    activated: int | None = None
    completed: int | None = None
    position: int = 0
