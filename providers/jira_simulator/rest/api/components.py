"""Components: of a project and of several, and each for itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ... import permissions
from ...refusal import Refused, not_found
from ...store.projects import Component
from ...views.projects import component
from ...work.components import create_component, delete_component, update_component
from ...work.replacing import issues_with
from ..call import Answer, Call
from ..guards import project_named, record
from ..paging import page_of
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_PROJECT: Final = ("manage:jira-project",)
_NO_RIGHTS: Final = "You do not have permission to administer the components of this project."


@routes.get("/project/{project}/components")
def read_all(call: Call) -> Answer:
    """Return the components of a project."""
    return Answer([component(found, call.view) for found in _of(call, [call.project().id])])


@routes.get("/project/{project}/component", on=[CLOUD])
def read_page(call: Call) -> Answer:
    """Return a page of the components of a project."""
    return Answer(page_of(call, [_counted(found, call) for found in _of(call, [call.project().id])]))


@routes.get("/component", on=[CLOUD])
def find(call: Call) -> Answer:
    """Return a page of the components of several projects, of all visible ones if none is named."""
    named = [_visible(call, text) for text in call.words("projectIdsOrKeys")]
    return Answer(page_of(call, [_short(found, call) for found in _of(call, named or _all_visible(call))]))


@routes.get("/component/page", on=[SERVER], since=(8,))
def find_on_server(call: Call) -> Answer:
    """Return a page of the components of several projects, of all visible ones if none is named."""
    named = [_visible(call, text) for text in call.words("projectIds")]
    shown = [component(found, call.view) for found in _of(call, named or _all_visible(call))]
    return Answer(page_of(call, shown, usual=100, most=1000))


def _visible(call: Call, text: str) -> int:
    found = project_named(call, text)
    if found is None:
        raise not_found(f"No project could be found with {'id' if text.isdigit() else 'key'} '{text}'.")
    return found.id


def _all_visible(call: Call) -> list[int]:
    return [project.id for project in permissions.visible_projects(call.site, call.account)]


def _of(call: Call, project_ids: list[int]) -> list[Component]:
    """Return the components of projects that `query` finds, in the order that is asked for."""
    text, order = call.text("query").lower(), call.text("orderBy", "name")
    store = call.site.store
    found = [
        item
        for item in store.components
        if item.project_id in project_ids and (text in item.name.lower() or text in item.description.lower())
    ]
    sorts: dict[str, Callable[[Component], Any]] = {
        "name": lambda item: item.name.lower(),
        "description": lambda item: item.description.lower(),
        "lead": lambda item: lead.display_name if (lead := store.people.get(item.lead_id or 0)) else "",
        "issuecount": lambda item: len(issues_with(call.site, item.project_id, "components", item.id)),
    }
    name = order.lstrip("+- ").lower()
    if name not in sorts:
        raise Refused(400, f"The orderBy value '{order}' is not valid.")
    return sorted(found, key=sorts[name], reverse=order.startswith("-"))


def _counted(found: Component, call: Call) -> dict[str, Any]:
    number = len(issues_with(call.site, found.project_id, "components", found.id))
    return {"issueCount": number} | component(found, call.view)


def _short(found: Component, call: Call) -> dict[str, Any]:
    shown = component(found, call.view)
    return {name: shown[name] for name in ("self", "id", "name", "description") if name in shown}


@routes.post("/component", scopes=_PROJECT)
def create(call: Call) -> Answer:
    """Create a component."""
    account, body = call.me, call.object()
    if not body.get("project"):
        raise Refused(400, errors={"project": "The project key is required."})
    project = project_named(call, body["project"])
    if project is None:
        raise not_found(f"No project could be found with key '{body['project']}'.")
    if not permissions.administers_project(call.site, account, project):
        raise Refused(403, _NO_RIGHTS)
    return Answer(component(create_component(call.site, account, project, body), call.view), 201)


@routes.get("/component/{component}")
def read(call: Call) -> Answer:
    """Return a component."""
    return Answer(component(_found(call), call.view))


@routes.put("/component/{component}", scopes=_PROJECT)
def update(call: Call) -> Answer:
    """Change a component."""
    found = _to_administer(call)
    return Answer(component(update_component(call.site, call.me, found, call.object()), call.view))


@routes.delete("/component/{component}", scopes=_PROJECT)
def delete(call: Call) -> Answer:
    """Delete a component; its issues go to another one, if one is named."""
    found = _to_administer(call)
    target = call.text("moveIssuesTo")
    other = record(call.site.store.components, target, _no_component(target)) if target else None
    if other is not None and (other.id == found.id or other.project_id != found.project_id):
        raise not_found(_no_component(target))
    delete_component(call.site, call.me, found, other)
    return Answer(status=204)


@routes.get("/component/{component}/relatedIssueCounts")
def count(call: Call) -> Answer:
    """Return how many issues a component has."""
    found = _found(call)
    number = len(issues_with(call.site, found.project_id, "components", found.id))
    return Answer({"self": call.view.url(f"/component/{found.id}"), "issueCount": number})


def _no_component(id: str) -> str:
    return f"The component with id {id} does not exist."


def _found(call: Call) -> Component:
    id = call.path["component"]
    found = record(call.site.store.components, id, _no_component(id))
    if not permissions.sees(call.site, call.account, call.site.store.projects[found.project_id]):
        raise not_found(_no_component(id))
    return found


def _to_administer(call: Call) -> Component:
    call.require_account()
    found = _found(call)
    if not permissions.administers_project(call.site, call.account, call.site.store.projects[found.project_id]):
        raise Refused(403, _NO_RIGHTS)
    return found
