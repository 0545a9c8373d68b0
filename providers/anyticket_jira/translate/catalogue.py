"""The words of a catalogue: statuses, priorities, resolutions, types, security levels, options, labels."""

from __future__ import annotations

from typing import Any

from anyticket.model.catalogue import Resolution, SecurityLevel
from anyticket.model.field import Option
from anyticket.model.label import Label
from anyticket.model.named import Rule
from anyticket.model.priority import Priority, PriorityLevel
from anyticket.model.sparse import ABSENT, loaded
from anyticket.model.status import Status
from anyticket.model.ticket_type import TicketType

from ..wire import each, every, flag, given, identifier, identity, maybe, table, text, whole, word
from ..words import Words, levels_by_order


def status(value: Any, words: Words) -> Status:
    """Read a status."""
    data = table(value)
    id, name = identity(data), word(data, "name")
    meaning = words.status(id, name, given(data, "statusCategory", _category_key))
    return loaded(
        Status,
        data,
        id=id,
        name=name,
        description=maybe(data, "description", text),
        category=meaning.category,
        closed=meaning.closed,
        mapped=meaning.mapped,
        rule=meaning.rule,
    )


def _category_key(value: Any) -> str | None:
    key = given(table(value), "key", text)
    return None if key is ABSENT else key


def priority(value: Any, words: Words) -> Priority:
    """Read a priority on its own, without those beside it."""
    data = table(value)
    id, name = identity(data), word(data, "name")
    level, rule = words.priority(id, name)
    return loaded(Priority, data, id=id, name=name, level=level, rule=rule)


def priorities(value: Any, words: Words) -> tuple[Priority, ...]:
    """Read all priorities, which Jira lists in the order of urgency."""
    found = every(value, lambda item: priority(item, words))
    levels = levels_by_order([one.level for one in found])
    return tuple(_leveled(one, level) for one, level in zip(found, levels, strict=True))


def _leveled(one: Priority, level: PriorityLevel) -> Priority:
    if one.level is level:
        return one
    return loaded(Priority, one.raw, id=one.id, name=getattr(one, "name", ABSENT), level=level, rule=Rule.ORDER)


def resolution(value: Any) -> Resolution:
    """Read a resolution."""
    data = table(value)
    return loaded(
        Resolution,
        data,
        id=identity(data),
        name=word(data, "name"),
        description=maybe(data, "description", text),
    )


def ticket_type(value: Any, words: Words) -> TicketType:
    """Read an issue type. Servers tell of the hierarchy only whether it is a subtask."""
    data = table(value)
    id, name = identity(data), word(data, "name")
    level = given(data, "hierarchyLevel", whole)
    if level is ABSENT and given(data, "subtask", flag) is True:
        level = -1
    known = None if level is ABSENT else level
    native = data.get("untranslatedName") or data.get("name") or ""
    kind, rule = words.kind(id, name, known, text(native))
    return loaded(
        TicketType,
        data,
        id=id,
        name=name,
        description=maybe(data, "description", text),
        kind=kind,
        rule=rule,
        hierarchy_level=level,
    )


def security_level(value: Any) -> SecurityLevel:
    """Read an issue security level."""
    data = table(value)
    description = maybe(data, "description", text)
    return loaded(SecurityLevel, data, id=identity(data), name=word(data, "name"), description=description)


def option(value: Any) -> Option:
    """Read a value to choose; priorities, versions and the like, where a form offers them, have names instead."""
    if type(value) is str:
        return loaded(Option, value, name=value)
    data = table(value)
    name = word(data, "value") if "value" in data else word(data, "name")
    return loaded(
        Option,
        data,
        id=given(data, "id", identifier),
        name=name,
        disabled=given(data, "disabled", flag),
        children=each(data, "children", option) if data.get("children") else ABSENT,
    )


def label(value: Any) -> Label:
    """Read a label, which is a word."""
    return loaded(Label, value, name=text(value))
