"""Budgets: what is learnt of a quota, and who waits for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anyticket.errors import RateLimited
from anyticket.flow import Flow, through, together
from anyticket.layers import Budgets, stack, throttle
from anyticket.request import Context, Request, Response
from colours import Clock, Tape, colours, run

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"


def wait_after(clock: Clock, answer: Response, *, other: str = "default", key: str = "work") -> list[float]:
    """Return the pauses of a second request, after a first one met this answer."""
    budgets = Budgets()
    send = stack(throttle(budgets, "work", clock=clock))
    run("blocking", send(Request.get("/a")), Tape([answer]), clock=clock)
    second = replace(Request.get("/b"), budget=other)
    run("blocking", stack(throttle(budgets, key, clock=clock))(second), Tape([Response(200)]), clock=clock)
    return clock.pauses


@pytest.mark.parametrize(
    ("headers", "pauses"),
    [
        ({"x-ratelimit-remaining": "5", "x-ratelimit-reset": "10"}, []),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "10"}, [10.0]),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1792567690", "date": DATE}, [10.0]),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-10-21T07:28Z", "date": DATE}, []),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-10-21T07:28:20Z", "date": DATE}, [20.0]),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "999999999"}, [30.0]),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "soon", "date": DATE}, []),
        ({"x-ratelimit-remaining": "0"}, []),
        (
            {
                "x-ratelimit-remaining": "0",
                "x-ratelimit-fillrate": "5",
                "x-ratelimit-interval-seconds": "10",
                "retry-after": "0",
            },
            [2.0],
        ),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-fillrate": "0", "x-ratelimit-interval-seconds": "10"}, []),
        ({"ratelimit": '"burst";r=0;t=7'}, [7.0]),
        ({"ratelimit": '"app";r=900;t=1800, "burst";r=0;t=3'}, [3.0]),
        ({"ratelimit": "limit=100, remaining=0, reset=8"}, [8.0]),
        ({"ratelimit": "nonsense;r=x;t=, ;;="}, []),
    ],
)
def test_what_an_answer_tells_of_a_quota_is_heeded_by_the_next_request(
    headers: dict[str, str], pauses: list[float]
) -> None:
    assert wait_after(Clock(), Response(200, headers)) == pytest.approx(pauses)


@pytest.mark.parametrize("status", [429, 503])
def test_a_refusal_with_retry_after_holds_back_the_next_request(status: int) -> None:
    assert wait_after(Clock(), Response(status, {"retry-after": "12"})) == [12.0]
    assert wait_after(Clock(), Response(status, {"retry-after": "9223372036854775807"})) == [30.0]
    assert wait_after(Clock(), Response(status)) == []


def test_a_good_answer_with_retry_after_holds_back_nobody() -> None:
    assert wait_after(Clock(), Response(200, {"retry-after": "12"})) == []


def test_other_budgets_and_other_connections_go_on() -> None:
    refusal = Response(429, {"retry-after": "12"})

    assert wait_after(Clock(), refusal, other="search") == []
    assert wait_after(Clock(), refusal, key="another tenant") == []


def test_what_is_left_is_counted_down_until_the_quota_is_renewed() -> None:
    clock, budgets = Clock(), Budgets()
    told = Response(200, {"ratelimit": '"burst";r=2;t=10'})
    budgets.learn(("work", "default"), told, clock())

    taken = [budgets.take(("work", "default"), clock()) for _ in range(3)]
    clock.now += 10

    assert taken == [0.0, 0.0, 10.0]
    assert budgets.take(("work", "default"), clock()) == 0.0


@colours
def test_of_twenty_one_is_refused_and_the_others_wait(colour: str) -> None:
    clock, budgets = Clock(), Budgets()
    refused: list[str] = []

    def transmit(request: Request) -> Response:
        if clock.now < 1010:
            refused.append(request.path)
            return Response(429, {"retry-after": "10"})
        return Response(200)

    def flow() -> Flow[tuple[int, ...]]:
        yield Request.get("/first")
        return (yield from together((work(number) for number in range(20)), at_most=20))

    def work(number: int) -> Flow[int]:
        response = yield Request.get("/{}", number)
        return response.status

    send = stack(throttle(budgets, "work", clock=clock))

    assert run(colour, through(flow(), send), transmit, clock=clock) == (200,) * 20
    assert refused == ["/first"]


@colours
def test_a_wait_longer_than_the_caller_puts_up_with_is_refused_unsent(colour: str) -> None:
    clock, budgets = Clock(), Budgets()
    budgets.learn(("work", "default"), Response(429, {"retry-after": "12"}), clock())
    tape = Tape([])
    request = replace(Request.get("/a"), context=Context(max_wait_seconds=5))

    with pytest.raises(RateLimited, match="'default' is used up for 12 s") as info:
        run(colour, stack(throttle(budgets, "work", clock=clock))(request), tape, clock=clock)

    assert not info.value.sent and info.value.retry_after == 12
    assert not tape.seen and not clock.pauses
