"""The resources of the tracker's words: statuses, types, priorities, labels, link types."""

from __future__ import annotations

from collections.abc import Iterable

from .exchange import Answer, Exchange, Routes
from .paging import page
from .references import project_row
from .words import JSON, Catalogue, shown

routes = Routes()


def _all(items: Iterable[JSON]) -> Answer:
    return Answer({"items": list(items)})


@routes.on("GET", "/statuses")
def list_statuses(exchange: Exchange) -> Answer:
    """Answer with all statuses, or those of the workflow of a project."""
    statuses, project = Catalogue(exchange.rows).statuses, exchange.parameter("project")
    if not project:
        return _all(statuses.values())
    workflow = project_row(exchange.rows, project)["workflow_id"]
    known = exchange.rows.all(
        "SELECT status_id FROM workflow_status WHERE workflow_id = ? ORDER BY status_id", workflow
    )
    return _all(statuses[row["status_id"]] for row in known)


@routes.on("GET", "/types")
def list_types(exchange: Exchange) -> Answer:
    return _all(Catalogue(exchange.rows).types.values())


@routes.on("GET", "/priorities")
def list_priorities(exchange: Exchange) -> Answer:
    return _all(Catalogue(exchange.rows).priorities.values())


@routes.on("GET", "/resolutions")
def list_resolutions(exchange: Exchange) -> Answer:
    return _all(Catalogue(exchange.rows).resolutions.values())


@routes.on("GET", "/link-types")
def list_link_types(exchange: Exchange) -> Answer:
    return _all(Catalogue(exchange.rows).link_types.values())


@routes.on("GET", "/labels")
def list_labels(exchange: Exchange) -> Answer:
    """Answer with the labels that a ticket, or one of a project, has."""
    project = exchange.parameter("project")
    id = project_row(exchange.rows, project)["id"] if project else None
    statement = """
    SELECT * FROM label l WHERE EXISTS (
        SELECT 1 FROM ticket_member m JOIN ticket t ON t.id = m.ticket_id
        WHERE m.role = 'label' AND m.member_id = l.id AND t.project_id = ifnull(?, t.project_id))
    AND l.id > ? ORDER BY l.id
    """
    found, rest = page(exchange, statement, id)
    return Answer({"items": [shown(row, "name", "color", "description") for row in found], **rest})
