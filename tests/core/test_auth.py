"""What signs requests, and what never shows."""

from __future__ import annotations

import copy
import pickle
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from anyticket.auth.basic import Basic
from anyticket.auth.bearer import Bearer
from anyticket.auth.header import Header
from anyticket.flow import wire
from anyticket.model.connection import Auth, Connection
from anyticket.request import Request, Response
from colours import Tape, run

MODES: list[Auth] = [
    Basic(username="ada", password=SecretStr("s3cret")),
    Bearer(token=SecretStr("s3cret")),
    Header(name="X-Api-Key", value=SecretStr("s3cret")),
]


def sent(auth: Auth, request: Request | None = None) -> dict[str, str]:
    tape = Tape([Response(200)])
    run("blocking", auth.layer()(wire)(request or Request.get("/x")), tape)
    return dict(tape.seen[0].headers)


def test_each_mode_signs_in_its_own_way() -> None:
    assert [sent(auth) for auth in MODES] == [
        {"authorization": "Basic YWRhOnMzY3JldA=="},
        {"authorization": "Bearer s3cret"},
        {"x-api-key": "s3cret"},
    ]
    assert [type(auth).mode for auth in MODES] == ["basic", "bearer", "header"]


def test_a_signature_takes_the_place_of_whatever_is_there() -> None:
    request = Request("GET", "/x", "/x", headers={"Authorization": "Bearer other", "accept": "*/*"})

    assert sent(Bearer(token=SecretStr("mine")), request) == {"accept": "*/*", "authorization": "Bearer mine"}


@given(
    st.from_regex(r"[^:\x00-\x1f\x7f\ud800-\udfff]+", fullmatch=True), st.text(st.characters(exclude_categories=["Cs"]))
)
def test_basic_carries_any_name_and_password(username: str, password: str) -> None:
    _, _, encoded = sent(Basic(username=username, password=SecretStr(password)))["authorization"].partition(" ")

    assert b64decode(encoded).decode().split(":", 1) == [username, password]


@pytest.mark.parametrize("auth", MODES, ids=lambda auth: type(auth).mode)
def test_no_secret_shows(auth: Auth) -> None:
    shown = f"{auth!r} {auth} {auth.model_dump()}"

    assert "s3cret" not in shown
    assert copy.deepcopy(auth) == auth == pickle.loads(pickle.dumps(auth))


@pytest.mark.parametrize("secret", ["s3cret\n", " s3cret", "s3\r\ncret", "s3\x00cret", ""])
@pytest.mark.parametrize("kind", ["bearer", "header"])
def test_what_cannot_travel_in_a_header_is_refused_where_it_is_given_and_not_shown(kind: str, secret: str) -> None:
    with pytest.raises(ValidationError) as info:
        Bearer(token=SecretStr(secret)) if kind == "bearer" else Header(name="X-Key", value=SecretStr(secret))

    assert "s3" not in str(info.value) and "s3" not in repr(info.value)


@pytest.mark.parametrize("username", ["", "a:b", "a\nb"])
def test_a_user_name_that_basic_cannot_carry_is_refused(username: str) -> None:
    with pytest.raises(ValidationError):
        Basic(username=username, password=SecretStr("x"))


@pytest.mark.parametrize("name", ["", "X Key", "X:Key", "X-Key\r\nEvil", "Schl\u00fcssel"])
def test_a_name_that_no_header_has_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        Header(name=name, value=SecretStr("x"))


def test_a_mistake_in_a_connection_shows_no_secret_of_it() -> None:
    with pytest.raises(ValidationError) as info:
        Connection.model_validate({"provider": "x", "auth": MODES[1], "token": "s3cret", "webhook_secret": ["s3cret"]})

    assert "s3cret" not in str(info.value)
