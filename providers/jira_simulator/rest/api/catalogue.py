"""The catalogue: statuses, categories, priorities, resolutions, issue types; read."""

from __future__ import annotations

from typing import Any

from ...refusal import not_found
from ...store import Record, Table
from ...views import catalogue as views
from ..call import Answer, Call
from ..paging import page_of
from ..routing import CLOUD, SERVER, Routes

routes = Routes()


def _named(table: Table[Any], text: str, message: str) -> Any:
    """Return the record with this id or name."""
    for record in table.all():
        if text == str(record.id) or text.lower() == record.name.lower():
            return record
    raise not_found(message)


@routes.get("/status")
def statuses(call: Call) -> Answer:
    """Return all statuses."""
    return Answer([views.status(found, call.view) for found in call.site.store.statuses])


@routes.get("/status/{status}")
def status(call: Call) -> Answer:
    """Return a status by id or name."""
    message = "The status you requested could not be found."
    return Answer(views.status(_named(call.site.store.statuses, call.path["status"], message), call.view))


@routes.get("/statuscategory")
def categories(call: Call) -> Answer:
    """Return the categories of statuses."""
    return Answer([views.status_category(id, call.view) for id in views.CATEGORIES])


@routes.get("/statuscategory/{category}")
def category(call: Call) -> Answer:
    """Return a category by id or key."""
    for id, (key, *_) in views.CATEGORIES.items():
        if call.path["category"] in {str(id), key}:
            return Answer(views.status_category(id, call.view))
    raise not_found("The status category you requested could not be found.")


@routes.get("/priority")
def priorities(call: Call) -> Answer:
    """Return all priorities, the most urgent first."""
    return Answer([views.priority(found, call.view, full=True) for found in _sorted(call)])


@routes.get("/priority/search", on=[CLOUD])
@routes.get("/priority/page", on=[SERVER])
def search_priorities(call: Call) -> Answer:
    """Return a page of priorities."""
    return Answer(page_of(call, [views.priority(found, call.view, full=True) for found in _sorted(call)]))


@routes.get("/priority/{priority}")
def priority(call: Call) -> Answer:
    """Return a priority."""
    id = call.path["priority"]
    found = _by_id(call.site.store.priorities, id, f"The priority with id '{id}' does not exist")
    return Answer(views.priority(found, call.view, full=True))


@routes.get("/resolution")
def resolutions(call: Call) -> Answer:
    """Return all resolutions."""
    return Answer([views.resolution(found, call.view) for found in call.site.store.resolutions])


@routes.get("/resolution/search", on=[CLOUD])
@routes.get("/resolution/page", on=[SERVER])
def search_resolutions(call: Call) -> Answer:
    """Return a page of resolutions."""
    found = [views.resolution(item, call.view, full=True) for item in call.site.store.resolutions]
    return Answer(page_of(call, found))


@routes.get("/resolution/{resolution}")
def resolution(call: Call) -> Answer:
    """Return a resolution."""
    id = call.path["resolution"]
    message = f"The resolution with id '{id}' does not exist."
    return Answer(views.resolution(_by_id(call.site.store.resolutions, id, message), call.view))


@routes.get("/issuetype")
def issue_types(call: Call) -> Answer:
    """Return all issue types."""
    return Answer([views.issue_type(found, call.view) for found in call.site.store.types])


@routes.get("/issuetype/{type}")
def issue_type(call: Call) -> Answer:
    """Return an issue type."""
    id = call.path["type"]
    found = _by_id(call.site.store.types, id, f"The issue type with id '{id}' does not exist")
    return Answer(views.issue_type(found, call.view))


def _by_id(table: Table[Any], id: str, message: str) -> Any:
    found: Record | None = table.get(int(id)) if id.isascii() and id.isdigit() and len(id) < 19 else None
    if found is None:
        raise not_found(message)
    return found


def _sorted(call: Call) -> list[Any]:
    return sorted(call.site.store.priorities, key=lambda item: item.position)
