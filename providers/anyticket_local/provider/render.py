"""Render: what callers give as the tracker's JSON. Pure; only what was given is in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, cast

from anyticket.model.comment import CommentDraft, CommentPatch
from anyticket.model.drafts import TicketDraft, TicketPatch
from anyticket.model.input import Amend, Input
from anyticket.model.link import RemoteLinkDraft
from anyticket.model.person import Person
from anyticket.model.project import Project
from anyticket.model.query import Special
from anyticket.model.richtext import RichText
from anyticket.model.sparse import Sparse
from anyticket.model.ticket import reference

from .wire import JSON


def _given(model: Sparse, *names: str) -> dict[str, Any]:
    """Return those of some attributes that are there."""
    return {name: getattr(model, name) for name in names if hasattr(model, name)}


def time(value: date | datetime) -> str:
    """Return a day or a moment."""
    return (
        value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value.isoformat()
    )


def rich_text(value: RichText) -> str:
    """Return text as Markdown; what is Markdown already stays as it is, byte for byte."""
    return value.markdown


def person(value: Person | Special) -> JSON:
    """Return a reference to a person."""
    if isinstance(value, Special):
        return {"me": True}
    given = _given(value, "id", "username", "email")
    return {name: given[name] for name in list(given)[:1]}


def named(value: Sparse) -> JSON:
    """Return a reference to something by its id, else its name."""
    return _given(value, "id") or _given(value, "name")


def project(value: Project) -> JSON:
    """Return a reference to a project."""
    return _given(value, "id") or _given(value, "key") or _given(value, "name")


def field_value(value: Any) -> Any:
    """Return the value of a custom field, given as a plain value, as a model, or as it was read from a ticket."""
    match value:
        case RichText():
            return rich_text(value)
        case Person() | Special():
            return person(value)
        case Sparse() if hasattr(value, "kind") and hasattr(value, "value"):
            return field_value(cast("Any", value).value)
        case Sparse():
            return named(value)
        case date():
            return time(value)
        case list() | tuple():
            return [field_value(member) for member in cast("Sequence[Any]", value)]
        case _:
            return value


_Writer = Callable[[Any], Any]


def _each(write: _Writer) -> _Writer:
    def write_all(value: Any) -> Any:
        if isinstance(value, Amend):
            amend = cast("Amend[object]", value)
            return {
                "add": [write(member) for member in amend.add],
                "remove": [write(member) for member in amend.remove],
            }
        return [write(member) for member in value]

    return write_all


def _same(value: Any) -> Any:
    return value


_WRITERS: Final[Mapping[str, _Writer]] = {
    "project": project,
    "type": named,
    "title": _same,
    "description": rich_text,
    "resolution": named,
    "priority": named,
    "reporter": person,
    "assignees": _each(person),
    "parent": reference,
    "labels": _each(named),
    "components": _each(named),
    "affects_versions": _each(named),
    "fix_versions": _each(named),
    "due": time,
    "estimate_seconds": _same,
    "remaining_seconds": _same,
    "watchers": _each(person),
    "fields": _same,
}


def ticket(given: TicketDraft | TicketPatch, fields: Mapping[str, Any], dialect: str) -> dict[str, Any]:
    """
    Return a draft or a patch.

    Args:
        given: What is to be made or changed.
        fields: Its custom fields by id, in place of those that it has.
        dialect: Which of its native values to add.
    """
    found = _written(given, _WRITERS)
    if fields:
        found["fields"] = {id: field_value(value) for id, value in fields.items()}
    if hasattr(given, "comment"):
        found["comment"] = comment(cast("TicketPatch", given).comment)
    return found | dict(getattr(given, "extra", {}).get(dialect, {}))


def comment(given: CommentDraft | CommentPatch) -> dict[str, Any]:
    """Return a comment, or a change of one."""
    return _written(given, {"body": rich_text, "internal": _same, "parent_id": _same})


def remote_link(given: RemoteLinkDraft) -> dict[str, Any]:
    """Return a link to something outside."""
    return _given(given, *RemoteLinkDraft.model_fields)


def part(given: Input) -> dict[str, Any]:
    """Return a project, a component or a version, or a change of one."""
    writers: Mapping[str, _Writer] = {"lead": person, "start": time, "release": time}
    names = [name for name in type(given).model_fields if hasattr(given, name)]
    return _written(given, {name: writers.get(name, _same) for name in names})


def _written(given: Sparse, writers: Mapping[str, _Writer]) -> dict[str, Any]:
    values = _given(given, *writers)
    return {name: None if value is None else writers[name](value) for name, value in values.items()}
