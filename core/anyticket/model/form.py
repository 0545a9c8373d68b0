"""Form: what a tracker asks for when a ticket is created or moved on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .field import Field, FieldKind, Option
from .sparse import ABSENT, Sparse


class FormField(Field, frozen=True):
    """One field of a form. `options_searchable` says that there are more options than these: search for them."""

    default: Any = ABSENT
    has_default: bool = ABSENT
    options_searchable: bool = ABSENT


class Form(Sparse, frozen=True):
    """The fields of a form, by id."""

    fields: Mapping[str, FormField]

    @property
    def required(self) -> tuple[str, ...]:
        """The ids of the fields that must be filled and have no default."""
        return tuple(
            id
            for id, field in self.fields.items()
            if getattr(field, "required", False) and not getattr(field, "has_default", False)
        )

    def json_schema(self) -> dict[str, Any]:
        """Return the form as a JSON schema (draft 2020-12), so that a host can draw it."""
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "type": "object",
            "properties": {id: _property(field) for id, field in self.fields.items()},
            "required": list(self.required),
        }


_TYPES: Mapping[FieldKind, Mapping[str, Any]] = {
    FieldKind.NUMBER: {"type": "number"},
    FieldKind.BOOL: {"type": "boolean"},
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.DATETIME: {"type": "string", "format": "date-time"},
    FieldKind.RAW: {},
}


def _property(field: FormField) -> dict[str, Any]:
    kind = getattr(field, "kind", FieldKind.RAW)
    items = getattr(field, "items", None)
    if kind is FieldKind.LIST:
        value: dict[str, Any] = {"type": "array", "items": _scalar(items or FieldKind.RAW, field)}
    else:
        value = _scalar(kind, field)
    return {"title": getattr(field, "name", field.id), **value}


def _scalar(kind: FieldKind, field: FormField) -> dict[str, Any]:
    options: tuple[Option, ...] = getattr(field, "options", ())
    if options and not getattr(field, "options_searchable", False):
        return {"oneOf": [{"const": option.id, "title": getattr(option, "name", option.id)} for option in options]}
    return dict(_TYPES.get(kind, {"type": "string"}))
