"""Statuses as Cloud administers them: found, made, changed and deleted, several at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ...refusal import Refused
from ...store.catalogue import Status
from ...views.catalogue import status
from ...wire import as_list, as_object
from ...work.replacing import issues_with
from ..call import Answer, Call
from ..guards import administrator, record
from ..paging import page_of
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_SITE: Final = ("manage:jira-configuration",)
_CATEGORIES: Final = {"UNDEFINED": 1, "TODO": 2, "IN_PROGRESS": 4, "DONE": 3}
_NAMES: Final = {number: name for name, number in _CATEGORIES.items()}
_LONGEST: Final = 255
_MOST: Final = 50


@routes.get("/statuses/search", on=[CLOUD])
def search(call: Call) -> Answer:
    """Return a page of statuses: by project, category or a text in their names."""
    text, category = call.text("searchString").lower(), call.text("statusCategory")
    project = call.text("projectId")
    found = [
        item
        for item in call.site.store.statuses
        if text in item.name.lower()
        and (not category or _NAMES[item.category] == category)
        and (str(item.project_id) == project if project else True)
    ]
    return Answer(page_of(call, [_shown(item) for item in found], usual=200, most=200))


@routes.get("/status/page", on=[SERVER], since=(8,))
def page(call: Call) -> Answer:
    """Return a page of statuses."""
    text = call.text("query").lower()
    found = [status(item, call.view) for item in call.site.store.statuses if text in item.name.lower()]
    return Answer(page_of(call, found, usual=100, most=1000))


def _shown(found: Status) -> dict[str, Any]:
    project = {"type": "PROJECT", "project": {"id": str(found.project_id)}}
    return {
        "id": str(found.id),
        "name": found.name,
        "statusCategory": _NAMES[found.category],
        "scope": project if found.project_id else {"type": "GLOBAL"},
        "description": found.description,
    }


@routes.get("/statuses", on=[CLOUD], scopes=_SITE)
def read(call: Call) -> Answer:
    """Return statuses by their ids."""
    ids = call.words("id") if len(call.texts("id")) == 1 else call.texts("id")
    if not 1 <= len(ids) <= _MOST:
        raise Refused(400, f"Between 1 and {_MOST} ids must be given.")
    return Answer([_shown(item) for item in call.site.store.statuses.get_many(int(id) for id in ids)])


@routes.get("/statuses/byNames", on=[CLOUD], scopes=_SITE)
def read_by_names(call: Call) -> Answer:
    """Return statuses by their names."""
    names = set(call.texts("name"))
    return Answer([_shown(item) for item in call.site.store.statuses if item.name in names])


@routes.post("/statuses", on=[CLOUD], scopes=_SITE)
def create(call: Call) -> Answer:
    """Create statuses of the site or of a project."""
    administrator(call)
    body = call.object()
    scope = as_object(body.get("scope"))
    project = as_object(scope.get("project")).get("id") if scope.get("type") == "PROJECT" else None
    made = [
        call.site.store.statuses.add(
            Status(
                name=_name(call, row, None),
                category=_category(row),
                description=str(row.get("description") or ""),
                project_id=int(project) if project else None,
            )
        )
        for row in map(as_object, as_list(body.get("statuses")))
    ]
    return Answer([_shown(item) for item in made])


@routes.put("/statuses", on=[CLOUD], scopes=_SITE)
def update(call: Call) -> Answer:
    """Change statuses."""
    administrator(call)
    for row in map(as_object, as_list(call.object().get("statuses"))):
        found = record(
            call.site.store.statuses, row.get("id"), f"The status '{row.get('id')}' does not exist.", status=400
        )
        description = str(row.get("description", found.description) or "")
        saved = replace(found, name=_name(call, row, found), category=_category(row), description=description)
        call.site.store.statuses.save(saved)
    call.site.index.rebuild()
    return Answer({}, 204)


@routes.delete("/statuses", on=[CLOUD], scopes=_SITE)
def delete(call: Call) -> Answer:
    """Delete statuses that no workflow and no issue has."""
    administrator(call)
    for id in call.texts("id"):
        found = record(call.site.store.statuses, id, f"The status '{id}' does not exist.", status=400)
        used = any(found.id in workflow.status_ids for workflow in call.site.store.workflows)
        if used or issues_with(call.site, None, "status", found.id):
            raise Refused(400, f"The status '{found.name}' is in use and can not be deleted.")
        call.site.store.statuses.remove(found.id)
    return Answer({}, 204)


def _name(call: Call, row: dict[str, Any], own: Status | None) -> str:
    name = str(row.get("name") or "").strip()
    if not name or len(name) > _LONGEST:
        raise Refused(400, f"The name is too long, maxSize={_LONGEST}" if name else "The name of a status is required.")
    if any(found != own and found.name.lower() == name.lower() for found in call.site.store.statuses):
        raise Refused(400, f"A status with the name '{name}' already exists.")
    return name


def _category(row: dict[str, Any]) -> int:
    category = str(row.get("statusCategory"))
    if category not in _CATEGORIES:
        raise Refused(400, f"The status category '{category}' is not valid.")
    return _CATEGORIES[category]
