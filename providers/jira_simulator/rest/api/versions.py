"""Versions: of a project and of several, and each for itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ... import permissions
from ...refusal import Refused, not_found
from ...store.projects import Project, Version
from ...views.projects import version
from ...wire import as_list, as_object
from ...work.replacing import count_with, issues_with, version_fields
from ...work.versions import (
    create_version,
    delete_version,
    merge_versions,
    move_version,
    ordered,
    update_version,
)
from ..call import Answer, Call
from ..guards import project_named, record
from ..paging import page_of
from ..routing import SERVER, Routes

routes = Routes()

_PROJECT: Final = ("manage:jira-project",)
_NO_RIGHTS: Final = "You must have global or project administrator rights in order to modify versions."
_POSITIONS: Final = ("Earlier", "Later", "First", "Last")
_PROGRESS: Final = {2: "toDo", 4: "inProgress", 3: "done"}


@routes.get("/project/{project}/versions")
def read_all(call: Call) -> Answer:
    """Return the versions of a project in their order."""
    return Answer([_shown(found, call) for found in ordered(call.site, call.project().id)])


@routes.get("/project/{project}/version")
def read_page(call: Call) -> Answer:
    """Return a page of the versions of a project: by state, by a text, in some order."""
    project, text = call.project(), call.text("query").lower()
    states = set(call.words("status"))
    unknown = states - {"released", "unreleased", "archived"}
    if unknown:
        raise Refused(400, f"The status '{min(unknown)}' is not valid.")
    found = [
        item
        for item in ordered(call.site, project.id)
        if (text in item.name.lower() or text in item.description.lower()) and (not states or _state(item) in states)
    ]
    return Answer(page_of(call, [_shown(item, call) for item in _sorted(found, call)]))


@routes.get("/version", on=[SERVER], since=(8,))
def find(call: Call) -> Answer:
    """Return a page of the versions of several projects."""
    ids, text = set(call.words("projectIds")), call.text("query").lower()
    visible = {project.id for project in permissions.visible_projects(call.site, call.account)}
    found = [
        item
        for item in call.site.store.versions
        if item.project_id in visible and (not ids or str(item.project_id) in ids) and text in item.name.lower()
    ]
    return Answer(page_of(call, [_shown(item, call) for item in found], usual=100, most=1000))


def _state(found: Version) -> str:
    return "archived" if found.archived else "released" if found.released else "unreleased"


def _sorted(found: list[Version], call: Call) -> list[Version]:
    order = call.text("orderBy", "sequence").strip()
    sorts: dict[str, Callable[[Version], Any]] = {
        "sequence": lambda item: item.position,
        "name": lambda item: item.name.lower(),
        "description": lambda item: item.description.lower(),
        "startdate": lambda item: (item.start_date is None, item.start_date or ""),
        "releasedate": lambda item: (item.release_date is None, item.release_date or ""),
    }
    name = order.lstrip("+- ").lower()
    if name not in sorts:
        raise Refused(400, f"The orderBy value '{order}' is not valid.")
    return sorted(found, key=sorts[name], reverse=order.startswith("-"))


def _shown(found: Version, call: Call) -> dict[str, Any]:
    """Return a version with what `expand` asks for."""
    expand, answer = call.expand(), version(found, call.view)
    if "issuesstatus" in expand and call.site.cloud:
        counts: dict[str, int] = {"unmapped": 0, "toDo": 0, "inProgress": 0, "done": 0}
        for issue in issues_with(call.site, found.project_id, "fixVersions", found.id):
            status = call.site.store.statuses[issue.ref("status") or 0]
            counts[_PROGRESS.get(status.category, "unmapped")] += 1
        answer["issuesStatusForFixVersion"] = counts
    if "operations" in expand:
        answer["operations"] = []
    if "driver" in expand and found.driver_id is not None:
        answer["driver"] = call.site.store.people[found.driver_id].account_id
    if "approvers" in expand:
        answer["approvers"] = []
    return answer


@routes.post("/version", scopes=_PROJECT)
def create(call: Call) -> Answer:
    """Create a version, in a project that is named by id or by key."""
    account, body = call.me, call.object()
    named = body.get("projectId") or body.get("project")
    if not named:
        raise Refused(400, errors={"projectId": "You must specify the project of the version."})
    project = project_named(call, named)
    if project is None or not permissions.administers_project(call.site, account, project):
        kind = "id" if body.get("projectId") else "key"
        raise not_found(
            f"Project with {kind} '{named}' either does not exist or you do not have permission to create versions in "
            "it."
        )
    return Answer(version(create_version(call.site, account, project, body), call.view), 201)


@routes.get("/version/{version}")
def read(call: Call) -> Answer:
    """Return a version."""
    return Answer(_shown(_found(call), call))


@routes.put("/version/{version}", scopes=_PROJECT)
def update(call: Call) -> Answer:
    """Change a version."""
    found = _to_administer(call, status=400 if call.site.cloud else 403)
    return Answer(version(update_version(call.site, call.me, found, call.object()), call.view))


@routes.delete("/version/{version}", scopes=_PROJECT)
def delete(call: Call) -> Answer:
    """Delete a version; its issues go to the versions that are named."""
    found = _to_administer(call)
    fix = _other(call, found, call.text("moveFixIssuesTo") or None)
    affected = _other(call, found, call.text("moveAffectedIssuesTo") or None)
    delete_version(call.site, call.me, found, fix=fix, affected=affected, custom={})
    return Answer(status=204)


@routes.post("/version/{version}/removeAndSwap", scopes=_PROJECT)
def delete_and_replace(call: Call) -> Answer:
    """Delete a version; custom fields, too, may get another one."""
    found, body = _to_administer(call), call.object() if call.content else {}
    custom: dict[str, int] = {}
    for row in map(as_object, as_list(body.get("customFieldReplacementList"))):
        other = _other(call, found, row.get("moveTo"))
        if other is not None:
            custom[f"customfield_{row.get('customFieldId')}"] = other
    fix = _other(call, found, body.get("moveFixIssuesTo"))
    affected = _other(call, found, body.get("moveAffectedIssuesTo"))
    delete_version(call.site, call.me, found, fix=fix, affected=affected, custom=custom)
    return Answer(status=204)


def _other(call: Call, own: Version, id: object) -> int | None:
    """Return the id of another version of the same project."""
    if id is None:
        return None
    found = record(call.site.store.versions, id, _no_version(id), status=400)
    if found.id == own.id or found.project_id != own.project_id:
        raise Refused(400, f"The version with id '{id}' can not replace the version '{own.name}'.")
    return found.id


@routes.put("/version/{version}/mergeto/{target}", scopes=_PROJECT)
def merge(call: Call) -> Answer:
    """Give all issues of a version to another one, and delete it."""
    found = _to_administer(call, status=401)
    target = call.path["target"]
    other = record(call.site.store.versions, target, _no_version(target))
    if other.project_id != found.project_id or other.id == found.id:
        raise Refused(400, f"The version with id '{target}' can not be merged with '{found.name}'.")
    merge_versions(call.site, call.me, found, other)
    return Answer(status=204)


@routes.post("/version/{version}/move", scopes=_PROJECT)
def move(call: Call) -> Answer:
    """Put a version elsewhere in the order of its project."""
    found, body = _to_administer(call, status=401), call.object()
    after, position = body.get("after"), body.get("position")
    if (after is None) == (position is None):
        raise Refused(400, "Either 'after' or 'position' must be given, and not both.")
    if after is not None:
        id = str(after).rstrip("/").rpartition("/")[2]
        other = record(call.site.store.versions, id, _no_version(id))
        if other.project_id != found.project_id or other.id == found.id:
            raise not_found(_no_version(id))
        return Answer(version(move_version(call.site, call.me, found, after=other, position=""), call.view))
    if position not in _POSITIONS:
        raise Refused(400, f"The position '{position}' is not valid. It must be one of {', '.join(_POSITIONS)}.")
    return Answer(version(move_version(call.site, call.me, found, after=None, position=str(position)), call.view))


@routes.get("/version/{version}/relatedIssueCounts")
def count(call: Call) -> Answer:
    """Return how many issues refer to a version, and through which fields."""
    found, site = _found(call), call.site
    fields = version_fields(site)
    usage = [
        {
            "fieldName": field.name,
            "customFieldId": int(key.rpartition("_")[2]),
            "issueCountWithVersionInCustomField": number,
        }
        for key in fields
        if (field := site.field(key)) and (number := count_with(site, None, [key], found.id))
    ]
    return Answer(
        {
            "self": call.view.url(f"/version/{found.id}"),
            "issuesFixedCount": count_with(site, found.project_id, ["fixVersions"], found.id),
            "issuesAffectedCount": count_with(site, found.project_id, ["versions"], found.id),
            "issueCountWithCustomFieldsShowingVersion": count_with(site, None, fields, found.id),
            "customFieldUsage": usage,
        }
    )


@routes.get("/version/{version}/unresolvedIssueCount")
def count_unresolved(call: Call) -> Answer:
    """Return how many issues that are to be fixed in a version are not."""
    found = _found(call)
    issues = issues_with(call.site, found.project_id, "fixVersions", found.id)
    unresolved = sum(issue.ref("resolution") is None for issue in issues)
    answer: dict[str, Any] = {"self": call.view.url(f"/version/{found.id}"), "issuesUnresolvedCount": unresolved}
    return Answer(answer | ({"issuesCount": len(issues)} if call.site.cloud else {}))


def _no_version(id: object) -> str:
    return f"Could not find version for id '{id}'"


def _found(call: Call) -> Version:
    id = call.path["version"]
    found = record(call.site.store.versions, id, _no_version(id))
    if not permissions.sees(call.site, call.account, _project(call, found)):
        raise not_found(_no_version(id))
    return found


def _project(call: Call, found: Version) -> Project:
    return call.site.store.projects[found.project_id]


def _to_administer(call: Call, *, status: int = 404) -> Version:
    call.require_account()
    found = _found(call)
    if not permissions.administers_project(call.site, call.account, _project(call, found)):
        raise Refused(status, _NO_RIGHTS)
    return found
