"""
The asynchronous driver: flows run on an event loop, asyncio's or trio's.

Only an Exception is thrown into a flow; a cancellation closes it. What blocks runs in a worker thread, so the loop
goes on. Locks and threads belong to one loop, the `Home` of the runtime.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, TypeVar, assert_never

import anyio
from anyio.lowlevel import EventLoopToken, current_token
from anyio.to_thread import run_sync

from ..flow import Call, Effect, Exclusive, Sleep, Steps, Together, end, unstarted
from ..request import Request, Response
from .deadline import Deadline
from .turns import Turn, Turns, refuse_held

T = TypeVar("T")


class Home:
    """The event loop to which the asynchronous half of a runtime belongs: the first one that uses it."""

    def __init__(self, threads: int = 40) -> None:
        self._threads = threads
        self.turns = Turns()
        self.forget()

    def forget(self) -> None:
        """Let go of the loop: when the runtime is closed, and in a forked child."""
        self.turns.forget()
        self._claim: dict[str, tuple[EventLoopToken, anyio.CapacityLimiter]] = {}

    def threads(self) -> anyio.CapacityLimiter:
        """Return the worker threads of this loop. Raises RuntimeError in any other loop."""
        here = current_token()
        claim = self._claim.get("loop")
        if claim is None:
            claim = self._claim.setdefault("loop", (here, anyio.CapacityLimiter(self._threads)))
        if claim[0] != here:
            raise RuntimeError(
                "this runtime belongs to another event loop: close it there before it is used here, "
                "or make one runtime for each loop"
            )
        return claim[1]


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds a flow: the keys it holds, and its deadline."""

    held: frozenset[str]
    deadline: Deadline


class AsyncDriver:
    """
    Runs flows in the calling task.

    Args:
        transmit: Sends a request; it heeds the deadline in the request's context.
        home: The loop of the runtime.
        clock: What deadlines are moments of.
        pause: Waits so many seconds.
    """

    def __init__(
        self,
        transmit: Callable[[Request], Awaitable[Response]],
        home: Home,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[object]] = anyio.sleep,
    ) -> None:
        self._transmit, self._home, self._clock, self._pause = transmit, home, clock, pause

    async def run(self, steps: Steps[T], *, deadline: float | None = None) -> T:
        """Run a flow to its end."""
        self._home.threads()
        return await self._run(steps, _Around(frozenset(), Deadline(deadline, self._clock)))

    async def _run(self, steps: Steps[T], around: _Around) -> T:
        try:
            effect = next(unstarted(steps))
            while True:
                try:
                    answer = await self._perform(effect, around)
                except Exception as exc:  # noqa: BLE001 (the flow decides what it can handle)
                    effect = steps.throw(exc)
                else:
                    effect = steps.send(answer)
        except StopIteration as stop:
            result: T = stop.value
            return result
        finally:
            end(steps)

    async def _perform(self, effect: Effect, around: _Around) -> Any:
        match effect:
            case Request():
                return await self._transmit(around.deadline.stamp(effect))
            case Sleep():
                around.deadline.allow_pause(effect.seconds)
                return await self._pause(max(effect.seconds, 0.0))
            case Exclusive():
                return await self._exclusive(effect, around)
            case Call():
                return await run_sync(effect.function, limiter=self._home.threads())
            case Together():
                return await self._together(effect, around)
            case _:
                assert_never(effect)

    async def _exclusive(self, effect: Exclusive, around: _Around) -> Any:
        refuse_held(effect.key, around.held)
        called = anyio.Event()
        turn = Turn(effect.key, effect.slots, called.set)
        turns = self._home.turns
        try:
            turns.enter(turn)
            if not called.is_set():
                await _await_turn(effect.key, called, around.deadline)
            held = around.held | {effect.key}
            if not effect.shielded:
                return await self._run(effect.steps, replace(around, held=held))
            return await _to_the_end(self._run(effect.steps, _Around(held, around.deadline.lift())))
        finally:
            turns.leave(turn)

    async def _together(self, effect: Together, around: _Around) -> tuple[Any, ...]:
        results: list[Any] = [None] * len(effect.steps)
        errors: list[Exception] = []
        waiting = enumerate(effect.steps)

        async def work() -> None:
            try:
                for index, steps in waiting:
                    results[index] = await self._run(steps, around)
            except Exception as exc:  # noqa: BLE001 (raised again below, bare)
                errors.append(exc)
                group.cancel_scope.cancel()

        async with anyio.create_task_group() as group:
            for _ in range(min(effect.at_most, len(effect.steps))):
                group.start_soon(work)
        if errors:
            raise errors[0]
        return tuple(results)


async def _to_the_end(running: Coroutine[Any, Any, Any]) -> Any:
    """
    Run to the end, whatever cancels the calling task meanwhile.

    A shield of anyio stops the cancellation of its scopes alone. `asyncio.timeout`, `wait_for` and `Task.cancel` reach
    into it, so on asyncio the steps get a task of their own, which nobody else knows.
    """
    with anyio.CancelScope(shield=True):
        if not _on_asyncio():
            return await running
        task = asyncio.get_running_loop().create_task(running)
        cancelled: asyncio.CancelledError | None = None
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError as exc:
                cancelled = exc
        if cancelled is not None and not task.cancelled() and task.exception() is None:
            raise cancelled
        return task.result()


def _on_asyncio() -> bool:
    try:
        return asyncio.current_task() is not None
    except RuntimeError:
        return False


async def _await_turn(key: str, called: anyio.Event, deadline: Deadline) -> None:
    left = deadline.left()
    with anyio.move_on_after(left):
        await called.wait()
    if not called.is_set():
        raise deadline.missed(key)
