"""Creating issues: one, and what a bulk request holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .. import permissions
from ..fieldtypes import Reading
from ..refusal import Refused
from ..site import Site
from ..store.activity import Watch
from ..store.catalogue import IssueType
from ..store.issues import Issue
from ..store.projects import Layout, Project
from ..wire import as_object
from . import events
from .editing import Edit, asked_changes, values_from
from .properties import set_given
from .transitions import workflow_of

__all__ = ["create_issue", "next_rank"]


def create_issue(edit: Edit, body: Mapping[str, Any]) -> Issue:
    """
    Create what a POST of an issue asks for.

    Raises:
        Refused: With everything that is wrong, by field.
    """
    site = edit.site
    fields, update = asked_changes(body)
    project = _project(edit, fields)
    type = _type(edit, project, fields)
    layout = site.store.layouts.first(project_id=project.id, type_id=type.id)
    reading = Reading(site, edit.account, edit.api, project, type)
    actions = {key: update.pop(key) for key in ("comment", "worklog", "issuelinks") if key in update}
    values = _values(reading, layout, fields, update)
    issue = _insert(edit, project, type, values)
    set_given(edit, "issue", issue.id, body.get("properties"))
    edit.actions = [(k, name, value) for k, entries in actions.items() for e in entries for name, value in e.items()]
    _follow(edit, issue)
    return issue


def _project(edit: Edit, fields: Mapping[str, Any]) -> Project:
    site = edit.site
    record = site.field("project")
    asked = as_object(fields.get("project"))
    if record is None or asked.keys().isdisjoint({"id", "key"}):
        unsaid = fields.get("project") is None
        raise Refused(400, errors={"project": "project is required" if unsaid else "Specify a valid project ID or key"})
    for project in permissions.visible_projects(site, edit.account):
        if str(asked.get("id")) == str(project.id) or str(asked.get("key")).upper() == project.key:
            if not permissions.works_in(site, edit.account, project):
                raise Refused(400, errors={"project": "You cannot create issues in this project."})
            return project
    raise Refused(400, errors={"project": "valid project is required"})


def _type(edit: Edit, project: Project, fields: Mapping[str, Any]) -> IssueType:
    site = edit.site
    asked = as_object(fields.get("issuetype"))
    for found in site.store.types.get_many(project.type_ids):
        if str(asked.get("id")) == str(found.id) or ("id" not in asked and asked.get("name") == found.name):
            return found
    raise Refused(400, errors={"issuetype": "Specify a valid issue type" if asked else "Specify an issue type"})


def _values(
    reading: Reading, layout: Layout | None, fields: Mapping[str, Any], update: Mapping[str, list[dict[str, Any]]]
) -> dict[str, object]:
    """Return the values of a new issue; what is wrong with them and what is missing is told at once."""
    allowed = frozenset(layout.create) if layout else frozenset[str]()
    given = {key: value for key, value in fields.items() if key not in {"project", "issuetype"}}
    errors: dict[str, str] = {}
    values: dict[str, object] = {}
    try:
        values = values_from(reading, given, update, allowed=allowed)
    except Refused as refused:
        errors = refused.errors
    for key in layout.required if layout else ():
        given_well = values.get(key) is not None or (errors and (fields.get(key) or update.get(key)))
        if key not in {"project", "issuetype"} and key not in errors and not given_well:
            errors[key] = _missing(reading.site, key)
    if reading.type.subtask and not errors and values.get("parent") is None:
        errors["issuetype"] = "Issue type is a sub-task but parent issue key or id not specified."
    if errors:
        raise Refused(400, errors=errors)
    return values


def _missing(site: Site, key: str) -> str:
    if key == "summary":
        return "You must specify a summary of the issue."
    field = site.field(key)
    return f"{field.name if field else key} is required."


def _insert(edit: Edit, project: Project, type: IssueType, values: dict[str, object]) -> Issue:
    site, now = edit.site, edit.site.clock.now()
    fresh = site.store.projects[project.id]
    number = fresh.last_number + 1
    site.store.projects.save(replace(fresh, last_number=number))
    account = edit.account.id if edit.account else None
    id = site.store.issues.next_id()
    base: dict[str, object] = {
        "project": project.id,
        "issuetype": type.id,
        "status": workflow_of(site, project, type.id).initial_status_id,
        "creator": account,
        "reporter": account,
        "priority": next((item.id for item in site.store.priorities if item.default), None),
        "created": now,
        "updated": now,
        "statuscategorychangedate": now,
        **_rank(site, id),
    }
    if project.assignee_type == "PROJECT_LEAD" and "assignee" not in values:
        base["assignee"] = project.lead_id
    stored = {key: value for key, value in {**base, **values}.items() if value is not None}
    parent = stored.get("parent")
    return site.store.issues.add(
        Issue(
            id=id,
            project_id=project.id,
            key=f"{project.key}-{number}",
            created=now,
            updated=now,
            parent_id=parent if isinstance(parent, int) else None,
            values=stored,
        )
    )


def next_rank(number: int) -> str:
    """Return the rank of the issue that was made as the so many-th: after all before it."""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    for _ in range(6):
        number, digit = divmod(number, 36)
        text = digits[digit] + text
    return f"0|i{text[1:]}:" if text[0] == "0" else f"0|{text}:"


def _rank(site: Site, number: int) -> dict[str, object]:
    field = site.field_of("com.pyxis.greenhopper.jira:gh-lexo-rank")
    return {} if field is None else {field.key: next_rank(number)}


def _follow(edit: Edit, issue: Issue) -> None:
    """Do what follows from a new issue: its reporter watches it, search will see it, listeners hear of it."""
    from . import actions

    if edit.account is not None:
        edit.site.store.watches.add(Watch(issue_id=issue.id, person_id=edit.account.id))
    edit.kind = "issue_created"
    for key, operation, value in edit.actions:
        actions.act(edit, issue, key, operation, value)
    edit.site.index.touch(issue.id)
    events.tell(edit.site, "jira:issue_created", edit.account, issue=issue, kind="issue_created")
