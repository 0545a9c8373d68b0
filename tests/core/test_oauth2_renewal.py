"""Renewal of tokens: when, once, saved first; who loses a race goes on; only a lost grant is a lost grant."""

from __future__ import annotations

from typing import Any

import pytest

from anyticket.auth.oauth2 import ClientCredentials
from anyticket.auth.tokens import MemoryTokenStore, Token
from anyticket.errors import (
    ReconnectNeeded,
)
from anyticket.flow import Send, Steps, together, wire
from anyticket.model.connection import Auth
from anyticket.request import Request, Response
from colours import colours, run

from .oauth2_endpoint import AUTH, KEY, Tracker, json_answer, store_of


def signing(tracker: Tracker, store: Any, auth: Auth = AUTH) -> Send:
    assert isinstance(auth, type(AUTH) | ClientCredentials)
    return auth.equipped(tracker.equipment(store))(wire)


def ticket(**changes: Any) -> Request:
    return Request("GET", "/t", "/t", url="https://api.example/t", repeatable=True, **changes)


def ask(colour: str, tracker: Tracker, send: Send, request: Request | None = None) -> Response:
    return run(colour, send(request or ticket()), tracker, clock=tracker.clock)


def kept(store: MemoryTokenStore) -> Token:
    found = store.load(KEY)
    assert found is not None
    return found[0]


@colours
def test_a_good_token_signs_and_nothing_is_asked_for(colour: str) -> None:
    tracker = Tracker()
    send = signing(tracker, store_of(tracker, tracker.token()))

    answers = [ask(colour, tracker, send).status for _ in range(3)]

    assert answers == [200, 200, 200]
    assert tracker.token_requests == []


@pytest.mark.parametrize(
    ("life", "left", "renewed"), [(3600, 61, 0), (3600, 60, 1), (3600, -5, 1), (2, 0.21, 0), (2, 0.19, 1)]
)
def test_a_token_is_renewed_in_its_last_minute_or_the_last_tenth_of_a_short_life(
    life: float, left: float, renewed: int
) -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token(life=life))
    tracker.clock.now += life - left

    answer = ask("blocking", tracker, signing(tracker, store))

    assert answer.status == 200
    assert tracker.rotations == renewed


@colours
def test_what_is_asked_for_is_what_the_standard_says_and_the_answer_is_kept(colour: str) -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token(life=0))

    ask(colour, tracker, signing(tracker, store))

    assert tracker.token_requests == [
        {
            "grant_type": "refresh_token",
            "refresh_token": "s3cret-refresh-0",
            "client_id": "id",
            "client_secret": "s3cret-app",
        }
    ]
    assert kept(store) == tracker.token(1)


def test_the_rotated_token_is_saved_before_it_is_used() -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token(life=0))
    seen: list[str] = []

    def transmit(request: Request) -> Response:
        if request.url.endswith("/t"):
            seen.append(kept(store).access_token.get_secret_value())
        return tracker(request)

    run("blocking", signing(tracker, store)(ticket()), transmit, clock=tracker.clock)

    assert seen == ["s3cret-access-1"]


@colours
def test_a_refused_token_is_renewed_once_and_the_request_sent_again(colour: str) -> None:
    tracker = Tracker(good_access="another")
    store = store_of(tracker, tracker.token())

    answer = ask(colour, tracker, signing(tracker, store))

    assert answer.status == 200
    assert [call.headers["authorization"] for call in tracker.calls] == [
        "Bearer s3cret-access-0",
        "Bearer s3cret-access-1",
    ]


def test_a_second_refusal_is_the_answer() -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token())

    def refusing(request: Request) -> Response:
        answer = tracker(request)
        return json_answer(401, {}) if request.url.endswith("/t") else answer

    answer = run("blocking", signing(tracker, store)(ticket()), refusing, clock=tracker.clock)

    assert answer.status == 401
    assert (len(tracker.calls), tracker.rotations) == (2, 1)


def test_a_token_that_somebody_else_has_renewed_is_taken_from_the_store() -> None:
    tracker = Tracker(good_access="s3cret-access-7")
    store = store_of(tracker, tracker.token())
    send = signing(tracker, store)
    found = store.load(KEY)
    assert found is not None

    def transmit(request: Request) -> Response:
        answer = tracker(request)
        if answer.status == 401:
            store.save(KEY, tracker.token(7), found[1])
        return answer

    answer = run("blocking", send(ticket()), transmit, clock=tracker.clock)

    assert answer.status == 200
    assert tracker.token_requests == []


@colours
def test_twenty_at_once_ask_once(colour: str) -> None:
    tracker = Tracker()
    send = signing(tracker, store_of(tracker, tracker.token(life=0)))

    def all_of_them() -> Steps[tuple[Response, ...]]:
        return together([send(ticket()) for _ in range(20)], at_most=20)

    answers = run(colour, all_of_them(), tracker)

    assert [answer.status for answer in answers] == [200] * 20
    assert tracker.rotations == 1


@colours
def test_while_somebody_else_has_the_lease_one_waits_and_takes_what_they_saved(colour: str) -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token(life=0))
    lease = store.lease(KEY, 60)
    assert lease is not None
    send = signing(tracker, store)
    clock, pause = tracker.clock, tracker.clock.pause
    found = store.load(KEY)
    assert found is not None

    def meanwhile(seconds: float) -> None:
        pause(seconds)
        if len(clock.pauses) == 3:
            tracker.good_access = "s3cret-access-9"
            store.save(KEY, tracker.token(9), found[1])
            lease.release()

    clock.pause = meanwhile  # type: ignore[method-assign]
    answer = ask(colour, tracker, send)

    assert answer.status == 200
    assert tracker.token_requests == []
    assert len(clock.pauses) == 3


def test_while_somebody_else_renews_early_the_old_token_does() -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token())
    tracker.clock.now += 3570
    assert store.lease(KEY, 60) is not None

    answer = ask("blocking", tracker, signing(tracker, store))

    assert answer.status == 200
    assert (tracker.token_requests, tracker.clock.pauses) == ([], [])


def test_the_lease_of_one_who_died_ends() -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token(life=0))
    store.lease(KEY, 60)

    answer = ask("blocking", tracker, signing(tracker, store))

    assert answer.status == 200
    assert tracker.rotations == 1


def test_who_lost_the_race_takes_the_token_of_who_won() -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token(life=0))
    found = store.load(KEY)
    assert found is not None

    def faster() -> None:
        tracker.good_access = "s3cret-access-5"
        store.save(KEY, tracker.token(5), found[1])

    tracker.before_answer = faster

    ask("blocking", tracker, signing(tracker, store))

    assert kept(store) == tracker.token(5)
    assert tracker.calls[0].headers["authorization"] == "Bearer s3cret-access-5"


def test_a_refresh_token_that_somebody_else_used_up_is_no_lost_grant() -> None:
    tracker = Tracker(good_access="s3cret-access-5")
    store = store_of(tracker, tracker.token(life=0))
    found = store.load(KEY)
    assert found is not None

    def late(request: Request) -> Response:
        if request.url.endswith("/token"):
            store.save(KEY, tracker.token(5), found[1])
            return json_answer(403, {"error": "invalid_grant"})
        return tracker(request)

    answer = run("blocking", signing(tracker, store)(ticket()), late, clock=tracker.clock)

    assert answer.status == 200


def test_a_grant_that_was_deleted_meanwhile_is_gone() -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token(life=0))
    tracker.before_answer = lambda: store.delete(KEY)

    with pytest.raises(ReconnectNeeded, match="taken away"):
        ask("blocking", tracker, signing(tracker, store))

    assert store.load(KEY) is None
