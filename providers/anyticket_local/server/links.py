"""The resources of links between tickets, and from tickets to things outside."""

from __future__ import annotations

from typing import Any

from .exchange import Answer, Exchange, Routes, row_id
from .field_values import text
from .history import note
from .idempotency import once
from .parts import links_json
from .references import find_ticket, ticket_id, word_id, writable_ticket
from .refusal import Problems, Refusal, invalid, missing
from .words import JSON, shown

routes = Routes()


def _link(exchange: Exchange, link: int, ticket: int) -> JSON:
    """Return a link as one of its tickets sees it. Raises Refusal with 404."""
    links: list[JSON] = links_json(exchange.rows, exchange.site, [ticket])[ticket]
    for found in links:
        if found["id"] == str(link):
            return found
    raise missing("link", str(link))


@routes.on("POST", "/tickets/{}/links")
def link_tickets(exchange: Exchange, ticket: str) -> Answer:
    """Link tickets: `{"type", "outward", "ticket"}`; two tickets have a link of one kind and direction once."""
    id, body = writable_ticket(exchange.rows, ticket), exchange.body
    type, other = word_id(exchange.rows, "link_type", body.get("type")), _other(exchange, id, body.get("ticket"))
    outward = body.get("outward", True) is True
    source, target = (id, other) if outward else (other, id)
    return once(
        exchange,
        f"link from {source}",
        [type, target],
        lambda: _make(exchange, type, source, target),
        lambda link: _link(exchange, link, id),
    )


def _other(exchange: Exchange, ticket: int, reference: object) -> int:
    other = find_ticket(exchange.rows, text(reference))
    if other is None:
        raise missing("ticket", text(reference))
    if other == ticket:
        raise invalid("ticket", "cannot be linked to itself")
    return other


def _make(exchange: Exchange, type: int, source: int, target: int) -> int:
    statement = "SELECT id FROM link WHERE type_id = ? AND source_id = ? AND target_id = ?"
    ends = (source, target) if not _symmetric(exchange, type) else tuple(sorted((source, target)))
    if (known := exchange.rows.value(statement, type, *ends)) is not None:
        return int(known)
    link = exchange.rows.run("INSERT INTO link (type_id, source_id, target_id) VALUES (?, ?, ?)", type, *ends)
    for end in ends:
        note(exchange, end, "links", None, _read(_link(exchange, link, end)))
    return link


def _symmetric(exchange: Exchange, type: int) -> bool:
    return bool(exchange.rows.value("SELECT outward = inward FROM link_type WHERE id = ?", type))


def _read(link: JSON) -> str:
    """Return a link as people read it."""
    return f"{link['type']['outward' if link['outward'] else 'inward']} {link['ticket']['key']}"


@routes.on("DELETE", "/tickets/{}/links/{}")
def unlink_tickets(exchange: Exchange, ticket: str, link: str) -> Answer:
    """Remove a link, on both sides."""
    id, found = writable_ticket(exchange.rows, ticket), row_id(link)
    statement = "SELECT source_id, target_id FROM link WHERE id = ? AND ? IN (source_id, target_id)"
    row = exchange.rows.first(statement, found, id)
    if row is None or found is None:
        raise missing("link", link)
    for end in row:
        note(exchange, end, "links", _read(_link(exchange, found, end)), None)
    exchange.rows.run("DELETE FROM link WHERE id = ?", found)
    return Answer.nothing()


@routes.on("POST", "/link-types")
def create_link_type(exchange: Exchange) -> Answer:
    """Make a link type: `{"name", "outward", "inward"}`."""
    columns = [text(exchange.body.get(column)) for column in ("name", "outward", "inward")]
    if exchange.rows.first("SELECT 1 FROM link_type WHERE name = ?", columns[0]) is not None:
        raise Refusal(409, f"there is already a link type {columns[0]!r}")
    id = exchange.rows.run("INSERT INTO link_type (name, outward, inward) VALUES (?, ?, ?)", *columns)
    return Answer.made({"id": str(id), "name": columns[0], "outward": columns[1], "inward": columns[2]})


_REMOTE = ("global_id", "url", "title", "summary", "relationship", "resolved")


def _remote_link(exchange: Exchange, id: int) -> JSON:
    row = exchange.rows.first("SELECT * FROM remote_link WHERE id = ?", id)
    if row is None:
        raise missing("remote link", str(id))
    return shown(row, *_REMOTE) | {"resolved": None if row["resolved"] is None else bool(row["resolved"])}


@routes.on("GET", "/tickets/{}/remote-links")
def list_remote_links(exchange: Exchange, ticket: str) -> Answer:
    statement = "SELECT id FROM remote_link WHERE ticket_id = ? ORDER BY id"
    found = exchange.rows.all(statement, ticket_id(exchange.rows, ticket))
    return Answer({"items": [_remote_link(exchange, row["id"]) for row in found]})


@routes.on("POST", "/tickets/{}/remote-links")
def add_remote_link(exchange: Exchange, ticket: str) -> Answer:
    """Add a link, or change what is given of the one with the same global id."""
    id, draft = writable_ticket(exchange.rows, ticket), exchange.body
    _check(draft)
    return once(
        exchange,
        f"remote link of {id}",
        draft,
        lambda: _write(exchange, id, draft),
        lambda link: _remote_link(exchange, link),
    )


def _check(draft: JSON) -> None:
    problems = Problems()
    for field in ("url", "title"):
        if not isinstance(draft.get(field), str) or not draft[field]:
            problems.add(field, "is required")
    for field in draft.keys() - set(_REMOTE):
        problems.add(field, "cannot be set")
    problems.refuse()


def _write(exchange: Exchange, ticket: int, draft: JSON) -> int:
    statement = "SELECT * FROM remote_link WHERE ticket_id = ? AND global_id = ?"
    known = exchange.rows.first(statement, ticket, draft.get("global_id"))
    values: list[Any] = [draft.get(field, known[field] if known else None) for field in _REMOTE]
    if known is None:
        insert = "INSERT INTO remote_link (ticket_id, {}) VALUES (?, ?, ?, ?, ?, ?, ?)".format(", ".join(_REMOTE))
        return exchange.rows.run(insert, ticket, *values)
    update = "UPDATE remote_link SET {} WHERE id = ?".format(", ".join(f"{field} = ?" for field in _REMOTE))
    exchange.rows.run(update, *values, known["id"])
    return int(known["id"])


@routes.on("DELETE", "/tickets/{}/remote-links/{}")
def delete_remote_link(exchange: Exchange, ticket: str, link: str) -> Answer:
    id = writable_ticket(exchange.rows, ticket)
    statement = "SELECT id FROM remote_link WHERE id = ? AND ticket_id = ?"
    if exchange.rows.first(statement, row_id(link), id) is None:
        raise missing("remote link", link)
    exchange.rows.run("DELETE FROM remote_link WHERE id = ?", row_id(link))
    return Answer.nothing()
