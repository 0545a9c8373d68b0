"""The text of tickets that searches look into: title, description and comments, folded."""

from __future__ import annotations

from .database import Transaction, fold


def remember_text(rows: Transaction, ticket: int) -> None:
    """Write down the text of a ticket as it is now."""
    found = rows.all("SELECT body FROM comment WHERE ticket_id = ? ORDER BY id", ticket)
    row = rows.first("SELECT title, description FROM ticket WHERE id = ?", ticket)
    assert row is not None
    texts = (row["title"], row["description"] or "", *(comment["body"] for comment in found))
    rows.run("INSERT OR REPLACE INTO ticket_text (rowid, folded) VALUES (?, ?)", ticket, fold("\n".join(texts)))
