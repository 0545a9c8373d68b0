"""Fields with options: one, several, and one below another."""

# A kind of field takes what every kind takes.
# ruff: noqa: ARG002
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from ..jql import Key, Kind
from ..jql.tree import Literal
from ..refusal import BadValue
from .base import FieldType, Reading, Stored

if TYPE_CHECKING:
    from ..site import Site
    from ..store.fields import FieldOption, FieldRecord
    from ..store.issues import Issue
    from ..views import View
    from ..views.view import Json

__all__ = ["Cascade", "Option", "option_view"]


def option_view(found: FieldOption, view: View) -> Json:
    """Return an option as issues and metadata hold it."""
    answer: Json = {
        "self": view.url(f"/customFieldOption/{found.id}"),
        "value": found.value,
        "id": str(found.id),
    }
    if not view.cloud:
        answer["disabled"] = found.disabled
    return answer


class Option(FieldType):
    """One option."""

    kind: Kind | None = Kind.CHOICE
    jql_type: str = "option"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise BadValue("Specify a valid 'id' or 'name' for " + field.name)
        return _chosen(cast("dict[str, object]", value), reading.site.options(field.key), parent_id=None)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return option_view(view.site.store.options[int(str(stored))], view)

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        options = site.options(field.key)
        named = [str(option.id) for option in options if option.value.lower() == literal.text.lower()]
        return named or [str(option.id) for option in options if str(option.id) == literal.text]

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        option = site.store.options.get(int(key))
        return (0, "") if option is None else (option.position, option.value.lower())

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        return (None, "") if stored is None else (str(stored), site.store.options[int(str(stored))].value)

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        return [
            option_view(option, view)
            for option in view.site.options(field.key)
            if option.parent_id is None and not option.disabled
        ]


class Cascade(Option):
    """An option and one below it, stored as a list of ids."""

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise BadValue("Could not find valid 'id' or 'value' in the Parent Option object.")
        given = cast("dict[str, object]", value)
        options = reading.site.options(field.key)
        parent = _chosen(given, options, parent_id=None)
        child = given.get("child")
        if not isinstance(child, dict):
            return [parent]
        return [parent, _chosen(cast("dict[str, object]", child), options, parent_id=parent)]

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        parent, *child = [option_view(view.site.store.options[id], view) for id in _ids(stored)]
        return parent | ({"child": child[0]} if child else {})

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return [str(id) for id in _ids(stored)]

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        if stored is None:
            return (None, "")
        parent, *child = [site.store.options[id] for id in _ids(stored)]
        text = f"Parent values: {parent.value}({parent.id})"
        return (None, text + "".join(f"Level 1 values: {option.value}({option.id})" for option in child))

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        options = view.site.options(field.key)
        return [
            option_view(parent, view)
            | {"children": [option_view(child, view) for child in options if child.parent_id == parent.id]}
            for parent in options
            if parent.parent_id is None
        ]


def _ids(stored: Stored) -> list[int]:
    return cast("list[int]", stored)


def _chosen(given: dict[str, object], options: Sequence[FieldOption], *, parent_id: int | None) -> int:
    level = [option for option in options if option.parent_id == parent_id and not option.disabled]
    if given.get("id") is not None:
        for option in level:
            if str(option.id) == str(given["id"]):
                return option.id
        raise BadValue(f"Option id '{given['id']}' is not valid")
    if given.get("value") is not None:
        for option in level:
            if option.value == given["value"]:
                return option.id
        raise BadValue(f"Option value '{given['value']}' is not valid")
    raise BadValue("Could not find valid 'id' or 'value' in the Parent Option object.")
