"""Permissions: which there are, which one has, and in which projects."""

from __future__ import annotations

from typing import Any, Final

from ... import permissions
from ...permission_keys import PERMISSIONS, Permission, has, permissions_of, projects_with
from ...refusal import Refused, not_found
from ...store.issues import Issue
from ...store.people import Person
from ...store.projects import Project
from ...wire import as_list, as_object
from ..call import Answer, Call, no_issue
from ..guards import administrator, project_named
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_MOST: Final = 1000


@routes.get("/mypermissions", on=[CLOUD])
def mine(call: Call) -> Answer:
    """Return the permissions that are asked for, and whether one has them."""
    keys = call.words("permissions")
    if not keys:
        raise Refused(400, "The 'permissions' query parameter is required.")
    unknown = [key for key in keys if key not in PERMISSIONS]
    if unknown:
        raise Refused(400, errors=dict.fromkeys(unknown, "Unrecognized permission"))
    project, issue = _context(call)
    shown = {key: _mine(PERMISSIONS[key], call, project, issue) for key in keys}
    return Answer({"permissions": shown})


@routes.get("/mypermissions", on=[SERVER])
def mine_on_server(call: Call) -> Answer:
    """Return all permissions, by their former keys too, and whether one has them."""
    call.require_account()
    project, issue = _context(call)
    shown: dict[str, Any] = {}
    for found in permissions_of(call.site):
        shown[found.key] = _mine(found, call, project, issue)
        if found.former:
            shown[found.former] = shown[found.key] | {"key": found.former, "deprecatedKey": True}
    return Answer({"permissions": shown})


def _mine(found: Permission, call: Call, project: Project | None, issue: Issue | None) -> dict[str, Any]:
    held = has(call.site, call.account, found, project, issue)
    return {"id": str(found.number), **_described(found), "havePermission": held}


def _described(found: Permission) -> dict[str, Any]:
    kind = "GLOBAL" if found.site_wide else "PROJECT"
    return {"key": found.key, "name": found.name, "type": kind, "description": found.description}


def _context(call: Call) -> tuple[Project | None, Issue | None]:
    """Return the project and the issue that a request names."""
    named = call.text("issueKey") or call.text("issueId")
    if named:
        issue = call.site.issue(named)
        if issue is None or not permissions.sees_issue(call.site, call.account, issue):
            raise not_found(no_issue(call.site))
        return call.site.store.projects[issue.project_id], issue
    named = call.text("projectKey") or call.text("projectId")
    if not named:
        return None, None
    project = project_named(call, named)
    if project is None:
        raise not_found(f"No project could be found with {'id' if named.isdigit() else 'key'} '{named}'.")
    return project, None


@routes.get("/permissions", scopes=["manage:jira-configuration"])
def read_all(call: Call) -> Answer:
    """Return all permissions that there are."""
    administrator(call)
    return Answer({"permissions": {found.key: _described(found) for found in permissions_of(call.site)}})


@routes.post("/permissions/check", on=[CLOUD], scopes=[])
def check(call: Call) -> Answer:
    """Return which of the permissions asked for an account has, and where."""
    body = call.object()
    account = _account(call, body.get("accountId"))
    asked = [str(key) for key in as_list(body.get("globalPermissions"))]
    _known(asked, site_wide=True)
    answer: list[dict[str, Any]] = []
    for row in map(as_object, as_list(body.get("projectPermissions"))):
        keys = [str(key) for key in as_list(row.get("permissions"))]
        _known(keys, site_wide=False)
        if not keys:
            raise Refused(400, "At least one project permission must be provided.")
        answer += [_checked(call, account, PERMISSIONS[key], row) for key in keys]
    held = [key for key in asked if has(call.site, account, PERMISSIONS[key])]
    return Answer({"globalPermissions": held, "projectPermissions": answer})


def _account(call: Call, account_id: object) -> Person | None:
    if account_id is None or (call.account and call.account.account_id == account_id):
        return call.account
    administrator(call)
    found = call.site.person(account_id)
    if found is None:
        raise not_found(f"The user with account id '{account_id}' does not exist.")
    return found


def _known(keys: list[str], *, site_wide: bool) -> None:
    unknown = [key for key in keys if key not in PERMISSIONS or PERMISSIONS[key].site_wide is not site_wide]
    if unknown:
        raise Refused(400, errors=dict.fromkeys(unknown, "Unrecognized permission"))


def _checked(call: Call, account: Person | None, permission: Permission, row: dict[str, Any]) -> dict[str, Any]:
    store = call.site.store
    issues = store.issues.get_many(int(id) for id in as_list(row.get("issues"))[:_MOST])
    projects = store.projects.get_many(int(id) for id in as_list(row.get("projects"))[:_MOST])
    return {
        "permission": permission.key,
        "issues": [
            issue.id for issue in issues if has(call.site, account, permission, store.projects[issue.project_id], issue)
        ],
        "projects": [project.id for project in projects if has(call.site, account, permission, project)],
    }


@routes.post("/permissions/project", on=[CLOUD], scopes=["read:jira-work"])
def permitted_projects(call: Call) -> Answer:
    """Return the projects in which one has all the permissions that are asked for."""
    keys = [str(key) for key in as_list(call.object().get("permissions"))]
    _known(keys, site_wide=False)
    visible = permissions.visible_projects(call.site, call.account)
    for key in keys:
        permitted = projects_with(call.site, call.account, PERMISSIONS[key])
        visible = [project for project in visible if project in permitted]
    return Answer({"projects": [{"id": project.id, "key": project.key} for project in visible]})
