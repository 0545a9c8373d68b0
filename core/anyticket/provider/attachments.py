"""The operations on attachments."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ..capability import derived, reads, writes
from ..errors import TransportError, Unsupported
from ..flow import Flow, call
from ..model.attachment import Attachment, AttachmentDraft
from ..model.ticket import Ticket
from ..request import Stream
from .saving import SavedFile

_MOST_ATTEMPTS: Final = 8


@dataclass(frozen=True, slots=True)
class OpenAttachment:
    """
    An attachment whose content waits to be read. `size_bytes` counts from the start of the file, not from `start`.

    The clients make a context manager of it; a flow reads `stream` inside `call`, and closes it.
    """

    filename: str
    media_type: str
    size_bytes: int | None
    start: int
    stream: Stream


class AttachmentOperations:
    """List, add, read and delete files."""

    @reads
    def list_attachments(self, ticket: str | Ticket, /) -> Flow[tuple[Attachment, ...]]:
        """Return what is known of the files of a ticket."""
        raise Unsupported("list_attachments")

    @writes
    def add_attachment(
        self, ticket: str | Ticket, attachment: AttachmentDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Attachment]:
        """Attach a file, read while it is sent. With `idempotency_key` it is attached once."""
        raise Unsupported("add_attachment")

    @reads
    def open_attachment(
        self, ticket: str | Ticket, attachment: str | Attachment, /, *, start: int = 0
    ) -> Flow[OpenAttachment]:
        """Open a file, from byte `start` on, to be read piece by piece."""
        raise Unsupported("open_attachment")

    @derived("open_attachment")
    def download_attachment(
        self, ticket: str | Ticket, attachment: str | Attachment, path: str | os.PathLike[str], /
    ) -> Flow[Path]:
        """
        Save a file; return where it is. `path` is a new file, or a folder in which it gets a safe form of its name.

        A broken transfer goes on where it broke: bytes that have arrived are not written again. Until it is whole
        the file is called `….part`, and nothing stays behind if that fails. Raises FileExistsError rather than
        overwrite anything.
        """
        saved = SavedFile(Path(path))
        try:
            for attempt in range(1, _MOST_ATTEMPTS + 1):
                opened = yield from self.open_attachment(ticket, attachment, start=saved.size)
                saved.take(opened.stream)
                try:
                    yield from call(saved.receive, opened.filename, opened.start)
                    return (yield from call(saved.finish, opened.size_bytes))
                except TransportError as exc:
                    if attempt == _MOST_ATTEMPTS:
                        exc.exhausted = True
                        raise
            raise AssertionError("the last attempt returns or raises")
        finally:
            saved.give_up()

    @writes
    def delete_attachment(self, ticket: str | Ticket, attachment: str | Attachment, /) -> Flow[None]:
        """Delete a file."""
        raise Unsupported("delete_attachment")
