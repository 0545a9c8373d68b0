"""
The blocking driver: flows run by plain calls, and by threads where they run side by side.

Only an Exception is thrown into a flow. Ctrl-C, and the end of a flow because one beside it failed, close it.
A thread cannot be cancelled, so such a flow ends at its next effect; one that sleeps or waits for a lock is woken.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from typing import Any, TypeVar, assert_never

from ..flow import Call, Effect, Exclusive, Sleep, Steps, Together, end, unstarted
from ..request import Request, Response
from .deadline import Deadline
from .turns import Turn, Turns, refuse_held

T = TypeVar("T")


class _Ended(BaseException):
    """Ends a flow because one beside it failed. No flow ever sees it."""


class _Group:
    """Flows that end together. Whatever waits for them leaves a way to be woken."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._wakers: list[Callable[[], None]] = []
        self._ended = False

    def end(self) -> None:
        with self._mutex:
            self._ended = True
            wakers = tuple(self._wakers)
        for wake in wakers:
            wake()

    def check(self) -> None:
        if self._ended:
            raise _Ended

    @contextmanager
    def waking(self, wake: Callable[[], None]) -> Generator[None]:
        with self._mutex:
            self._wakers.append(wake)
        try:
            if self._ended:
                wake()
            yield
        finally:
            with self._mutex:
                self._wakers.remove(wake)


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds a flow: the keys it holds, the flows it ends with, and its deadline."""

    held: frozenset[str]
    group: _Group
    deadline: Deadline


class BlockingDriver:
    """
    Runs flows in the calling thread.

    Args:
        transmit: Sends a request; it heeds the deadline in the request's context.
        turns: The locks of the runtime.
        clock: What deadlines are moments of.
        pause: Waits so many seconds, or until the event is set.
    """

    def __init__(
        self,
        transmit: Callable[[Request], Response],
        turns: Turns,
        *,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[threading.Event, float], object] = threading.Event.wait,
    ) -> None:
        self._transmit, self._turns, self._clock, self._pause = transmit, turns, clock, pause

    def run(self, steps: Steps[T], *, deadline: float | None = None) -> T:
        """Run a flow to its end."""
        return self._run(steps, _Around(frozenset(), _Group(), Deadline(deadline, self._clock)))

    def _run(self, steps: Steps[T], around: _Around) -> T:
        try:
            around.group.check()
            effect = next(unstarted(steps))
            while True:
                try:
                    answer = self._perform(effect, around)
                except Exception as exc:  # noqa: BLE001 (the flow decides what it can handle)
                    effect = steps.throw(exc)
                else:
                    effect = steps.send(answer)
        except StopIteration as stop:
            result: T = stop.value
            return result
        finally:
            end(steps)

    def _perform(self, effect: Effect, around: _Around) -> Any:
        around.group.check()
        match effect:
            case Request():
                return self._transmit(around.deadline.stamp(effect))
            case Sleep():
                return self._sleep(effect.seconds, around)
            case Exclusive():
                return self._exclusive(effect, around)
            case Call():
                return effect.function()
            case Together():
                return self._together(effect, around)
            case _:
                assert_never(effect)

    def _sleep(self, seconds: float, around: _Around) -> None:
        around.deadline.allow_pause(seconds)
        alarm = threading.Event()
        with around.group.waking(alarm.set):
            self._pause(alarm, max(seconds, 0.0))

    def _exclusive(self, effect: Exclusive, around: _Around) -> Any:
        refuse_held(effect.key, around.held)
        called = threading.Event()
        turn = Turn(effect.key, effect.slots, called.set)
        try:
            self._turns.enter(turn)
            if not called.is_set():
                self._await_turn(effect.key, called, around)
            return self._run(effect.steps, _inside(effect, around))
        finally:
            try:
                self._turns.leave(turn)
            except BaseException:  # an interrupt in this very moment must not keep the key for ever
                self._turns.leave(turn)
                raise

    def _await_turn(self, key: str, called: threading.Event, around: _Around) -> None:
        with around.group.waking(called.set):
            came = called.wait(around.deadline.left())
        around.group.check()
        if not came:
            raise around.deadline.missed(key)

    def _together(self, effect: Together, around: _Around) -> tuple[Any, ...]:
        """
        Run flows in threads of their own.

        Not in a pool: a shared one is exhausted by nesting, and an interrupt while waiting for one leaves it hanging.
        """
        inner = replace(around, group=_Group())
        results: list[Any] = [None] * len(effect.steps)
        errors: list[BaseException] = []
        width = min(effect.at_most, len(effect.steps))
        waiting = deque([*enumerate(effect.steps), *[None] * width])
        context = copy_context()

        def work() -> None:
            try:
                while (job := waiting.popleft()) is not None:
                    results[job[0]] = context.copy().run(self._run, job[1], inner)
            except BaseException as exc:  # noqa: BLE001 (raised again by the thread that waits)
                errors.append(exc)
                inner.group.end()

        threads = [threading.Thread(target=work, daemon=True) for _ in range(width)]
        with around.group.waking(inner.group.end):
            _finish(threads, inner.group)
        if errors:
            raise errors[0]
        return tuple(results)


def _inside(effect: Exclusive, around: _Around) -> _Around:
    """Return what surrounds the steps that hold a key: if they are shielded, nothing ends them from outside."""
    held = around.held | {effect.key}
    if effect.shielded:
        return _Around(held, _Group(), around.deadline.lift())
    return replace(around, held=held)


def _finish(threads: list[threading.Thread], group: _Group) -> None:
    """Run threads to their end, also when an interrupt comes meanwhile."""
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        if alive := [thread for thread in threads if thread.is_alive()]:
            group.end()
            for thread in alive:
                thread.join()
