"""Projects: listed, searched, read, created, updated and deleted; archived and restored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from ... import permissions
from ...refusal import Refused, not_found
from ...store.projects import Project
from ...views.administration import task
from ...views.projects import listed_project, project
from ...work.project_removal import erase, recycle
from ...work.projects import archive, bring_back, create_project, unarchive, update_project
from ...work.tasks import completed
from ..call import Answer, Call
from ..guards import administrator, project_to_administer
from ..paging import page_of
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_SITE: Final = ("manage:jira-configuration",)
_PROJECT: Final = ("manage:jira-project",)
_NO_RIGHTS: Final = "You must have global administrator rights in order to modify projects."


@routes.get("/project")
def read_all(call: Call) -> Answer:
    """Return all projects that the account may see: archived ones only if that is asked for."""
    found = permissions.visible_projects(call.site, call.account)
    if not call.flag("includeArchived"):
        found = [item for item in found if item.archived is None]
    if call.text("recent"):
        found = _recent(call, found)[: call.number("recent", 20)]
    return Answer([listed_project(item, call.view, call.expand()) for item in found])


@routes.get("/project/recent", on=[CLOUD])
def recent(call: Call) -> Answer:
    """Return the projects whose issues changed last, at most 20."""
    found = [item for item in permissions.visible_projects(call.site, call.account) if item.archived is None]
    return Answer([listed_project(item, call.view, call.expand()) for item in _recent(call, found)[:20]])


def _recent(call: Call, found: list[Project]) -> list[Project]:
    last: dict[int, int] = {}
    for issue in call.site.store.issues:
        last[issue.project_id] = max(last.get(issue.project_id, 0), issue.updated)
    return sorted(found, key=lambda item: last.get(item.id, 0), reverse=True)


@routes.get("/project/search", on=[CLOUD])
def search(call: Call) -> Answer:
    """Return a page of projects: by keys, ids, kind, category, status, action or a text in their names."""
    states = set(call.words("status")) or {"live"}
    keys, ids = set(call.words("keys")), set(call.words("id"))
    kinds, text = set(call.words("typeKey")), call.text("query").lower()
    category = call.text("categoryId")
    found = [
        item
        for item in _with_action(call)
        if _state(item) in states
        and (not keys or item.key in keys)
        and (not ids or str(item.id) in ids)
        and (not kinds or item.kind in kinds)
        and (not category or str(item.category_id) == category)
        and (text in item.name.lower() or text in item.key.lower())
    ]
    _sort(found, call)
    shown = [listed_project(item, call.view, call.expand()) for item in found]
    return Answer(page_of(call, shown, usual=50, most=100))


def _state(found: Project) -> str:
    if found.deleted is not None:
        return "deleted"
    return "live" if found.archived is None else "archived"


def _with_action(call: Call) -> list[Project]:
    """Return the projects in which the account may do what `action` says; administrators see the recycle bin too."""
    site, account = call.site, call.account
    action = call.text("action", "view")
    found = permissions.visible_projects(site, account)
    if permissions.administers(account):
        found = [*found, *(item for item in site.store.projects if item.deleted is not None)]
    if action == "edit":
        return [item for item in found if permissions.administers_project(site, account, item)]
    if action == "create":
        return [item for item in found if permissions.works_in(site, account, item)]
    if action not in {"view", "browse"}:
        raise Refused(400, f"The action '{action}' is not valid. Valid values are: view, browse, edit, create.")
    return found


def _sort(found: list[Project], call: Call) -> None:
    """Sort as `orderBy` says: a name with `+` or `-` before it."""
    order = call.text("orderBy", "key").strip()
    name = order.lstrip("+- ").lower()
    store = call.site.store
    sorts: dict[str, Callable[[Project], Any]] = {
        "key": lambda item: item.key,
        "name": lambda item: item.name.lower(),
        "category": lambda item: category.name if (category := store.categories.get(item.category_id or 0)) else "",
        "owner": lambda item: store.people[item.lead_id].display_name.lower(),
        "issuecount": lambda item: store.issues.count(project_id=item.id),
        "lastissueupdatedtime": lambda item: max((i.updated for i in store.issues.where(project_id=item.id)), default=0),
        "archiveddate": lambda item: item.archived or 0,
        "deleteddate": lambda item: item.deleted or 0,
    }  # fmt: skip
    if name not in sorts:
        raise Refused(400, f"The orderBy value '{order}' is not valid.")
    found.sort(key=sorts[name], reverse=order.startswith("-"))


@routes.get("/project/{project}")
def read(call: Call) -> Answer:
    """Return a project."""
    return Answer(project(call.project(), call.view, expand=call.expand()))


@routes.post("/project", scopes=_SITE)
def create(call: Call) -> Answer:
    """Create a project."""
    account = administrator(call, _NO_RIGHTS)
    made = create_project(call.site, account, call.object())
    return Answer({"self": call.view.url(f"/project/{made.id}"), "id": made.id, "key": made.key}, 201)


@routes.put("/project/{project}", scopes=_PROJECT)
def update(call: Call) -> Answer:
    """Change a project; its key and schemes are the administrators' to change."""
    found, body = project_to_administer(call), call.object()
    if body.keys() & {"key", "permissionScheme", "notificationScheme", "issueSecurityScheme"}:
        administrator(call, _NO_RIGHTS)
    return Answer(project(update_project(call.site, call.me, found, body), call.view, expand=call.expand()))


