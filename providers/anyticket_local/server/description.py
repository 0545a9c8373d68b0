"""The resource that describes the tracker itself."""

from __future__ import annotations

import sqlite3

from .exchange import Answer, Exchange, Routes
from .people import person

routes = Routes()

_COUNTED = ("project", "ticket", "comment", "attachment", "person")


@routes.on("GET", "/server")
def describe(exchange: Exchange) -> Answer:
    """Answer with who asks whom; with `check`, also whether the file is sound, for which all of it is read."""
    rows = exchange.rows
    description = {
        "site": exchange.site,
        "sqlite": sqlite3.sqlite_version,
        "schema": rows.value("PRAGMA user_version"),
        "text_index": "fts5" in str(rows.value("SELECT sql FROM sqlite_schema WHERE name = 'ticket_text'")),
        "account": person(exchange, exchange.account),
    }
    if exchange.parameter("check"):
        counts = {f"{table}s": rows.value(f"SELECT count(*) FROM {table}") for table in _COUNTED}
        description |= counts | {"integrity": rows.value("PRAGMA quick_check(1)")}
    return Answer(description)
