"""An attachment that is open: it is closed at the end of its block, however the block ends."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import anyio
import anyio.lowlevel
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
from anyticket.flow import Flow
from anyticket.provider.attachments import OpenAttachment
from anyticket.request import Expects, Stream
from colours import backends
from loopback import Exchange, Loopback, serving


class Held:
    """A stream that blocks, and knows whether it was closed."""

    def __init__(self) -> None:
        self.closed = 0

    def chunks(self) -> Iterator[bytes]:
        yield from (b"ab", b"cd")

    def close(self) -> None:
        self.closed += 1


class Files(Provider):
    """A tracker of one file, in this process or, where there is a URL, over HTTP."""

    name = "files"
    held = Held()

    def open_attachment(
        self, ticket: str | Ticket, attachment: str | Attachment, /, *, start: int = 0
    ) -> Flow[OpenAttachment]:
        stream: Stream | None = self.held
        if self.connection.url:
            stream = (yield Request.get("/file", expects=Expects.STREAM)).stream
        assert stream is not None
        return OpenAttachment("a.txt", "text/plain", None, start, stream)


class Plugin:
    @hookimpl
    def anyticket_providers(self) -> list[type[Provider]]:
        return [Files]


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    with Runtime(config=Settings(), plugins=[Plugin()], network="open") as shared:
        yield shared


@pytest.fixture
def server() -> Iterator[Loopback]:
    def answer(exchange: Exchange) -> None:
        exchange.reply(200, b"x" * 500_000)

    with serving(answer) as loopback:
        yield loopback


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    stream = Held()
    monkeypatch.setattr(Files, "held", stream)
    return stream


def test_an_exception_in_the_block_closes_the_attachment(runtime: Runtime, held: Held) -> None:
    client = Client(Connection(provider="files"), runtime=runtime)

    def fail() -> None:
        with client.open_attachment("A-1", "1") as opened:
            raise KeyError(next(opened.chunks()))

    with pytest.raises(KeyError, match="ab"):
        fail()

    assert held.closed == 1


@backends
def test_a_block_that_is_cancelled_closes_the_attachment(backend: str, runtime: Runtime, held: Held) -> None:
    async def cancelled() -> None:
        async with runtime:
            client = AsyncClient(Connection(provider="files"), runtime=runtime)
            with anyio.CancelScope() as scope:
                async with client.open_attachment("A-1", "1") as opened:
                    assert await opened.read() == b"abcd"
                    scope.cancel()
                    await anyio.sleep_forever()

    anyio.run(cancelled, backend=backend)

    assert held.closed == 1


@backends
@pytest.mark.parametrize("over_http", [False, True])
def test_chunks_may_be_left_at_any_moment(backend: str, over_http: bool, runtime: Runtime, server: Loopback) -> None:
    async def read_a_little(client: AsyncClient) -> int:
        async with client.open_attachment("A-1", "1") as opened:
            async for chunk in opened.chunks():
                return len(chunk)
        return 0

    async def leave() -> None:
        async with runtime:
            url = server.url if over_http else ""
            assert await read_a_little(AsyncClient(Connection(provider="files", url=url), runtime=runtime)) > 0
            gc.collect()
            await anyio.lowlevel.checkpoint()

    anyio.run(leave, backend=backend)


def test_an_attachment_that_is_never_entered_opens_nothing(runtime: Runtime, server: Loopback) -> None:
    client = Client(Connection(provider="files", url=server.url), runtime=runtime)

    client.open_attachment("A-1", "1")
    gc.collect()

    assert server.seen == []
