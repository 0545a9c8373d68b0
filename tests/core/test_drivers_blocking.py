"""Threads, interrupts, forks."""

from __future__ import annotations

import signal
import threading
from contextvars import ContextVar
from functools import partial

import pytest

from anyticket.drivers.blocking import BlockingDriver
from anyticket.drivers.turns import Turn, Turns
from anyticket.flow import Flow, Steps, call, exclusive, sleep, together
from anyticket.request import Request, Response
from colours import get, ok
from forking import holds_in_child


class Watched(Turns):
    """Turns that tell when somebody has to wait."""

    def forget(self) -> None:
        super().forget()
        self.queued = threading.Event()

    def enter(self, turn: Turn) -> None:
        busy = turn.key in self._queues
        super().enter(turn)
        if busy:
            self.queued.set()


def interrupt_when(event: threading.Event) -> threading.Thread:
    """Press Ctrl-C once something has happened."""

    def press() -> None:
        event.wait(5)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    return thread


@pytest.mark.parametrize("where", ["sleep", "lock", "together"])
def test_an_interrupt_closes_the_flow_unseen_and_leaves_nothing_behind(where: str) -> None:
    turns, closed, before = Watched(), list[str](), threading.active_count()
    held, release, asleep = threading.Event(), threading.Event(), threading.Event()

    def pause(alarm: threading.Event, seconds: float) -> None:
        asleep.set()
        alarm.wait(seconds)

    def hold() -> None:
        held.set()
        release.wait(5)

    def flow(steps: Steps[object]) -> Flow[None]:
        try:
            yield from steps
        except Exception as exc:
            closed.append(repr(exc))
        finally:
            closed.append("closed")

    driver = BlockingDriver(ok, turns, pause=pause)
    holder = threading.Thread(target=lambda: driver.run(exclusive("k", call(hold))))
    holder.start()
    held.wait(5)
    interrupter = interrupt_when(asleep if where == "sleep" else turns.queued)
    waits: dict[str, Steps[object]] = {
        "sleep": exclusive("other", sleep(5)),
        "lock": exclusive("k", sleep(5)),
        "together": together([exclusive("k", sleep(5)), exclusive("other", sleep(5)), sleep(5)]),
    }

    with pytest.raises(KeyboardInterrupt):
        driver.run(flow(waits[where]))

    release.set()
    holder.join()
    interrupter.join()
    assert closed == ["closed"]
    assert len(turns) == 0 and threading.active_count() <= before


def test_an_error_wakes_siblings_that_sleep_or_wait_for_a_lock() -> None:
    turns, closed, before = Watched(), list[str](), threading.active_count()

    def failing() -> Flow[None]:
        yield from call(turns.queued.wait, 5)
        raise LookupError("x")

    def patient(name: str, steps: Steps[object]) -> Flow[None]:
        try:
            yield from steps
        finally:
            closed.append(name)

    flows: list[Steps[None]] = [
        patient("holds", exclusive("k", sleep(5))),
        patient("waits", exclusive("k", sleep(5))),
        patient("sleeps", sleep(5)),
        patient("nested", together([sleep(5), sleep(5)])),
        failing(),
    ]

    with pytest.raises(LookupError):
        BlockingDriver(ok, turns).run(together(flows))

    assert sorted(closed) == ["holds", "nested", "sleeps", "waits"]
    assert len(turns) == 0 and threading.active_count() <= before


def test_shielded_steps_that_have_begun_end_though_a_sibling_fails() -> None:
    saved: list[str] = []
    begun, failed = threading.Event(), threading.Event()

    def renew() -> Flow[None]:
        begun.set()
        yield from call(failed.wait, 5)
        response = yield Request.post("/token")
        yield from call(saved.append, str(response.status))

    def failing() -> Flow[None]:
        yield from call(begun.wait, 5)
        failed.set()
        raise LookupError("x")

    with pytest.raises(LookupError):
        BlockingDriver(ok, Turns()).run(together([exclusive("token", renew(), shielded=True), failing()]))

    assert saved == ["200"]


def test_a_forked_child_starts_with_free_locks() -> None:
    turns = Turns()
    driver = BlockingDriver(ok, turns)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        held.set()
        release.wait(5)

    holder = threading.Thread(target=lambda: driver.run(exclusive("k", call(hold))))
    holder.start()
    held.wait(5)

    def is_free() -> bool:
        turns.forget()
        return driver.run(exclusive("k", get("a"))) == "a:200"

    assert holds_in_child(is_free)
    release.set()
    holder.join()


def test_threads_are_bounded_and_see_the_context_of_the_caller() -> None:
    tenant: ContextVar[str] = ContextVar("tenant", default="none")
    tenant.set("acme")
    mutex, busy, most, seen = threading.Lock(), [0], [0], set[str]()
    gate = threading.Barrier(5)

    def transmit(request: Request) -> Response:
        seen.add(tenant.get())
        with mutex:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        gate.wait(5)
        with mutex:
            busy[0] -= 1
        return Response(200)

    BlockingDriver(transmit, Turns()).run(together((get(str(number)) for number in range(20)), at_most=5))

    assert most == [5] and seen == {"acme"}


def test_whoever_came_first_is_next() -> None:
    turns, woken = Turns(), list[str]()
    first, second, third = (Turn("k", 1, partial(woken.append, name)) for name in "abc")
    for turn in (first, second, third):
        turns.enter(turn)

    turns.leave(second)
    turns.leave(first)
    turns.leave(first)

    assert woken[:2] == ["a", "a"] and "b" not in woken and "c" in woken
    turns.leave(third)
    assert len(turns) == 0


def test_locks_hold_under_stress() -> None:
    turns, mutex, inside, wrong = Turns(), threading.Lock(), dict.fromkeys("ab", 0), list[str]()

    def critical(key: str, slots: int) -> Flow[None]:
        with mutex:
            inside[key] += 1
            if inside[key] > slots:
                wrong.append(key)
        yield Request.get("/{}", key)
        with mutex:
            inside[key] -= 1

    def flow(number: int) -> Flow[None]:
        key, slots = ("a", 1) if number % 2 else ("b", 3)
        yield from exclusive(key, critical(key, slots), slots=slots)

    BlockingDriver(ok, turns).run(together((flow(number) for number in range(1000)), at_most=16))

    assert not wrong and len(turns) == 0
