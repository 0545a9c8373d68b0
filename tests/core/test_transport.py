"""The transport, both colours of it, against servers on loopback."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from io import RawIOBase
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeVar, cast

import anyio
import anyio.to_thread
import pytest

from anyticket.drivers.aio import AsyncDriver, Home
from anyticket.drivers.blocking import BlockingDriver
from anyticket.drivers.turns import Turns
from anyticket.errors import ConfigError, ConnectError, Malformed, ProviderError, Timeout, TransportError
from anyticket.flow import Flow, call
from anyticket.request import Context, Expects, Multipart, Part, Request, Response, Upload
from anyticket.transport.aio import AsyncTransport
from anyticket.transport.blocking import BlockingTransport
from colours import backends, colours
from forking import holds_in_child
from loopback import Exchange, Loopback, serving

T = TypeVar("T")

MEGABYTE: Final = 1 << 20


def at(server: Loopback, request: Request) -> Request:
    return replace(request, url=server.url + request.path)


def send(colour: str, *requests: Request, **options: Any) -> list[Response]:
    """Send requests one after the other through one transport, and read their streams."""
    options = {"network": "open", **options}
    if colour == "blocking":
        transport = BlockingTransport(**options)
        try:
            return [whole(transport.send(request)) for request in requests]
        finally:
            transport.close()

    async def main() -> list[Response]:
        transport = AsyncTransport(**options)
        try:
            return [await whole_async(await transport.send(request)) for request in requests]
        finally:
            await transport.aclose()

    return anyio.run(main, backend=colour)


def whole(response: Response) -> Response:
    if response.stream is None:
        return response
    return replace(response, body=b"".join(response.stream.chunks()))


async def whole_async(response: Response) -> Response:
    if response.stream is None:
        return response
    stream = cast("Any", response.stream)
    return replace(response, body=b"".join([chunk async for chunk in stream]))


def echo(exchange: Exchange) -> None:
    exchange.reply(200, exchange.content(), x_was=f"{exchange.command} {exchange.path}", Set_Cookie="tenant=acme")


# Requests and answers


@colours
def test_what_is_asked_arrives_and_what_is_answered_comes_back(colour: str) -> None:
    with serving(echo) as server:
        request = at(server, Request.post("/a%2Fb/{}", "x/ü", json={"a": 1}))
        (response,) = send(colour, request)

    assert response.status == 200 and response.json() == {"a": 1}
    assert response.headers["x-was"] == "POST /a%2Fb/x%2F%C3%BC"
    assert set(response.headers) == {name.lower() for name in response.headers}


@colours
@pytest.mark.parametrize("key", ["X-1/../../user?x=1", "a?b", "a#b", "a;b=c", "a%2e%2e", "ü b", "a\\b", "a//b"])
def test_a_hostile_key_stays_one_segment_or_is_refused(colour: str, key: str) -> None:
    with serving(lambda exchange: exchange.reply(200)) as server:
        try:
            request = Request.get("/rest/issue/{}/comment", key)
        except ValueError:
            assert ".." in key
            return
        send(colour, at(server, request))

    (path,) = server.seen
    assert path.startswith("/rest/issue/") and path.endswith("/comment") and path.count("/") == 4
    assert "?" not in path and "#" not in path


@colours
def test_a_status_is_no_matter_of_the_transport_and_redirects_are_not_followed(colour: str) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.reply(int(exchange.path[1:]), b"body", location="/elsewhere")

    with serving(answer) as server:
        responses = send(colour, *(at(server, Request.get("/{}", status)) for status in (302, 404, 500)))

    assert [(response.status, response.body) for response in responses] == [(s, b"body") for s in (302, 404, 500)]
    assert server.seen == ["/302", "/404", "/500"]


@colours
def test_a_cookie_is_never_sent_back_to_anybody(colour: str) -> None:
    cookies: list[str | None] = []

    def answer(exchange: Exchange) -> None:
        cookies.append(exchange.headers.get("cookie"))
        exchange.reply(200, Set_Cookie="JSESSIONID=acme; Path=/")

    with serving(answer) as server:
        send(colour, *(at(server, Request.get("/{}", n)) for n in range(3)), at(server, Request.post("/login")))

    assert cookies == [None] * 4


@colours
def test_one_connection_serves_many_requests(colour: str) -> None:
    ports: set[int] = set()

    def answer(exchange: Exchange) -> None:
        ports.add(exchange.client_address[1])
        exchange.reply(200)

    with serving(answer) as server:
        send(colour, *(at(server, Request.get("/{}", number)) for number in range(5)))

    assert len(ports) == 1


@colours
def test_the_headers_of_a_request_win_but_never_those_that_frame_it(colour: str) -> None:
    seen: dict[str, str] = {}

    def answer(exchange: Exchange) -> None:
        seen.update({name.lower(): value for name, value in exchange.headers.items()})
        exchange.reply(200, exchange.content())

    with serving(answer) as server:
        request = Request("POST", "/x", "/x", headers={"Accept": "text/csv", "Content-Length": "99", "HOST": "evil"})
        send(colour, replace(at(server, request), body=b"abc"))

    assert seen["accept"] == "text/csv" and seen["content-length"] == "3"
    assert seen["host"] == server.url.removeprefix("http://")


@colours
@pytest.mark.parametrize(
    ("name", "value"), [("authorization", "secret\r\nX: y"), ("authorization", " secret"), ("a b", "x")]
)
def test_a_header_that_cannot_be_sent_is_refused_without_showing_it(colour: str, name: str, value: str) -> None:
    with serving(echo) as server, pytest.raises(ValueError) as info:
        send(colour, replace(at(server, Request.get("/x")), headers={name: value}))

    assert "secret" not in str(info.value) and info.value.__cause__ is None and server.seen == []


@colours
def test_a_packed_answer_is_unpacked_and_its_old_size_forgotten(colour: str) -> None:
    packed = gzip.compress(b'{"a": 1}')

    with serving(lambda exchange: exchange.reply(200, packed, content_encoding="gzip")) as server:
        (response,) = send(colour, at(server, Request.get("/x")))

    assert response.json() == {"a": 1} and not {"content-encoding", "content-length"} & set(response.headers)


@colours
def test_an_answer_that_would_fill_the_memory_is_not_read(colour: str) -> None:
    packed = gzip.compress(bytes(MEGABYTE))

    with serving(lambda exchange: exchange.reply(200, packed, content_encoding="gzip")) as server:
        with pytest.raises(Malformed, match="more than 1000 bytes"):
            send(colour, at(server, Request.get("/x")), longest_answer_bytes=1000)


@colours
@pytest.mark.parametrize("status", [200, 206, 404])
def test_a_stream_is_handed_out_if_it_is_asked_for_and_the_answer_is_good(colour: str, status: int) -> None:
    streams: list[bool] = []

    def answer(exchange: Exchange) -> None:
        streams.append(exchange.headers["accept-encoding"] == "identity")
        exchange.reply(status, b"content")

    with serving(answer) as server:
        request = replace(at(server, Request.get("/file")), expects=Expects.STREAM)
        (response,) = send(colour, request)

    assert response.body == b"content" and (response.stream is not None) is (status < 300) and streams == [True]


@colours
def test_a_flow_reads_a_stream_inside_call_in_any_colour(colour: str) -> None:
    def flow(server: Loopback) -> Flow[bytes]:
        response = yield replace(at(server, Request.get("/file")), expects=Expects.STREAM)
        stream = response.stream
        assert stream is not None
        return (yield from call(lambda: b"".join(stream.chunks())))

    with serving(lambda exchange: exchange.reply(200, b"content" * 100_000)) as server:
        if colour == "blocking":
            transport = BlockingTransport("open")
            content = BlockingDriver(transport.send, Turns()).run(flow(server))
            transport.close()
        else:
            content = anyio.run(_run_on_loop, flow(server), backend=colour)

    assert content == b"content" * 100_000


async def _run_on_loop(flow: Flow[bytes]) -> bytes:
    transport = AsyncTransport("open")
    try:
        return await AsyncDriver(transport.send, Home()).run(flow)
    finally:
        await transport.aclose()


@colours
def test_a_stream_that_is_closed_early_frees_its_connection(colour: str) -> None:
    with serving(lambda exchange: exchange.reply(200, bytes(4 * MEGABYTE))) as server:
        request = replace(at(server, Request.get("/file")), expects=Expects.STREAM)
        if colour == "blocking":
            transport = BlockingTransport("open", connections=1, timeout_seconds=2)
            for _ in range(3):
                opened = transport.send(request).stream
                assert opened is not None and next(iter(opened.chunks()))
                opened.close()
            transport.close()
        else:
            anyio.run(_open_and_close, request, backend=colour)

    assert len(server.seen) == 3


async def _open_and_close(request: Request) -> None:
    transport = AsyncTransport("open", connections=1, timeout_seconds=2)
    for _ in range(3):
        stream = cast("Any", (await transport.send(request)).stream)
        assert await anext(stream)
        await stream.aclose()
    await transport.aclose()


class Zeros(RawIOBase):
    """A large file that takes no room."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        count = min(size, self.left)
        self.left -= count
        return bytes(count)


