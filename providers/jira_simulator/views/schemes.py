"""Schemes as JSON: of permissions, notifications, security, priorities, types and workflows."""

from __future__ import annotations

from typing import Any, Final

from ..permission_keys import Permission, permissions_of
from ..store.administration import Scheme
from ..store.catalogue import SecurityLevel
from ..store.projects import Project
from ..work.schemes import is_default
from .catalogue import security_level
from .view import Json, View

__all__ = [
    "issue_type_scheme",
    "notification_scheme",
    "permission_grants",
    "permission_scheme",
    "priority_scheme",
    "security_scheme",
    "type_ids",
    "workflow_scheme",
]

_EVENTS: Final = {1: "Issue Created", 2: "Issue Updated", 3: "Issue Assigned", 4: "Issue Resolved", 5: "Issue Closed",
                  6: "Issue Commented", 7: "Issue Reopened", 8: "Issue Deleted", 13: "Generic Event",
                  14: "Issue Comment Edited", 15: "Issue Worklog Updated"}  # fmt: skip
_TOLD: Final = ("CurrentAssignee", "Reporter", "AllWatchers")


def permission_scheme(found: Scheme, view: View, expand: frozenset[str] = frozenset()) -> Json:
    answer: Json = {
        "expand": "permissions,user,group,projectRole,field,all",
        "id": found.id,
        "self": view.url(f"/permissionscheme/{found.id}"),
        "name": found.name,
        "description": found.description,
    }
    return answer | ({"permissions": permission_grants(found, view)} if expand else {})


def permission_grants(found: Scheme, view: View) -> list[Json]:
    """Return who has what; the same in every scheme, since that is how the simulator decides."""
    project = [item for item in permissions_of(view.site) if not item.site_wide]
    return [_grant(found, number, item, view) for number, item in enumerate(project, 1)]


def _grant(found: Scheme, number: int, permission: Permission, view: View) -> Json:
    id = found.id * 100 + number
    holder: Json = {"type": "applicationRole"}
    if permission.holder == "projectadmin":
        admin = next((role for role in view.site.store.roles if role.admin), None)
        parameter = str(admin.id) if admin else ""
        holder = {"type": "projectRole", "parameter": parameter, "expand": "projectRole"}
        holder |= {"value": parameter} if view.cloud else {}
    return {
        "id": id,
        "self": view.url(f"/permissionscheme/{found.id}/permission/{id}"),
        "holder": holder,
        "permission": permission.key,
    }


def notification_scheme(found: Scheme, view: View, expand: frozenset[str] = frozenset()) -> Json:
    answer: Json = {
        "expand": "notificationSchemeEvents,user,group,projectRole,field,all",
        "id": found.id,
        "self": view.url(f"/notificationscheme/{found.id}"),
        "name": found.name,
        "description": found.description,
    }
    if not expand:
        return answer
    events = [
        {
            "event": {"id": id, "name": name, "description": ""},
            "notifications": [{"id": 10 * id + n, "notificationType": kind} for n, kind in enumerate(_TOLD)],
        }
        for id, name in _EVENTS.items()
    ]
    return answer | {"notificationSchemeEvents": events}


def security_scheme(found: Scheme, view: View, levels: list[SecurityLevel] | None = None) -> Json:
    answer: Json = {
        "self": view.url(f"/issuesecurityschemes/{found.id}"),
        "id": found.id,
        "name": found.name,
        "description": found.description,
    }
    return answer if levels is None else answer | {"levels": [security_level(item, view) for item in levels]}


def priority_scheme(found: Scheme, view: View) -> Json:
    store = view.site.store
    ids = [item.id for item in sorted(store.priorities, key=lambda item: item.position)]
    default = next((item.id for item in store.priorities if item.default), None)
    if view.cloud:
        answer: Json = {"id": str(found.id), "name": found.name, "description": found.description}
        return answer | {"isDefault": is_default(view.site, found)}
    return {
        "expand": "schemes",
        "self": view.url(f"/priorityschemes/{found.id}"),
        "id": found.id,
        "name": found.name,
        "description": found.description,
        "defaultOptionId": str(default),
        "optionIds": [str(id) for id in ids],
        "defaultScheme": is_default(view.site, found),
    }


def type_ids(found: Scheme, view: View) -> list[int]:
    """Return the types of a scheme; the default one has all that belong to no project."""
    if found.entries:
        return [int(str(row["issuetype"])) for row in found.entries]
    return [item.id for item in view.site.store.types if item.project_id is None]


def issue_type_scheme(found: Scheme, view: View) -> Json:
    ids = type_ids(found, view)
    answer: dict[str, Any] = {"id": str(found.id), "name": found.name, "description": found.description}
    if not view.cloud:
        answer |= {"self": view.url(f"/issuetypescheme/{found.id}"), "expand": "defaultIssueType,issueTypes"}
    if found.entries and ids:
        answer["defaultIssueTypeId"] = str(ids[0])
    return answer | ({"isDefault": True} if view.cloud and is_default(view.site, found) else {})


def workflow_scheme(found: Scheme, view: View, project: Project | None = None) -> Json:
    """Return a workflow scheme: names of workflows, by the ids of the types that have their own."""
    store = view.site.store
    rows = {str(row["issuetype"]): int(str(row["workflow"])) for row in found.entries}
    names = {type: store.workflows[id].name for type, id in rows.items()}
    answer: Json = {
        "id": found.id,
        "name": found.name,
        "description": found.description,
        "defaultWorkflow": names.pop("default", "jira"),
        "issueTypeMappings": names,
        "self": view.url(f"/workflowscheme/{found.id}"),
    }
    return answer if project is None and view.cloud else answer | {"draft": False}
