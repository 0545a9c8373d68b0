"""Metadata: what issues can be created and edited with."""

from __future__ import annotations

from typing import Any

from ...permissions import visible_projects
from ...refusal import not_found
from ...store.catalogue import IssueType
from ...store.projects import Project
from ...views.catalogue import issue_type
from ...views.forms import create_fields, editmeta
from ...views.projects import project_avatars
from ..call import Answer, Call
from ..paging import page_of, start_and_size
from ..routing import CLOUD, SERVER, Routes

routes = Routes()


@routes.get("/issue/createmeta/{project}/issuetypes")
def types(call: Call) -> Answer:
    """Return the types of issues that can be created in a project."""
    project = call.project()
    found = [issue_type(item, call.view) | _untranslated(item, call) for item in _types(project, call)]
    if not call.site.cloud:
        return Answer(_server_page(call, found))
    return Answer(_page(call, found, "issueTypes"))


@routes.get("/issue/createmeta/{project}/issuetypes/{type}")
def fields(call: Call) -> Answer:
    """Return the fields that an issue of a type can be created with."""
    project = call.project()
    for found in _types(project, call):
        if str(found.id) == call.path["type"]:
            listed = create_fields(project, found, call.view, listed=True)
            return Answer(_page(call, listed, "fields") if call.site.cloud else _server_page(call, listed))
    raise not_found(f"Issue type with id '{call.path['type']}' does not exist in the project.")


@routes.get("/issue/{issue}/editmeta")
def edit(call: Call) -> Answer:
    """Return the fields of an issue that can be edited."""
    return Answer(editmeta(call.issue(), call.view))


@routes.get("/issue/createmeta", on=[CLOUD, SERVER], until=(9,))
def classic(call: Call) -> Answer:
    """Return everything at once, as it was before Jira 9 and still is, deprecated, on Cloud."""
    keys, ids = set(call.words("projectKeys")), set(call.words("projectIds"))
    chosen = [
        p for p in visible_projects(call.site, call.account) if not (keys or ids) or p.key in keys or str(p.id) in ids
    ]
    fields = "projects.issuetypes.fields" in call.expand()
    return Answer({"expand": "projects", "projects": [_classic(project, call, fields=fields) for project in chosen]})


def _classic(project: Project, call: Call, *, fields: bool) -> dict[str, Any]:
    names, ids = set(call.texts("issuetypeNames")), set(call.words("issuetypeIds"))
    types: list[dict[str, Any]] = []
    for found in _types(project, call):
        if (names and found.name not in names) or (ids and str(found.id) not in ids):
            continue
        shown = issue_type(found, call.view) | _untranslated(found, call)
        if fields:
            listed = create_fields(project, found, call.view, listed=True)
            shown |= {"expand": "fields", "fields": {item.pop("fieldId"): item for item in listed}}
        types.append(shown)
    return {
        "expand": "issuetypes",
        "self": call.view.url(f"/project/{project.id}"),
        "id": str(project.id),
        "key": project.key,
        "name": project.name,
        "avatarUrls": project_avatars(project, call.view),
        "issuetypes": types,
    }


def _types(project: Project, call: Call) -> list[IssueType]:
    return call.site.store.types.get_many(project.type_ids)


def _untranslated(found: IssueType, call: Call) -> dict[str, str]:
    return {"untranslatedName": found.name} if call.site.cloud else {}


def _page(call: Call, items: list[dict[str, Any]], name: str) -> dict[str, Any]:
    start, size = start_and_size(call, usual=50, most=200)
    return {"startAt": start, "maxResults": size, "total": len(items), name: items[start : start + size]}


def _server_page(call: Call, items: list[dict[str, Any]]) -> dict[str, Any]:
    page = page_of(call, items, usual=50, most=1000)
    return {key: value for key, value in page.items() if key not in {"self", "nextPage"}}
