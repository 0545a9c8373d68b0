"""What a flow may rely on, whichever driver runs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from anyticket.errors import Timeout
from anyticket.flow import Flow, Steps, call, exclusive, sleep, through, together, wire
from anyticket.request import Context, Request, Response
from colours import Clock, colours, get, run


@colours
def test_a_request_is_answered(colour: str) -> None:
    assert run(colour, get("A-1")) == "A-1:200"


@colours
def test_an_error_is_thrown_into_the_flow_that_may_handle_it(colour: str) -> None:
    def refusing(request: Request) -> Response:
        raise LookupError(request.path)

    def flow() -> Flow[str]:
        try:
            yield Request.get("/a")
        except LookupError as exc:
            return f"handled {exc}"
        return "not raised"

    assert run(colour, flow(), refusing) == "handled /a"


@colours
def test_an_error_that_nobody_handles_leaves_as_it_is(colour: str) -> None:
    def flow() -> Flow[None]:
        yield Request.get("/a")
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        run(colour, flow())


@colours
def test_a_sleep_waits_by_the_clock_and_a_negative_one_not_at_all(colour: str) -> None:
    clock = Clock()

    def flow() -> Flow[None]:
        yield from sleep(7.5)
        yield from sleep(-1)

    run(colour, flow(), clock=clock)

    assert clock.pauses == [7.5, 0.0]


@colours
def test_a_call_returns_what_the_function_returns(colour: str) -> None:
    assert run(colour, call(int, "12", base=8)) == 10


@colours
def test_a_stop_iteration_out_of_a_call_does_not_end_the_flow(colour: str) -> None:
    nothing: Iterator[int] = iter(())

    with pytest.raises(RuntimeError, match="StopIteration"):
        run(colour, through(call(next, nothing), wire))


@colours
def test_results_of_together_come_in_order(colour: str) -> None:
    assert run(colour, together((get(key) for key in "dacb"), at_most=2)) == ("d:200", "a:200", "c:200", "b:200")
    assert run(colour, together(list[Flow[int]]())) == ()


@colours
def test_together_may_be_nested(colour: str) -> None:
    rows = together((together(get(row + column) for column in "xy") for row in "ab"), at_most=1)

    assert run(colour, rows) == (("ax:200", "ay:200"), ("bx:200", "by:200"))


@colours
def test_the_first_error_comes_bare_and_the_rest_is_closed_or_not_begun(colour: str) -> None:
    begun: list[str] = []
    closed: list[str] = []

    def step(key: str) -> Flow[str]:
        begun.append(key)
        try:
            return (yield from get(key))
        finally:
            closed.append(key)

    def transmit(request: Request) -> Response:
        if request.path == "/b":
            raise LookupError("b")
        return Response(200)

    with pytest.raises(LookupError, match="b"):
        run(colour, together((step(key) for key in "abcdefgh"), at_most=1), transmit)

    assert begun == closed == ["a", "b"]


@colours
def test_an_error_within_together_can_be_handled_around_it(colour: str) -> None:
    def refusing(request: Request) -> Response:
        raise LookupError("no")

    def flow() -> Flow[str]:
        try:
            yield from together([get("a"), get("b")])
        except LookupError as exc:
            return str(exc)
        return "not raised"

    assert run(colour, flow(), refusing) == "no"


@colours
def test_the_error_of_a_sibling_keeps_its_trace(colour: str) -> None:
    def failing() -> Flow[None]:
        yield Request.get("/a")
        raise LookupError("a")

    with pytest.raises(LookupError) as info:
        run(colour, together([failing()]))

    assert "failing" in [entry.name for entry in info.traceback]


@colours
@pytest.mark.parametrize("slots", [1, 3])
def test_a_key_already_held_is_refused_also_across_together(colour: str, slots: int) -> None:
    inner = exclusive("other", exclusive("k", sleep(0), slots=slots))

    with pytest.raises(RuntimeError, match="'k' is already held"):
        run(colour, exclusive("k", together([inner]), slots=slots))


@colours
@pytest.mark.parametrize("slots", [1, 3])
def test_no_more_than_the_slots_hold_a_key(colour: str, slots: int) -> None:
    mutex = threading.Lock()
    inside: list[int] = []
    most: list[int] = []

    def step(number: int) -> Flow[int]:
        with mutex:
            inside.append(number)
            most.append(len(inside))
        yield Request.get("/{}", number)
        with mutex:
            inside.remove(number)
        return number

    steps = together((exclusive("k", step(number), slots=slots) for number in range(12)), at_most=12)

    assert run(colour, steps) == tuple(range(12))
    assert max(most) <= slots


@colours
def test_twenty_run_one_critical_flow_once(colour: str) -> None:
    token: list[str] = []
    renewals: list[str] = []

    def renew() -> Flow[None]:
        if not token:
            response = yield Request.post("/token")
            renewals.append(str(response.status))
            yield from call(token.append, "new")

    def work() -> Flow[str]:
        yield from exclusive("token", renew(), shielded=True)
        return (yield from get(token[0]))

    assert run(colour, together((work() for _ in range(20)), at_most=20)) == ("new:200",) * 20
    assert renewals == ["200"]


@colours
def test_a_flow_runs_once(colour: str) -> None:
    flow = get("a")
    run(colour, flow)

    with pytest.raises(RuntimeError, match="already run"):
        run(colour, flow)


@colours
def test_what_is_no_effect_is_refused_where_it_is_yielded(colour: str) -> None:
    def wrong() -> Steps[str]:
        try:
            yield "/b"  # type: ignore[misc]  # pyright: ignore[reportReturnType]
        except AssertionError as exc:
            return str(exc)
        return "accepted"

    assert "'/b'" in run(colour, wrong())


@colours
def test_a_request_learns_the_deadline_of_its_run(colour: str) -> None:
    clock = Clock(100.0)
    seen: list[float | None] = []

    def transmit(request: Request) -> Response:
        seen.append(request.context.deadline)
        return Response(200)

    def flow() -> Flow[None]:
        yield Request.get("/a")
        yield Request("GET", "/b", "/b", context=Context(deadline=105.0))
        yield Request("GET", "/c", "/c", context=Context(deadline=200.0))

    run(colour, flow(), transmit, clock=clock, deadline=110.0)
    run(colour, get("d"), transmit, clock=clock)

    assert seen == [110.0, 105.0, 110.0, None]


@colours
def test_after_the_deadline_nothing_is_sent(colour: str) -> None:
    clock = Clock(100.0)
    sent: list[str] = []

    def transmit(request: Request) -> Response:
        sent.append(request.path)
        clock.now += 6
        return Response(200)

    def flow() -> Flow[None]:
        for key in "abc":
            yield Request.post("/{}", key)

    with pytest.raises(Timeout, match=r"POST /\{\} was not sent: the deadline has passed") as info:
        run(colour, flow(), transmit, clock=clock, deadline=110.0)

    assert sent == ["/a", "/b"]
    assert not info.value.sent and not info.value.may_have_happened


@colours
def test_a_sleep_that_would_end_too_late_is_not_begun(colour: str) -> None:
    clock = Clock(100.0)

    with pytest.raises(Timeout, match="a pause of 30 s would end after the deadline") as info:
        run(colour, sleep(30), clock=clock, deadline=110.0)

    assert clock.pauses == [] and not info.value.sent


@colours
def test_a_wait_for_a_lock_ends_at_the_deadline_and_leaves_the_queue(colour: str) -> None:
    held, waited = threading.Event(), threading.Event()

    def hold() -> Flow[None]:
        yield from call(held.set)
        yield from call(waited.wait, 5)

    def impatient() -> Flow[str]:
        yield from call(held.wait, 5)
        try:
            yield from exclusive("k", get("never"))
        except Timeout as exc:
            waited.set()
            return f"{exc}, sent: {exc.sent}"
        return "got it"

    flows: list[Steps[str | None]] = [exclusive("k", hold()), impatient()]
    results = run(colour, together(flows), clock=Clock(100.0), deadline=100.001)

    assert results[1] == "'k' did not become free before the deadline, sent: False"


@colours
def test_shielded_steps_that_have_begun_ignore_the_deadline(colour: str) -> None:
    clock = Clock(100.0)
    saved: list[str] = []
    seen: list[float | None] = []

    def transmit(request: Request) -> Response:
        seen.append(request.context.deadline)
        clock.now += 50
        return Response(200, body=b"new")

    def renew() -> Flow[None]:
        yield from sleep(20)
        response = yield Request("POST", "/token", "/token", context=Context(deadline=110.0))
        yield from call(saved.append, response.body.decode())

    run(colour, exclusive("token", renew(), shielded=True), transmit, clock=clock, deadline=110.0)

    assert saved == ["new"] and seen == [None]


@colours
def test_a_flow_that_yields_while_it_is_closed_cannot_hide_an_interrupt(colour: str) -> None:
    class Interrupt(BaseException):
        pass

    def stubborn() -> Flow[None]:
        try:
            yield Request.get("/a")
        finally:
            yield Request.delete("/a")

    def interrupted(request: Request) -> Response:
        raise Interrupt

    with pytest.raises(Interrupt), pytest.warns(RuntimeWarning, match="must not yield"):
        run(colour, stubborn(), interrupted)
