"""Briefs: the little that is said about a ticket wherever another one refers to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Final

from .database import Transaction
from .words import JSON, Catalogue, by_ids, shown

TICKETS: Final = """
SELECT t.*, p.key AS project_key, p.name AS project_name FROM ticket t JOIN project p ON p.id = t.project_id
WHERE t.id IN ({})
"""


def brief(row: sqlite3.Row, site: str) -> JSON:
    """Return what is always said about a ticket."""
    key = f"{row['project_key']}-{row['number']}"
    return shown(row, "title", "updated_at") | {"key": key, "url": f"{site}#{key}"}


def brief_tickets(
    rows: Transaction, site: str, ids: Iterable[int | None], catalogue: Catalogue | None = None
) -> Mapping[int | None, JSON | None]:
    """Return tickets that others refer to, by id."""
    words = catalogue or Catalogue(rows)
    found = {
        row["id"]: brief(row, site) | {"status": words.statuses[row["status_id"]], "type": words.types[row["type_id"]]}
        for row in by_ids(rows, TICKETS, ids)
    }
    return {None: None} | found
