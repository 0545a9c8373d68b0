"""The resources of the parts of a project: its components and its versions."""

from __future__ import annotations

import sqlite3
from typing import Any

from .exchange import Answer, Exchange, Routes
from .field_values import day, text
from .references import person_id, project_row, word_id
from .refusal import Problems, Refusal, invalid, missing
from .words import JSON, Catalogue, shown

routes = Routes()

_ROLES = {"component": ("component",), "version": ("affects", "fix")}


def _components(exchange: Exchange, rows: list[sqlite3.Row]) -> list[JSON]:
    people = Catalogue(exchange.rows).people(row["lead_id"] for row in rows)
    return [shown(row, "name", "description") | {"lead": people[row["lead_id"]]} for row in rows]


def _versions(_: Exchange, rows: list[sqlite3.Row]) -> list[JSON]:
    flags = ("released", "archived")
    return [
        shown(row, "name", "description", "start", "release") | {flag: bool(row[flag]) for flag in flags}
        for row in rows
    ]


_SHOW = {"component": _components, "version": _versions}


def _list(exchange: Exchange, table: str, project: str) -> Answer:
    id = project_row(exchange.rows, project)["id"]
    return Answer(
        {
            "items": _SHOW[table](
                exchange, exchange.rows.all(f"SELECT * FROM {table} WHERE project_id = ? ORDER BY id", id)
            )
        }
    )


def _show(exchange: Exchange, table: str, id: int) -> JSON:
    return _SHOW[table](exchange, exchange.rows.all(f"SELECT * FROM {table} WHERE id = ?", id))[0]


def _project(exchange: Exchange, reference: str) -> int:
    row = project_row(exchange.rows, reference)
    if row["archived"]:
        raise Refusal(403, f"the project {row['key']!r} is archived, so nothing in it can be changed")
    return int(row["id"])


def _find(exchange: Exchange, table: str, project: int, name: str) -> int:
    try:
        return word_id(exchange.rows, table, {"id": name, "name": name}, project=project)
    except Refusal as exc:
        raise missing(table, name) from exc


def _read(exchange: Exchange, table: str, project: int, id: int | None) -> dict[str, Any]:
    """Return the columns that were given; the keys are only ever our own."""
    problems, columns = Problems(), dict[str, Any]()
    for field, value in exchange.body.items():
        with problems.collected(field):
            match table, field:
                case _, "name":
                    columns["name"] = _name(exchange, table, project, value, id)
                case _, "description":
                    columns["description"] = None if value is None else text(value)
                case "component", "lead":
                    columns["lead_id"] = None if value is None else person_id(exchange.rows, value, exchange.account)
                case "version", "start" | "release":
                    columns["start" if field == "start" else "release"] = None if value is None else day(value)
                case "version", "released" | "archived":
                    columns["released" if field == "released" else "archived"] = value is True
                case _:
                    raise invalid(field, "cannot be set")
    problems.refuse()
    return columns


def _name(exchange: Exchange, table: str, project: int, value: object, id: int | None) -> str:
    if not text(value).strip():
        raise invalid("name", "cannot be empty")
    other = exchange.rows.value(f"SELECT id FROM {table} WHERE project_id = ? AND name = ?", project, value)
    if other is not None and other != id:
        raise Refusal(409, f"there is already a {table} {value!r}")
    return text(value)


def _create(exchange: Exchange, table: str, project: str) -> Answer:
    of = _project(exchange, project)
    columns = _read(exchange, table, of, None)
    if "name" not in columns:
        raise invalid("name", "is required")
    columns["project_id"] = of
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
    return Answer.made(_show(exchange, table, exchange.rows.run(statement, *columns.values())))


def _update(exchange: Exchange, table: str, project: str, name: str) -> Answer:
    of = _project(exchange, project)
    id = _find(exchange, table, of, name)
    for column, value in _read(exchange, table, of, id).items():
        exchange.rows.run(f"UPDATE {table} SET {column} = ? WHERE id = ?", value, id)
    return Answer(_show(exchange, table, id))


def _delete(exchange: Exchange, table: str, project: str, name: str) -> Answer:
    """Delete a part; tickets lose it."""
    id = _find(exchange, table, _project(exchange, project), name)
    for role in _ROLES[table]:
        exchange.rows.run("DELETE FROM ticket_member WHERE role = ? AND member_id = ?", role, id)
    if table == "version":
        fields = "SELECT id FROM field WHERE 'version' IN (kind, items)"
        exchange.rows.run(f"DELETE FROM ticket_field WHERE value = ? AND field_id IN ({fields})", id)
    exchange.rows.run(f"DELETE FROM {table} WHERE id = ?", id)
    return Answer.nothing()


@routes.on("GET", "/projects/{}/components")
def list_components(exchange: Exchange, project: str) -> Answer:
    return _list(exchange, "component", project)


@routes.on("POST", "/projects/{}/components")
def create_component(exchange: Exchange, project: str) -> Answer:
    return _create(exchange, "component", project)


@routes.on("PUT", "/projects/{}/components/{}")
def update_component(exchange: Exchange, project: str, component: str) -> Answer:
    return _update(exchange, "component", project, component)


@routes.on("DELETE", "/projects/{}/components/{}")
def delete_component(exchange: Exchange, project: str, component: str) -> Answer:
    return _delete(exchange, "component", project, component)


@routes.on("GET", "/projects/{}/versions")
def list_versions(exchange: Exchange, project: str) -> Answer:
    return _list(exchange, "version", project)


@routes.on("POST", "/projects/{}/versions")
def create_version(exchange: Exchange, project: str) -> Answer:
    return _create(exchange, "version", project)


@routes.on("PUT", "/projects/{}/versions/{}")
def update_version(exchange: Exchange, project: str, version: str) -> Answer:
    return _update(exchange, "version", project, version)


@routes.on("DELETE", "/projects/{}/versions/{}")
def delete_version(exchange: Exchange, project: str, version: str) -> Answer:
    return _delete(exchange, "version", project, version)
