"""Flows and `through`, without any driver: every effect is looked at and answered by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from anyticket.flow import (
    Call,
    Effect,
    Exclusive,
    Flow,
    Send,
    Sleep,
    Steps,
    Together,
    call,
    done,
    end,
    exclusive,
    sleep,
    through,
    together,
    unstarted,
    wire,
)
from anyticket.layers import stack
from anyticket.request import Request, Response


def get(key: str) -> Flow[str]:
    response = yield Request.get("/{}", key)
    return f"{key}:{response.status}"


def play(steps: Steps[Any], answer: Callable[[Effect], Any]) -> Any:
    """Answer each effect of a flow; return its result."""
    try:
        effect = next(steps)
        while True:
            effect = steps.send(answer(effect))
    except StopIteration as stop:
        return stop.value


def first(steps: Steps[Any]) -> Effect:
    return next(steps)


def stamping(send: Send) -> Send:
    def stamped(request: Request) -> Steps[Response]:
        return send(request.with_headers(stamp=request.headers.get("stamp", "") + "x"))

    return stamped


def test_each_helper_asks_for_its_effect() -> None:
    flows = [get("a"), get("b")]

    assert first(get("a")) == Request.get("/{}", "a")
    assert first(wire(Request.get("/b"))) == Request.get("/b")
    assert first(sleep(2.5)) == Sleep(2.5)
    assert first(exclusive("k", flows[0], slots=3, shielded=True)) == Exclusive("k", flows[0], 3, True)
    assert first(together(flows, at_most=4)) == Together(tuple(flows), 4)
    asked = first(call(int, "ff", base=16))
    assert isinstance(asked, Call) and asked.function() == 255


def test_done_asks_for_nothing() -> None:
    assert play(done(7), lambda effect: pytest.fail("asked")) == 7


def test_helpers_read_their_arguments_when_they_are_called() -> None:
    flows = [sleep(seconds) for seconds in (1, 2, 3)]
    nested = first(together(get(key) for key in "abc"))

    assert [first(flow) for flow in flows] == [Sleep(1), Sleep(2), Sleep(3)]
    assert isinstance(nested, Together)
    assert [first(flow) for flow in nested.steps] == [Request.get("/{}", key) for key in "abc"]


def test_limits_with_which_nothing_would_ever_run_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        first(together([get("a")], at_most=0))
    with pytest.raises(ValueError, match="at least one slot"):
        first(exclusive("k", get("a"), slots=0))


def test_a_request_goes_through_the_layers_and_other_effects_past_them() -> None:
    seen: list[Effect] = []

    def flow() -> Flow[str]:
        response = yield Request.get("/a")
        yield from sleep(1)
        return str(response.status)

    def answer(effect: Effect) -> Any:
        seen.append(effect)
        return Response(200) if isinstance(effect, Request) else None

    assert play(through(flow(), stack(stamping)), answer) == "200"
    assert seen == [Request.get("/a").with_headers(stamp="x"), Sleep(1)]


@pytest.mark.parametrize("wrap", [lambda steps: exclusive("k", steps), lambda steps: together([steps])])
def test_requests_of_nested_flows_go_through_the_layers_once(wrap: Callable[[Steps[Any]], Steps[Any]]) -> None:
    effect = first(through(wrap(wrap(get("a"))), stack(stamping)))

    for _ in range(2):
        assert isinstance(effect, Exclusive | Together)
        effect = first(effect.steps if isinstance(effect, Exclusive) else effect.steps[0])
    assert isinstance(effect, Request) and effect.headers == {"stamp": "x"}


def test_an_error_is_thrown_into_the_layer_and_from_there_into_the_flow() -> None:
    trace: list[str] = []

    def seeing(send: Send) -> Send:
        def seen(request: Request) -> Steps[Response]:
            try:
                return (yield from send(request))
            except LookupError:
                trace.append("layer")
                raise

        return seen

    def flow() -> Flow[str]:
        try:
            yield Request.get("/a")
        except LookupError:
            trace.append("flow")
        return "recovered"

    steps = through(flow(), stack(seeing))
    next(steps)
    with pytest.raises(StopIteration) as stop:
        steps.throw(LookupError())

    assert stop.value.value == "recovered" and trace == ["layer", "flow"]


def test_an_error_of_a_layer_is_thrown_into_the_flow() -> None:
    def refusing(send: Send) -> Send:
        def refused(request: Request) -> Steps[Response]:
            raise LookupError(request.path)

        return refused

    def flow() -> Flow[str]:
        try:
            yield Request.get("/a")
        except LookupError as exc:
            return str(exc)
        return "sent"

    assert play(through(flow(), stack(refusing)), lambda effect: None) == "/a"


def test_closing_closes_the_flow_and_throws_nothing_into_it() -> None:
    ends: list[str] = []

    def flow() -> Flow[None]:
        try:
            yield Request.get("/a")
        except Exception as exc:
            ends.append(repr(exc))
        finally:
            ends.append("closed")

    steps = through(flow(), wire)
    next(steps)
    steps.close()

    assert ends == ["closed"]


def test_a_flow_runs_once() -> None:
    flow = get("a")
    play(flow, lambda effect: Response(200))

    with pytest.raises(RuntimeError, match="has already run"):
        unstarted(flow)
    with pytest.raises(RuntimeError, match="has already run"):
        next(through(flow, wire))


def test_ending_a_flow_that_yields_meanwhile_warns_and_does_not_raise() -> None:
    def stubborn() -> Flow[None]:
        try:
            yield Request.get("/a")
        finally:
            yield Request.delete("/a")

    flow = stubborn()
    next(flow)

    with pytest.warns(RuntimeWarning, match="must not yield while it is being closed"):
        end(flow)
