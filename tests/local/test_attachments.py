"""Files up and down: in constant memory, from where one broke off, under the names they had."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path

import anyio
import pytest

from anyticket import (
    AsyncClient,
    AttachmentDraft,
    Client,
    Conflict,
    Connection,
    NotFound,
    Request,
    Ticket,
    TicketDraft,
    TransportError,
)
from anyticket_local.servers import server_of

MEGABYTE = 1_048_576
SIZE_BYTES = 20 * MEGABYTE + 7


class Pattern(io.RawIOBase):
    """A file of a known content that is nowhere, and can be read once."""

    def __init__(self, size: int) -> None:
        self._left = size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = min(len(buffer), self._left)
        buffer[:count] = bytes([self._left % 251]) * count
        self._left -= count
        return count


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    """A tracker in a file."""
    return Connection(provider="local", url=str(tmp_path / "tracker.db"))


@pytest.fixture
def ticket(connection: Connection) -> Ticket:
    """A ticket to attach to."""
    with Client(connection) as client:
        client.request(Request.post("/projects", json={"key": "P", "name": "Project"}))
        return client.create_ticket(TicketDraft(project="P", title="t"))


def test_a_large_file_goes_up_and_down_in_constant_memory(connection: Connection, ticket: Ticket) -> None:
    digest = sha256()
    source = Pattern(SIZE_BYTES)
    while piece := source.read(MEGABYTE):
        digest.update(piece)

    with Client(connection) as client:
        tracemalloc.start()
        draft = AttachmentDraft(filename="big.bin", content=Pattern(SIZE_BYTES), size_bytes=SIZE_BYTES)
        attachment = client.add_attachment(ticket, draft)
        arrived = sha256()
        with client.open_attachment(ticket, attachment) as opened:
            for chunk in opened.chunks():
                arrived.update(chunk)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert attachment.size_bytes == opened.size_bytes == SIZE_BYTES
    assert arrived.digest() == digest.digest()
    assert peak < 6 * MEGABYTE


@pytest.mark.parametrize("start", [0, 1, MEGABYTE - 1, MEGABYTE, 2 * MEGABYTE + 3, 2 * MEGABYTE + 4])
def test_a_file_can_be_read_from_any_byte_on(connection: Connection, ticket: Ticket, start: int) -> None:
    content = bytes(range(256)) * (2 * MEGABYTE // 256) + b"last"
    with Client(connection) as client:
        attachment = client.add_attachment(ticket, AttachmentDraft(filename="f", content=content))

        with client.open_attachment(ticket, attachment, start=start) as opened:
            rest = opened.read()

    assert rest == content[start:]
    assert opened.size_bytes == len(content)


def test_names_and_types_are_kept(connection: Connection, ticket: Ticket, tmp_path: Path) -> None:
    name = 'Bericht ä/"x" 100%.txt'
    with Client(connection) as client:
        draft = AttachmentDraft(filename=name, content=b"text", media_type="text/plain")
        attachment = client.add_attachment(ticket, draft)

        with client.open_attachment(ticket, attachment) as opened:
            assert (opened.filename, opened.media_type) == (name, "text/plain")
        (listed,) = client.list_attachments(ticket)
        saved = client.download_attachment(ticket, attachment, tmp_path)

    assert listed == attachment
    assert saved.parent == tmp_path
    assert saved.read_bytes() == b"text"


def test_a_file_is_found_on_its_own_ticket_only(connection: Connection, ticket: Ticket) -> None:
    with Client(connection) as client:
        attachment = client.add_attachment(ticket, AttachmentDraft(filename="f", content=b"x"))
        other = client.create_ticket(TicketDraft(project="P", title="other"))

        with pytest.raises(NotFound), client.open_attachment(other, attachment):
            pass
        client.delete_attachment(ticket, attachment)
        with pytest.raises(NotFound), client.open_attachment(ticket, attachment):
            pass


def test_a_file_that_is_deleted_while_it_is_read_is_a_broken_transfer(connection: Connection, ticket: Ticket) -> None:
    with Client(connection) as client:
        draft = AttachmentDraft(filename="f", content=b"x" * (2 * MEGABYTE))
        attachment = client.add_attachment(ticket, draft)

        with client.open_attachment(ticket, attachment) as opened:
            chunks = opened.chunks()
            next(chunks)
            client.delete_attachment(ticket, attachment)
            with pytest.raises(TransportError):
                next(chunks)


def test_the_same_key_with_other_bytes_is_a_conflict_and_keeps_none_of_them(
    connection: Connection, ticket: Ticket
) -> None:
    with Client(connection) as client:
        client.add_attachment(ticket, AttachmentDraft(filename="f", content=b"one"), idempotency_key="k")
        client.add_attachment(ticket, AttachmentDraft(filename="f", content=b"one"), idempotency_key="k")
        with pytest.raises(Conflict):
            client.add_attachment(ticket, AttachmentDraft(filename="f", content=b"two"), idempotency_key="k")

    with server_of(connection).database.reading() as rows:
        assert rows.value("SELECT count(*) FROM content") == rows.value("SELECT count(*) FROM content_chunk") == 1


def test_a_file_that_breaks_off_leaves_nothing_behind(connection: Connection, ticket: Ticket) -> None:
    class Broken(Pattern):
        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            if self._left < MEGABYTE:
                raise OSError("the disk is gone")
            return super().readinto(buffer)

    with Client(connection) as client:
        with pytest.raises(OSError, match="the disk is gone"):
            client.add_attachment(ticket, AttachmentDraft(filename="f", content=Broken(3 * MEGABYTE)))

        assert not client.list_attachments(ticket)
    with server_of(connection).database.reading() as rows:
        assert rows.value("SELECT count(*) FROM content_chunk") == 0


def test_an_async_iterable_is_read_by_the_async_client_and_by_no_other(connection: Connection, ticket: Ticket) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for number in range(3):
            await anyio.lowlevel.checkpoint()
            yield bytes([number]) * 5

    async def upload() -> bytes:
        async with AsyncClient(connection) as client:
            draft = AttachmentDraft(filename="f", content=chunks(), size_bytes=15)
            attachment = await client.add_attachment(ticket, draft)
            async with client.open_attachment(ticket, attachment) as opened:
                return await opened.read()

    assert anyio.run(upload) == b"\0" * 5 + b"\1" * 5 + b"\2" * 5
    with Client(connection) as client, pytest.raises(TypeError, match="asynchronous client"):
        client.add_attachment(ticket, AttachmentDraft(filename="f", content=chunks(), size_bytes=15))
