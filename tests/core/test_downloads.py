"""Downloads: in both colours over HTTP, gone on with where they broke, and never on top of anything."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import pytest

from anyticket import (
    AsyncClient,
    Attachment,
    Client,
    Connection,
    Provider,
    Request,
    Runtime,
    Settings,
    Ticket,
    hookimpl,
)
from anyticket.errors import TransportError
from anyticket.flow import Flow
from anyticket.provider.attachments import OpenAttachment
from anyticket.request import Expects
from colours import backends
from loopback import Exchange, Loopback, serving

CONTENT = bytes(range(256)) * 2000


class Files(Provider):
    """A tracker of files."""

    name = "files"

    def open_attachment(
        self, ticket: str | Ticket, attachment: str | Attachment, /, *, start: int = 0
    ) -> Flow[OpenAttachment]:
        headers = {"range": f"bytes={start}-"} if start else {}
        response = yield Request("GET", "/file", "/file", headers=headers, repeatable=True, expects=Expects.STREAM)
        assert response.stream is not None
        return OpenAttachment("../a:b.bin", "application/octet-stream", len(CONTENT), start, response.stream)


@dataclass
class Pieces:
    """A stream of these pieces; an error among them is raised, a function called."""

    pieces: tuple[bytes | Exception | Callable[[], object], ...]
    closed: bool = field(default=False, init=False)

    def chunks(self) -> Iterator[bytes]:
        for piece in self.pieces:
            if isinstance(piece, Exception):
                raise piece
            if isinstance(piece, bytes):
                yield piece
            else:
                piece()

    def close(self) -> None:
        self.closed = True


class Scripted(Provider):
    """A tracker whose files are these streams, one after the other."""

    name = "scripted"
    streams: tuple[Pieces, ...] = ()

    def open_attachment(
        self, ticket: str | Ticket, attachment: str | Attachment, /, *, start: int = 0
    ) -> Flow[OpenAttachment]:
        stream = next(stream for stream in self.streams if not stream.closed)
        return OpenAttachment("a.txt", "text/plain", 6, start, stream)
        yield


class Plugin:
    @hookimpl
    def anyticket_providers(self) -> list[type[Provider]]:
        return [Files, Scripted]


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    with Runtime(config=Settings(), plugins=[Plugin()], network="open") as shared:
        yield shared


@pytest.fixture
def server() -> Iterator[Loopback]:
    def answer(exchange: Exchange) -> None:
        start = int((exchange.headers["range"] or "bytes=0-")[6:-1])
        rest = CONTENT[start:]
        if start:
            exchange.reply(206, rest)
        else:
            exchange.reply(200, rest[:100_000], content_length=str(len(rest)))
            exchange.close_connection = True

    with serving(answer) as loopback:
        yield loopback


def scripted(runtime: Runtime, monkeypatch: pytest.MonkeyPatch, *streams: Pieces) -> Client:
    monkeypatch.setattr(Scripted, "streams", streams)
    return Client(Connection(provider="scripted"), runtime=runtime)


def test_a_download_goes_on_where_it_broke(runtime: Runtime, server: Loopback, tmp_path: Path) -> None:
    client = Client(Connection(provider="files", url=server.url), runtime=runtime)

    saved = client.download_attachment("A-1", "1", tmp_path)

    assert saved == tmp_path / "a_b.bin" and saved.read_bytes() == CONTENT
    assert len(server.seen) == 2 and list(tmp_path.iterdir()) == [saved]


@backends
def test_an_awaited_download_goes_on_where_it_broke(
    backend: str, runtime: Runtime, server: Loopback, tmp_path: Path
) -> None:
    async def download() -> Path:
        async with runtime:
            client = AsyncClient(Connection(provider="files", url=server.url), runtime=runtime)
            return await client.download_attachment("A-1", "1", tmp_path)

    saved = anyio.run(download, backend=backend)

    assert saved.read_bytes() == CONTENT
    assert len(server.seen) == 2 and list(tmp_path.iterdir()) == [saved]


def test_a_cancelled_download_ends_and_leaves_nothing(runtime: Runtime, tmp_path: Path) -> None:
    begun, more = threading.Event(), threading.Event()

    def answer(exchange: Exchange) -> None:
        exchange.reply(200, CONTENT[:50_000], content_length=str(len(CONTENT)))
        begun.set()
        more.wait(10)
        exchange.wfile.write(CONTENT[50_000:])

    async def cancelled(server: Loopback) -> None:
        async with runtime:
            client = AsyncClient(Connection(provider="files", url=server.url), runtime=runtime)
            task = asyncio.create_task(client.download_attachment("A-1", "1", tmp_path))
            await asyncio.to_thread(begun.wait, 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            more.set()
            assert await asyncio.to_thread(server.hung_up.acquire, timeout=10)

    with serving(answer) as loopback:
        asyncio.run(cancelled(loopback))

    assert list(tmp_path.iterdir()) == []


def test_a_download_that_fails_closes_its_stream_and_leaves_nothing(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    full = Pieces((b"abc", OSError(28, "No space left on device"), b"def"))
    nowhere = Pieces((b"abcdef",))
    client = scripted(runtime, monkeypatch, full, nowhere)

    with pytest.raises(OSError, match="No space"):
        client.download_attachment("A-1", "1", tmp_path)
    with pytest.raises(FileNotFoundError):
        client.download_attachment("A-1", "1", tmp_path / "missing" / "a.txt")

    assert full.closed and nowhere.closed
    assert list(tmp_path.iterdir()) == []


def test_a_download_that_never_gets_whole_ends_and_leaves_nothing(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    streams = tuple(Pieces((b"a", TransportError("broke"))) for _ in range(9))
    client = scripted(runtime, monkeypatch, *streams)

    with pytest.raises(TransportError) as caught:
        client.download_attachment("A-1", "1", tmp_path)

    assert caught.value.exhausted and [stream.closed for stream in streams] == [True] * 8 + [False]
    assert list(tmp_path.iterdir()) == []


def test_a_download_overwrites_nothing_that_was_there_or_comes_meanwhile(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there, dangling, meanwhile = (tmp_path / name for name in ("there", "dangling", "meanwhile"))
    there.write_bytes(b"mine")
    dangling.symlink_to(tmp_path / "elsewhere")
    late = Pieces((b"abcdef", lambda: meanwhile.write_bytes(b"mine")))
    client = scripted(runtime, monkeypatch, Pieces((b"abcdef",)), Pieces((b"abcdef",)), late)

    for path in (there, dangling, meanwhile):
        with pytest.raises(FileExistsError, match="not overwritten"):
            client.download_attachment("A-1", "1", path)

    assert there.read_bytes() == meanwhile.read_bytes() == b"mine"
    assert {path.name for path in tmp_path.iterdir()} == {"there", "dangling", "meanwhile"}


def test_two_downloads_of_one_file_do_not_mix(
    runtime: Runtime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "a.txt.part").write_bytes(b"mine")
    path = tmp_path / "a.txt"

    def other() -> None:
        assert client.download_attachment("A-1", "1", path).read_bytes() == b"second"

    first = Pieces((b"fir", other, b"st."))
    client = scripted(runtime, monkeypatch, first, Pieces((b"second",)))
    streams = iter(Scripted.streams)
    monkeypatch.setattr(Scripted, "streams", streams)

    with pytest.raises(FileExistsError):
        client.download_attachment("A-1", "1", path)

    assert path.read_bytes() == b"second" and (tmp_path / "a.txt.part").read_bytes() == b"mine"
    assert {each.name for each in tmp_path.iterdir()} == {"a.txt", "a.txt.part"}


def test_an_empty_file_is_downloaded(runtime: Runtime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(Scripted, "open_attachment", _empty)
    client = Client(Connection(provider="scripted"), runtime=runtime)

    assert client.download_attachment("A-1", "1", tmp_path).read_bytes() == b""


def _empty(
    self: Scripted, ticket: str | Ticket, attachment: str | Attachment, /, *, start: int = 0
) -> Flow[OpenAttachment]:
    return OpenAttachment("a.txt", "text/plain", 0, start, Pieces(()))
    yield
