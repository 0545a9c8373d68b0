"""The resources of workflows: the ways of a ticket, and the making of workflows."""

from __future__ import annotations

import sqlite3
from typing import Any

from .attributes import ATTRIBUTES
from .briefs import brief_tickets
from .edits import Edit
from .exchange import Answer, Exchange, Routes, row_id
from .field_values import custom_field, text
from .forms import form_field
from .references import ticket_id, word_id, writable_ticket
from .refusal import Problems, Refusal, invalid
from .tickets import apply
from .views import ticket_json
from .words import JSON, Catalogue

routes = Routes()

_OPEN = """
SELECT w.* FROM transition w JOIN project p ON p.workflow_id = w.workflow_id JOIN ticket t ON t.project_id = p.id
WHERE t.id = ? AND w.target_id <> t.status_id AND (
    EXISTS (SELECT 1 FROM transition_source s WHERE s.transition_id = w.id AND s.status_id = t.status_id)
    OR NOT EXISTS (SELECT 1 FROM transition_source s WHERE s.transition_id = w.id))
ORDER BY w.id
"""


@routes.on("GET", "/tickets/{}/transitions")
def list_transitions(exchange: Exchange, ticket: str) -> Answer:
    """Answer with the ways that are open now, and with where the ticket is."""
    id = ticket_id(exchange.rows, ticket)
    here = ticket_json(exchange.rows, exchange.site, id)
    catalogue = Catalogue(exchange.rows)
    ways = [
        {
            "id": str(row["id"]),
            "name": row["name"],
            "target": catalogue.statuses[row["target_id"]],
            "required": [
                form_field(exchange, name, True, int(here["project"]["id"]), here) for name in _required(exchange, row)
            ],
        }
        for row in exchange.rows.all(_OPEN, id)
    ]
    return Answer({"ticket": brief_tickets(exchange.rows, exchange.site, [id])[id], "transitions": ways})


def _required(exchange: Exchange, transition: sqlite3.Row) -> tuple[str, ...]:
    statement = "SELECT field FROM transition_field WHERE transition_id = ? ORDER BY field"
    return tuple(row["field"] for row in exchange.rows.all(statement, transition["id"]))


@routes.on("POST", "/tickets/{}/transitions")
def transition_ticket(exchange: Exchange, ticket: str) -> Answer:
    """Take a way that is open now, together with a change."""
    id, wanted = writable_ticket(exchange.rows, ticket), exchange.body.get("transition")
    way = next((row for row in exchange.rows.all(_OPEN, id) if row["id"] == row_id(wanted)), None)
    if way is None:
        raise Refusal(409, f"the transition {wanted!r} is not open to {ticket!r} now")
    edit = Edit(exchange, id)
    edit.columns["status_id"] = way["target_id"]
    return Answer(apply(edit, exchange.body.get("change") or {}, _required(exchange, way)))


@routes.on("POST", "/workflows")
def create_workflow(exchange: Exchange) -> Answer:
    """
    Make a workflow: `{"name", "statuses": [name or {"name", "category"}], "transitions": [{"name", "from", "to", "required"}]}`.

    The first status is where tickets begin; a transition without `from` is open everywhere. New statuses are made.
    """
    given, problems = exchange.body, Problems()
    statuses: list[Any] = given.get("statuses", [])
    with problems.collected("name"):
        name = text(given.get("name"))
    with problems.collected("statuses"):
        if not statuses:
            raise invalid("statuses", "needs at least one")
        ids = [_status(exchange, status) for status in statuses]
    problems.refuse()
    if exchange.rows.first("SELECT 1 FROM workflow WHERE name = ?", name) is not None:
        raise Refusal(409, f"there is already a workflow {name!r}")
    workflow = exchange.rows.run("INSERT INTO workflow (name, first_status_id) VALUES (?, ?)", name, ids[0])
    for id in dict.fromkeys(ids):
        exchange.rows.run("INSERT INTO workflow_status VALUES (?, ?)", workflow, id)
    for transition in given.get("transitions", []):
        _add_transition(exchange, workflow, transition, ids)
    return Answer.made({"id": str(workflow), "name": name})


def _status(exchange: Exchange, given: object) -> int:
    match given:
        case {"name": str(name), "category": str(category)}:
            statement = "INSERT INTO status (name, category) VALUES (?, ?) ON CONFLICT DO NOTHING"
            exchange.rows.run(statement, name, category)
            return word_id(exchange.rows, "status", name)
        case _:
            return word_id(exchange.rows, "status", given)


def _add_transition(exchange: Exchange, workflow: int, given: JSON, statuses: list[int]) -> None:
    target = _member(exchange, given.get("to"), statuses)
    statement = "INSERT INTO transition (name, workflow_id, target_id) VALUES (?, ?, ?)"
    id = exchange.rows.run(statement, text(given.get("name")), workflow, target)
    for source in given.get("from", []):
        exchange.rows.run("INSERT INTO transition_source VALUES (?, ?)", id, _member(exchange, source, statuses))
    for field in given.get("required", []):
        if field not in ATTRIBUTES and custom_field(exchange.rows, field) is None:
            raise invalid("required", f"there is no field {field!r}")
        exchange.rows.run("INSERT INTO transition_field VALUES (?, ?)", id, field)


def _member(exchange: Exchange, given: object, statuses: list[int]) -> int:
    id = word_id(exchange.rows, "status", given)
    if id not in statuses:
        raise invalid("transitions", f"{given!r} is not one of the statuses of the workflow")
    return id
