"""One flow in every colour: blocking, asyncio and trio have to do the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import anyio
import anyio.lowlevel
import pytest

from anyticket.drivers.aio import AsyncDriver, Home
from anyticket.drivers.blocking import BlockingDriver
from anyticket.drivers.turns import Turns
from anyticket.flow import Flow, Steps
from anyticket.request import Request, Response

T = TypeVar("T")

BACKENDS: Final = ("asyncio", "trio")
colours = pytest.mark.parametrize("colour", ["blocking", *BACKENDS])
backends = pytest.mark.parametrize("backend", BACKENDS)

Transmit = Callable[[Request], Response]


def ok(request: Request) -> Response:
    return Response(200)


def get(key: str) -> Flow[str]:
    """A flow of one request that tells what came back."""
    response = yield Request.get("/{}", key)
    return f"{key}:{response.status}"


class Clock:
    """A clock that only goes on when it is told to, or when somebody pauses by it."""

    def __init__(self, now: float = 1000.0) -> None:
        self.now = now
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


class Tape:
    """A tracker that answers with what is on the tape, and remembers what it was asked."""

    def __init__(self, answers: Iterable[Response | Exception]) -> None:
        self._answers = iter(answers)
        self.seen: list[Request] = []

    def __call__(self, request: Request) -> Response:
        self.seen.append(request)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return answer


def run(
    colour: str, steps: Steps[T], transmit: Transmit = ok, *, clock: Clock | None = None, deadline: float | None = None
) -> T:
    """Run a flow in one colour, with pauses that take no time if there is a clock, and see that no lock is left."""
    now: Callable[[], float] = clock or time.monotonic
    turns, home = Turns(), Home()
    if colour == "blocking":
        driver = BlockingDriver(transmit, turns, clock=now)
        if clock is not None:
            driver = BlockingDriver(transmit, turns, clock=now, pause=lambda alarm, seconds: clock.pause(seconds))
        result = driver.run(steps, deadline=deadline)
    else:
        result = anyio.run(_run_async, steps, transmit, home, now, clock, deadline, backend=colour)
    assert len(turns) == len(home.turns) == 0, "a lock was left behind"
    return result


async def _run_async(
    steps: Steps[T],
    transmit: Transmit,
    home: Home,
    now: Callable[[], float],
    clock: Clock | None,
    deadline: float | None,
) -> T:
    async def transmit_async(request: Request) -> Response:
        await anyio.lowlevel.checkpoint()
        return transmit(request)

    async def pause(seconds: float) -> None:
        if clock is None:
            await anyio.sleep(seconds)
        else:
            await anyio.lowlevel.checkpoint()
            clock.pause(seconds)

    return await AsyncDriver(transmit_async, home, clock=now, pause=pause).run(steps, deadline=deadline)
