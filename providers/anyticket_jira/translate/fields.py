"""
Native fields: which attribute of Ticket shows one, what kind of values it has, and the values themselves.

A field's kind is told by the `schema` that comes with an answer or by the catalogue; without either, by the shape
of the value. A plugin may put anything under any schema, so a value that contradicts it is read by its shape too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from anyticket.errors import Malformed
from anyticket.model.field import FieldKind
from anyticket.model.sparse import loaded
from anyticket.model.values import (
    BoolValue,
    CascadingValue,
    DateTimeValue,
    DateValue,
    FieldValue,
    GroupValue,
    ListValue,
    NumberValue,
    OptionValue,
    PersonValue,
    RawValue,
    RichTextValue,
    SprintValue,
    TextValue,
    VersionValue,
)

from ..wire import Json, Reader, day, flag, is_list, is_table, moment, number, table, text
from .catalogue import option
from .people import group, person
from .projects import version
from .readers import shared
from .richtext import rich_text
from .sprints import is_sprint, sprint

#: The attribute of Ticket that shows a system field.
ATTRIBUTES: Final[Mapping[str, str]] = {
    "assignee": "assignees",
    "attachment": "attachments",
    "comment": "comments",
    "components": "components",
    "created": "created_at",
    "creator": "creator",
    "description": "description",
    "duedate": "due",
    "fixVersions": "fix_versions",
    "issuelinks": "links",
    "issuetype": "type",
    "labels": "labels",
    "parent": "parent",
    "priority": "priority",
    "project": "project",
    "reporter": "reporter",
    "resolution": "resolution",
    "resolutiondate": "resolved_at",
    "security": "security",
    "status": "status",
    "subtasks": "children",
    "summary": "title",
    "timeestimate": "time",
    "timeoriginalestimate": "time",
    "timespent": "time",
    "timetracking": "time",
    "updated": "updated_at",
    "versions": "affects_versions",
    "votes": "vote_count",
    "watches": "watcher_count",
}
#: What old histories call a field that has another id.
_OLD_NAMES: Final = {
    "Attachment": "attachment",
    "Component": "components",
    "Fix Version": "fixVersions",
    "Link": "issuelinks",
    "Parent": "parent",
    "Version": "versions",
}

SPRINT: Final = "com.pyxis.greenhopper.jira:gh-sprint"
EPIC_LINK: Final = "com.pyxis.greenhopper.jira:gh-epic-link"
EPIC_NAME: Final = "com.pyxis.greenhopper.jira:gh-epic-label"
TEAMS: Final = frozenset(
    {
        "com.atlassian.jira.plugin.system.customfieldtypes:atlassian-team",
        "com.atlassian.teams:rm-teams-custom-field-team",
    }
)
_TEXT_AREA: Final = "com.atlassian.jira.plugin.system.customfieldtypes:textarea"
_RICH_SYSTEM_FIELDS: Final = frozenset({"description", "environment"})

_TYPES: Final[Mapping[str, FieldKind]] = {
    "array": FieldKind.LIST,
    "boolean": FieldKind.BOOL,
    "date": FieldKind.DATE,
    "datetime": FieldKind.DATETIME,
    "group": FieldKind.GROUP,
    "number": FieldKind.NUMBER,
    "option": FieldKind.OPTION,
    "option-with-child": FieldKind.CASCADING,
    "option2": FieldKind.OPTION,
    "string": FieldKind.TEXT,
    "user": FieldKind.PERSON,
    "version": FieldKind.VERSION,
}


class Kinds(NamedTuple):
    """The kind of a field's values and, of a list, the kind of its members."""

    kind: FieldKind
    items: FieldKind | None = None


_RAW: Final = Kinds(FieldKind.RAW)


def attribute_of(field: str) -> str:
    """Return the attribute that shows a field of this id, or of this name in an old history; else the id itself."""
    id = _OLD_NAMES.get(field, field)
    return ATTRIBUTES.get(id, id)


def custom_type(schema: Any) -> str | None:
    """Return the type that a custom field's schema names."""
    return schema.get("custom") if is_table(schema) else None


