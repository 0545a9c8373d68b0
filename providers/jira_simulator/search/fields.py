"""The fields that JQL can name: those of the catalogue by their clause names, and a few that exist for JQL alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from ..fieldtypes import TYPES, FieldType
from ..fieldtypes.people import find_people
from ..fieldtypes.quantities import parse_duration
from ..jql import Field, Key, Kind
from ..jql.tree import FieldName, Literal, Operator
from ..views.catalogue import CATEGORIES

if TYPE_CHECKING:
    from ..site import Site
    from ..store.fields import FieldRecord

__all__ = ["find_fields"]

_KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*-\d+")
# The renamed ones of Cloud beside the old ones: an issue is a work item there, a project a space.
_SAME: Final = {
    "issue": "issuekey",
    "key": "issuekey",
    "workitem": "issuekey",
    "workitemkey": "issuekey",
    "type": "issuetype",
    "worktype": "issuetype",
    "space": "project",
    "fixversion": "fixVersions",
    "affectedversion": "versions",
    "component": "components",
    "due": "duedate",
    "resolved": "resolutiondate",
    "createddate": "created",
    "updateddate": "updated",
    "level": "security",
    "originalestimate": "timeoriginalestimate",
    "remainingestimate": "timeestimate",
    "attachments": "attachment",
}
_LIKE: Final = frozenset({Operator.LIKE, Operator.NOT_LIKE})


def find_fields(name: FieldName, site: Site) -> Sequence[Field]:
    """Return the fields of a name, in any case; several custom fields may share one."""
    if name.properties and not _is_typed_name(name):
        return ()
    text = (name.name + (f"[{name.properties[0].key}]" if name.properties else "")).lower()
    special = _special(site).get(_SAME.get(text, text).lower())
    if special is not None:
        return (special,)
    if text == "text":
        texts = [_text_field(field, site) for field in site.store.fields if TYPES[field.kind].kind is Kind.TEXT]
        return [*texts, _special(site)["comment"]]
    return [_made(field, site) for field in _records(name, text, site) if TYPES[field.kind].kind is not None]


def _is_typed_name(name: FieldName) -> bool:
    """Say whether this is `Severity[Dropdown]`, not a property of an entity."""
    return len(name.properties) == 1 and not name.properties[0].path and "." not in name.name


def _records(name: FieldName, text: str, site: Site) -> list[FieldRecord]:
    fields = [field for field in site.store.fields if field.searchable and not field.trashed]
    if name.custom_id is not None:
        return [field for field in fields if field.key == f"customfield_{name.custom_id}"]
    wanted = _SAME.get(text, text).lower()
    system = [field for field in fields if not field.custom and wanted in {field.key.lower(), *_lower(field)}]
    return system or [field for field in fields if field.custom and wanted in {field.name.lower(), *_lower(field)}]


def _lower(field: FieldRecord) -> list[str]:
    return [name.lower() for name in field.clause_names]


def _made(field: FieldRecord, site: Site) -> Field:
    kind = TYPES[field.kind]
    assert kind.kind is not None
    return Field(
        id=field.key,
        name=field.name if field.custom else (field.clause_names or (field.key,))[0],
        kind=kind.kind,
        type=kind.jql_type,
        find=lambda literal: kind.find(literal, field, site),
        rank=(lambda key: kind.rank(key, site)) if kind.sortable else None,
        scope=(lambda key: _project_of_version(key, site)) if kind.jql_type == "version" else None,
        empty=kind.may_be_empty,
        history=kind.history,
        also=_LIKE if kind.jql_type in {"version", "component", "sprint"} else frozenset(),
        nothing="unresolved" if kind.jql_type == "resolution" else None,
        refused=_refusal(field, kind),
    )


def _project_of_version(key: Key, site: Site) -> Key:
    version = site.store.versions.get(int(key))
    return 0 if version is None else version.project_id


def _refusal(field: FieldRecord, kind: FieldType) -> Callable[[Literal], str] | None:
    if kind.jql_type == "option":
        return lambda literal: f"The option '{literal.text}' for field '{field.name}' does not exist."
    if kind.jql_type == "issue":
        return lambda literal: f"An issue with key '{literal.text}' does not exist for field '{field.name}'."
    return None


def _text_field(field: FieldRecord, site: Site) -> Field:
    made = _made(field, site)
    return Field(id=made.id, name="text", kind=Kind.TEXT, type="text", find=made.find, empty=False)


def _special(site: Site) -> dict[str, Field]:
    """Return the fields that are no fields of issues, or not in the same way."""
    return {
        "issuekey": _issue_key(site),
        "id": Field("id", "id", Kind.NUMBER, "issue-id", _number, rank=_itself, empty=False),
        "statuscategory": Field(
            "statusCategory", "statusCategory", Kind.CHOICE, "statuscategory", _category, rank=_itself
        ),
        "watcher": _people("watcher", site),
        "voter": _people("voter", site),
        "worklogauthor": _people("worklogAuthor", site),
        "watchers": Field("watches", "watchers", Kind.NUMBER, "number", _number, rank=_itself),
        "votes": Field("votes", "votes", Kind.NUMBER, "number", _number, rank=_itself),
        "comment": Field("comment", "comment", Kind.TEXT, "text", _nothing),
        "worklogcomment": Field("worklogComment", "worklogComment", Kind.TEXT, "text", _nothing),
        "worklogdate": Field("worklogDate", "worklogDate", Kind.DAY, "date", _nothing),
        "attachment": Field("attachment", "attachments", Kind.CHOICE, "attachment", _nothing),
        "hierarchylevel": Field("hierarchyLevel", "hierarchyLevel", Kind.NUMBER, "number", _number, rank=_itself),
        "timespent": Field("timespent", "timespent", Kind.NUMBER, "duration", _seconds, rank=_itself),
    }


def _issue_key(site: Site) -> Field:
    def find(literal: Literal) -> Sequence[Key]:
        found = site.issue(literal.text)
        return () if found is None else (str(found.id),)

    def place(key: Key) -> tuple[Key, ...]:
        paper = site.index.papers().get(int(key))
        if paper is not None:
            return paper.place
        issue = site.store.issues.get(int(key))
        project, _, number = (issue.key if issue else "-0").rpartition("-")
        return (project, int(number))

    def refused(literal: Literal) -> str:
        if literal.number is not None or literal.text.isdigit():
            return f"A value with ID '{literal.text}' does not exist for the field 'key'."
        if _KEY.fullmatch(literal.text):
            return f"An issue with key '{literal.text}' does not exist for field 'key'."
        return f"The issue key '{literal.text}' for field 'key' is invalid."

    return Field(
        "issuekey",
        "key",
        Kind.RANKED,
        "issue",
        find,
        rank=place,
        scope=lambda key: place(key)[0],
        empty=False,
        refused=refused,
    )


def _people(name: str, site: Site) -> Field:
    return Field(name, name, Kind.CHOICE, "user", lambda literal: find_people(literal, site))


def _category(literal: Literal) -> Sequence[Key]:
    text = literal.text.lower()
    return [str(id) for id, (key, _, name) in CATEGORIES.items() if text in {key, name.lower(), str(id)}]


def _number(literal: Literal) -> Sequence[Key]:
    try:
        return (float(literal.text),)
    except ValueError:
        return ()


def _seconds(literal: Literal) -> Sequence[Key]:
    seconds = parse_duration(literal.text)
    return () if seconds is None else (seconds,)


def _nothing(_: Literal) -> Sequence[Key]:
    return ()


def _itself(key: Key) -> tuple[Key, ...]:
    return (key,)
