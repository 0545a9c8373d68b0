"""
Views: tickets as JSON, a page of them with a fixed number of statements.

Everything that a ticket has comes at once, except the six things that `load` asks for.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from .briefs import TICKETS, brief, brief_tickets
from .database import Transaction
from .field_values import FieldValues
from .parts import PARTS
from .words import JSON, Catalogue, by_ids, shown

_MEMBERS: Final = "SELECT * FROM ticket_member WHERE ticket_id IN ({}) ORDER BY ticket_id, role, position"
_ROLES: Final = {
    "component": ("components", "component", ("name", "description")),
    "affects": ("affects_versions", "version", ("name", "description", "start", "release")),
    "fix": ("fix_versions", "version", ("name", "description", "start", "release")),
    "label": ("labels", "label", ("name", "color", "description")),
}


class TicketViews:
    """Tickets as one transaction sees them."""

    def __init__(self, rows: Transaction, site: str, ids: Sequence[int]) -> None:
        self._rows, self._site, self._ids = rows, site, ids
        self._catalogue = Catalogue(rows)
        self._tickets = {row["id"]: row for row in by_ids(rows, TICKETS, ids)}
        self._members: dict[tuple[int, str], list[int]] = {}
        for row in by_ids(rows, _MEMBERS, ids):
            self._members.setdefault((row["ticket_id"], row["role"]), []).append(row["member_id"])
        self._words = {role: self._read_words(role) for role in _ROLES}
        self._people = self._catalogue.people(self._person_ids())
        self._parents = brief_tickets(rows, site, [row["parent_id"] for row in self._tickets.values()], self._catalogue)
        self._fields = FieldValues(rows, ids)

    def all(self) -> list[JSON]:
        """Return the tickets, in the order of their ids as they were given."""
        return [self._ticket(self._tickets[id]) for id in self._ids if id in self._tickets]

    def _ticket(self, row: sqlite3.Row) -> JSON:
        id, words = row["id"], self._catalogue
        return brief(row, self._site) | {
            "version": str(row["version"]),
            "description": row["description"],
            "type": words.types[row["type_id"]],
            "status": words.statuses[row["status_id"]],
            "resolution": words.resolutions.get(row["resolution_id"]),
            "priority": words.priorities.get(row["priority_id"]),
            "project": {"id": str(row["project_id"]), "key": row["project_key"], "name": row["project_name"]},
            "reporter": self._people[row["reporter_id"]],
            "creator": self._people[row["creator_id"]],
            "assignees": self.people(id, "assignee"),
            "parent": self._parents.get(row["parent_id"]),
            **{name: self._worded(id, role) for role, (name, _, _) in _ROLES.items()},
            "due": row["due"],
            "estimate_seconds": row["estimate_seconds"],
            "remaining_seconds": row["remaining_seconds"],
            "created_at": row["created_at"],
            "resolved_at": row["resolved_at"],
            "watcher_count": len(self._members.get((id, "watcher"), ())),
            "vote_count": len(self._members.get((id, "vote"), ())),
            "fields": self._fields.of(id, row["project_id"]),
        }

    def people(self, ticket: int, role: str) -> list[JSON | None]:
        """Return the people who are something to a ticket."""
        return [self._people[id] for id in self._members.get((ticket, role), ())]

    def _worded(self, ticket: int, role: str) -> list[JSON]:
        return [self._words[role][id] for id in self._members.get((ticket, role), ())]

    def _read_words(self, role: str) -> Mapping[int, JSON]:
        _, table, columns = _ROLES[role]
        ids = [id for (_, of), members in self._members.items() if of == role for id in members]
        flags: tuple[str, ...] = ("released", "archived") if table == "version" else ()
        found = by_ids(self._rows, f"SELECT * FROM {table} WHERE id IN ({{}})", ids) if ids else []
        return {row["id"]: shown(row, *columns) | {flag: bool(row[flag]) for flag in flags} for row in found}

    def _person_ids(self) -> Iterable[int | None]:
        for row in self._tickets.values():
            yield from (row["reporter_id"], row["creator_id"])
        for (_, role), members in self._members.items():
            if role in {"assignee", "watcher"}:
                yield from members


def tickets_json(rows: Transaction, site: str, ids: Sequence[int], loads: Collection[str] = ()) -> list[JSON]:
    """Return tickets with what `loads` names, in the order of the ids."""
    views = TicketViews(rows, site, ids)
    tickets = views.all()
    for load in loads:
        parts: Mapping[int, list[Any]] = PARTS[load](rows, site, ids)
        for ticket in tickets:
            ticket[load] = parts.get(int(ticket["id"]), [])
    return tickets


def ticket_json(rows: Transaction, site: str, id: int, loads: Collection[str] = ()) -> JSON:
    """Return one ticket that is there."""
    (ticket,) = tickets_json(rows, site, [id], loads)
    return ticket
