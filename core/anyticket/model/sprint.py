"""Board and Sprint: where teams plan."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from .input import Input
from .named import Named
from .project import Project
from .sparse import ABSENT, Given
from .times import Moment


class BoardKind(StrEnum):
    """How a board plans."""

    SCRUM = "scrum"
    KANBAN = "kanban"
    SIMPLE = "simple"
    UNKNOWN = "unknown"


class Board(Named, frozen=True):
    """A board."""

    kind: BoardKind = ABSENT
    project: Project | None = ABSENT


class SprintState(StrEnum):
    """Where a sprint is in its life."""

    FUTURE = "future"
    ACTIVE = "active"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Sprint(Named, frozen=True):
    """A sprint, cycle or iteration."""

    state: SprintState = ABSENT
    goal: str | None = ABSENT
    board_id: str | None = ABSENT
    starts_at: Moment | None = ABSENT
    ends_at: Moment | None = ABSENT
    completed_at: Moment | None = ABSENT


class SprintDraft(Input, frozen=True):
    """A sprint to be made. A bare string is its name."""

    shorthand: ClassVar[str | None] = "name"

    name: str = Field(min_length=1)
    goal: str | None = ABSENT
    starts_at: Given[datetime | None, Moment | None] = ABSENT
    ends_at: Given[datetime | None, Moment | None] = ABSENT


class SprintPatch(Input, frozen=True):
    """A change of a sprint."""

    name: str = ABSENT
    goal: str | None = ABSENT
    starts_at: Given[datetime | None, Moment | None] = ABSENT
    ends_at: Given[datetime | None, Moment | None] = ABSENT