@colours
@pytest.mark.parametrize("size_bytes", [24 * MEGABYTE, None], ids=["announced", "in chunks"])
def test_a_large_upload_takes_constant_memory(colour: str, size_bytes: int | None) -> None:
    def answer(exchange: Exchange) -> None:
        exchange.reply(200, str(sum(len(piece) for piece in exchange.pieces())).encode())

    with serving(answer) as server:
        file = cast("BinaryIO", Zeros(24 * MEGABYTE))
        request = replace(at(server, Request.post("/up")), body=Upload(file, size_bytes))
        multipart = replace(
            request, body=Multipart((Part("file", Upload(cast("BinaryIO", Zeros(24 * MEGABYTE)), size_bytes), "f"),))
        )
        responses, peak = measured(lambda: send(colour, request, multipart))

    assert int(responses[0].body) == 24 * MEGABYTE and int(responses[1].body) > 24 * MEGABYTE
    assert peak < 8 * MEGABYTE


@colours
def test_a_large_download_takes_constant_memory(colour: str) -> None:
    block = bytes(64 * 1024)

    def answer(exchange: Exchange) -> None:
        exchange.send_response(200)
        exchange.send_header("content-length", str(24 * MEGABYTE))
        exchange.end_headers()
        for _ in range(24 * MEGABYTE // len(block)):
            exchange.wfile.write(block)

    with serving(answer) as server:
        request = replace(at(server, Request.get("/file")), expects=Expects.STREAM)
        count, peak = measured(lambda: counted(colour, request))

    assert count == 24 * MEGABYTE and peak < 8 * MEGABYTE


def measured(work: Callable[[], T]) -> tuple[T, int]:
    """Return the result, and the bytes that were in use at the most."""
    tracemalloc.start()
    try:
        return work(), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def counted(colour: str, request: Request) -> int:
    if colour == "blocking":
        transport = BlockingTransport("open")
        stream = transport.send(request).stream
        assert stream is not None
        count = sum(len(chunk) for chunk in stream.chunks())
        transport.close()
        return count

    async def main() -> int:
        transport = AsyncTransport("open")
        stream = cast("Any", (await transport.send(request)).stream)
        sizes = [len(chunk) async for chunk in stream]
        await transport.aclose()
        return sum(sizes)

    return anyio.run(main, backend=colour)


# Failures


def failing(colour: str, request: Request, **options: Any) -> ProviderError:
    with pytest.raises(ProviderError) as info:
        send(colour, request, **options)
    error = info.value
    assert "\n" not in str(error) and str(error).startswith(f"{request.method} {request.route}: ")
    return error


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@colours
def test_a_closed_door_is_a_connect_error_and_nothing_was_sent(colour: str) -> None:
    request = replace(Request.post("/x"), url=f"http://127.0.0.1:{closed_port()}/x")

    error = failing(colour, request)

    assert type(error) is ConnectError and error.temporary
    assert not error.sent and not error.may_have_happened


def hang_up(exchange: Exchange) -> None:
    exchange.content()
    exchange.close_connection = True


@colours
@pytest.mark.parametrize(
    ("request_", "may_have"),
    [(Request.post("/x", json={}), True), (Request.put("/x"), True), (Request.get("/x"), False)],
)
def test_a_lost_answer_may_have_happened_unless_it_only_read(colour: str, request_: Request, may_have: bool) -> None:
    with serving(hang_up) as server:
        error = failing(colour, at(server, request_))

    assert type(error) is TransportError and error.sent and error.may_have_happened is may_have


@colours
@pytest.mark.parametrize("expects", [Expects.JSON, Expects.STREAM])
def test_an_answer_that_ends_short_is_an_error(colour: str, expects: Expects) -> None:
    def cut(exchange: Exchange) -> None:
        exchange.reply(200, b"only this", content_length="1000")
        exchange.close_connection = True

    with serving(cut) as server:
        error = failing(colour, replace(at(server, Request.get("/x")), expects=expects))

    assert type(error) is TransportError and error.sent


def silence(until: threading.Event) -> Callable[[Exchange], None]:
    def answer(exchange: Exchange) -> None:
        exchange.content()
        until.wait(5)

    return answer


@colours
def test_no_answer_in_time_is_a_timeout(colour: str) -> None:
    over = threading.Event()

    with serving(silence(over)) as server:
        error = failing(colour, at(server, Request.post("/x")), timeout_seconds=0.05)
        over.set()

    assert type(error) is Timeout and error.sent and error.may_have_happened
    assert "within 0.05 s" in str(error)


def drip(until: threading.Event) -> Callable[[Exchange], None]:
    """Send a header for ever, so slowly that no single read takes long."""

    def answer(exchange: Exchange) -> None:
        exchange.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not until.wait(0.005):
            exchange.wfile.write(b"x-drop: 1\r\n")

    return answer


@colours
def test_the_deadline_bounds_the_whole_request_not_each_read(colour: str) -> None:
    over = threading.Event()

    with serving(drip(over)) as server:
        context = Context(deadline=time.monotonic() + 0.1)
        error = failing(colour, replace(at(server, Request.get("/x")), context=context))
        over.set()

    assert type(error) is Timeout and "before the deadline" in str(error) and error.sent


@colours
def test_the_deadline_bounds_a_stream_too(colour: str) -> None:
    over = threading.Event()

    def answer(exchange: Exchange) -> None:
        exchange.send_response(200)
        exchange.send_header("content-length", "1000000")
        exchange.end_headers()
        while not over.wait(0.005):
            exchange.wfile.write(b"x")

    with serving(answer) as server:
        context = Context(deadline=time.monotonic() + 0.1)
        request = replace(at(server, Request.get("/x")), context=context, expects=Expects.STREAM)
        error = failing(colour, request)
        over.set()

    assert type(error) is Timeout and "before the deadline" in str(error)


@colours
def test_a_wait_for_a_free_connection_ends_and_nothing_was_sent(colour: str) -> None:
    with serving(lambda exchange: exchange.reply(200, bytes(4 * MEGABYTE))) as server:
        first = replace(at(server, Request.get("/file")), expects=Expects.STREAM)
        second = at(server, Request.post("/x"))
        error = (
            blocked(second, first) if colour == "blocking" else anyio.run(blocked_async, second, first, backend=colour)
        )

    assert type(error) is Timeout and "no connection became free" in str(error)
    assert not error.sent and not error.may_have_happened and server.seen == ["/file"]


def blocked(second: Request, first: Request) -> ProviderError:
    transport = BlockingTransport("open", connections=1, timeout_seconds=0.05)
    opened = transport.send(first).stream
    assert opened is not None
    with pytest.raises(ProviderError) as info:
        transport.send(second)
    opened.close()
    transport.close()
    return info.value


async def blocked_async(second: Request, first: Request) -> ProviderError:
    transport = AsyncTransport("open", connections=1, timeout_seconds=0.05)
    opened = cast("Any", (await transport.send(first)).stream)
    with pytest.raises(ProviderError) as info:
        await transport.send(second)
    await opened.aclose()
    await transport.aclose()
    return info.value


@colours
def test_a_body_that_breaks_is_the_callers_error(colour: str) -> None:
    with serving(echo) as server, pytest.raises(ValueError, match="does not have the 100 bytes"):
        send(colour, replace(at(server, Request.post("/x")), body=Upload(cast("BinaryIO", Zeros(10)), 100)))


# Where requests may go


@colours
def test_a_guarded_transport_never_knocks_at_loopback(colour: str) -> None:
    with serving(echo) as server:
        for url in (server.url, server.url.replace("http", "https"), f"https://localhost:{server.port}"):
            with pytest.raises(ConfigError):
                send(colour, replace(Request.get("/x"), url=f"{url}/x"), network="guarded")

    assert server.seen == []


@colours
def test_a_foreign_request_never_knocks_at_loopback_unless_the_connection_is_there(colour: str) -> None:
    with serving(echo) as server:
        foreign = Request.elsewhere(f"{server.url}/x")
        with pytest.raises(ConnectError):
            send(colour, foreign)
        assert server.seen == []
        send(colour, replace(foreign, own_origin=server.url))

    assert server.seen == ["/x"]


@colours
def test_a_name_is_connected_to_at_its_checked_address(colour: str) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async def resolve_async(host: str, port: int) -> list[str]:
        return resolve(host, port)

    with serving(lambda exchange: exchange.reply(200, (exchange.headers["host"] or "").encode())) as server:
        request = replace(Request.get("/x"), url=f"http://tracker.test:{server.port}/x")
        options: Any = resolve if colour == "blocking" else resolve_async
        (response,) = send(colour, request, resolve=options)

    assert response.body.decode() == f"tracker.test:{server.port}" and asked == ["tracker.test"]


@colours
def test_tls_verifies_the_name_and_not_the_address(colour: str, tmp_path: Path) -> None:
    pytest.importorskip("cryptography", reason="makes the certificate")
    from certificates import contexts

    server_side, client_side = contexts(tmp_path, "tracker.test")

    def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def resolve_async(host: str, port: int) -> list[str]:
        return resolve(host, port)

    options: Any = {"resolve": resolve if colour == "blocking" else resolve_async, "tls": client_side}
    with serving(echo, server_side) as server:
        good, bad = (
            replace(Request.get("/x"), url=f"https://{host}:{server.port}/x") for host in ("tracker.test", "evil.test")
        )
        (response,) = send(colour, good, **options)
        error = failing(colour, bad, **options)
        stranger = failing(colour, good, resolve=options["resolve"])

    assert response.status == 200 and server.seen == ["/x"]
    for refused in (error, stranger):
        assert type(refused) is ConnectError and "certificate" in str(refused)
        assert not refused.temporary and not refused.sent


# Processes and loops


def test_a_forked_child_uses_no_connection_of_its_parent() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.reply(200, str(exchange.client_address[1]).encode())

    with serving(answer) as server:
        transport = BlockingTransport("open")
        request = at(server, Request.get("/x"))
        warm = transport.send(request).body

        def uses_another_one() -> bool:
            transport.forget()
            return transport.send(request).body not in {warm, b""}

        assert holds_in_child(uses_another_one)
        assert transport.send(request).body == warm
        transport.close()


def test_threads_share_one_transport() -> None:
    with serving(lambda exchange: exchange.reply(200, exchange.path.encode())) as server:
        transport = BlockingTransport("open", connections=4)
        wrong: list[str] = []

        def work(name: str) -> None:
            for number in range(20):
                path = f"/{name}/{number}"
                if transport.send(replace(Request.get("/x"), url=server.url + path)).body.decode() != path:
                    wrong.append(path)

        threads = [threading.Thread(target=work, args=(f"t{number}",)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        transport.close()

    assert wrong == [] and len(server.seen) == 160


@colours
def test_a_connection_that_the_server_has_closed_is_not_used_again(colour: str) -> None:
    def once(exchange: Exchange) -> None:
        exchange.reply(200)
        exchange.close_connection = True

    with serving(once) as server:
        request = at(server, Request.post("/x"))
        if colour == "blocking":
            transport = BlockingTransport("open")
            for _ in range(3):
                transport.send(request)
                server.hung_up.acquire()
            transport.close()
        else:
            anyio.run(_send_after_hanging_up, server, request, backend=colour)

    assert server.seen == ["/x"] * 3


async def _send_after_hanging_up(server: Loopback, request: Request) -> None:
    transport = AsyncTransport("open")
    for _ in range(3):
        await transport.send(request)
        await anyio.to_thread.run_sync(server.hung_up.acquire)
    await transport.aclose()


@colours
def test_an_idle_connection_makes_room_for_another_origin(colour: str) -> None:
    with serving(echo) as one, serving(echo) as other:
        requests = [at(server, Request.get("/x")) for server in (one, other) * 3]
        responses = send(colour, *requests, connections=1, timeout_seconds=5)

    assert [response.status for response in responses] == [200] * 6
    assert len(one.seen) == len(other.seen) == 3


def test_a_pool_that_is_closed_closes_what_is_lent_when_it_comes_back() -> None:
    with serving(lambda exchange: exchange.reply(200, bytes(4 * MEGABYTE))) as server:
        transport = BlockingTransport("open")
        opened = transport.send(replace(at(server, Request.get("/file")), expects=Expects.STREAM)).stream
        assert opened is not None
        transport.close()

        assert sum(len(chunk) for chunk in opened.chunks()) == 4 * MEGABYTE
        server.hung_up.acquire(timeout=5)


@backends
def test_a_cancelled_request_leaves_the_transport_usable(backend: str) -> None:
    over = threading.Event()

    def answer(exchange: Exchange) -> None:
        if exchange.path == "/slow":
            over.wait(5)
        exchange.reply(200)

    async def main(server: Loopback) -> int:
        transport = AsyncTransport("open", connections=1)
        async with anyio.create_task_group() as group:
            group.start_soon(transport.send, at(server, Request.get("/slow")))
            while not server.seen:
                await anyio.sleep(0.001)
            group.cancel_scope.cancel()
        over.set()
        response = await transport.send(at(server, Request.get("/fast")))
        await transport.aclose()
        return response.status

    with serving(answer) as server:
        assert anyio.run(main, server, backend=backend) == 200


@backends
def test_a_transport_that_was_closed_serves_another_loop(backend: str) -> None:
    transport = AsyncTransport("open")

    async def main(server: Loopback) -> int:
        status = (await transport.send(at(server, Request.get("/x")))).status
        await transport.aclose()
        return status

    with serving(echo) as server:
        assert [anyio.run(main, server, backend=backend) for _ in range(2)] == [200, 200]
