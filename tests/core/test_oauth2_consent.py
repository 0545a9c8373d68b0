"""Consent: the URL is what the standard says, and a state is good for one session, one app and a while."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from anyticket.auth.consent import STATE_SECONDS, Consenting, authorization_url, exchange
from anyticket.auth.oauth2 import grant_key
from anyticket.errors import ConfigError, ProviderError, Timeout, Unauthenticated
from colours import colours, run

from .oauth2_endpoint import APP, KEY, SERVER, Tracker, store_of

SESSION, NONCE = "session-1", "nonce-1"


def asked(tracker: Tracker, **changes: str) -> dict[str, str]:
    values = {"session": SESSION, "nonce": NONCE, **changes}
    url = authorization_url(APP, SERVER, session=values["session"], nonce=values["nonce"], now=tracker.clock())
    return dict(parse_qsl(urlsplit(url).query))


def back(tracker: Tracker, state: str, session: str = SESSION, account: str | None = "ada") -> Consenting:
    return Consenting("desk", "the-code", state, session, account)


@colours
def test_a_code_is_exchanged_with_the_proof_that_the_url_announced(colour: str) -> None:
    tracker = Tracker()
    store, told = store_of(tracker), asked(tracker)

    grant = run(colour, exchange(back(tracker, told["state"]), tracker.equipment(store)), tracker)

    (request,) = tracker.token_requests
    digest = hashlib.sha256(request["code_verifier"].encode()).digest()
    assert urlsafe_b64encode(digest).rstrip(b"=").decode() == told["code_challenge"]
    assert told["code_challenge_method"] == "S256"
    assert 43 <= len(request["code_verifier"]) <= 128
    assert request["redirect_uri"] == told["redirect_uri"] == APP.redirect_uri
    assert (request["grant_type"], request["code"]) == ("authorization_code", "the-code")
    assert (grant.app, grant.account, grant.scopes) == ("desk", "ada", ("read",))
    assert store.load(KEY) is not None


def test_a_new_consent_takes_the_place_of_the_old_one() -> None:
    tracker = Tracker()
    store = store_of(tracker, tracker.token(9))

    run("blocking", exchange(back(tracker, asked(tracker)["state"]), tracker.equipment(store)), tracker)

    found = store.load(KEY)
    assert found is not None
    assert found[0].access_token.get_secret_value() == "s3cret-access-1"


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_state_is_good_for_its_session_alone(mine: str, others: str) -> None:
    tracker = Tracker()
    state = asked(tracker, session=mine)["state"]
    steps = exchange(back(tracker, state, others), tracker.equipment(store_of(tracker)))

    if mine == others:
        run("blocking", steps, tracker)
    else:
        with pytest.raises(Unauthenticated, match="begin the consent again"):
            run("blocking", steps, tracker)
        assert tracker.token_requests == []


@pytest.mark.parametrize("wrong", ["", ".", "..", "x", "nonce.1.sig", "nonce-1.\u0661.x", "a.b.c.d", "é.1.é"])
def test_what_is_no_state_is_refused(wrong: str) -> None:
    tracker = Tracker()

    with pytest.raises(Unauthenticated, match="not one that this session was given"):
        run("blocking", exchange(back(tracker, wrong), tracker.equipment(store_of(tracker))), tracker)


@given(st.data())
def test_a_state_that_was_changed_anywhere_is_refused(data: st.DataObject) -> None:
    tracker = Tracker()
    state = asked(tracker)["state"]
    at = data.draw(st.integers(0, len(state) - 1))
    other = data.draw(st.characters(codec="ascii").filter(lambda found: found != state[at]))

    with pytest.raises(Unauthenticated):
        run(
            "blocking",
            exchange(back(tracker, state[:at] + other + state[at + 1 :]), tracker.equipment(store_of(tracker))),
            tracker,
        )


@pytest.mark.parametrize("passed", [-10.0, STATE_SECONDS + 1])
def test_a_state_ends(passed: float) -> None:
    tracker = Tracker()
    state = asked(tracker)["state"]
    tracker.clock.now += passed

    with pytest.raises(Unauthenticated, match="took too long"):
        run("blocking", exchange(back(tracker, state), tracker.equipment(store_of(tracker))), tracker)


def test_a_state_of_another_app_is_refused() -> None:
    tracker = Tracker()
    state = asked(tracker)["state"]
    for change in ({"client_id": "other"}, {"client_secret": SecretStr("other")}):
        equipment = tracker.equipment(store_of(tracker), app=APP.model_copy(update=change))

        with pytest.raises(Unauthenticated):
            run("blocking", exchange(back(tracker, state), equipment), tracker)


def test_an_app_without_a_secret_cannot_sign_a_state() -> None:
    app = APP.model_copy(update={"client_secret": None})

    with pytest.raises(ConfigError, match="client_secret"):
        authorization_url(app, SERVER, session=SESSION, nonce=NONCE, now=1.0)


def test_a_code_whose_answer_was_lost_is_not_sent_twice() -> None:
    tracker = Tracker(upset=[Timeout("late")])

    with pytest.raises(ProviderError):
        run(
            "blocking",
            exchange(back(tracker, asked(tracker)["state"]), tracker.equipment(store_of(tracker))),
            tracker,
            clock=tracker.clock,
        )

    assert len(tracker.token_requests) == 1


def test_a_server_that_tells_nobodys_name_wants_the_account_from_the_host() -> None:
    tracker = Tracker()

    with pytest.raises(ConfigError, match="give `account`"):
        run(
            "blocking",
            exchange(back(tracker, asked(tracker)["state"], account=None), tracker.equipment(store_of(tracker))),
            tracker,
        )


def test_keys_of_grants_are_never_mistaken_for_each_other() -> None:
    pairs = [("a/b", "c"), ("a", "b/c"), ("a%2Fb", "c"), ("a", "b%2Fc"), ("a", "b"), ("a", "B")]

    assert len({grant_key(*pair) for pair in pairs}) == len(pairs)
