"""
Content: the bytes of attachments, kept in pieces beside the tickets.

Bytes are written and read a piece at a time, each in a transaction of its own: memory stays constant, and nobody
waits for a slow file. Content is complete, and so can be attached, once the last piece is written; what a killed
process left incomplete is removed a day later, when other content is written.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Callable, Coroutine, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, Final

from anyio import from_thread

from anyticket.errors import TransportError
from anyticket.request import Upload

from .database import Database
from .refusal import Refusal

PIECE_BYTES: Final = 1_048_576


@dataclass(frozen=True, slots=True)
class StoredContent:
    """Content that has been written: its row, its size, and what tells it from all other content."""

    id: int
    size_bytes: int
    digest: str


def write(database: Database, body: bytes | Upload, now: str, yesterday: str) -> StoredContent:
    """Write content; it stays incomplete until it is attached."""
    with database.writing() as rows:
        rows.run("DELETE FROM content WHERE NOT complete AND begun_at < ?", yesterday)
        id = rows.run("INSERT INTO content (begun_at) VALUES (?)", now)
    try:
        return _filled(database, id, body)
    except BaseException:
        discard(database, id)
        raise


def discard(database: Database, id: int) -> None:
    """Remove content unless it has been attached."""
    with database.writing() as rows:
        rows.run("DELETE FROM content WHERE id = ? AND NOT complete", id)


def _filled(database: Database, id: int, body: bytes | Upload) -> StoredContent:
    size, digest = 0, sha256()
    for piece in _pieces(body):
        with database.writing() as rows:
            rows.run("INSERT INTO content_chunk VALUES (?, ?, ?)", id, size, piece)
        size += len(piece)
        digest.update(piece)
    if isinstance(body, Upload) and body.size_bytes not in {None, size}:
        raise Refusal(400, f"{size} bytes came of a file of {body.size_bytes}")
    return StoredContent(id, size, digest.hexdigest())


def _pieces(body: bytes | Upload) -> Iterator[bytes]:
    content = body.content if isinstance(body, Upload) else body
    match content:
        case bytes():
            yield from (content[start : start + PIECE_BYTES] for start in range(0, len(content), PIECE_BYTES))
        case AsyncIterable():
            yield from _awaited(content)
        case os.PathLike():
            with Path(content).open("rb") as file:
                yield from _read(file)
        case _:
            here = content.tell() if content.seekable() else None
            yield from _read(content)
            if here is not None:
                content.seek(here)  # so that it can be sent again


def _read(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(PIECE_BYTES):
        yield piece


def _awaited(content: AsyncIterable[bytes]) -> Iterator[bytes]:
    """Read, in a worker thread, what comes from the event loop that this thread works for."""
    iterator = aiter(content)

    async def following() -> bytes | None:
        return await anext(iterator, None)

    while (piece := _on_the_loop(following)) is not None:
        yield piece


def _on_the_loop(function: Callable[[], Coroutine[Any, Any, bytes | None]]) -> bytes | None:
    try:
        return from_thread.run(function)
    except RuntimeError as exc:
        message = "an async iterable can only be sent by the asynchronous client: give a path, bytes or a file"
        raise TypeError(message) from exc


class ContentStream:
    """The bytes of an attachment from `start` up to `end`, read as they are asked for."""

    def __init__(self, database: Database, content: int, start: int, end: int) -> None:
        self._database, self._content = database, content
        self._position, self._end = start, end

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes. Raises TransportError if the attachment is deleted meanwhile."""
        statement = "SELECT start, bytes FROM content_chunk WHERE content_id = ? AND start <= ? ORDER BY start DESC"
        while self._position < self._end:
            with self._database.reading() as rows:
                row = rows.first(statement, self._content, self._position)
            piece = b"" if row is None else row["bytes"][self._position - row["start"] : self._end - row["start"]]
            if not piece:
                raise TransportError("the attachment was deleted while it was read")
            self._position += len(piece)
            yield piece

    def close(self) -> None:
        """Read no more."""
        self._end = self._position
