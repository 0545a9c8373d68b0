"""
Edits: the one way in which tickets are made and changed.

An edit takes what was given field by field, collects everything that is wrong, and only then is it applied.
What the edit did is found by comparing: no difference, no new version and no history.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

from .attributes import ATTRIBUTES
from .database import Transaction
from .exchange import Exchange
from .field_values import FieldPlace, custom_field, day_or_moment, kept_values, text
from .hierarchy import check_hierarchy
from .history import differences, record
from .members import ROLES, label_id, set_members
from .references import find_ticket, named_project, nearest, person_id, word_id
from .refusal import Problems, Refusal, invalid
from .required import field_name, is_empty
from .text_index import remember_text
from .views import ticket_json
from .words import CLOSED_CATEGORIES, JSON


class Edit:
    """A change of one ticket that is there."""

    def __init__(self, exchange: Exchange, ticket: int) -> None:
        self.exchange, self.rows, self.ticket = exchange, exchange.rows, ticket
        self.before = ticket_json(self.rows, exchange.site, ticket)
        self.project = int(self.before["project"]["id"])
        self.problems = Problems()
        self.columns: dict[str, Any] = {}

    def take(self, given: Mapping[str, Any]) -> None:
        """Apply what was given. Raises Refusal with every field that is wrong."""
        if "project" in given:
            with self.problems.collected("project", "Project"):
                self._move(named_project(self.rows, given["project"]))
        for field, value in given.items():
            name = ATTRIBUTES[field].name if field in ATTRIBUTES else field
            with self.problems.collected(field, name):
                self._take(field, value)
        self.problems.refuse()
        self.write_columns()

    def write_columns(self) -> None:
        """Write what has been collected for the ticket's own row."""
        if self.columns:
            assignments = ", ".join(f"{_column(column)} = ?" for column in self.columns)
            self.rows.run(f"UPDATE ticket SET {assignments} WHERE id = ?", *self.columns.values(), self.ticket)
            self.columns.clear()

    def _take(self, field: str, value: object) -> None:
        if field in ROLES:
            self._change_members(field, value)
        elif field in SETTERS:
            column, read = SETTERS[field]
            self.columns[column] = None if value is None else read(self, value)
            if value is None and field in {"title", "type"}:
                raise invalid(field, "cannot be empty")
        elif field == "fields":
            self._take_fields(cast("Mapping[str, object]", value) if isinstance(value, dict) else {})
        elif field != "project":
            raise invalid(field, f"cannot be set{nearest(field, [*SETTERS, *ROLES])}")

    def _take_fields(self, values: Mapping[str, object]) -> None:
        for id, value in values.items():
            field = custom_field(self.rows, id)
            with self.problems.collected(id, None if field is None else field["name"]):
                if field is None or not self._has_field(id):
                    raise invalid(id, "there is no such field in this project")
                kept = kept_values(FieldPlace(self.rows, field, self.project, self.exchange.account), value)
                self.rows.run("DELETE FROM ticket_field WHERE ticket_id = ? AND field_id = ?", self.ticket, id)
                for position, member in enumerate(kept):
                    self.rows.run("INSERT INTO ticket_field VALUES (?, ?, ?, ?)", self.ticket, id, position, member)

    def _has_field(self, id: str) -> bool:
        places = self.rows.all("SELECT project_id FROM field_project WHERE field_id = ?", id)
        return not places or self.project in {row["project_id"] for row in places}

    def _change_members(self, field: str, value: object) -> None:
        role = ROLES[field]
        statement = "SELECT member_id FROM ticket_member WHERE ticket_id = ? AND role = ? ORDER BY position"
        present = [row["member_id"] for row in self.rows.all(statement, self.ticket, role)]
        if isinstance(value, dict):
            amend = cast("Mapping[str, Any]", value)
            removed = {self._member(field, member, making=False) for member in amend.get("remove", ())}
            added = [self._member(field, member) for member in amend.get("add", ())]
            members = [id for id in present if id not in removed] + added
        elif isinstance(value, list):
            members = [self._member(field, member) for member in cast("Sequence[object]", value)]
        else:
            raise invalid(field, "is a list, or an object with add and remove")
        set_members(self.rows, self.ticket, role, members)

    def _member(self, field: str, reference: object, *, making: bool = True) -> int:
        match field:
            case "labels":
                return label_id(self.rows, reference)
            case "assignees" | "watchers":
                return person_id(self.rows, reference, self.exchange.account, active=making)
            case "components":
                return word_id(self.rows, "component", reference, project=self.project)
            case _:
                return word_id(self.rows, "version", reference, project=self.project)

    def _move(self, project: sqlite3.Row) -> None:
        """Move the ticket to another project: it gets a new key and loses what only its old project knew."""
        if project["id"] == self.project:
            return
        if project["archived"]:
            raise Refusal(403, f"the project {project['key']!r} is archived, so nothing can be moved there")
        self.rows.run("INSERT OR REPLACE INTO former_key VALUES (?, ?)", self.before["key"], self.ticket)
        for role in ("component", "affects", "fix"):
            set_members(self.rows, self.ticket, role, [])
        self.project = project["id"]
        self.columns["project_id"], self.columns["number"] = self.project, next_number(self.rows, self.project)
        known = "SELECT 1 FROM workflow_status WHERE workflow_id = ? AND status_id = ?"
        if self.rows.first(known, project["workflow_id"], int(self.before["status"]["id"])) is None:
            first = "SELECT first_status_id FROM workflow WHERE id = ?"
            self.columns["status_id"] = self.rows.value(first, project["workflow_id"])

    def finish(self, comment: int | None = None, required: Sequence[str] = ()) -> JSON:
        """Check the ticket as it is now, write its history, and return it."""
        self._close()
        after = ticket_json(self.rows, self.exchange.site, self.ticket)
        self._check(after, required)
        changed = differences(self.before, after)
        if changed:
            statement = "UPDATE ticket SET version = version + 1, updated_at = ? WHERE id = ?"
            self.rows.run(statement, self.exchange.now, self.ticket)
            record(self.exchange, self.ticket, changed, comment)
            remember_text(self.rows, self.ticket)
        return ticket_json(self.rows, self.exchange.site, self.ticket)

    def check_new(self) -> None:
        """Check a ticket that has just been made."""
        required = self.rows.all("SELECT id FROM field WHERE required ORDER BY id")
        after = ticket_json(self.rows, self.exchange.site, self.ticket)
        self._check(after, [row["id"] for row in required if row["id"] in after["fields"]])

    def _close(self) -> None:
        """Keep the resolution and its time in step with the status."""
        status = "SELECT s.category, t.resolution_id, t.resolved_at FROM ticket t JOIN status s ON s.id = t.status_id"
        row = self.rows.first(f"{status} WHERE t.id = ?", self.ticket)
        assert row is not None
        closed = row["category"] in CLOSED_CATEGORIES
        if closed and row["resolved_at"] is None:
            default = "Done" if row["category"] == "done" else "Won't Do"
            known = self.rows.value("SELECT id FROM resolution WHERE name = ?", default)
            self.columns["resolution_id"] = row["resolution_id"] or known
            self.columns["resolved_at"] = self.exchange.now
        elif not closed and row["resolved_at"] is not None:
            self.columns["resolution_id"] = self.columns["resolved_at"] = None
        self.write_columns()

    def _check(self, after: JSON, required: Sequence[str]) -> None:
        for id in required:
            if is_empty(after, id):
                self.problems.add(id, "is required", field_name(self.rows, id))
        check_hierarchy(self.rows, after, self.problems)
        self.problems.refuse()


