"""When a request is sent again, when never, and for how long."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Final

import pytest

from anyticket.errors import (
    Conflict,
    ConnectError,
    Forbidden,
    Invalid,
    Malformed,
    NotFound,
    ProviderError,
    RateLimited,
    Timeout,
    TooLarge,
    TransportError,
    Unauthenticated,
    Unavailable,
)
from anyticket.flow import Layer, Steps
from anyticket.layers import check, retry, stack
from anyticket.model.connection import RetryPolicy
from anyticket.provider.answers import error_by_status
from anyticket.request import Body, Context, Multipart, Part, Request, Response, Upload
from colours import Clock, Tape, colours, run

DONE: Final = Response(200, body=b"{}")

TEMPORARY: Final[dict[str, tuple[ProviderError, bool]]] = {
    "no connection": (ConnectError("x"), True),
    "no free connection in time": (Timeout("x", sent=False), True),
    "broken before the head had left": (TransportError("x", sent=False), True),
    "no answer in time": (Timeout("x", may_have_happened=True), False),
    "lost answer": (TransportError("x", may_have_happened=True), False),
    "lost answer, unmarked": (TransportError("x"), False),
    "too many requests": (RateLimited("x"), True),
    "too many requests, but done in part": (RateLimited("x", may_have_happened=True), False),
    "unavailable": (Unavailable("x"), False),
    "unavailable, provably before anything was done": (Unavailable("x", sent=False), True),
}
LASTING: Final = (Unauthenticated, Forbidden, NotFound, Conflict, Invalid, TooLarge, Malformed, ProviderError)


def again(error: ProviderError) -> ProviderError:
    """A fresh error for each test: retry writes into it."""
    kind, args, attributes = type(error), error.args, vars(error)
    fresh = kind(*args)
    vars(fresh).update(attributes)
    return fresh


def retrying(clock: Clock, policy: RetryPolicy | None = None) -> Layer:
    return retry(policy or RetryPolicy(), clock=clock, random=lambda: 0.5)


def send(request: Request, clock: Clock, policy: RetryPolicy | None = None) -> Steps[Response]:
    return stack(retrying(clock, policy))(request)


def asked(*, repeatable: bool, body: Body = b"", context: Context | None = None) -> Request:
    return replace(Request.post("/x", body=body, repeatable=repeatable), context=context or Context())


@colours
@pytest.mark.parametrize("fault", TEMPORARY)
@pytest.mark.parametrize("repeatable", [True, False], ids=["repeatable", "not repeatable"])
def test_a_request_is_repeated_if_it_is_repeatable_or_provably_did_nothing(
    colour: str, fault: str, repeatable: bool
) -> None:
    error, did_nothing = TEMPORARY[fault]
    clock, tape = Clock(), Tape([again(error), DONE])
    steps = send(asked(repeatable=repeatable), clock)

    if repeatable or did_nothing:
        assert run(colour, steps, tape, clock=clock) == DONE
        assert len(tape.seen) == 2
    else:
        with pytest.raises(type(error)) as info:
            run(colour, steps, tape, clock=clock)
        assert len(tape.seen) == 1 and clock.pauses == []
        assert info.value.may_have_happened and not info.value.exhausted


@colours
@pytest.mark.parametrize("kind", LASTING)
@pytest.mark.parametrize("repeatable", [True, False], ids=["repeatable", "not repeatable"])
def test_what_will_not_change_is_not_repeated(colour: str, kind: type[ProviderError], repeatable: bool) -> None:
    clock, tape = Clock(), Tape([kind("x"), DONE])

    with pytest.raises(kind) as info:
        run(colour, send(asked(repeatable=repeatable), clock), tape, clock=clock)

    assert len(tape.seen) == 1
    assert not info.value.exhausted and not info.value.may_have_happened


def _async_content() -> AsyncIterator[bytes]:
    async def chunks() -> AsyncIterator[bytes]:
        yield b"x"

    return chunks()


class Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


@colours
@pytest.mark.parametrize(
    ("body", "rewindable"),
    [
        (b"x", True),
        (Upload(b"x"), True),
        (Upload(io.BytesIO(b"x")), True),
        (Upload(Pipe(b"x")), False),
        (Upload(_async_content()), False),
        (Multipart((Part("a", b"x"), Part("b", Upload(b"x")))), True),
        (Multipart((Part("a", b"x"), Part("b", Upload(Pipe(b"x"))))), False),
    ],
)
def test_a_body_that_cannot_be_rewound_is_sent_once(colour: str, body: Body, rewindable: bool) -> None:
    clock, tape = Clock(), Tape([ConnectError("x"), DONE])
    steps = send(asked(repeatable=True, body=body), clock)

    if rewindable:
        run(colour, steps, tape, clock=clock)
    else:
        with pytest.raises(ConnectError):
            run(colour, steps, tape, clock=clock)

    assert len(tape.seen) == (2 if rewindable else 1)


@colours
def test_an_attempt_knows_its_number(colour: str) -> None:
    clock, tape = Clock(), Tape([Unavailable("x"), Unavailable("x"), DONE])

    run(colour, send(asked(repeatable=True), clock), tape, clock=clock)

    assert [request.context.attempt for request in tape.seen] == [1, 2, 3]


@colours
def test_pauses_grow_with_jitter_up_to_the_longest(colour: str) -> None:
    clock, tape = Clock(), Tape([Unavailable("x") for _ in range(6)])
    policy = RetryPolicy(attempts=6, first_pause_seconds=1, longest_pause_seconds=5)

    with pytest.raises(Unavailable):
        run(colour, send(asked(repeatable=True), clock, policy), tape, clock=clock)

    assert clock.pauses == pytest.approx([1.0, 2.0, 4.0, 5.0, 5.0])


@pytest.mark.parametrize(("chance", "pause"), [(0.0, 0.7), (0.999, 1.2994)])
def test_jitter_spreads_the_pause_around_the_backoff(chance: float, pause: float) -> None:
    clock, tape = Clock(), Tape([Unavailable("x"), DONE])
    layer = retry(RetryPolicy(first_pause_seconds=1), clock=clock, random=lambda: chance)

    run("blocking", stack(layer)(asked(repeatable=True)), tape, clock=clock)

    assert clock.pauses == pytest.approx([pause])


@colours
@pytest.mark.parametrize(("policy", "context"), [(2, None), (9, 2)], ids=["by the policy", "by the caller"])
def test_it_gives_up_after_the_attempts_it_may_make(colour: str, policy: int, context: int | None) -> None:
    clock, tape = Clock(), Tape([Unavailable("x") for _ in range(9)])
    request = asked(repeatable=True, context=Context(attempts=context))

    with pytest.raises(Unavailable) as info:
        run(colour, send(request, clock, RetryPolicy(attempts=policy)), tape, clock=clock)

    assert len(tape.seen) == 2 and info.value.exhausted


@colours
def test_it_gives_up_rather_than_exceed_its_budget_of_time(colour: str) -> None:
    clock, tape = Clock(), Tape([Unavailable("x", retry_after=25) for _ in range(9)])

    with pytest.raises(Unavailable) as info:
        run(colour, send(asked(repeatable=True), clock, RetryPolicy(attempts=9)), tape, clock=clock)

    assert clock.pauses == [25.0, 25.0] and info.value.exhausted


@colours
def test_it_gives_up_rather_than_pause_past_the_deadline(colour: str) -> None:
    clock, tape = Clock(100.0), Tape([Unavailable("x", retry_after=20) for _ in range(9)])
    request = asked(repeatable=True, context=Context(deadline=130.0))

    with pytest.raises(Unavailable) as info:
        run(colour, send(request, clock), tape, clock=clock)

    assert clock.pauses == [20.0] and info.value.exhausted


@colours
def test_what_failed_is_told_even_if_only_the_run_has_a_deadline(colour: str) -> None:
    clock, tape = Clock(100.0), Tape([Unavailable("x", retry_after=20) for _ in range(9)])

    with pytest.raises(Unavailable) as info:
        run(colour, send(asked(repeatable=True), clock), tape, clock=clock, deadline=130.0)

    assert clock.pauses == [20.0] and info.value.exhausted


@colours
@pytest.mark.parametrize(("limit", "pauses"), [(0.0, []), (15.0, [10.0]), (60.0, [10.0, 10.0, 10.0])])
def test_it_gives_up_rather_than_wait_longer_than_the_caller_does(
    colour: str, limit: float, pauses: list[float]
) -> None:
    clock, tape = Clock(), Tape([RateLimited("x", retry_after=10) for _ in range(9)])
    request = asked(repeatable=True, context=Context(max_wait_seconds=limit))

    with pytest.raises(RateLimited) as info:
        run(colour, send(request, clock), tape, clock=clock)

    assert clock.pauses == pauses and info.value.exhausted and info.value.retry_after == 10


def refused(retry_after: str, **headers: str) -> Response:
    return Response(429, {"retry-after": retry_after, **headers})


@colours
@pytest.mark.parametrize(
    ("told", "pause"),
    [
        ("7", 7.0),
        (" 7 ", 7.0),
        ("9223372036854775807", 30.0),
        ("1" + "0" * 400, 30.0),
        ("Wed, 21 Oct 2026 07:28:12 GMT", 12.0),
        ("Wednesday, 21-Oct-26 07:28:12 GMT", 12.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 30.0),
        ("0", 0.5),
        ("Wed, 21 Oct 2020 07:28:00 GMT", 0.5),
        ("-5", 0.5),
        ("1e9", 0.5),
        ("inf", 0.5),
        ("٣", 0.5),
        ("soon", 0.5),
        ("Wed, 99 Oct 2026 99:99:99 GMT", 0.5),
        ("", 0.5),
    ],
)
def test_retry_after_is_heeded_in_both_forms_clamped_and_ignored_where_it_makes_no_sense(
    colour: str, told: str, pause: float
) -> None:
    clock, tape = Clock(), Tape([refused(told, date="Wed, 21 Oct 2026 07:28:00 GMT"), DONE])
    layers = stack(retrying(clock), check(error_by_status))

    run(colour, layers(asked(repeatable=False)), tape, clock=clock)

    assert clock.pauses == pytest.approx([pause])


def test_a_date_without_a_date_of_the_answer_is_read_by_the_clock_on_the_wall() -> None:
    clock, tape = Clock(), Tape([refused("Wed, 21 Oct 2026 07:28:12 GMT"), DONE])
    wall = 1792567680.0 + 3
    layers = stack(
        retry(RetryPolicy(), clock=clock, random=lambda: 0.5, now=lambda: wall),
        check(error_by_status),
    )

    run("blocking", layers(asked(repeatable=False)), tape, clock=clock)

    assert clock.pauses == pytest.approx([9.0])
