"""
The resources of attachments.

No transaction lasts for the bytes: they are written before the request is answered, and read after it.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Final
from urllib.parse import quote

from anyticket.request import Upload

from .content import ContentStream
from .database import Transaction
from .exchange import Answer, Exchange, Routes, row_id
from .history import note
from .idempotency import once
from .parts import attachments_json
from .references import ticket_id, writable_ticket
from .refusal import Refusal, invalid, missing
from .words import JSON

routes = Routes()

FILENAME: Final = "filename"
BINARY: Final = "application/octet-stream"
_RANGE: Final = re.compile(r"bytes=(\d{1,18})-(\d{0,18})")


def attachment_json(rows: Transaction, id: int) -> JSON:
    """Return what is known of a file. Raises Refusal with 404."""
    found = rows.all("SELECT * FROM attachment WHERE id = ?", id)
    if not found:
        raise missing("attachment", str(id))
    return attachments_json(rows, found)[0]


@routes.on("GET", "/tickets/{}/attachments")
def list_attachments(exchange: Exchange, ticket: str) -> Answer:
    statement = "SELECT * FROM attachment WHERE ticket_id = ? ORDER BY id"
    found = exchange.rows.all(statement, ticket_id(exchange.rows, ticket))
    return Answer({"items": attachments_json(exchange.rows, found)})


@routes.on("POST", "/tickets/{}/attachments")
def add_attachment(exchange: Exchange, ticket: str) -> Answer:
    """Attach the content that has been written before."""
    id, stored, body = writable_ticket(exchange.rows, ticket), exchange.stored, exchange.request.body
    filename, media_type = exchange.parameter(FILENAME), body.media_type if isinstance(body, Upload) else BINARY
    if stored is None or not filename:
        raise invalid(FILENAME, "is required")

    def make() -> int:
        statement = (
            "INSERT INTO attachment (ticket_id, filename, media_type, size_bytes, author_id, created_at, content_id)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)"
        )
        values = (stored.size_bytes, exchange.account, exchange.now, stored.id)
        made = exchange.rows.run(statement, id, filename, media_type, *values)
        exchange.rows.run("UPDATE content SET complete = 1 WHERE id = ?", stored.id)
        note(exchange, id, "attachments", None, filename)
        return made

    draft = [filename, media_type, stored.digest]
    return once(exchange, f"attachment of {id}", draft, make, lambda made: attachment_json(exchange.rows, made))


@routes.on("GET", "/tickets/{}/attachments/{}/content")
def open_attachment(exchange: Exchange, ticket: str, attachment: str) -> Answer:
    """Answer with the bytes, all or from where `range` says; a range that begins at the end is empty."""
    row = _row(exchange, ticket_id(exchange.rows, ticket), attachment)
    size, start, end = row["size_bytes"], 0, row["size_bytes"]
    wanted = _RANGE.fullmatch(exchange.request.headers.get("range", ""))
    if wanted is not None:
        start = int(wanted[1])
        end = min(size, int(wanted[2]) + 1) if wanted[2] else size
        if start > size:
            raise Refusal(416, f"the file ends at byte {size}")
    headers = {
        "content-type": row["media_type"],
        "content-length": str(end - start),
        "content-disposition": f"attachment; filename*=UTF-8''{quote(row['filename'], safe='')}",
    }
    if wanted is not None:
        headers["content-range"] = f"bytes {start}-{end - 1}/{size}"
    stream = ContentStream(exchange.database, row["content_id"], start, end)
    return Answer(None, 200 if wanted is None else 206, headers, stream)


@routes.on("DELETE", "/tickets/{}/attachments/{}")
def delete_attachment(exchange: Exchange, ticket: str, attachment: str) -> Answer:
    id = writable_ticket(exchange.rows, ticket)
    row = _row(exchange, id, attachment)
    exchange.rows.run("DELETE FROM attachment WHERE id = ?", row["id"])
    exchange.rows.run("DELETE FROM content WHERE id = ?", row["content_id"])
    note(exchange, id, "attachments", row["filename"], None)
    return Answer.nothing()


def _row(exchange: Exchange, ticket: int, attachment: str) -> sqlite3.Row:
    statement = "SELECT * FROM attachment WHERE id = ? AND ticket_id = ?"
    row = exchange.rows.first(statement, row_id(attachment), ticket)
    if row is None:
        raise missing("attachment", attachment)
    return row
