"""Status, and the category that makes statuses of different trackers comparable."""

from __future__ import annotations

from enum import StrEnum

from .named import Named, Rule
from .sparse import ABSENT


class StatusCategory(StrEnum):
    """Where a ticket stands, from a key of the tracker that no language changes; never from a translated name."""

    TODO = "todo"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"


class Status(Named, frozen=True):
    """A native status. `closed` is all that some trackers know; `mapped` says that the tenant's mapping decided."""

    description: str | None = ABSENT
    category: StatusCategory = ABSENT
    closed: bool | None = ABSENT
    mapped: bool = ABSENT
    rule: Rule = ABSENT
