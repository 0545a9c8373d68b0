"""Hierarchy: which ticket may be part of which."""

from __future__ import annotations

from typing import Final

from .database import Transaction
from .refusal import Problems
from .words import JSON

_IS_ABOVE: Final = """
WITH RECURSIVE above (id) AS (
    SELECT ? UNION SELECT t.parent_id FROM ticket t JOIN above a ON t.id = a.id WHERE t.parent_id IS NOT NULL)
SELECT 1 FROM above WHERE id = ?
"""
_HIGHEST_PART: Final = """
SELECT max(y.hierarchy_level) FROM ticket c JOIN type y ON y.id = c.type_id WHERE c.parent_id = ?
"""


def check_hierarchy(rows: Transaction, ticket: JSON, problems: Problems) -> None:
    """Note what is wrong with the parent of a ticket, and with its type as that of a parent."""
    id, type, parent = int(ticket["id"]), ticket["type"], ticket["parent"]
    if parent is None:
        if type["hierarchy_level"] < 0:
            problems.add("parent", f"is required for the type {type['name']!r}", "Parent")
    elif parent["type"]["hierarchy_level"] < type["hierarchy_level"]:
        problems.add("parent", f"{parent['key']} cannot hold the type {type['name']!r}", "Parent")
    elif rows.first(_IS_ABOVE, int(parent["id"]), id) is not None:
        problems.add("parent", f"{parent['key']} is a part of this ticket", "Parent")
    highest = rows.value(_HIGHEST_PART, id)
    if highest is not None and highest > type["hierarchy_level"]:
        problems.add("type", f"{type['name']!r} cannot hold the parts of this ticket", "Type")
