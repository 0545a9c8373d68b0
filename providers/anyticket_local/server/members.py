"""Members: the collections of a ticket, such as its labels and its assignees, as rows of one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from .database import Transaction
from .references import word_id
from .refusal import invalid

#: The collections of a ticket: how each calls its members in the table.
ROLES: Final[Mapping[str, str]] = {
    "assignees": "assignee",
    "labels": "label",
    "components": "component",
    "affects_versions": "affects",
    "fix_versions": "fix",
    "watchers": "watcher",
}


def set_members(rows: Transaction, ticket: int, role: str, members: Sequence[int]) -> None:
    """Make these, in this order, all the members of a collection."""
    rows.run("DELETE FROM ticket_member WHERE ticket_id = ? AND role = ?", ticket, role)
    for position, member in enumerate(dict.fromkeys(members)):
        rows.run("INSERT INTO ticket_member VALUES (?, ?, ?, ?)", ticket, role, member, position)


def label_id(rows: Transaction, reference: object) -> int:
    """Return a label by its exact name; one that is new is made."""
    given = cast("Mapping[str, Any]", reference) if isinstance(reference, dict) else {"name": reference}
    name = given.get("name")
    if not isinstance(name, str):
        return word_id(rows, "label", given)
    if not name.strip():
        raise invalid("labels", "a label needs a name")
    rows.run("INSERT INTO label (name) VALUES (?) ON CONFLICT DO NOTHING", name)
    return int(rows.value("SELECT id FROM label WHERE name = ?", name))
