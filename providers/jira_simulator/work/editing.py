"""
Editing: values of a request checked against a screen, written with their changelog.

`fields` sets, `update` adds, removes, sets or edits; the same field in both is an error. What is wrong is collected by
field, as Jira answers it. Nothing is written before everything is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from ..fieldtypes import TYPES, Reading
from ..refusal import BadValue, Refused
from ..site import Site
from ..store.fields import FieldRecord
from ..store.issues import Change, Issue
from ..store.people import Person
from ..wire import as_list, as_object
from . import events
from .properties import set_given

__all__ = ["Edit", "asked_changes", "commit", "edit_issue", "items_of", "read_values", "values_from"]

# What `update` takes besides fields of the screen.
_ACTIONS: Final = frozenset({"comment", "worklog", "issuelinks"})
_UNSAID: Final = frozenset({"updated", "statuscategorychangedate", "resolutiondate", "creator", "created"})


@dataclass(slots=True)
class Edit:
    """
    One edit: who does it through which API, and what goes into the changelog with it.

    Attributes:
        kind: What the webhook calls it: `issue_updated`, `issue_generic` for transitions, `issue_assigned` ...
    """

    site: Site
    account: Person | None
    api: str
    metadata: dict[str, object] | None = None
    notify: bool = True
    kind: str = "issue_updated"
    actions: list[tuple[str, str, Any]] = field(default_factory=list[tuple[str, str, Any]])

    def reading(self, issue: Issue) -> Reading:
        store = self.site.store
        project, type = store.projects[issue.project_id], store.types[issue.ref("issuetype") or 0]
        return Reading(self.site, self.account, self.api, project, type, issue)


def asked_changes(body: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """
    Return `fields` and `update` of a request.

    Raises:
        Refused: They are no objects.
    """
    fields: object = body.get("fields") or {}
    update: object = body.get("update") or {}
    if not (_is_object(fields) and _is_object(update)):
        raise Refused(400, "Can not deserialize instance of java.util.LinkedHashMap")
    operations: dict[str, list[dict[str, Any]]] = {}
    for key, value in as_object(update).items():
        listed = as_list(value) or [value]
        if not all(map(_is_object, listed)):
            raise Refused(400, errors={key: "data was not an array"})
        operations[key] = listed
    return as_object(fields), operations


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def read_values(edit: Edit, issue: Issue, body: Mapping[str, Any], *, allowed: frozenset[str]) -> dict[str, object]:
    """
    Return the new values that a request asks for; comments and the like are left in `edit.actions`.

    Raises:
        Refused: With everything that is wrong, by field.
    """
    fields, update = asked_changes(body)
    edit.actions = [
        (key, operation, value)
        for key in update.keys() & _ACTIONS
        for entry in update[key]
        for operation, value in entry.items()
    ]
    plain = {key: entries for key, entries in update.items() if key not in _ACTIONS}
    return values_from(edit.reading(issue), fields, plain, allowed=allowed)


def values_from(
    reading: Reading,
    fields: Mapping[str, Any],
    update: Mapping[str, list[dict[str, Any]]],
    *,
    allowed: frozenset[str],
) -> dict[str, object]:
    """Return the stored values of `fields` and `update`."""
    values: dict[str, object] = {}
    errors: dict[str, str] = {}
    for key in [*fields, *(key for key in update if key not in fields)]:
        try:
            values |= _value(reading, key, fields, update, allowed)
        except BadValue as exc:
            errors[key] = str(exc)
    if errors:
        raise Refused(400, errors=errors)
    return values


def _value(
    reading: Reading,
    key: str,
    fields: Mapping[str, Any],
    update: Mapping[str, list[dict[str, Any]]],
    allowed: frozenset[str],
) -> dict[str, object]:
    found = reading.site.field(key)
    if found is None or key not in allowed:
        raise BadValue(f"Field '{key}' cannot be set. It is not on the appropriate screen, or unknown.")
    if key in fields and key in update:
        raise BadValue(f"Field '{key}' cannot be appear in both the 'fields' and the 'update' section.")
    kind = TYPES[found.kind]
    if key in fields:
        return _stored(found, kind.read(fields[key], found, reading))
    current = None if reading.issue is None else reading.issue.values.get(key)
    for entry in update[key]:
        for operation, value in entry.items():
            current = kind.change(operation, current, value, found, reading)
    return _stored(found, current)


def _stored(found: FieldRecord, value: object) -> dict[str, object]:
    """Return where a value goes: estimates into fields of their own."""
    if found.kind != "timetracking":
        return {found.key: value}
    given = cast("dict[str, int | None]", value)
    names = {"originalEstimate": "timeoriginalestimate", "remainingEstimate": "timeestimate"}
    stored: dict[str, object] = {names[name]: seconds for name, seconds in given.items()}
    if "originalEstimate" in given and "remainingEstimate" not in given:
        stored["timeestimate"] = given["originalEstimate"]
    return stored


def edit_issue(edit: Edit, issue: Issue, body: Mapping[str, Any]) -> Issue:
    """Do what a PUT of an issue asks for."""
    site = edit.site
    layout = site.store.layouts.first(project_id=issue.project_id, type_id=issue.ref("issuetype"))
    allowed = frozenset(layout.edit) if layout else frozenset[str]()
    values = read_values(edit, issue, body, allowed=allowed)
    empty = [key for key in (layout.required if layout else ()) if key in values and values[key] is None]
    if empty:
        raise Refused(400, errors={key: f"{_name(site, key)} is required." for key in empty})
    set_given(edit, "issue", issue.id, body.get("properties"))
    return commit(edit, issue, values)


def _name(site: Site, key: str) -> str:
    found = site.field(key)
    return found.name if found else key


def commit(edit: Edit, issue: Issue, values: Mapping[str, object]) -> Issue:
    """Write new values with their changelog and what follows from them; then do what else was asked."""
    site, now = edit.site, edit.site.clock.now()
    changed = {key: value for key, value in values.items() if value != issue.values.get(key)}
    if "resolution" in changed:
        changed["resolutiondate"] = now if changed["resolution"] is not None else None
    change: Change | None = None
    saved = issue
    if changed or edit.actions:
        stored = {key: value for key, value in {**issue.values, **changed}.items() if value is not None}
        stored["updated"] = now
        parent = stored.get("parent")
        saved = replace(issue, values=stored, updated=now, parent_id=parent if isinstance(parent, int) else None)
        site.store.issues.save(saved)
        change = _log(edit, issue, changed, now)
        site.index.touch(issue.id)
    _act(edit, saved)
    if changed:
        events.issue_updated(site, saved, edit.account, change, edit.kind)
    return saved


def _act(edit: Edit, issue: Issue) -> None:
    from . import actions

    for key, operation, value in edit.actions:
        actions.act(edit, issue, key, operation, value)


def _log(edit: Edit, issue: Issue, changed: Mapping[str, object], now: int) -> Change | None:
    said = {key: value for key, value in changed.items() if key not in _UNSAID}
    if not said:
        return None
    return edit.site.store.changes.add(
        Change(
            issue_id=issue.id,
            author_id=edit.account.id if edit.account else None,
            created=now,
            items=list(items_of(edit.site, issue, said)),
            values={key: [issue.values.get(key), value] for key, value in said.items()},
            metadata=edit.metadata,
        )
    )


def items_of(site: Site, issue: Issue, said: Mapping[str, object]) -> Iterable[dict[str, str | None]]:
    """Return the items of the changelog for new values of an issue."""
    for key, value in said.items():
        found = site.field(key)
        if found is None:
            continue
        kind = TYPES[found.kind]
        old, new = kind.shown(issue.values.get(key), site), kind.shown(value, site)
        yield {
            "field": found.name if found.custom else _logged_name(found),
            "fieldtype": "custom" if found.custom else "jira",
            "fieldId": key,
            "from": old[0],
            "fromString": old[1],
            "to": new[0],
            "toString": new[1],
        }


def _logged_name(found: FieldRecord) -> str:
    return {"fixVersions": "Fix Version", "versions": "Version", "components": "Component", "parent": "Parent"}.get(
        found.key, found.key
    )
