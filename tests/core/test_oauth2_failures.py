"""Renewal that fails: an outage passes, a lost grant needs the person, and no error shows what was asked or answered."""

from __future__ import annotations

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
from anyticket.request import Context, Request, Response
from colours import colours

from .oauth2_endpoint import AUTH, KEY, Tracker, json_answer, store_of
from .test_oauth2_renewal import ask, kept, signing, ticket


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