def kinds(schema: Any) -> Kinds:
    """Return the kinds that a field's schema tells of."""
    if not is_table(schema):
        return _RAW
    custom, kind = schema.get("custom"), schema.get("type")
    if custom == SPRINT:
        return Kinds(FieldKind.LIST, FieldKind.SPRINT)
    if custom == EPIC_LINK:
        return Kinds(FieldKind.TEXT)
    if kind == "string" and (custom == _TEXT_AREA or schema.get("system") in _RICH_SYSTEM_FIELDS):
        return Kinds(FieldKind.RICHTEXT)
    found = _TYPES.get(str(kind), FieldKind.RAW)
    if found is not FieldKind.LIST:
        return Kinds(found)
    return Kinds(found, _TYPES.get(str(schema.get("items")), FieldKind.RAW))


def value_reader(known: Kinds) -> Reader[FieldValue]:
    """Return what reads the values of a field of these kinds that are not null."""
    if known.kind is not FieldKind.LIST:
        return _one_reader(known.kind)
    member = _one_reader(known.items or FieldKind.RAW)

    def read(value: Any) -> FieldValue:
        if not is_list(value):
            return by_shape(value)
        return loaded(ListValue, value, value=tuple([member(item) for item in value]))

    return read


def _one_reader(kind: FieldKind) -> Reader[FieldValue]:
    reader = _lenient(kind) if kind in _READERS else by_shape
    return shared(reader, _KEYS[kind]) if kind in _KEYS else reader


def _lenient(kind: FieldKind) -> Reader[FieldValue]:
    """Return what reads a value by its kind or, where it is not of it, by its shape."""
    model, reader = _READERS[kind]

    def read(value: Any) -> FieldValue:
        try:
            made: FieldValue = loaded(model, value, value=reader(value))
        except Malformed:
            return by_shape(value)
        return made

    return read


def _options(value: Any) -> tuple[object, ...]:
    """Read an option and the options below it."""
    chosen: list[object] = []
    while value is not None:
        chosen.append(option(value))
        value = table(value).get("child")
    return tuple(chosen)


_READERS: Mapping[FieldKind, tuple[Any, Reader[Any]]] = {
    FieldKind.BOOL: (BoolValue, flag),
    FieldKind.CASCADING: (CascadingValue, _options),
    FieldKind.DATE: (DateValue, day),
    FieldKind.DATETIME: (DateTimeValue, moment),
    FieldKind.GROUP: (GroupValue, group),
    FieldKind.NUMBER: (NumberValue, number),
    FieldKind.OPTION: (OptionValue, option),
    FieldKind.PERSON: (PersonValue, person),
    FieldKind.RICHTEXT: (RichTextValue, rich_text),
    FieldKind.SPRINT: (SprintValue, sprint),
    FieldKind.TEXT: (TextValue, text),
    FieldKind.VERSION: (VersionValue, version),
}


#: The values that a page repeats, with what tells them apart.
_KEYS: Final = {FieldKind.OPTION: "id", FieldKind.PERSON: "accountId", FieldKind.VERSION: "id"}


def by_shape(value: Any) -> FieldValue:
    """Read a value of which nothing is known. A string is text, whatever it looks like, unless it is a sprint."""
    if is_list(value):
        return loaded(ListValue, value, value=tuple([by_shape(item) for item in value]))
    kind = shape(value)
    if kind is FieldKind.RAW:
        return loaded(RawValue, value, value=value)
    model, reader = _READERS[kind]
    try:
        made: FieldValue = loaded(model, value, value=reader(value))
    except Malformed:
        return loaded(RawValue, value, value=value)
    return made


def shape(value: Any) -> FieldKind:
    """Return the kind that a value can only be, RAW if it can be several."""
    if type(value) is str:
        return FieldKind.SPRINT if value.startswith("com.atlassian.greenhopper") else FieldKind.TEXT
    if type(value) is bool:
        return FieldKind.BOOL
    if type(value) in {int, float}:
        return FieldKind.NUMBER
    return _shape_of_object(value) if is_table(value) else FieldKind.RAW


def _shape_of_object(data: Json) -> FieldKind:
    keys = data.keys()
    if data.get("type") == "doc" and "content" in keys:
        return FieldKind.RICHTEXT
    if keys >= {"id", "value"}:
        return FieldKind.CASCADING if "child" in keys else FieldKind.OPTION
    if "accountId" in keys or keys >= {"name", "displayName"}:
        return FieldKind.PERSON
    if keys >= {"id", "name", "released", "archived"}:
        return FieldKind.VERSION
    if keys >= {"groupId", "name"} or (keys == {"name", "self"} and "/group?" in str(data["self"])):
        return FieldKind.GROUP
    return FieldKind.SPRINT if is_sprint(data) else FieldKind.RAW
