"""Issue types: of a project, made, changed, deleted and given to schemes."""

from __future__ import annotations

from typing import Final

from ...refusal import Refused, not_found
from ...store.catalogue import IssueType
from ...views.catalogue import issue_type
from ...wire import as_list
from ...work.issue_types import add_to_scheme, create_type, delete_type, update_type
from ..call import Answer, Call
from ..guards import administrator, project_named, record
from ..paging import page_of
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_SITE: Final = ("manage:jira-configuration",)


@routes.get("/issuetype/project", on=[CLOUD])
def of_project(call: Call) -> Answer:
    """Return the issue types of a project."""
    id = call.text("projectId")
    project = project_named(call, id) if id.isdigit() else None
    if project is None:
        raise not_found(f"No project could be found with id '{id}'.")
    level = call.text("level")
    found = call.site.store.types.get_many(project.type_ids)
    return Answer([issue_type(item, call.view) for item in found if not level or str(item.level) == level])


@routes.get("/issuetype/page", on=[SERVER], since=(8,))
def page(call: Call) -> Answer:
    """Return a page of issue types."""
    text = call.text("query").lower()
    found = [issue_type(item, call.view) for item in call.site.store.types if text in item.name.lower()]
    return Answer(page_of(call, found, usual=100, most=1000))


@routes.get("/issuetype/{type}/alternatives")
def alternatives(call: Call) -> Answer:
    """Return the types that could take the place of one."""
    found = _found(call, call.path["type"])
    others = [item for item in call.site.store.types if item.subtask is found.subtask and item.id != found.id]
    return Answer([issue_type(item, call.view) for item in others if item.project_id == found.project_id])


@routes.post("/issuetype", scopes=_SITE)
def create(call: Call) -> Answer:
    """Create an issue type."""
    account = administrator(call)
    return Answer(issue_type(create_type(call.site, account, call.object()), call.view), 201)


@routes.put("/issuetype/{type}", scopes=_SITE)
def update(call: Call) -> Answer:
    """Change an issue type."""
    account = administrator(call)
    found = _found(call, call.path["type"])
    return Answer(issue_type(update_type(call.site, account, found, call.object()), call.view))


@routes.delete("/issuetype/{type}", scopes=_SITE)
def delete(call: Call) -> Answer:
    """Delete an issue type; issues that have it get the one that is named."""
    account = administrator(call)
    found, named = _found(call, call.path["type"]), call.text("alternativeIssueTypeId")
    delete_type(call.site, account, found, _found(call, named) if named else None)
    return Answer(status=204)


@routes.put("/issuetypescheme/{scheme}/issuetype", on=[CLOUD], scopes=_SITE)
def extend(call: Call) -> Answer:
    """Add types to a scheme, and so to its projects."""
    administrator(call)
    id = call.path["scheme"]
    scheme = record(call.site.store.schemes, id, f"The issuetype scheme with id '{id}' does not exist.")
    types = [_found(call, str(id)) for id in as_list(call.object().get("issueTypeIds"))]
    if scheme.kind != "issuetype" or not types:
        raise Refused(400, "The issue types of a scheme of issue types must be given.")
    add_to_scheme(call.site, scheme, types)
    return Answer(status=204)


def _found(call: Call, id: str) -> IssueType:
    return record(call.site.store.types, id, f"The issue type with id '{id}' does not exist")