@routes.delete("/project/{project}", scopes=_SITE)
def delete(call: Call) -> Answer:
    """Delete a project: on Cloud into the recycle bin, if nothing else is asked for."""
    call.require_account()
    found = _deletable(call)
    account = administrator(call, _NO_RIGHTS, status=404 if call.site.cloud else 403)
    if call.site.cloud and call.flag("enableUndo", default=True):
        recycle(call.site, account, found)
    else:
        erase(call.site, account, found)
    return Answer(status=204)


@routes.post("/project/{project}/delete", on=[CLOUD], scopes=_SITE)
def delete_later(call: Call) -> Answer:
    """Delete a project in a task."""
    call.require_account()
    found = _deletable(call)
    account = administrator(call, _NO_RIGHTS, status=404)
    erase(call.site, account, found)
    made = completed(call.site, account, "delete-project", f"Delete project {found.key}")
    shown = task(made, call.view)
    return Answer(shown, 303, {"Location": str(shown["self"])})


def _deletable(call: Call) -> Project:
    """Return the project that the path names, which may lie in the recycle bin already."""
    return _deleted(call) or call.project()


def _deleted(call: Call) -> Project | None:
    named = call.path["project"]
    if not permissions.administers(call.account):
        return None
    for found in call.site.store.projects:
        if found.deleted is not None and named.upper() in {str(found.id), found.key}:
            return found
    return None


@routes.post("/project/{project}/archive", on=[CLOUD], scopes=_PROJECT)
@routes.put("/project/{project}/archive", on=[SERVER])
def archive_one(call: Call) -> Answer:
    """Archive a project."""
    found = call.project()
    account = administrator(call, _NO_RIGHTS)
    if found.archived is not None:
        raise Refused(400 if call.site.cloud else 403, f"Project with key '{found.key}' is already archived.")
    archive(call.site, account, found)
    return Answer(status=204)


@routes.post("/project/{project}/restore", on=[CLOUD], scopes=_SITE)
def restore(call: Call) -> Answer:
    """Bring a project back from the archive or the recycle bin."""
    call.require_account()
    found = _deleted(call) or call.project()
    account = administrator(call, _NO_RIGHTS, status=404)
    if found.deleted is not None:
        return Answer(project(bring_back(call.site, account, found), call.view))
    if found.archived is None:
        raise Refused(400, f"Project with key '{found.key}' is not archived or deleted.")
    return Answer(project(unarchive(call.site, account, found), call.view))


@routes.put("/project/{project}/restore", on=[SERVER])
def restore_on_server(call: Call) -> Answer:
    """Bring a project back from the archive."""
    found = call.project()
    account = administrator(call, _NO_RIGHTS)
    if found.archived is None:
        raise Refused(403, f"Project with key '{found.key}' is not archived.")
    unarchive(call.site, account, found)
    return Answer(status=202)


@routes.get("/projects/picker", on=[SERVER])
def picker(call: Call) -> Answer:
    """Return the projects whose key or name begins with a text."""
    text = call.text("query").lower()
    if not text and not call.flag("allowEmptyQuery"):
        return Answer({"projects": [], "total": 0, "header": "Showing 0 of 0 matching projects"})
    found = [
        item
        for item in permissions.visible_projects(call.site, call.account)
        if item.archived is None and (item.key.lower().startswith(text) or text in item.name.lower())
    ]
    shown = found[: call.number("maxResults", 0) or len(found)]
    return Answer(
        {
            "projects": [_picked(item, text) for item in shown],
            "total": len(found),
            "header": f"Showing {len(shown)} of {len(found)} matching projects",
        }
    )


def _picked(found: Project, text: str) -> dict[str, Any]:
    place = found.name.lower().find(text) if text else -1
    end = place + len(text)
    marked = found.name if place < 0 else f"{found.name[:place]}<b>{found.name[place:end]}</b>{found.name[end:]}"
    return {"key": found.key, "name": found.name, "html": f"{marked} ({found.key})", "id": str(found.id)}


@routes.put("/project/{project}/type/{kind}", on=[SERVER])
def change_type(call: Call) -> Answer:
    """Make a project one of another type."""
    found, kind = call.project(), call.path["kind"]
    account = administrator(call, _NO_RIGHTS)
    if kind not in {"software", "business", "service_desk"}:
        raise not_found(f"The project type {kind} does not exist.")
    saved = call.site.store.projects.save(replace(found, kind=kind))
    return Answer(project(update_project(call.site, account, saved, {}), call.view))
