"""
Server: the tracker itself, which answers requests out of an SQLite database, in this process.

It knows nothing of providers and models: requests come in as they would over HTTP, answers go out as JSON with a status.
Every request is answered in one transaction, so it happens as a whole or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import orjson

from anyticket.request import JSON_TYPE, Multipart, Request, Response

from . import (
    attachments,
    catalogue,
    comments,
    content,
    description,
    fields,
    forms,
    links,
    people,
    project_parts,
    projects,
    searching,
    tickets,
    watching,
    workflows,
)
from .database import Database, Transaction
from .exchange import Answer, Exchange, Routes
from .references import writable_ticket
from .refusal import Refusal
from .seed import ACCOUNT

__all__ = ["ACCOUNT_HEADER", "Server"]

ACCOUNT_HEADER: Final = "x-account"
"""The header that says, by username, who makes a request."""

#: Requests that read although their method does not say so.
_READING: Final = frozenset({"/tickets/search", "/tickets/count", "/tickets/bulk-get"})


_RESOURCES: Final = (
    searching,
    tickets,
    workflows,
    forms,
    comments,
    attachments,
    links,
    watching,
    people,
    projects,
    project_parts,
    catalogue,
    fields,
    description,
)


def _now() -> datetime:
    return datetime.now(UTC)


class Server:
    """
    A tracker in the file at `path`, or in memory if that is None.

    Args:
        path: The file; a new one is made when the first request comes.
        clock: Tells the time that goes into tickets.
    """

    def __init__(self, path: str | None, clock: Callable[[], datetime] = _now) -> None:
        self.database = Database(path)
        self.site = "memory:" if path is None else Path(path).resolve().as_uri()
        self._clock = clock
        self._routes = Routes()
        for resource in _RESOURCES:
            self._routes.include(resource.routes)

    def handle(self, request: Request) -> Response:
        """Answer a request. Blocks while the database does."""
        try:
            answer = self._answer(request)
        except Refusal as exc:
            answer = Answer(exc.body(), exc.status)
        except OverflowError:
            answer = Answer({"message": "a number in the request is larger than any that is kept"}, 400)
        except sqlite3.DatabaseError as exc:
            answer = _failed(exc)
        body = b"" if answer.body is None else orjson.dumps(answer.body)
        return Response(answer.status, {"content-type": JSON_TYPE, **answer.headers}, body, answer.stream)

    def _answer(self, request: Request) -> Answer:
        handler, segments = self._routes.find(request)
        if handler is attachments.add_attachment:
            return self._attach(request, segments)
        with self._transaction(request) as rows:
            return handler(self._exchange(rows, request), *segments)

    def _attach(self, request: Request, segments: tuple[str, ...]) -> Answer:
        """Write the content first, once it is certain that the ticket is there, and attach it then."""
        if isinstance(request.body, Multipart):
            raise Refusal(415, "an attachment is sent as it is, not as a form")
        with self.database.reading() as rows:
            now = self._exchange(rows, request).now
            writable_ticket(rows, *segments)
        yesterday = (datetime.fromisoformat(now) - timedelta(days=1)).isoformat(timespec="microseconds")
        stored = content.write(self.database, request.body, now, yesterday)
        try:
            with self.database.writing() as rows:
                return attachments.add_attachment(replace(self._exchange(rows, request), stored=stored), *segments)
        finally:
            content.discard(self.database, stored.id)

    def _exchange(self, rows: Transaction, request: Request) -> Exchange:
        now = self._clock().astimezone(UTC).isoformat(timespec="microseconds")
        return Exchange(self.database, rows, request, now, self.site, _account(rows, request))

    def _transaction(self, request: Request) -> AbstractContextManager[Transaction]:
        reads = request.method == "GET" or request.path in _READING
        return self.database.reading() if reads else self.database.writing()


def _account(rows: Transaction, request: Request) -> int:
    name = request.headers.get(ACCOUNT_HEADER, ACCOUNT)
    id: int | None = rows.value("SELECT id FROM person WHERE username = ? AND active", name)
    if id is None:
        raise Refusal(401, f"there is no account {name!r}")
    return id


def _failed(error: sqlite3.DatabaseError) -> Answer:
    """Return what a failure of the database means: being locked for long passes, the rest does not."""
    busy = error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    return Answer({"message": f"the database says: {error}"}, 503 if busy else 500)
