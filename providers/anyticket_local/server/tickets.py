"""The resources of tickets: make, read, change, delete."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import orjson

from .comments import write_comment
from .edits import Edit, next_number
from .exchange import Answer, Exchange, Routes
from .idempotency import HEADER, once
from .paging import page
from .parts import PARTS, changes_json
from .references import named_project, ticket_id, writable_ticket
from .refusal import Problems, Refusal, invalid
from .text_index import remember_text
from .views import ticket_json, tickets_json
from .words import JSON

routes = Routes()


def checked_loads(exchange: Exchange) -> frozenset[str]:
    """Return what is to be loaded. Raises Refusal for what nobody knows."""
    if unknown := exchange.loads - PARTS.keys():
        raise invalid("load", f"{sorted(unknown)} cannot be loaded")
    return exchange.loads


@routes.on("GET", "/tickets/{}")
def get_ticket(exchange: Exchange, ticket: str) -> Answer:
    id = ticket_id(exchange.rows, ticket)
    return Answer(ticket_json(exchange.rows, exchange.site, id, checked_loads(exchange)))


@routes.on("GET", "/tickets/{}/history")
def list_history(exchange: Exchange, ticket: str) -> Answer:
    id = ticket_id(exchange.rows, ticket)
    found, rest = page(exchange, "SELECT * FROM change WHERE ticket_id = ? AND id > ? ORDER BY id", id)
    return Answer({"items": changes_json(exchange.rows, found), **rest})


@routes.on("POST", "/tickets/bulk-get")
def get_tickets(exchange: Exchange) -> Answer:
    """Answer with tickets by position; null where there is none."""
    references: list[object] = exchange.body.get("tickets", [])
    ids = [_found(exchange, str(reference)) for reference in references]
    known = [id for id in dict.fromkeys(ids) if id is not None]
    tickets = tickets_json(exchange.rows, exchange.site, known, checked_loads(exchange))
    by_id = {int(ticket["id"]): ticket for ticket in tickets}
    return Answer({"tickets": [None if id is None else by_id[id] for id in ids]})


def _found(exchange: Exchange, reference: str) -> int | None:
    try:
        return ticket_id(exchange.rows, reference)
    except Refusal:
        return None


@routes.on("POST", "/tickets")
def create_ticket(exchange: Exchange) -> Answer:
    return _create(exchange, exchange.body, None)


@routes.on("POST", "/tickets/bulk")
def create_tickets(exchange: Exchange) -> Answer:
    """Answer with a status and a body for each draft; one that fails leaves nothing behind and stops no other."""
    drafts: list[JSON] = exchange.body.get("drafts", [])
    keys = _keys(exchange) or [None] * len(drafts)
    if len(keys) != len(drafts):
        raise invalid(HEADER, "needs one for each draft")
    return Answer({"results": [_tried(exchange, draft, key) for draft, key in zip(drafts, keys, strict=True)]})


def _keys(exchange: Exchange) -> list[str | None]:
    """Return the keys of many drafts, which the header has as a JSON list."""
    try:
        keys = orjson.loads(exchange.request.headers.get(HEADER, "[]"))
    except ValueError as exc:
        raise invalid(HEADER, "is not a JSON list") from exc
    return list(keys)


def _tried(exchange: Exchange, draft: JSON, key: str | None) -> JSON:
    try:
        with exchange.rows.part():
            answer = _create(exchange, draft, key)
    except Refusal as exc:
        return {"status": exc.status, "body": exc.body()}
    return {"status": answer.status, "body": answer.body}


def _create(exchange: Exchange, draft: JSON, key: str | None) -> Answer:
    def show(id: int) -> JSON:
        return ticket_json(exchange.rows, exchange.site, ticket_id(exchange.rows, str(id)))

    return once(exchange, "ticket", draft, lambda: make_ticket(exchange, draft), show, key=key)


def make_ticket(exchange: Exchange, draft: Mapping[str, Any]) -> int:
    """Make a ticket; return its id."""
    rows, given = exchange.rows, dict(draft)
    problems = Problems()
    with problems.collected("project", "Project"):
        if given.get("project") is None:
            raise invalid("project", "is required")
        project = named_project(rows, given.pop("project"))
    problems.refuse()
    if project["archived"]:
        raise Refusal(403, f"the project {project['key']!r} is archived, so nothing can be made in it")
    first = rows.value("SELECT first_status_id FROM workflow WHERE id = ?", project["workflow_id"])
    type = rows.value("SELECT id FROM type WHERE hierarchy_level = 0 ORDER BY id")
    priority = rows.value("SELECT id FROM priority WHERE level = 'normal' ORDER BY position")
    statement = (
        "INSERT INTO ticket (project_id, number, title, type_id, status_id, priority_id, reporter_id, creator_id,"
        " created_at, updated_at) VALUES (?, ?, '', ?, ?, ?, ?, ?, ?, ?)"
    )
    number, me = next_number(rows, project["id"]), exchange.account
    values = (project["id"], number, type, first, priority, me, me, exchange.now, exchange.now)
    id = rows.run(statement, *values)
    edit = Edit(exchange, id)
    edit.take({"title": None} | given)
    edit.check_new()
    remember_text(rows, id)
    return id


@routes.on("PUT", "/tickets/{}")
def update_ticket(exchange: Exchange, ticket: str) -> Answer:
    """Change what is given. With `if-match`, only if the ticket still has that version."""
    id = writable_ticket(exchange.rows, ticket)
    edit = Edit(exchange, id)
    wanted = exchange.request.headers.get("if-match")
    if wanted is not None and wanted != edit.before["version"]:
        message = f"{edit.before['key']} has changed: it has version {edit.before['version']}, not {wanted}"
        raise Refusal(409, message, current=edit.before)
    return Answer(apply(edit, exchange.body))


def apply(edit: Edit, change: Mapping[str, Any], required: tuple[str, ...] = ()) -> JSON:
    """Apply a change that may bring a comment; return the ticket."""
    given = dict(change)
    draft = given.pop("comment", None)
    edit.take(given)
    comment = write_comment(edit.exchange, edit.ticket, cast("JSON", draft)) if draft is not None else None
    return edit.finish(comment, required)


@routes.on("DELETE", "/tickets/{}")
def delete_ticket(exchange: Exchange, ticket: str) -> Answer:
    """Delete a ticket with its sub-tasks; other parts of it lose their parent."""
    remove_ticket(exchange, writable_ticket(exchange.rows, ticket))
    return Answer.nothing()


def remove_ticket(exchange: Exchange, id: int) -> None:
    """Delete a ticket and what belongs to it alone."""
    rows = exchange.rows
    statement = "SELECT c.id, y.hierarchy_level FROM ticket c JOIN type y ON y.id = c.type_id WHERE c.parent_id = ?"
    for child in rows.all(statement, id):
        if child["hierarchy_level"] < 0:
            remove_ticket(exchange, child["id"])
        else:
            edit = Edit(exchange, child["id"])
            edit.take({"parent": None})
            edit.finish()
    contents = [row["content_id"] for row in rows.all("SELECT content_id FROM attachment WHERE ticket_id = ?", id)]
    rows.run("DELETE FROM ticket_text WHERE rowid = ?", id)
    rows.run("DELETE FROM ticket WHERE id = ?", id)
    for content in contents:
        rows.run("DELETE FROM content WHERE id = ?", content)
