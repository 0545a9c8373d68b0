"""Forms as JSON schemas (draft 2020-12)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, cast

from .field import FieldKind, Option
from .form_places import place_of
from .richtext import RichText
from .sparse import Sparse

if TYPE_CHECKING:
    from .form import Form, FormField

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Final[Mapping[FieldKind, Mapping[str, Any]]] = {
    FieldKind.NUMBER: {"type": "number"},
    FieldKind.BOOL: {"type": "boolean"},
    FieldKind.DATE: {"type": "string", "format": "date"},
    FieldKind.DATETIME: {"type": "string", "format": "date-time"},
    FieldKind.RAW: {},
    FieldKind.RICHTEXT: {"type": "string", "contentMediaType": "text/markdown"},
}
#: Attributes whose native fields are of no kind that says what fills them.
_ATTRIBUTES: Final[Mapping[str, Mapping[str, Any]]] = {
    "comments": {"type": "string", "contentMediaType": "text/markdown"},
    "parent": {"type": "string"},
    "sprint": {"type": "string"},
    "team": {"type": "string"},
    "time": {"type": "integer", "minimum": 0, "description": "seconds"},
}


def form_schema(form: Form) -> dict[str, Any]:
    """Return the schema of what fills a form. What no draft holds, such as files and links, is left out."""
    drawn = {id: field for id, field in form.fields.items() if place_of(form, field) is not None}
    return {
        "$schema": _DIALECT,
        "type": "object",
        "properties": {id: _property(form, field) for id, field in drawn.items()},
        "required": [id for id in form.required if id in drawn],
        "additionalProperties": False,
    }


def _property(form: Form, field: FormField) -> dict[str, Any]:
    made: dict[str, Any] = {"title": getattr(field, "name", field.id), "x-kind": str(field.value_kind)}
    if getattr(field, "options_searchable", False):
        made["x-search"] = True
    made |= _several(field, form) if field.takes_several else _one(field)
    known = form.__dict__.get(getattr(field, "attribute", None) or "")
    if getattr(field, "attribute", None) in {"project", "type"} and isinstance(known, Sparse):
        offered = _offered(field)
        return made | {"readOnly": True, "default": _given(offered[0]) if len(offered) == 1 else plain(known)}
    default = plain(getattr(field, "default", None))
    return made if default is None else made | {"default": default}


def _several(field: FormField, form: Form) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "array", "items": _one(field), "uniqueItems": True}
    return made | {"minItems": 1} if field.id in form.required else made


def _one(field: FormField) -> dict[str, Any]:
    kind, options = field.value_kind, _offered(field)
    if kind is FieldKind.CASCADING and options:
        return _cascading(options)
    if hasattr(field, "options") and not getattr(field, "options_searchable", False):
        return {"oneOf": [_constant(option) for option in options]} if options else {"not": {}}
    attribute = getattr(field, "attribute", None) or ""
    if attribute in _ATTRIBUTES:
        return dict(_ATTRIBUTES[attribute])
    made = dict(_TYPES.get(kind, {"type": "string"}))
    return made | {"examples": [_given(option) for option in options]} if options else made


def _offered(field: FormField) -> tuple[Option, ...]:
    options: tuple[Option, ...] = getattr(field, "options", ())
    return tuple(option for option in options if not getattr(option, "disabled", False))


def _given(option: Option) -> str:
    return getattr(option, "id", None) or option.name


def _constant(option: Option) -> dict[str, Any]:
    return {"const": _given(option), "title": getattr(option, "name", _given(option))}


def _cascading(options: Sequence[Option]) -> dict[str, Any]:
    """Write the options and what is below each as pairs of ids, of which the second may be left out."""
    made: list[dict[str, Any]] = []
    for option in options:
        below = [_constant(child) for child in getattr(option, "children", ()) if not getattr(child, "disabled", False)]
        steps = [_constant(option), {"oneOf": below}] if below else [_constant(option)]
        title = getattr(option, "name", _given(option))
        made.append({"title": title, "prefixItems": steps, "minItems": 1, "maxItems": len(steps)})
    return {"type": "array", "oneOf": made}


def plain(value: Any) -> Any:
    """Return a value as it is given for a form, in JSON."""
    match value:
        case RichText():
            return value.markdown
        case Sparse():
            names = (getattr(value, name, None) for name in ("id", "key", "username", "name"))
            return next((name for name in names if name is not None), None)
        case {"id": id}:
            return plain(id)
        case date():
            return value.isoformat()
        case list() | tuple():
            members = [plain(one) for one in cast("Sequence[Any]", value)]
            return [one for one in members if one is not None] or None
        case _:
            return value
