"""Projects: read, with their components, versions and statuses."""

from __future__ import annotations

from typing import Any

from ...permissions import visible_projects
from ...store.projects import Project
from ...views.catalogue import issue_type, status
from ...views.people import person
from ...views.projects import component, project, project_stub, sorted_versions, version
from ...work.transitions import workflow_of
from ..call import Answer, Call
from ..paging import page_of
from ..routing import CLOUD, Routes

routes = Routes()


@routes.get("/project")
def read_all(call: Call) -> Answer:
    """Return all projects that the account may see."""
    return Answer([_listed(found, call) for found in visible_projects(call.site, call.account)])


@routes.get("/project/search", on=[CLOUD])
def search(call: Call) -> Answer:
    """Return a page of projects: by keys, ids, kind or a text in their names."""
    keys, ids = set(call.words("keys")), set(call.words("id"))
    kinds, text = set(call.words("typeKey")), call.text("query").lower()
    found = [
        item
        for item in visible_projects(call.site, call.account)
        if (not keys or item.key in keys)
        and (not ids or str(item.id) in ids)
        and (not kinds or item.kind in kinds)
        and (text in item.name.lower() or text in item.key.lower())
    ]
    found.sort(key=lambda item: item.name.lower() if call.text("orderBy").endswith("name") else item.key)
    if call.text("orderBy").startswith("-"):
        found.reverse()
    return Answer(page_of(call, [_listed(item, call) for item in found], usual=50, most=100))


def _listed(found: Project, call: Call) -> dict[str, Any]:
    """Return a project as lists have it: with what `expand` asks for."""
    answer: dict[str, Any] = {"expand": "description,lead,issueTypes,url,projectKeys,permissions,insight"}
    answer |= project_stub(found, call.view)
    expand = call.expand()
    if call.site.cloud:
        answer |= {
            "style": "next-gen" if found.simplified else "classic",
            "isPrivate": found.private,
            "properties": {},
            "entityId": found.uuid,
            "uuid": found.uuid,
        }
    if "description" in expand:
        answer["description"] = found.description
    if "lead" in expand:
        answer["lead"] = person(call.site.store.people.get(found.lead_id), call.view)
    if "issueTypes" in expand:
        answer["issueTypes"] = [issue_type(item, call.view) for item in call.site.store.types.get_many(found.type_ids)]
    return answer


@routes.get("/project/{project}")
def read(call: Call) -> Answer:
    """Return a project."""
    return Answer(project(call.project(), call.view))


@routes.get("/project/{project}/components")
def components(call: Call) -> Answer:
    """Return the components of a project."""
    found = call.site.store.components.where(project_id=call.project().id)
    return Answer([component(item, call.view) for item in found])


@routes.get("/project/{project}/versions")
def versions(call: Call) -> Answer:
    """Return the versions of a project."""
    return Answer([version(item, call.view) for item in sorted_versions(call.project(), call.view)])


@routes.get("/project/{project}/statuses")
def statuses(call: Call) -> Answer:
    """Return the statuses of a project, by type."""
    found, store = call.project(), call.site.store
    answer: list[dict[str, Any]] = []
    for item in store.types.get_many(found.type_ids):
        ids = workflow_of(call.site, found, item.id).status_ids
        shown = [status(one, call.view) for one in store.statuses.get_many(ids)]
        answer.append(
            {
                "self": call.view.url(f"/issuetype/{item.id}"),
                "id": str(item.id),
                "name": item.name,
                "subtask": item.subtask,
                "statuses": shown,
            }
        )
    return Answer(answer)
