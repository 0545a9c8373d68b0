"""The resources of comments."""

from __future__ import annotations

from typing import Any

from .exchange import Answer, Exchange, Routes, row_id
from .field_values import text
from .idempotency import once
from .paging import page
from .parts import comments_json
from .references import ticket_id, writable_ticket
from .refusal import Problems, invalid, missing
from .text_index import remember_text
from .words import JSON

routes = Routes()


def comment_json(exchange: Exchange, id: int) -> JSON:
    """Return a comment. Raises Refusal with 404."""
    found = exchange.rows.all("SELECT * FROM comment WHERE id = ?", id)
    if not found:
        raise missing("comment", str(id))
    return comments_json(exchange.rows, found)[0]


def write_comment(exchange: Exchange, ticket: int, draft: JSON) -> int:
    """Write a comment; return its id."""
    parts = _read(exchange, ticket, {"body": None} | draft)
    statement = (
        "INSERT INTO comment (ticket_id, author_id, body, internal, parent_id, created_at) VALUES (?, ?, ?, ?, ?, ?)"
    )
    values = (parts["body"], parts.get("internal", False), parts.get("parent_id"), exchange.now)
    id = exchange.rows.run(statement, ticket, exchange.account, *values)
    _touch(exchange, ticket)
    return id


def _read(exchange: Exchange, ticket: int, given: JSON) -> dict[str, Any]:
    problems, parts = Problems(), dict[str, Any]()
    for field, value in given.items():
        with problems.collected(field):
            match field:
                case "body":
                    parts[field] = text(value)
                case "internal" if isinstance(value, bool):
                    parts[field] = value
                case "parent_id":
                    parts[field] = value if value is None else _comment(exchange, ticket, str(value), "parent_id")
                case _:
                    raise invalid(field, "cannot be set")
    problems.refuse()
    return parts


def _comment(exchange: Exchange, ticket: int, comment: str, field: str | None = None) -> int:
    """Return the id of a comment on this ticket."""
    statement = "SELECT id FROM comment WHERE id = ? AND ticket_id = ?"
    id: int | None = exchange.rows.value(statement, row_id(comment), ticket)
    if id is None:
        raise invalid(field, f"the ticket has no comment {comment!r}") if field else missing("comment", comment)
    return id


def _touch(exchange: Exchange, ticket: int) -> None:
    exchange.rows.run("UPDATE ticket SET updated_at = ? WHERE id = ?", exchange.now, ticket)
    remember_text(exchange.rows, ticket)


@routes.on("GET", "/tickets/{}/comments")
def list_comments(exchange: Exchange, ticket: str) -> Answer:
    id = ticket_id(exchange.rows, ticket)
    found, rest = page(exchange, "SELECT * FROM comment WHERE ticket_id = ? AND id > ? ORDER BY id", id)
    return Answer({"items": comments_json(exchange.rows, found), **rest})


@routes.on("POST", "/tickets/{}/comments")
def add_comment(exchange: Exchange, ticket: str) -> Answer:
    id, draft = writable_ticket(exchange.rows, ticket), exchange.body
    return once(
        exchange,
        f"comment on {id}",
        draft,
        lambda: write_comment(exchange, id, draft),
        lambda comment: comment_json(exchange, comment),
    )


@routes.on("PUT", "/tickets/{}/comments/{}")
def update_comment(exchange: Exchange, ticket: str, comment: str) -> Answer:
    id = writable_ticket(exchange.rows, ticket)
    found, parts = _comment(exchange, id, comment), _read(exchange, id, exchange.body)
    before = comment_json(exchange, found)
    body, internal = parts.get("body", before["body"]), parts.get("internal", before["internal"])
    if (body, internal) != (before["body"], before["internal"]):
        statement = "UPDATE comment SET body = ?, internal = ?, updated_at = ? WHERE id = ?"
        exchange.rows.run(statement, body, internal, exchange.now, found)
        _touch(exchange, id)
    return Answer(comment_json(exchange, found))


@routes.on("DELETE", "/tickets/{}/comments/{}")
def delete_comment(exchange: Exchange, ticket: str, comment: str) -> Answer:
    """Delete a comment and the replies to it."""
    id = writable_ticket(exchange.rows, ticket)
    exchange.rows.run("DELETE FROM comment WHERE id = ?", _comment(exchange, id, comment))
    _touch(exchange, id)
    return Answer.nothing()
