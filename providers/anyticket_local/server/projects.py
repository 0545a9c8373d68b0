"""The resources of projects."""

from __future__ import annotations

import re
import sqlite3
from typing import Any, Final

from .exchange import Answer, Exchange, Routes
from .field_values import text
from .paging import page
from .references import person_id, project_row, word_id
from .refusal import Problems, Refusal, invalid
from .seed import WORKFLOW
from .words import JSON, Catalogue, shown

routes = Routes()

_KEY: Final = re.compile(r"[A-Z][A-Z0-9_]{0,63}")


def project_json(exchange: Exchange, id: int) -> JSON:
    """Return a project."""
    row = exchange.rows.first("SELECT * FROM project WHERE id = ?", id)
    assert row is not None
    return _shown(exchange, [row])[0]


def _shown(exchange: Exchange, rows: list[sqlite3.Row]) -> list[JSON]:
    people = Catalogue(exchange.rows).people(row["lead_id"] for row in rows)
    return [
        shown(row, "key", "name", "description")
        | {"lead": people[row["lead_id"]], "archived": bool(row["archived"]), "url": f"{exchange.site}#{row['key']}"}
        for row in rows
    ]


def _read(exchange: Exchange, id: int | None) -> dict[str, Any]:
    """Return the columns that were given. `id` is the project's, if there is one."""
    problems, columns = Problems(), dict[str, Any]()
    for field, value in exchange.body.items():
        with problems.collected(field):
            match field:
                case "key":
                    columns[field] = _key(exchange, value, id)
                case "name":
                    columns[field] = _name(value)
                case "description":
                    columns[field] = value if value is None else text(value)
                case "lead":
                    columns["lead_id"] = value if value is None else person_id(exchange.rows, value, exchange.account)
                case "workflow" if id is None:
                    columns["workflow_id"] = word_id(exchange.rows, "workflow", value)
                case _:
                    raise invalid(field, "cannot be set")
    problems.refuse()
    return columns


def _key(exchange: Exchange, value: object, id: int | None) -> str:
    key = text(value)
    if not _KEY.fullmatch(key):
        raise invalid("key", "starts with a capital letter, goes on with capitals, digits and '_', and has at most 64")
    other = exchange.rows.value("SELECT id FROM project WHERE key = ?", key)
    if other is not None and other != id:
        raise Refusal(
            409, f"there is already a project {key!r}", fields=[{"id": "key", "name": "key", "message": "is taken"}]
        )
    return key


def _name(value: object) -> str:
    if not text(value).strip():
        raise invalid("name", "cannot be empty")
    return text(value)


@routes.on("GET", "/projects")
def list_projects(exchange: Exchange) -> Answer:
    found, rest = page(exchange, "SELECT * FROM project WHERE NOT archived AND id > ? ORDER BY id")
    return Answer({"items": _shown(exchange, found), **rest})


@routes.on("GET", "/projects/{}")
def get_project(exchange: Exchange, project: str) -> Answer:
    return Answer(project_json(exchange, project_row(exchange.rows, project)["id"]))


@routes.on("POST", "/projects")
def create_project(exchange: Exchange) -> Answer:
    columns = {"key": None, "name": None, "description": None, "lead_id": None} | _read(exchange, None)
    for field in ("key", "name"):
        if columns[field] is None:
            raise invalid(field, "is required")
    workflow = columns.get("workflow_id") or word_id(exchange.rows, "workflow", WORKFLOW)
    statement = "INSERT INTO project (key, name, description, lead_id, workflow_id) VALUES (?, ?, ?, ?, ?)"
    values = (columns["key"], columns["name"], columns["description"], columns["lead_id"], workflow)
    return Answer.made(project_json(exchange, exchange.rows.run(statement, *values)))


@routes.on("PUT", "/projects/{}")
def update_project(exchange: Exchange, project: str) -> Answer:
    row = project_row(exchange.rows, project)
    columns = _read(exchange, row["id"])
    if columns.get("key", row["key"]) != row["key"]:
        former = "INSERT OR REPLACE INTO former_key SELECT ? || '-' || number, id FROM ticket WHERE project_id = ?"
        exchange.rows.run(former, row["key"], row["id"])
    now = {column: columns.get(column, row[column]) for column in ("key", "name", "description", "lead_id")}
    statement = "UPDATE project SET key = ?, name = ?, description = ?, lead_id = ? WHERE id = ?"
    exchange.rows.run(statement, *now.values(), row["id"])
    return Answer(project_json(exchange, row["id"]))


@routes.on("PUT", "/projects/{}/archived")
def archive_project(exchange: Exchange, project: str) -> Answer:
    """Make a project read-only and hide it; `{"archived": false}` brings it back."""
    id, archived = project_row(exchange.rows, project)["id"], exchange.body.get("archived")
    if not isinstance(archived, bool):
        raise invalid("archived", "is true or false")
    exchange.rows.run("UPDATE project SET archived = ? WHERE id = ?", archived, id)
    return Answer.nothing()


@routes.on("DELETE", "/projects/{}")
def delete_project(exchange: Exchange, project: str) -> Answer:
    """Delete a project with its tickets; parts of them that are in other projects lose their parent."""
    rows, id = exchange.rows, project_row(exchange.rows, project)["id"]
    mine = "SELECT id FROM ticket WHERE project_id = ?"
    rows.run(f"UPDATE ticket SET parent_id = NULL WHERE parent_id IN ({mine})", id)
    rows.run(f"DELETE FROM ticket_text WHERE rowid IN ({mine})", id)
    contents = rows.all(f"SELECT content_id FROM attachment WHERE ticket_id IN ({mine})", id)
    rows.run("DELETE FROM ticket WHERE project_id = ?", id)
    for row in contents:
        rows.run("DELETE FROM content WHERE id = ?", row["content_id"])
    rows.run("DELETE FROM project WHERE id = ?", id)
    return Answer.nothing()
