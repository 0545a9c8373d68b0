"""Schemes, read: of permissions, notifications, security, priorities, types and workflows; and those of a project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from ...refusal import Refused, not_found
from ...store.administration import Scheme
from ...store.projects import Project
from ...views import schemes as views
from ...views.catalogue import security_level
from ...work.projects import update_project
from ...work.schemes import projects_with, scheme_of, schemes
from ..call import Answer, Call
from ..guards import administrator, project_to_administer, record
from ..paging import page_of
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

Shown: TypeAlias = Callable[[Scheme], dict[str, Any]]
_SITE: Final = ("manage:jira-configuration",)
_PROJECT: Final = ("manage:jira-project",)


def _of_kind(call: Call, kind: str, id: str) -> Scheme:
    """Return the scheme with an id, if it is of a kind."""
    message = f"The {kind} scheme with id '{id}' does not exist."
    found = record(call.site.store.schemes, id, message)
    if found.kind != kind:
        raise not_found(message)
    return found


def _page(call: Call, kind: str, shown: Shown, *names: str) -> Answer:
    """Return a page of the schemes of a kind; the parameters called `names` choose them by id."""
    ids = {id for name in names for id in call.words(name)}
    found = [item for item in schemes(call.site, kind) if not ids or str(item.id) in ids]
    return Answer(page_of(call, [shown(item) for item in found]))


def _assigned(call: Call, kind: str) -> list[tuple[Scheme, list[Project]]]:
    """Return the schemes of the projects that `projectId` names, with those of these projects that have them."""
    ids = {id for text in call.texts("projectId") for id in text.split(",")}
    if not ids:
        raise Refused(400, errors={"projectId": "The ID of a project has to be provided."})
    found = [
        (item, [p for p in projects_with(call.site, item) if str(p.id) in ids]) for item in schemes(call.site, kind)
    ]
    return [(item, projects) for item, projects in found if projects]


@routes.get("/permissionscheme")
def permission_schemes(call: Call) -> Answer:
    """Return all permission schemes."""
    call.require_account()
    found = [views.permission_scheme(item, call.view, call.expand()) for item in schemes(call.site, "permission")]
    return Answer({"permissionSchemes": found})


@routes.get("/permissionscheme/{scheme}")
def permission_scheme(call: Call) -> Answer:
    """Return a permission scheme with its grants, if they are asked for."""
    call.require_account()
    return Answer(views.permission_scheme(_of_kind(call, "permission", call.path["scheme"]), call.view, call.expand()))


@routes.get("/permissionscheme/{scheme}/permission")
def grants(call: Call) -> Answer:
    """Return the grants of a permission scheme."""
    call.require_account()
    found = _of_kind(call, "permission", call.path["scheme"])
    return Answer(
        {"permissions": views.permission_grants(found, call.view), "expand": "user,group,projectRole,field,all"}
    )


@routes.get("/permissionscheme/{scheme}/permission/{permission}")
def grant(call: Call) -> Answer:
    """Return a grant of a permission scheme."""
    call.require_account()
    for found in views.permission_grants(_of_kind(call, "permission", call.path["scheme"]), call.view):
        if str(found["id"]) == call.path["permission"]:
            return Answer(found)
    raise not_found(f"The permission with id '{call.path['permission']}' does not exist.")


@routes.get("/project/{project}/permissionscheme")
def permission_scheme_of(call: Call) -> Answer:
    """Return the permission scheme of a project."""
    return Answer(views.permission_scheme(_of_project(call, "permission"), call.view, call.expand()))


@routes.put("/project/{project}/permissionscheme", scopes=_PROJECT)
def set_permission_scheme(call: Call) -> Answer:
    """Give a project another permission scheme."""
    project = project_to_administer(call)
    account = administrator(call)
    found = _of_kind(call, "permission", str(call.object().get("id")))
    update_project(call.site, account, project, {"permissionScheme": found.id})
    return Answer(views.permission_scheme(found, call.view, call.expand()))


def _of_project(call: Call, kind: str) -> Scheme:
    found = scheme_of(call.site, project_to_administer(call), kind)
    if found is None:
        raise not_found(f"The project has no {kind} scheme.")
    return found


@routes.get("/notificationscheme", scopes=_SITE)
def notification_schemes(call: Call) -> Answer:
    """Return a page of notification schemes."""
    call.require_account()
    return _page(call, "notification", lambda item: views.notification_scheme(item, call.view, call.expand()), "id")


@routes.get("/notificationscheme/project", on=[CLOUD], scopes=_SITE)
def notification_projects(call: Call) -> Answer:
    """Return a page of projects with their notification schemes."""
    administrator(call)
    ids, wanted = set(call.texts("projectId")), set(call.texts("notificationSchemeId"))
    rows = [
        {"notificationSchemeId": str(item.id), "projectId": str(project.id)}
        for item in schemes(call.site, "notification")
        for project in projects_with(call.site, item)
        if (not ids or str(project.id) in ids) and (not wanted or str(item.id) in wanted)
    ]
    return Answer(page_of(call, rows))


@routes.get("/notificationscheme/{scheme}", scopes=_SITE)
def notification_scheme(call: Call) -> Answer:
    """Return a notification scheme."""
    call.require_account()
    found = _of_kind(call, "notification", call.path["scheme"])
    return Answer(views.notification_scheme(found, call.view, call.expand()))


@routes.get("/project/{project}/notificationscheme")
def notification_scheme_of(call: Call) -> Answer:
    """Return the notification scheme of a project."""
    return Answer(views.notification_scheme(_of_project(call, "notification"), call.view, call.expand()))


@routes.get("/issuesecurityschemes", scopes=_PROJECT)
def security_schemes(call: Call) -> Answer:
    """Return all schemes of issue security."""
    administrator(call)
    found = [views.security_scheme(item, call.view) for item in schemes(call.site, "security")]
    return Answer({"issueSecuritySchemes": found})


@routes.get("/issuesecurityschemes/{scheme}", scopes=_PROJECT)
def security_scheme(call: Call) -> Answer:
    """Return a scheme of issue security with its levels."""
    administrator(call)
    found = _of_kind(call, "security", call.path["scheme"])
    ids = {project.id for project in projects_with(call.site, found)}
    levels = [item for item in call.site.store.security_levels if item.project_id in ids]
    return Answer(views.security_scheme(found, call.view, levels))


@routes.get("/project/{project}/issuesecuritylevelscheme")
def security_scheme_of(call: Call) -> Answer:
    """Return the scheme of issue security of a project."""
    found = _of_project(call, "security")
    levels = call.site.store.security_levels.where(project_id=call.project().id)
    return Answer(views.security_scheme(found, call.view, levels))


@routes.get("/project/{project}/securitylevel")
def security_levels(call: Call) -> Answer:
    """Return the security levels of a project."""
    found = call.site.store.security_levels.where(project_id=call.project().id)
    return Answer({"levels": [security_level(item, call.view) for item in found]})


@routes.get("/priorityscheme", on=[CLOUD], scopes=_SITE)
def priority_schemes(call: Call) -> Answer:
    """Return a page of priority schemes."""
    call.require_account()
    return _page(call, "priority", lambda item: views.priority_scheme(item, call.view), "schemeId")


@routes.get("/priorityschemes", on=[SERVER], since=(7, 6))
def priority_schemes_on_server(call: Call) -> Answer:
    """Return all priority schemes."""
    call.require_account()
    found = [views.priority_scheme(item, call.view) for item in schemes(call.site, "priority")]
    return Answer({"startAt": 0, "maxResults": 100, "total": len(found), "schemes": found})


@routes.get("/issuetypescheme", on=[CLOUD], scopes=_SITE)
def type_schemes(call: Call) -> Answer:
    """Return a page of the schemes of issue types."""
    administrator(call)
    return _page(call, "issuetype", lambda item: views.issue_type_scheme(item, call.view), "id")


@routes.get("/issuetypescheme", on=[SERVER], since=(8,))
def type_schemes_on_server(call: Call) -> Answer:
    """Return all schemes of issue types."""
    administrator(call)
    return Answer({"schemes": [views.issue_type_scheme(item, call.view) for item in schemes(call.site, "issuetype")]})


@routes.get("/issuetypescheme/mapping", on=[CLOUD], scopes=_SITE)
def type_scheme_items(call: Call) -> Answer:
    """Return a page of the types of schemes."""
    administrator(call)
    wanted = set(call.texts("issueTypeSchemeId"))
    rows = [
        {"issueTypeSchemeId": str(item.id), "issueTypeId": str(id)}
        for item in schemes(call.site, "issuetype")
        if not wanted or str(item.id) in wanted
        for id in views.type_ids(item, call.view)
    ]
    return Answer(page_of(call, rows))


@routes.get("/issuetypescheme/project", on=[CLOUD], scopes=_SITE)
def type_schemes_of(call: Call) -> Answer:
    """Return a page of the schemes of issue types of some projects."""
    administrator(call)
    rows = [
        {"issueTypeScheme": views.issue_type_scheme(item, call.view), "projectIds": [str(p.id) for p in projects]}
        for item, projects in _assigned(call, "issuetype")
    ]
    return Answer(page_of(call, rows))


@routes.get("/workflowscheme", on=[CLOUD], scopes=_SITE)
def workflow_schemes(call: Call) -> Answer:
    """Return a page of workflow schemes."""
    administrator(call)
    return _page(call, "workflow", lambda item: views.workflow_scheme(item, call.view))


@routes.get("/workflowscheme/project", on=[CLOUD], scopes=_SITE)
def workflow_schemes_of(call: Call) -> Answer:
    """Return the workflow schemes of some projects."""
    administrator(call, "Only Jira administrators can access workflow scheme associations.")
    rows = [
        {"workflowScheme": views.workflow_scheme(item, call.view), "projectIds": [str(p.id) for p in projects]}
        for item, projects in _assigned(call, "workflow")
    ]
    return Answer({"values": rows})


@routes.get("/workflowscheme/{scheme}", scopes=_SITE)
def workflow_scheme(call: Call) -> Answer:
    """Return a workflow scheme."""
    administrator(call)
    return Answer(views.workflow_scheme(_of_kind(call, "workflow", call.path["scheme"]), call.view) | {"draft": False})


@routes.get("/project/{project}/workflowscheme", on=[SERVER], since=(7,))
def workflow_scheme_of(call: Call) -> Answer:
    """Return the workflow scheme of a project."""
    administrator(call)
    return Answer(views.workflow_scheme(_of_project(call, "workflow"), call.view))


@routes.get("/fieldconfigurationscheme", on=[CLOUD], scopes=_SITE)
def field_configuration_schemes(call: Call) -> Answer:
    """Return a page of the schemes of field configurations."""
    administrator(call)
    return _page(call, "fieldconfiguration", _plain, "id")


@routes.get("/issuetypescreenscheme", on=[CLOUD], scopes=_SITE)
def screen_schemes(call: Call) -> Answer:
    """Return a page of the schemes of screens by type."""
    administrator(call)
    return _page(call, "issuetypescreen", _plain, "id")


def _plain(found: Scheme) -> dict[str, Any]:
    return {"id": str(found.id), "name": found.name, "description": found.description}