def _seconds(_: Edit, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise invalid("seconds", "is not a number of seconds")
    return value


def _title(_: Edit, value: object) -> str:
    if not text(value).strip():
        raise invalid("title", "cannot be empty")
    return text(value)


def _parent(edit: Edit, value: object) -> int:
    found = find_ticket(edit.rows, text(value))
    if found is None or found == edit.ticket:
        raise invalid("parent", f"there is no other ticket {value!r}")
    return found


Setter = tuple[str, Callable[[Edit, object], Any]]

#: The fields that are columns of the ticket, and how each is read.
SETTERS: Final[Mapping[str, Setter]] = {
    "title": ("title", _title),
    "description": ("description", lambda _, value: text(value)),
    "type": ("type_id", lambda edit, value: word_id(edit.rows, "type", value)),
    "resolution": ("resolution_id", lambda edit, value: word_id(edit.rows, "resolution", value)),
    "priority": ("priority_id", lambda edit, value: word_id(edit.rows, "priority", value)),
    "reporter": ("reporter_id", lambda edit, value: person_id(edit.rows, value, edit.exchange.account)),
    "parent": ("parent_id", _parent),
    "due": ("due", lambda _, value: day_or_moment(value)),
    "estimate_seconds": ("estimate_seconds", _seconds),
    "remaining_seconds": ("remaining_seconds", _seconds),
}

_COLUMNS: Final = frozenset(column for column, _ in SETTERS.values()) | {
    "project_id",
    "number",
    "status_id",
    "resolved_at",
}


def _column(name: str) -> str:
    """Return `name`, which goes into a statement, if it is one of ours."""
    if name not in _COLUMNS:
        raise AssertionError(name)
    return name


def next_number(rows: Transaction, project: int) -> int:
    """Count up the tickets of a project."""
    rows.run("UPDATE project SET last_number = last_number + 1 WHERE id = ?", project)
    return int(rows.value("SELECT last_number FROM project WHERE id = ?", project))
