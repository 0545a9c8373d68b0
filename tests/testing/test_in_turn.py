"""What is to be done side by side is done in turn, when the kit records."""

from __future__ import annotations

import pytest

from anyticket.flow import Exclusive, Flow, Steps, together
from anyticket.request import Request, Response
from anyticket.testing import Script
from anyticket.testing.in_turn import in_turn

ONE, TWO, THREE = (Request.get("/{}", name) for name in "123")


def asked(request: Request) -> Flow[int]:
    response = yield request
    return int(response.body)


def test_flows_side_by_side_run_one_after_the_other_in_the_order_given() -> None:
    script = Script((ONE, Response(200, body=b"1")), (TWO, Response(200, body=b"2")), (THREE, Response(200, body=b"3")))

    def nested() -> Steps[tuple[int, ...]]:
        inner = together([asked(TWO), asked(THREE)])
        first, rest = yield from together([asked(ONE), inner])  # type: ignore[list-item]
        return (first, *rest)

    assert script.run(in_turn(nested())) == (1, 2, 3)


def test_the_first_error_ends_the_others_and_comes_back_bare() -> None:
    closed: list[str] = []

    def last() -> Flow[int]:
        try:
            return (yield from asked(TWO))
        finally:
            closed.append("last")

    waiting = last()
    script = Script((ONE, KeyError("one")))

    with pytest.raises(KeyError, match="one"):
        script.run(in_turn(together([asked(ONE), waiting])))

    assert waiting.gi_frame is None
    assert closed == []  # it had not begun


def test_what_a_lock_guards_is_run_in_turn_too() -> None:
    def guarded() -> Steps[tuple[int, ...]]:
        return (yield Exclusive("lock", together([asked(ONE), asked(TWO)])))

    steps = in_turn(guarded())
    lock = next(steps)
    assert isinstance(lock, Exclusive)

    script = Script((ONE, Response(200, body=b"1")), (TWO, Response(200, body=b"2")))
    assert script.run(lock.steps) == (1, 2)
    steps.close()
