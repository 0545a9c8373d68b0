"""Values of custom fields, fields and forms, read from JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from anyticket.errors import Malformed
from anyticket.model.field import Field, FieldKind, Option
from anyticket.model.form import Form, FormField
from anyticket.model.project import Project, Version
from anyticket.model.richtext import RichText
from anyticket.model.sparse import loaded
from anyticket.model.ticket_type import TicketType
from anyticket.model.values import (
    BoolValue,
    CascadingValue,
    DateTimeValue,
    DateValue,
    Fields,
    FieldValue,
    ListValue,
    NumberValue,
    OptionValue,
    PersonValue,
    RawValue,
    RichTextValue,
    TextValue,
    VersionValue,
)

from . import wire
from .people_json import person
from .wire import at, each, needed, optional


def option(raw: Any) -> Option:
    """Read an option."""
    return loaded(
        Option,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        disabled=at("disabled", wire.flag)(raw),
    )


def version(raw: Any) -> Version:
    """Read a version."""
    return loaded(
        Version,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        description=at("description", optional(wire.text))(raw),
        start=at("start", optional(wire.day))(raw),
        release=at("release", optional(wire.day))(raw),
        released=at("released", wire.flag)(raw),
        archived=at("archived", wire.flag)(raw),
    )


def rich_text(raw: Any) -> RichText:
    """Read text, which is kept as Markdown."""
    return RichText.from_markdown(wire.text(raw))


def _number(raw: Any) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Malformed("the answer has no number where one belongs")
    return float(raw)


_ONE: Final[Mapping[str, Callable[[Any], FieldValue]]] = {
    "text": lambda raw: loaded(TextValue, raw, value=wire.text(raw)),
    "number": lambda raw: loaded(NumberValue, raw, value=_number(raw)),
    "bool": lambda raw: loaded(BoolValue, raw, value=wire.flag(raw)),
    "date": lambda raw: loaded(DateValue, raw, value=wire.day(raw)),
    "datetime": lambda raw: loaded(DateTimeValue, raw, value=wire.moment(raw)),
    "option": lambda raw: loaded(OptionValue, raw, value=option(raw)),
    "cascading": lambda raw: loaded(CascadingValue, raw, value=each(option)(raw)),
    "person": lambda raw: loaded(PersonValue, raw, value=person(raw)),
    "version": lambda raw: loaded(VersionValue, raw, value=version(raw)),
    "richtext": lambda raw: loaded(RichTextValue, raw, value=rich_text(raw)),
}


def _raw(raw: Any) -> FieldValue:
    return loaded(RawValue, raw, value=raw)


def value(kind: str, items: str | None, raw: Any) -> FieldValue | None:
    """Read the value of a field; what is of no known kind stays as it is."""
    if raw is None:
        return None
    if kind == "list":
        return loaded(ListValue, raw, value=each(_ONE.get(items or "", _raw))(raw))
    return _ONE.get(kind, _raw)(raw)


def fields(raw: Any, own: Mapping[str, str]) -> Fields:
    """Read the custom fields of a ticket, with their names and the ids by the tenant's own names."""
    found = wire.record(raw)
    values = {
        id: value(needed(field, "kind", wire.text), needed(field, "items", optional(wire.text)), field["value"])
        for id, field in found.items()
    }
    return Fields(values, {id: needed(field, "name", wire.text) for id, field in found.items()}, own)


_KIND: Final = wire.word(FieldKind, FieldKind.RAW)


def field(raw: Any) -> Field:
    """Read a field."""
    return loaded(
        Field,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        kind=needed(raw, "kind", _KIND),
        items=at("items", optional(_KIND))(raw),
        custom=at("custom", wire.flag)(raw),
        required=at("required", wire.flag)(raw),
        attribute=at("attribute", optional(wire.text))(raw),
        options=at("options", each(option))(raw),
    )


def form_field(raw: Any) -> FormField:
    """Read a field of a form."""
    return loaded(
        FormField,
        raw,
        id=needed(raw, "id", wire.text),
        name=needed(raw, "name", wire.text),
        kind=needed(raw, "kind", _KIND),
        items=at("items", optional(_KIND))(raw),
        custom=at("custom", wire.flag)(raw),
        required=at("required", wire.flag)(raw),
        attribute=at("attribute", optional(wire.text))(raw),
        options=at("options", each(option))(raw),
        default=at("default", lambda default: default)(raw),
        has_default=at("has_default", wire.flag)(raw),
        options_searchable=False,
    )


def form(raw: Any, project: Project, type: TicketType) -> Form:
    """Read the form of a new ticket of this type."""
    found = needed(raw, "fields", each(form_field))
    return loaded(Form, raw, fields={field.id: field for field in found}, project=project, type=type)
