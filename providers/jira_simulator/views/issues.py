"""Issues as JSON: the fields that were asked for, and what `expand` adds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ..fieldtypes import TYPES
from ..store.fields import FieldRecord
from ..store.issues import Issue
from .changes import changelog
from .fields import schema
from .html import rendered
from .view import Json, View

__all__ = ["FieldChoice", "choose", "issue", "names_and_schema"]

_CLOUD_EXPANDS: Final = (
    "operations,versionedRepresentations,editmeta,changelog,customfield_10010.requestTypePractice,renderedFields"
)
_SERVER_EXPANDS: Final = "operations,versionedRepresentations,editmeta,changelog,renderedFields"
# What `*all` has and `*navigable` has not.
_ALL: Final = "*all"
_NAVIGABLE: Final = "*navigable"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """Which fields an answer holds; `only_ids` leaves `fields` out altogether, and the key too unless `with_keys`."""

    fields: tuple[FieldRecord, ...]
    only_ids: bool = False
    with_keys: bool = False


def choose(asked: Sequence[str], view: View, *, default: str) -> FieldChoice:
    """
    Return the fields that a request asks for.

    Args:
        asked: `*all`, `*navigable`, names, ids of custom fields, and any of them with a minus before.
        view: Whose fields.
        default: What an empty list means: `*all`, `*navigable` or `id`.
    """
    wanted = [name for name in asked if name] or [default]
    fields = [field for field in view.site.store.fields if field.everywhere and not field.trashed]
    chosen: dict[str, FieldRecord] = {}
    if all(name.startswith("-") for name in wanted):
        wanted = [_ALL if default == "id" else default, *wanted]
    for name in wanted:
        if name.startswith("-"):
            for key in [field.key for field in fields if name[1:] in {_ALL, field.key}]:
                chosen.pop(key, None)
        else:
            chosen |= {field.key: field for field in fields if _is_asked(name, field)}
    only_ids = not chosen and set(wanted) <= {"id", "key"}
    return FieldChoice(tuple(chosen.values()), only_ids, "key" in wanted)


def _is_asked(name: str, field: FieldRecord) -> bool:
    if name == _ALL:
        return True
    if name == _NAVIGABLE:
        return field.navigable
    return name == field.key


def issue(
    found: Issue,
    view: View,
    choice: FieldChoice,
    *,
    expand: frozenset[str] = frozenset(),
    properties: Sequence[str] = (),
) -> Json:
    """Return an issue."""
    bare = choice.only_ids and view.cloud
    if bare and not choice.with_keys:
        return {"id": str(found.id)}
    answer: Json = {"expand": "" if bare else _CLOUD_EXPANDS if view.cloud else _SERVER_EXPANDS}
    answer |= {"id": str(found.id), "self": view.url(f"/issue/{found.id}"), "key": found.key}
    if bare:
        return answer
    for name, part in _PARTS.items():
        if name in expand:
            answer[name.partition(".")[0]] = part(found, view, choice)
    if "names" in expand or "schema" in expand:
        answer |= names_and_schema(choice, expand)
    if properties:
        answer["properties"] = _properties(found, view, properties)
    answer["fields"] = {field.key: value_of(found, field, view) for field in choice.fields if exists(found, field)}
    return answer


def exists(found: Issue, field: FieldRecord) -> bool:
    """Say whether a field is in an answer at all: the parent only where there is one, others of projects in them."""
    if field.project_id is not None and field.project_id != found.project_id:
        return False
    return field.key != "parent" or found.values.get("parent") is not None


def value_of(found: Issue, field: FieldRecord, view: View) -> object:
    kind = TYPES[field.kind]
    stored = found.values.get(field.key)
    return kind.blank(field, found, view) if stored is None else kind.write(stored, field, found, view)


def names_and_schema(choice: FieldChoice, expand: frozenset[str]) -> Json:
    """Return the names and the schema of the chosen fields, if `expand` asks for them."""
    answer: Json = {}
    if "names" in expand:
        answer["names"] = {field.key: field.name for field in choice.fields}
    if "schema" in expand:
        answer["schema"] = {field.key: schema(field) for field in choice.fields if field.schema}
    return answer


def _properties(found: Issue, view: View, names: Sequence[str]) -> Json:
    rows = [row for row in view.site.store.properties.where(entity_id=found.id) if row.entity == "issue"]
    return {row.key: row.value for row in rows if "*all" in names or row.key in names}


def _changelog(found: Issue, view: View, _: FieldChoice) -> object:
    return changelog(found, view)


def _rendered(found: Issue, view: View, choice: FieldChoice) -> object:
    return {field.key: rendered(found, field, view) for field in choice.fields if exists(found, field)}


def _transitions(found: Issue, view: View, _: FieldChoice) -> object:
    from .workflows import transitions

    return transitions(found, view, fields=False)


def _transitions_with_fields(found: Issue, view: View, _: FieldChoice) -> object:
    from .workflows import transitions

    return transitions(found, view, fields=True)


def _editmeta(found: Issue, view: View, _: FieldChoice) -> object:
    from .forms import editmeta

    return editmeta(found, view)


def _operations(_found: Issue, _view: View, _choice: FieldChoice) -> object:
    bar: Json = {"id": "view.issue.opsbar", "links": [], "groups": []}
    return {"linkGroups": [bar]}


def _versioned(found: Issue, view: View, choice: FieldChoice) -> object:
    return {field.key: {"1": value_of(found, field, view)} for field in choice.fields}


_PARTS: Final[dict[str, Callable[[Issue, View, FieldChoice], object]]] = {
    "renderedFields": _rendered,
    "operations": _operations,
    "transitions": _transitions,
    "transitions.fields": _transitions_with_fields,
    "editmeta": _editmeta,
    "changelog": _changelog,
    "versionedRepresentations": _versioned,
}
