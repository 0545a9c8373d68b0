"""The resources that find tickets."""

from __future__ import annotations

from .exchange import Answer, Exchange, Routes
from .filters import both, condition
from .order import order
from .parts import PARTS
from .refusal import invalid
from .views import tickets_json

routes = Routes()


@routes.on("POST", "/tickets/search")
def search_tickets(exchange: Exchange) -> Answer:
    """Answer with a page of the tickets that match, and the cursor to the next one."""
    if unknown := exchange.loads - PARTS.keys():
        raise invalid("load", f"{sorted(unknown)} cannot be loaded")
    query, cursor, limit = exchange.body, exchange.parameter("cursor"), exchange.page_size
    sorting = order(exchange.rows, query)
    wanted = condition(exchange, query)
    if cursor:
        wanted = both([sorting.after(cursor), wanted])
    statement = f"SELECT t.id, {sorting.columns.sql} FROM ticket t WHERE {wanted.sql} ORDER BY {sorting.sql} LIMIT ?"
    rows = exchange.rows.all(statement, *sorting.columns.values, *wanted.values, limit + 1)
    found = [row["id"] for row in rows[:limit]]
    more = sorting.cursor(rows[limit - 1]) if len(rows) > limit else None
    return Answer({"items": tickets_json(exchange.rows, exchange.site, found, exchange.loads), "cursor": more})


@routes.on("POST", "/tickets/count")
def count_tickets(exchange: Exchange) -> Answer:
    wanted = condition(exchange, exchange.body)
    statement = f"SELECT count(*) FROM ticket t WHERE {wanted.sql}"
    return Answer({"count": exchange.rows.value(statement, *wanted.values)})
