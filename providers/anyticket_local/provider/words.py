"""Words: statuses, priorities and types with their common meaning, in which the tenant's mapping wins."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from anyticket.model.mapping import Mapping
from anyticket.model.named import Rule
from anyticket.model.priority import Priority, PriorityLevel
from anyticket.model.sparse import loaded
from anyticket.model.status import Status, StatusCategory
from anyticket.model.ticket_type import TicketKind, TicketType

from . import wire
from .wire import at, needed, optional

T = TypeVar("T")

CLOSED: Final = frozenset({StatusCategory.DONE, StatusCategory.CANCELLED})

_CATEGORY: Final = wire.word(StatusCategory, StatusCategory.UNKNOWN)
_LEVEL: Final = wire.word(PriorityLevel, PriorityLevel.UNKNOWN)
_KIND: Final = wire.word(TicketKind, TicketKind.OTHER)


def _mapped(words: Any, raw: Any, native: T) -> tuple[T, bool]:
    """Return what a word means, and whether the mapping said so, by name or by id."""
    for name in (needed(raw, "name", wire.text), needed(raw, "id", wire.text)):
        if name in words:
            return words[name], True
    return native, False


def status(raw: Any, mapping: Mapping) -> Status:
    """Read a status."""
    category, mapped = _mapped(mapping.statuses, raw, needed(raw, "category", _CATEGORY))
    return loaded(
        Status,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        description=at("description", optional(wire.text))(raw),
        category=category,
        closed=category in CLOSED,
        mapped=mapped,
        rule=Rule.MAPPING if mapped else Rule.KEY,
    )


def priority(raw: Any, mapping: Mapping) -> Priority:
    """Read a priority."""
    level, mapped = _mapped(mapping.priorities, raw, needed(raw, "level", _LEVEL))
    return loaded(
        Priority,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        level=level,
        rule=Rule.MAPPING if mapped else Rule.KEY,
    )


def ticket_type(raw: Any, mapping: Mapping) -> TicketType:
    """Read a ticket type."""
    kind, mapped = _mapped(mapping.types, raw, needed(raw, "kind", _KIND))
    return loaded(
        TicketType,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        description=at("description", optional(wire.text))(raw),
        kind=kind,
        rule=Rule.MAPPING if mapped else Rule.KEY,
        hierarchy_level=at("hierarchy_level", wire.number)(raw),
    )
