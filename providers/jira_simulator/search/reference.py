"""What the editor of queries has to know: the fields, functions and words of JQL, and values that a text begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from .. import permissions
from ..fieldtypes import TYPES
from ..jql.rendering import quoted
from ..jql.words import KEYWORDS, RESERVED_WORDS
from ..jql.world import Kind
from .functions import function_types

if TYPE_CHECKING:
    from ..site import Site
    from ..store.fields import FieldRecord
    from ..store.people import Person

__all__ = ["reference", "suggestions"]

_EQUAL: Final = ("=", "!=", "in", "not in", "is", "is not")
_ORDERED: Final = ("=", "!=", "in", "not in", "is", "is not", "<", "<=", ">", ">=")
_HISTORIC: Final = ("was", "was in", "was not in", "was not", "changed")
_TEXT: Final = ("~", "!~", "is", "is not")
_PACKAGES: Final = {
    "user": "com.atlassian.jira.user.ApplicationUser",
    "version": "com.atlassian.jira.project.version.Version",
    "component": "com.atlassian.jira.bc.project.component.ProjectComponent",
    "sprint": "com.atlassian.greenhopper.service.sprint.Sprint",
    "issuetype": "com.atlassian.jira.issue.issuetype.IssueType",
    "project": "com.atlassian.jira.project.Project",
    "status": "com.atlassian.jira.issue.status.Status",
    "priority": "com.atlassian.jira.issue.priority.Priority",
    "resolution": "com.atlassian.jira.issue.resolution.Resolution",
    "issue": "com.atlassian.jira.issue.Issue",
    "group": "com.atlassian.crowd.embedded.api.Group",
    "option": "com.atlassian.jira.issue.customfields.option.Option",
    "date": "java.util.Date",
    "label": "com.atlassian.jira.issue.label.Label",
}
_TYPE_OF: Final = {Kind.TEXT: "java.lang.String", Kind.NUMBER: "java.lang.Number", Kind.DAY: "java.util.Date",
                   Kind.INSTANT: "java.util.Date"}  # fmt: skip
_SUGGESTED: Final = frozenset("user version component sprint issuetype project status priority resolution group option"
                              " label".split())  # fmt: skip
_MOST: Final = 15


def reference(site: Site, project_ids: Sequence[int] = ()) -> dict[str, Any]:
    """Return fields, functions and reserved words; fields of other projects than these are left out."""
    fields = [
        _field(found, name)
        for found in site.store.fields
        if found.searchable and not found.trashed and TYPES[found.kind].kind is not None
        if not project_ids or found.project_id is None or found.project_id in project_ids
        for name in _names(found)
    ]
    functions = [_function(name, type) for name, type in sorted(function_types().items(), key=lambda pair: pair[0])]
    words = sorted({*KEYWORDS, *RESERVED_WORDS})
    return {"visibleFieldNames": fields, "visibleFunctionNames": functions, "jqlReservedWords": words}


def _names(found: FieldRecord) -> Sequence[str]:
    return (found.name,) if found.custom else found.clause_names or (found.key,)


def _field(found: FieldRecord, name: str) -> dict[str, Any]:
    kind = TYPES[found.kind]
    answer: dict[str, Any] = {"value": quoted(name), "displayName": name}
    if found.custom:
        number = f"cf[{found.key.rpartition('_')[2]}]"
        answer |= {"displayName": f"{name} - {number}", "cfid": number}
    if kind.jql_type in _SUGGESTED:
        answer["auto"] = "true"
    answer |= {"orderable": str(kind.sortable).lower(), "searchable": "true"}
    answer["operators"] = list(_operators(kind.kind, history=kind.history))
    type = _PACKAGES.get(kind.jql_type) or _TYPE_OF.get(kind.kind or Kind.TEXT, "java.lang.String")
    return answer | {"types": [type]}


def _operators(kind: Kind | None, *, history: bool) -> tuple[str, ...]:
    if kind is Kind.TEXT:
        return _TEXT
    found = _EQUAL if kind is Kind.CHOICE else _ORDERED
    return (*found, *_HISTORIC) if history else found


def _function(name: str, type: str) -> dict[str, Any]:
    single = type == "date" or name in {"currentUser", "latestReleasedVersion", "earliestUnreleasedVersion"}
    answer = {"value": f"{name}()", "displayName": f"{name}()"}
    answer |= {} if single else {"isList": "true"}
    return answer | {"types": [_PACKAGES.get(type, "java.lang.String")]}


def suggestions(site: Site, account: Person | None, found: FieldRecord, text: str) -> list[dict[str, str]]:
    """Return the values of a field that have words beginning with a text, which is set in bold."""
    values: list[dict[str, str]] = []
    for shown, value in _values(site, account, found):
        place = _place(shown, text)
        if place is None:
            continue
        end = place + len(text)
        marked = f"{shown[:place]}<b>{shown[place:end]}</b>{shown[end:]}" if text else shown
        values.append({"value": value, "displayName": marked})
    return values[:_MOST]


def _place(shown: str, text: str) -> int | None:
    lowered, wanted = shown.lower(), text.lower()
    for place in range(len(lowered)):
        if lowered.startswith(wanted, place) and (place == 0 or not lowered[place - 1].isalnum()):
            return place
    return None


def _values(site: Site, account: Person | None, found: FieldRecord) -> Iterable[tuple[str, str]]:
    store = site.store
    kind = TYPES[found.kind].jql_type
    visible = {project.id: project for project in permissions.visible_projects(site, account)}
    if kind == "user":
        return [
            (item.display_name, item.account_id) if site.cloud else (f"{item.display_name} - {item.email} ({item.name})", item.name)
            for item in store.people
            if item.active
        ]  # fmt: skip
    if kind == "project":
        return [(f"{item.name} ({item.key})", quoted(item.name)) for item in visible.values()]
    if kind == "label":
        used = {label for issue in store.issues for label in issue.refs(found.key)}
        return sorted((str(label), quoted(str(label))) for label in used)
    if kind == "option":
        return [(item.value, quoted(item.value)) for item in site.options(found.key) if not item.disabled]
    if kind in {"version", "component"}:
        parts: list[Any] = [*(store.versions if kind == "version" else store.components)]
        return _named(item.name for item in parts if item.project_id in visible)
    tables: dict[str, Iterable[Any]] = {
        "status": store.statuses,
        "priority": store.priorities,
        "resolution": store.resolutions,
        "issuetype": store.types,
        "group": store.groups,
        "sprint": store.sprints,
    }
    return _named(item.name for item in tables.get(kind, ()))


def _named(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(name, quoted(name)) for name in dict.fromkeys(names)]
