"""TicketType, and the kind of work that it means."""

from __future__ import annotations

from enum import StrEnum

from .named import Named, Rule
from .sparse import ABSENT


class TicketKind(StrEnum):
    """What a type is for."""

    EPIC = "epic"
    STORY = "story"
    TASK = "task"
    BUG = "bug"
    SUBTASK = "subtask"
    FEATURE = "feature"
    INCIDENT = "incident"
    PROBLEM = "problem"
    CHANGE = "change"
    REQUEST = "request"
    QUESTION = "question"
    MILESTONE = "milestone"
    OTHER = "other"


class TicketType(Named, frozen=True):
    """A native type. `hierarchy_level` is 0 for ordinary tickets, below for their parts, above for what holds them."""

    description: str | None = ABSENT
    kind: TicketKind = ABSENT
    rule: Rule = ABSENT
    hierarchy_level: int = ABSENT
