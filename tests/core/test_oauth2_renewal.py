"""Renewal of tokens: when, once, saved first; who loses a race goes on; only a lost grant is a lost grant."""

from __future__ import annotations

from typing import Any

import pytest

from anyticket.auth.oauth2 import ClientCredentials
from anyticket.auth.tokens import MemoryTokenStore, Token
from anyticket.errors import (
    ConfigError,
    ConnectError,
    Forbidden,
    Malformed,
    ProviderError,
    RateLimited,
    ReconnectNeeded,
    Timeout,
    Unauthenticated,
    Unavailable,
)
from anyticket.flow import Send, Steps, together, wire
from anyticket.model.connection import Auth
from anyticket.request import Context, Request, Response
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


@colours
def test_a_gone_grant_is_told_once_and_shows_no_secret(colour: str) -> None:
    tracker = Tracker(revoked=True)
    store = store_of(tracker, tracker.token(life=0))

    with pytest.raises(ReconnectNeeded) as info:
        ask(colour, tracker, signing(tracker, store))

    assert (info.value.sent, info.value.temporary) == (False, False)
    assert len(tracker.token_requests) == 1
    assert "s3cret" not in repr(vars(info.value)) + str(info.value)
    assert info.value.response is not None
    assert info.value.response.body == b""
    assert store.lease(KEY, 1) is not None


OUTAGES = [
    (Response(500), Unavailable),
    (Response(503, {"retry-after": "1"}), Unavailable),
    (Response(429), RateLimited),
    (Timeout("late"), Timeout),
    (ConnectError("down"), ConnectError),
    (json_answer(400, {"error": "temporarily_unavailable"}), Unavailable),
    (json_answer(503, {"error": "invalid_grant"}), Unavailable),
]


@pytest.mark.parametrize(("outage", "kind"), OUTAGES)
@colours
def test_an_outage_is_retried_and_then_told_as_one_that_passes(
    colour: str, outage: Response | Exception, kind: type[ProviderError]
) -> None:
    tracker = Tracker(upset=[outage] * 3)
    store = store_of(tracker, tracker.token(life=0))
    send = signing(tracker, store)

    with pytest.raises(kind) as info:
        ask(colour, tracker, send)
    again = ask(colour, tracker, send)

    error = info.value
    assert (error.temporary, error.exhausted, error.sent, error.may_have_happened) == (True, True, False, False)
    assert not isinstance(error, Unauthenticated)
    assert again.status == 200
    assert len(tracker.token_requests) == 4
    assert store.lease(KEY, 1) is not None


@pytest.mark.parametrize("outage", [outage for outage, _ in OUTAGES])
def test_an_outage_while_the_token_still_lives_is_nobodys_trouble(outage: Response | Exception) -> None:
    tracker = Tracker(upset=[outage])
    store = store_of(tracker, tracker.token())
    tracker.clock.now += 3570

    answer = ask("blocking", tracker, signing(tracker, store))

    assert answer.status == 200
    assert len(tracker.token_requests) == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Response(403, {"content-type": "text/html"}, b"<html>blocked</html>"), Forbidden),
        (Response(200, {}, b'{"access_token": "s3cret-cu'), Malformed),
        (Response(200, {}, b"<html>"), Malformed),
        (json_answer(200, {"access_token": "s3cret\nx"}), Malformed),
        (json_answer(200, {"access_token": "s3cret", "token_type": "mac"}), Malformed),
        (json_answer(401, {"error": "invalid_client"}), Unauthenticated),
        (json_answer(400, {"error": "s3cret <words>"}), ProviderError),
    ],
)
def test_other_answers_are_no_lost_grants_and_no_error_has_their_body(
    answer: Response, kind: type[ProviderError]
) -> None:
    tracker = Tracker(upset=[answer])
    store = store_of(tracker, tracker.token(life=0))

    with pytest.raises(kind) as info:
        ask("blocking", tracker, signing(tracker, store))

    assert not isinstance(info.value, ReconnectNeeded)
    assert not info.value.sent
    assert "s3cret" not in repr(vars(info.value)) + str(info.value)
    assert info.value.response is None or info.value.response.body == b""


def test_a_store_that_fails_while_saving_loses_no_token() -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token(life=0))
    full = [True]

    class Full(MemoryTokenStore):
        def save(self, key: str, token: Token, expected: str | None) -> bool:
            if full.pop():
                full.append(False)
                raise OSError(28, "No space left on device")
            full.append(False)
            return store.save(key, token, expected)

        load, lease = store.load, store.lease

    send = signing(tracker, Full(tracker.clock, store._lock))
    with pytest.raises(OSError, match="No space"):
        ask("blocking", tracker, send)

    answer = ask("blocking", tracker, send)

    assert answer.status == 200
    assert tracker.rotations == 1
    assert kept(store) == tracker.token(1)


@pytest.mark.parametrize(
    ("token", "message"), [(None, "nothing is stored"), ("without", "offline_access")], ids=["none", "no-refresh"]
)
def test_what_cannot_be_renewed_needs_the_person(token: str | None, message: str) -> None:
    tracker = Tracker()
    had = tracker.token(life=0).model_copy(update={"refresh_token": None}) if token else None

    with pytest.raises(ReconnectNeeded, match=message):
        ask("blocking", tracker, signing(tracker, store_of(tracker, had)))

    assert (tracker.calls, tracker.token_requests) == ([], [])


def test_a_token_goes_to_the_origins_of_its_server_only() -> None:
    tracker = Tracker()
    send = signing(tracker, store_of(tracker, tracker.token()))

    with pytest.raises(ConfigError, match=r"api\.example"):
        ask("blocking", tracker, send, Request("GET", "/t", "/t", url="https://evil.example/t"))

    assert tracker.calls == []


@colours
def test_an_app_acts_for_itself_and_asks_again(colour: str) -> None:
    tracker = Tracker(life=100)
    store = store_of(tracker)
    send = signing(tracker, store, ClientCredentials(app="desk"))

    ask(colour, tracker, send)
    ask(colour, tracker, send)
    tracker.clock.now += 95
    ask(colour, tracker, send)

    assert [asked["grant_type"] for asked in tracker.token_requests] == ["client_credentials"] * 2


def test_token_requests_are_traced_under_the_operation_with_attempts_of_their_own() -> None:
    tracker = Tracker(upset=[Response(503)])
    send = signing(tracker, store_of(tracker, tracker.token(life=0)))
    context = Context(operation="get_ticket", connection_key="tenant", attempt=3)

    ask("blocking", tracker, send, ticket(context=context))

    told = [(each.name, each.operation, each.connection_key, each.attempt, each.status) for each in tracker.attempts]
    assert told == [("POST /token", "get_ticket", "tenant", 1, 503), ("POST /token", "get_ticket", "tenant", 2, 200)]


def test_without_a_runtime_there_is_nothing_to_sign_with() -> None:
    with pytest.raises(ConfigError, match=r"use anyticket\.connect"):
        AUTH.layer()
