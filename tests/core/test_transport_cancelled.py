"""The asynchronous transport under cancellation: no place of the pool is ever lost."""

from __future__ import annotations

import anyio
import anyio.lowlevel

from anyticket import Request, Timeout
from anyticket.request import Expects
from anyticket.transport.aio import AsyncTransport
from colours import backends
from loopback import Exchange, serving

PLACES = 2


def answer(exchange: Exchange) -> None:
    exchange.reply(200, b"x" * 100_000, connection="close")  # so that each request needs a new connection


async def cancel_after(checkpoints: int, transport: AsyncTransport, request: Request) -> None:
    """Send a request, and cancel it after so many turns of the loop."""

    async def send() -> None:
        await transport.send(request)
        group.cancel_scope.cancel()

    async with anyio.create_task_group() as group:
        group.start_soon(send)
        for _ in range(checkpoints):
            await anyio.lowlevel.checkpoint()
        group.cancel_scope.cancel()


@backends
def test_a_request_that_is_cancelled_at_any_moment_gives_its_place_back(backend: str) -> None:
    async def main(url: str) -> list[int]:
        transport = AsyncTransport(network="open", connections=PLACES, timeout_seconds=5)
        request = Request("GET", "/", "/", url=url, expects=Expects.BYTES)
        for checkpoints in range(40):
            await cancel_after(checkpoints, transport, request)
        sizes = [len((await transport.send(request)).body) for _ in range(PLACES + 1)]
        await transport.aclose()
        return sizes

    with serving(answer) as server:
        assert anyio.run(main, server.url, backend=backend) == [100_000] * (PLACES + 1)


@backends
def test_requests_that_are_cancelled_while_they_wait_for_a_place_leave_it_to_others(backend: str) -> None:
    async def main(url: str) -> int:
        transport = AsyncTransport(network="open", connections=PLACES, timeout_seconds=5)
        request = Request("GET", "/", "/", url=url, expects=Expects.STREAM)
        held = [await transport.send(request) for _ in range(PLACES)]
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(transport.send, request)
            await anyio.lowlevel.checkpoint()
            for response in held:
                await response.stream.aclose()  # type: ignore[union-attr]
            group.cancel_scope.cancel()
        answers = [await transport.send(request) for _ in range(PLACES)]
        for response in answers:
            await response.stream.aclose()  # type: ignore[union-attr]
        await transport.aclose()
        return len(answers)

    with serving(answer) as server:
        assert anyio.run(main, server.url, backend=backend) == PLACES


@backends
def test_a_full_pool_is_a_timeout(backend: str) -> None:
    async def main(url: str) -> Timeout | None:
        transport = AsyncTransport(network="open", connections=1, timeout_seconds=0.05)
        request = Request("GET", "/", "/", url=url, expects=Expects.STREAM)
        held = await transport.send(request)
        try:
            await transport.send(request)
        except Timeout as exc:
            return exc
        finally:
            await held.stream.aclose()  # type: ignore[union-attr]
            await transport.aclose()
        return None

    with serving(answer) as server:
        error = anyio.run(main, server.url, backend=backend)

    assert error is not None and not error.sent and "no connection became free" in str(error)


@backends
def test_a_stream_that_a_closing_flow_drops_gives_its_place_back(backend: str) -> None:
    async def main(url: str) -> int:
        transport = AsyncTransport(network="open", connections=1, timeout_seconds=5)
        request = Request("GET", "/", "/", url=url, expects=Expects.STREAM)
        (await transport.send(request)).stream.close()  # type: ignore[union-attr]
        again = await transport.send(request)
        await again.stream.aclose()  # type: ignore[union-attr]
        await transport.aclose()
        return again.status

    with serving(answer) as server:
        assert anyio.run(main, server.url, backend=backend) == 200
