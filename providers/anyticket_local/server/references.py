"""
References: what callers give to name a thing, and the rows they mean.

A reference is an object with an `id`, or else with a `name` (a project's `key`, a person's `username` or `email`).
A name that nothing has is refused with the nearest one that there is, rather than understood as "none".
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final, cast

from .database import Transaction, fold
from .exchange import row_id
from .refusal import Refusal, invalid, missing

#: The tables whose rows are found by id or name, and what one calls such a row.
WORDS: Final[Mapping[str, str]] = {
    "type": "type",
    "status": "status",
    "priority": "priority",
    "resolution": "resolution",
    "workflow": "workflow",
    "link_type": "link type",
    "component": "component",
    "version": "version",
    "label": "label",
}


def word_ids(rows: Transaction, table: str, reference: object, *, project: int | None = None) -> list[int]:
    """Return the ids of the words that are meant: more than one if projects share a name. Raises Refusal for none."""
    known = _known(rows, table, project)
    given = as_reference(table, reference)
    if (id := row_id(given.get("id"))) is not None and any(row["id"] == id for row in known):
        return [id]
    name = str(given.get("name", given.get("id")))
    same = [row["id"] for row in known if row["name"] == name]
    same = same or [row["id"] for row in known if fold(row["name"]) == fold(name)]
    same = same or [row["id"] for row in known if str(row["id"]) == name]
    if not same:
        raise invalid(table, f"there is no {WORDS[table]} {name!r}{nearest(name, [row['name'] for row in known])}")
    return same


def word_id(rows: Transaction, table: str, reference: object, *, project: int | None = None) -> int:
    """Return the id of the one word that is meant."""
    ids = word_ids(rows, table, reference, project=project)
    if len(ids) > 1:
        raise invalid(table, f"{len(ids)} of them have this name: use an id")
    return ids[0]


def _known(rows: Transaction, table: str, project: int | None) -> list[sqlite3.Row]:
    where, values = ("WHERE project_id = ?", (project,)) if project is not None else ("", ())
    return rows.all(f"SELECT id, name FROM {_table(table)} {where} ORDER BY id", *values)


def _table(name: str) -> str:
    """Return `name`, which goes into a statement, if it is one of ours."""
    if name not in WORDS:
        raise AssertionError(name)
    return name


def as_reference(field: str, value: object) -> Mapping[str, Any]:
    """Return a reference, which may also be given as a bare name."""
    if isinstance(value, str):
        return {"name": value}
    given: Mapping[str, Any] = cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}
    if any(isinstance(part, str | bool) for part in given.values()):
        return given
    raise invalid(field, "is named by its id or its name")


def nearest(name: str, known: list[str]) -> str:
    """Return the advice which of the known names is nearest, if one is near."""
    near = get_close_matches(name, known, n=1)
    return f"; the nearest is {near[0]!r}" if near else ""


def person_id(rows: Transaction, reference: object, account: int, *, active: bool = False) -> int:
    """Return the row of a person, given by id, username or e-mail address, or as `{"me": true}`."""
    given = as_reference("person", reference)
    if given.get("me"):
        return account
    name = str(given.get("id") or given.get("username") or given.get("email") or given.get("name") or "")
    row = find_person(rows, name)
    if row is None:
        known = [row["username"] for row in rows.all("SELECT username FROM person ORDER BY id")]
        raise invalid("person", f"there is no person {name!r}{nearest(name, known)}")
    if active and not row["active"]:
        raise invalid("person", f"{row['username']!r} is not active any more")
    return int(row["id"])


def find_person(rows: Transaction, name: str) -> sqlite3.Row | None:
    """Return the person with this id, username or e-mail address."""
    return rows.first("SELECT * FROM person WHERE id = ?", row_id(name)) or rows.first(
        "SELECT * FROM person WHERE username = ? OR folded_email = ?", name, fold(name)
    )


def project_row(rows: Transaction, reference: str) -> sqlite3.Row:
    """Return the project with this key or id. Raises Refusal with 404."""
    row = rows.first("SELECT * FROM project WHERE key = ? OR id = ?", reference, row_id(reference))
    if row is None:
        raise missing("project", reference)
    return row


def named_project(rows: Transaction, reference: object) -> sqlite3.Row:
    """Return the project that an input names. Raises Refusal for a field."""
    given = as_reference("project", reference)
    name = str(given.get("id") or given.get("key") or given.get("name") or "")
    try:
        return project_row(rows, name)
    except Refusal as exc:
        known = [row["key"] for row in rows.all("SELECT key FROM project ORDER BY id")]
        raise invalid("project", exc.message + nearest(name, known)) from exc


def ticket_id(rows: Transaction, reference: str) -> int:
    """Return the ticket with this id, key or former key. Raises Refusal with 404."""
    found = find_ticket(rows, reference)
    if found is None:
        raise missing("ticket", reference)
    return found


def find_ticket(rows: Transaction, reference: str) -> int | None:
    """Return the ticket with this id, key or former key, if there is one."""
    if (id := row_id(reference)) is not None:
        found: int | None = rows.value("SELECT id FROM ticket WHERE id = ?", id)
        return found
    project, _, number = reference.rpartition("-")
    statement = "SELECT t.id FROM ticket t JOIN project p ON p.id = t.project_id WHERE p.key = ? AND t.number = ?"
    found = rows.value(statement, project, row_id(number))
    return found or rows.value("SELECT ticket_id FROM former_key WHERE key = ?", reference)


def writable_ticket(rows: Transaction, reference: str) -> int:
    """Return a ticket that may be changed. Raises Refusal if its project is archived."""
    id = ticket_id(rows, reference)
    statement = "SELECT p.key FROM ticket t JOIN project p ON p.id = t.project_id WHERE t.id = ? AND p.archived"
    if archived := rows.value(statement, id):
        raise Refusal(403, f"the project {archived!r} is archived, so nothing in it can be changed")
    return id
