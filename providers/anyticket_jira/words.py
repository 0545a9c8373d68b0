"""
What Jira's native words mean: the tenant's mapping first, then keys, ids and levels that no language changes.

A name decides in one place only: an ordinary type is known by Jira's own English names, and `rule` says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from anyticket.model.mapping import Mapping
from anyticket.model.named import Rule
from anyticket.model.priority import PriorityLevel
from anyticket.model.status import StatusCategory
from anyticket.model.ticket_type import TicketKind

#: The categories by their key. `undefined` is "No Category", which Jira counts as not done.
CATEGORIES: Final = {
    "new": StatusCategory.TODO,
    "indeterminate": StatusCategory.IN_PROGRESS,
    "done": StatusCategory.DONE,
    "undefined": StatusCategory.UNKNOWN,
}
CLOSED: Final = frozenset({StatusCategory.DONE, StatusCategory.CANCELLED})

#: Every Jira is set up with these five, whatever they are called or translated to; their ids stay.
LEVELS: Final = {
    "1": PriorityLevel.URGENT,
    "2": PriorityLevel.HIGH,
    "3": PriorityLevel.NORMAL,
    "4": PriorityLevel.LOW,
    "5": PriorityLevel.LOWEST,
}
_SCALE: Final = tuple(LEVELS.values())

_KINDS: Final = {
    "bug": TicketKind.BUG,
    "change": TicketKind.CHANGE,
    "epic": TicketKind.EPIC,
    "improvement": TicketKind.FEATURE,
    "incident": TicketKind.INCIDENT,
    "new feature": TicketKind.FEATURE,
    "problem": TicketKind.PROBLEM,
    "question": TicketKind.QUESTION,
    "service request": TicketKind.REQUEST,
    "service request with approvals": TicketKind.REQUEST,
    "story": TicketKind.STORY,
    "task": TicketKind.TASK,
}


class StatusMeaning(NamedTuple):
    """What a status means."""

    category: StatusCategory
    closed: bool | None
    mapped: bool
    rule: Rule


class Words:
    """The meanings that hold on a connection, or in one of its projects."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._projects: dict[str, Words] = {}

    def of(self, project: str | None) -> Words:
        """Return what holds in a project."""
        if project is None or project not in self.mapping.projects:
            return self
        if project not in self._projects:
            self._projects[project] = Words(self.mapping.for_project(project))
        return self._projects[project]

    def status(self, id: str, name: str, key: str | None) -> StatusMeaning:
        """Return the meaning of a status with a category of this key."""
        given = self.mapping.statuses
        if given and (mapped := given.get(name, given.get(id))) is not None:
            return StatusMeaning(mapped, mapped in CLOSED, True, Rule.MAPPING)
        return _BY_KEY.get(key or "", _UNKNOWN)

    def priority(self, id: str, name: str) -> tuple[PriorityLevel, Rule]:
        """Return the level of a priority."""
        given = self.mapping.priorities
        if given and (mapped := given.get(name, given.get(id))) is not None:
            return mapped, Rule.MAPPING
        return (LEVELS[id], Rule.ID) if id in LEVELS else (PriorityLevel.UNKNOWN, Rule.NONE)

    def kind(self, id: str, name: str, level: int | None, native_name: str) -> tuple[TicketKind, Rule]:
        """Return the kind of a type on a level of the hierarchy: below 0 parts, above 0 what holds others."""
        given = self.mapping.types
        if given and (mapped := given.get(name, given.get(id))) is not None:
            return mapped, Rule.MAPPING
        if level is not None and level != 0:
            above = TicketKind.EPIC if level == 1 else TicketKind.OTHER
            return TicketKind.SUBTASK if level < 0 else above, Rule.KEY
        kind = _KINDS.get(native_name.lower())
        return (kind, Rule.NAME) if kind is not None else (TicketKind.OTHER, Rule.NONE)


_BY_KEY: Final = {
    key: StatusMeaning(category, category in CLOSED, False, Rule.KEY) for key, category in CATEGORIES.items()
}
_UNKNOWN: Final = StatusMeaning(StatusCategory.UNKNOWN, None, False, Rule.NONE)


def levels_by_order(levels: Sequence[PriorityLevel]) -> tuple[PriorityLevel, ...]:
    """
    Fill in the unknown levels of priorities that stand in order, the most urgent first.

    One beside a known one takes the level of the nearest above it, so it is never less urgent than the next below;
    above all known ones it is the most urgent. Where none is known they are laid evenly on the scale.
    """
    unknown = PriorityLevel.UNKNOWN
    if all(level is unknown for level in levels):
        last = max(len(levels) - 1, 1)
        return tuple(_SCALE[round(index * 4 / last)] for index in range(len(levels)))
    filled: list[PriorityLevel] = []
    for level in levels:
        above = filled[-1] if filled else PriorityLevel.URGENT
        filled.append(above if level is unknown else level)
    return tuple(filled)
