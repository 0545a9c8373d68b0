"""Paging of lists that are ordered by a column: the cursor is the value of that column in the last row."""

from __future__ import annotations

import sqlite3
from typing import Any

from .exchange import Exchange


def page(
    exchange: Exchange, statement: str, *values: Any, column: str = "id", start: Any = 0
) -> tuple[list[sqlite3.Row], dict[str, Any]]:
    """
    Return the rows of a page, and what the answer says about the next one.

    Args:
        exchange: The request, with its `limit` and `cursor`.
        statement: Its last placeholder stands for the cursor: `… AND id > ? ORDER BY id`.
        values: The values of all other placeholders.
        column: The column that orders the rows, and differs in all of them.
        start: Less than any value of the column.
    """
    text = exchange.parameter("cursor")
    cursor: Any = text or start
    if text and isinstance(start, int):
        cursor = exchange.number("cursor", 0)
    limit = exchange.page_size
    found = exchange.rows.all(f"{statement} LIMIT ?", *values, cursor, limit + 1)
    more = len(found) > limit
    return found[:limit], {"cursor": str(found[limit - 1][column]) if more else None}
