"""Which tickets of the toy a query finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Json = dict[str, Any]

_ATTRIBUTES = {"assignee": "assignees", "label": "labels", "component": "components"}
_TIMES = {"created": "created_at", "updated": "updated_at", "resolved": "resolved_at", "due": "due"}


def matches(ticket: Json, query: Json, me: Json) -> bool:
    """Tell whether every filter of the query finds the ticket."""
    return all(_filters(ticket, name, wanted, me) for name, wanted in query.items())


def ordered(tickets: list[Json], order: list[str]) -> list[Json]:
    """Return tickets in the order of a query; by id, unless it says otherwise."""
    tickets = sorted(tickets, key=lambda ticket: int(ticket["id"]))
    for name in reversed(order):
        tickets.sort(key=_sorting(name.lstrip("-")), reverse=name.startswith("-"))
    return tickets


def _sorting(name: str) -> Callable[[Json], str]:
    return lambda ticket: str(ticket.get(name) or "")


def _filters(ticket: Json, name: str, wanted: Any, me: Json) -> bool:
    match name:
        case "order_by":
            return True
        case "any_of":
            return any(matches(ticket, query, me) for query in wanted)
        case "exclude":
            return not matches(ticket, wanted, me)
        case "closed":
            return bool(ticket["status"]["closed"]) is wanted
        case "text":
            return wanted.lower() in f"{ticket['title']} {(ticket['description'] or {}).get('native', '')}".lower()
        case "key":
            return bool(same(ticket, wanted))
        case "status_category":
            return ticket["status"]["category"] in wanted
        case "parent" | "project" | "type" | "status" | "priority" | "assignee" | "reporter" | "label" | "component":
            return _named(ticket[_ATTRIBUTES.get(name, name)], wanted, me)
        case _:
            stem, _, side = name.rpartition("_")
            return _timed(ticket[_TIMES[stem]], wanted, side)


def _named(value: Any, wanted: list[Any], me: Json) -> bool:
    values = value if isinstance(value, list) else [value] if value else []
    for one in wanted:
        if isinstance(one, dict) and "special" in one:
            if (not values) if one["special"] == "empty" else any(same(it, [me]) for it in values):
                return True
        elif any(same(it, [one]) for it in values):
            return True
    return False


def same(thing: Mapping[str, Any], wanted: list[Any]) -> bool:
    """Tell whether a thing is one of those that are wanted, each a name or an object with names."""
    mine = {str(thing[name]) for name in ("id", "key", "name", "email") if thing.get(name) is not None}
    for one in wanted:
        names = {one} if isinstance(one, str) else {one.get(name) for name in ("id", "key", "name", "email")}
        if mine & names:
            return True
    return False


def _timed(value: str | None, limit: str, side: str) -> bool:
    if value is None:
        return False
    return value >= limit if side == "after" else value < limit
