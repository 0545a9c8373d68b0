"""Boards, their columns and sprints."""

from __future__ import annotations

from dataclasses import dataclass, field

from .table import Record

__all__ = ["Board", "Sprint"]


def _no_columns() -> dict[str, list[int]]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Board(Record):
    """
    A board.

    Attributes:
        kind: `scrum`, `kanban` or `simple`, which is that of a team-managed project.
        project_id: The project that it is located in; None for one of a person, `owner_id`.
        columns: With the ids of the statuses mapped to each; the first of a kanban board may be called `Backlog`.
        estimation: The field that issues are estimated in; None where they are not.
        sub_query: What a kanban board asks of issues beyond its filter.
        parallel: Whether it may have several active sprints.
    """

    name: str
    kind: str
    filter_id: int
    project_id: int | None = None
    columns: dict[str, list[int]] = field(default_factory=_no_columns)
    estimation: str | None = None
    sub_query: str = ""
    owner_id: int | None = None
    parallel: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sprint(Record):
    """A sprint: `future`, `active` or `closed`; times in milliseconds since the epoch; `synced` on Data Center only."""

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
    synced: bool = False
    auto_start_stop: bool = False
