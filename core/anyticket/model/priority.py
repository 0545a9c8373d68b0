"""Priority, and its common level."""

from __future__ import annotations

from enum import StrEnum

from .named import Named, Rule
from .sparse import ABSENT


class PriorityLevel(StrEnum):
    """How urgent, in words that every tracker's scale can be laid on."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"
    LOWEST = "lowest"
    UNKNOWN = "unknown"


class Priority(Named, frozen=True):
    """A native priority."""

    level: PriorityLevel = ABSENT
    rule: Rule = ABSENT
