"""Transitions: which ways an account may take, and taking one."""

from __future__ import annotations

from typing import Any

from ..refusal import Refused
from ..site import Site
from ..store.issues import Issue
from ..store.people import Person
from ..store.projects import Project
from ..store.workflows import Transition, Workflow
from ..wire import as_object
from .editing import Edit, commit, read_values
from .properties import set_given

__all__ = ["available", "take", "workflow_of"]


def workflow_of(site: Site, project: Project, type_id: int) -> Workflow:
    """Return the workflow of a type in a project."""
    id = project.workflows.get(str(type_id), project.workflows.get("default", 0))
    return site.store.workflows[id]


def available(site: Site, account: Person | None, issue: Issue) -> list[Transition]:
    """Return the transitions that an account may take now."""
    project = site.store.projects[issue.project_id]
    workflow = workflow_of(site, project, issue.ref("issuetype") or 0)
    return [
        found
        for found in site.store.transitions.where(workflow_id=workflow.id)
        if not found.initial and _leads_from(found, issue) and _may(found, site, account, issue)
    ]


def _leads_from(found: Transition, issue: Issue) -> bool:
    return not found.sources or issue.ref("status") in found.sources


def _may(found: Transition, site: Site, account: Person | None, issue: Issue) -> bool:
    if account is None:
        return False
    if found.condition in {"assignee", "reporter"}:
        return issue.ref(found.condition) == account.id
    if found.condition.startswith("group:"):
        return found.condition.removeprefix("group:") in site.groups_of(account)
    return True


def take(edit: Edit, issue: Issue, body: dict[str, Any]) -> Issue:
    """Move an issue on, with the fields and the update that its screen allows."""
    site = edit.site
    id = str(as_object(body.get("transition")).get("id") or "")
    if not id:
        raise Refused(400, "Missing 'transition' identifier" if not site.cloud else "Transition id is not specified.")
    found = next((item for item in available(site, edit.account, issue) if str(item.number) == id), None)
    if found is None:
        raise Refused(400, _unknown(id, site))
    values = read_values(edit, issue, body, allowed=frozenset(found.screen))
    missing = [key for key in (*found.required, *found.validated) if not (values | _held(issue, values)).get(key)]
    if missing:
        raise Refused(400, errors={key: f"{_name(site, key)} is required." for key in missing})
    values["status"] = found.target_id
    _resolve(site, issue, found, values)
    set_given(edit, "issue", issue.id, body.get("properties"))
    return commit(edit, issue, values)


def _held(issue: Issue, values: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in issue.values.items() if key not in values}


def _unknown(id: str, site: Site) -> str:
    if site.cloud:
        return f"Transition id '{id}' is not valid for this issue."
    return (
        f"It seems that you have tried to perform a workflow operation ({id}) that is not valid for the current state "
        "of this issue. The likely cause is that somebody has changed the issue recently, please look at the issue "
        "history for details."
    )


def _name(site: Site, key: str) -> str:
    field = site.field(key)
    return field.name if field else key


def _resolve(site: Site, issue: Issue, found: Transition, values: dict[str, object]) -> None:
    """Set or clear the resolution as the transition does, and the category's date."""
    if found.resolves is False:
        values["resolution"] = None
    elif found.resolves and values.get("resolution") is None:
        values["resolution"] = next((item.id for item in site.store.resolutions if item.default), None)
    old = site.store.statuses[issue.ref("status") or found.target_id].category
    if site.store.statuses[found.target_id].category != old:
        values["statuscategorychangedate"] = site.clock.now()
