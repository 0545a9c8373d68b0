"""Tasks, cancellation, loops."""

from __future__ import annotations

import asyncio
import threading

import anyio
import anyio.lowlevel
import pytest

from anyticket.drivers.aio import AsyncDriver, Home
from anyticket.flow import Flow, Steps, call, exclusive, sleep, together
from anyticket.request import Request, Response
from colours import backends, get


async def ok(request: Request) -> Response:
    await anyio.lowlevel.checkpoint()
    return Response(200)


async def never(request: Request) -> Response:
    await anyio.sleep_forever()
    raise AssertionError


@backends
@pytest.mark.parametrize("where", ["request", "sleep", "lock", "together"])
def test_a_cancellation_closes_the_flow_unseen_and_frees_its_locks(backend: str, where: str) -> None:
    home, closed = Home(), list[str]()

    def flow(steps: Steps[object]) -> Flow[None]:
        try:
            yield from steps
        except Exception as exc:
            closed.append(repr(exc))
        finally:
            closed.append("closed")

    waits: dict[str, Steps[object]] = {
        "request": exclusive("other", get("a")),
        "sleep": exclusive("other", sleep(60)),
        "lock": exclusive("k", sleep(60)),
        "together": together([exclusive("k", sleep(60)), exclusive("other", sleep(60)), get("a")], at_most=2),
    }

    async def main() -> None:
        driver = AsyncDriver(never, home)
        async with anyio.create_task_group() as outer:
            outer.start_soon(driver.run, exclusive("k", sleep(60)))
            await anyio.wait_all_tasks_blocked()
            async with anyio.create_task_group() as inner:
                inner.start_soon(driver.run, flow(waits[where]))
                await anyio.wait_all_tasks_blocked()
                inner.cancel_scope.cancel()
            assert len(home.turns) == 1, "only the one that still holds"
            outer.cancel_scope.cancel()

    anyio.run(main, backend=backend)

    assert closed == ["closed"] and len(home.turns) == 0


@backends
def test_the_first_error_cancels_tasks_that_would_wait_for_ever(backend: str) -> None:
    def failing() -> Flow[None]:
        yield from call(int)
        raise LookupError("x")

    async def main() -> None:
        flows: list[Steps[object]] = [
            sleep(60),
            exclusive("k", sleep(60)),
            exclusive("k", sleep(60)),
            get("a"),
            failing(),
        ]
        with anyio.fail_after(5), pytest.raises(LookupError):
            await AsyncDriver(never, Home()).run(together(flows))

    anyio.run(main, backend=backend)


@backends
def test_shielded_steps_that_have_begun_end_though_their_task_is_cancelled(backend: str) -> None:
    saved: list[str] = []

    def renew() -> Flow[None]:
        response = yield Request.post("/token")
        yield from call(saved.append, str(response.status))

    async def main() -> None:
        asked, answered = anyio.Event(), anyio.Event()

        async def transmit(request: Request) -> Response:
            asked.set()
            await answered.wait()
            return Response(200)

        async with anyio.create_task_group() as group:
            group.start_soon(AsyncDriver(transmit, Home()).run, exclusive("token", renew(), shielded=True))
            await asked.wait()
            group.cancel_scope.cancel()
            answered.set()

    anyio.run(main, backend=backend)

    assert saved == ["200"]


@pytest.mark.parametrize("fails", [False, True])
def test_shielded_steps_that_have_begun_end_though_asyncio_itself_cancels_their_task(fails: bool) -> None:
    saved: list[str] = []

    def renew() -> Flow[None]:
        response = yield Request.post("/token")
        yield from call(saved.append, str(response.status))
        if fails:
            raise LookupError("x")

    async def main() -> None:
        asked, answered, home = asyncio.Event(), asyncio.Event(), Home()

        async def transmit(request: Request) -> Response:
            asked.set()
            await answered.wait()
            return Response(200)

        task = asyncio.create_task(AsyncDriver(transmit, home).run(exclusive("token", renew(), shielded=True)))
        await asked.wait()
        for _ in range(2):
            task.cancel()
            await asyncio.sleep(0)
        assert len(home.turns) == 1
        answered.set()
        with pytest.raises(LookupError if fails else asyncio.CancelledError):
            await task
        assert len(home.turns) == 0

    asyncio.run(main())

    assert saved == ["200"]


@backends
def test_a_call_blocks_its_own_thread_and_never_the_loop(backend: str) -> None:
    """A store that takes a second is made of an event, so that the test need not take one."""
    ticks, release, threads = list[int](), threading.Event(), set[int]()

    def store() -> None:
        threads.add(threading.get_ident())
        release.wait(5)

    async def tick() -> None:
        for number in range(100):
            ticks.append(number)
            await anyio.lowlevel.checkpoint()
        release.set()

    async def main() -> None:
        driver = AsyncDriver(ok, Home())
        async with anyio.create_task_group() as group:
            group.start_soon(driver.run, call(store))
            group.start_soon(driver.run, call(store))
            await anyio.wait_all_tasks_blocked()
            group.start_soon(tick)

    anyio.run(main, backend=backend)

    assert len(ticks) == 100 and threading.get_ident() not in threads and len(threads) == 2


@backends
def test_another_loop_is_refused_until_the_home_is_left(backend: str) -> None:
    home = Home()

    async def main() -> str:
        return await AsyncDriver(ok, home).run(get("a"))

    assert anyio.run(main, backend=backend) == "a:200"
    with pytest.raises(RuntimeError, match="belongs to another event loop: close it there"):
        anyio.run(main, backend=backend)
    home.forget()
    assert anyio.run(main, backend=backend) == "a:200"


@backends
def test_a_loop_in_another_thread_is_refused_while_the_first_one_runs(backend: str) -> None:
    home, refused = Home(), list[str]()

    async def intrude() -> None:
        try:
            await AsyncDriver(ok, home).run(get("a"))
        except RuntimeError as exc:
            refused.append(str(exc))

    async def main() -> None:
        await AsyncDriver(ok, home).run(get("a"))
        await anyio.to_thread.run_sync(lambda: anyio.run(intrude, backend=backend))

    anyio.run(main, backend=backend)

    assert len(refused) == 1 and "another event loop" in refused[0]


@backends
def test_tasks_are_bounded(backend: str) -> None:
    busy, most = [0], [0]

    async def transmit(request: Request) -> Response:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        await anyio.lowlevel.checkpoint()
        busy[0] -= 1
        return Response(200)

    async def main() -> None:
        await AsyncDriver(transmit, Home()).run(together((get(str(number)) for number in range(50)), at_most=5))

    anyio.run(main, backend=backend)

    assert most == [5]


@backends
def test_twenty_tasks_run_one_critical_flow_once(backend: str) -> None:
    tokens: list[str] = []

    def renew() -> Flow[None]:
        if not tokens:
            response = yield Request.post("/token")
            tokens.append(str(response.status))

    async def main() -> None:
        driver = AsyncDriver(ok, Home())
        async with anyio.create_task_group() as group:
            for _ in range(20):
                group.start_soon(driver.run, exclusive("token", renew(), shielded=True))

    anyio.run(main, backend=backend)

    assert tokens == ["200"]
