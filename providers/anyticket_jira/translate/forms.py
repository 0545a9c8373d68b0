"""Fields as the catalogue and the forms tell of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anyticket.errors import Malformed
from anyticket.model.field import Field
from anyticket.model.form import Form, FormField
from anyticket.model.project import Project
from anyticket.model.sparse import ABSENT, loaded
from anyticket.model.ticket_type import TicketType
from anyticket.model.transition import Transition
from anyticket.model.values import ListValue

from ..wire import Json, each, flag, given, identifier, is_table, need, table, text, within, word
from ..words import Words
from .catalogue import option, status
from .fields import ATTRIBUTES, SPRINT, TEAMS, custom_type, kinds, value_reader


def catalogue_field(value: Any) -> Field:
    """Read an entry of the catalogue. Servers before 6 leave the schema of some fields out."""
    data = table(value)
    id = need(data, "id", text)
    name = word(data, "name")
    schema = data.get("schema")
    kind, members = kinds(schema)
    return loaded(
        Field,
        data,
        id=id,
        name=id if name is ABSENT else name,
        kind=kind,
        items=members,
        custom=given(data, "custom", flag),
        attribute=_attribute(id, schema),
    )


def _attribute(id: str, schema: Any) -> str | None:
    custom = custom_type(schema)
    if custom == SPRINT:
        return "sprint"
    return "team" if custom in TEAMS else ATTRIBUTES.get(id)


def form_field(id: str, value: Any) -> FormField:
    """Read what a form says of a field. With an address to search at, it offers some of the options only."""
    data = table(value)
    schema = data.get("schema")
    kind, members = kinds(schema)
    has_default = given(data, "hasDefaultValue", flag)
    return loaded(
        FormField,
        data,
        id=id,
        name=word(data, "name"),
        kind=kind,
        items=members,
        custom="custom" in schema if is_table(schema) else ABSENT,
        required=given(data, "required", flag),
        attribute=_attribute(id, schema),
        options=each(data, "allowedValues", option) if data.get("allowedValues") is not None else ABSENT,
        default=_default(schema, data["defaultValue"]) if "defaultValue" in data else ABSENT,
        has_default=has_default,
        options_searchable=bool(data.get("autoCompleteUrl")),
    )


def _default(schema: Any, value: Any) -> Any:
    """Read a default as what a field of its kind holds; what is of no kind that is known stays as it is."""
    return None if value is None else _content(value_reader(kinds(schema))(value))


def _content(value: Any) -> Any:
    return tuple(_content(one) for one in value.value) if isinstance(value, ListValue) else value.value


def form(
    values: Mapping[str, Any], raw: object, *, project: Project = ABSENT, type: TicketType | None = ABSENT
) -> Form:
    """Read a form of fields by id; that of a new issue is told what the issue will be."""
    fields = {id: _form_field(id, value) for id, value in values.items()}
    return loaded(Form, raw, fields=fields, project=project, type=type)


def _form_field(id: str, value: Any) -> FormField:
    try:
        return form_field(id, value)
    except Malformed as exc:
        raise within(exc, f"fields.{id}") from None


def form_entry(value: Any) -> tuple[str, Json]:
    """Read an entry of a form that comes as a list: it says itself which field it is."""
    data = table(value)
    return need(data, "fieldId" if "fieldId" in data else "key", text), data


def transition(value: Any, words: Words) -> Transition:
    """Read a way to another status. `required` is known where the fields came along."""
    data = table(value)
    screen = form(need(data, "fields", table), data) if "fields" in data else None
    return loaded(
        Transition,
        data,
        id=need(data, "id", identifier),
        name=word(data, "name"),
        target=given(data, "to", lambda target: status(target, words)),
        required=ABSENT if screen is None else tuple(screen.fields[id] for id in screen.required),
    )
