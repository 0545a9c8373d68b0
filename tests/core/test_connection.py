"""Connections and what else holds secrets: told apart by them, and never showing them."""

from __future__ import annotations

import math
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError
from pydantic_core import PydanticSerializationError

from anyticket import Basic, Bearer, Connection, OAuthApp, RetryPolicy, Runtime, Settings
from anyticket.auth.tokens import Token
from core.tenants import Plugin, connection

SECRET = "s3cr3t-value"


def tenant(token: str, **more: Any) -> Connection:
    return Connection(provider="tenant", url="https://gateway.example", auth=Bearer(token=SecretStr(token)), **more)


def test_connections_with_different_secrets_share_no_session() -> None:
    with Runtime(config=Settings(), plugins=[Plugin()]) as runtime:
        mine, other, mine_again = (runtime.session(tenant(token)) for token in ("a", "b", "a"))

    assert mine is mine_again and mine is not other


def test_tenants_without_keys_behind_one_url_do_not_collide() -> None:
    # with one hash for all, a host of 1,500 such tenants compared for 20 ms before each operation
    assert len({hash(tenant(str(number))) for number in range(1000)}) > 990


def test_equal_connections_hash_equal() -> None:
    assert hash(tenant("a", key="k")) == hash(tenant("a", key="k"))
    assert tenant("a", key="k") == pickle.loads(pickle.dumps(tenant("a", key="k")))


@pytest.mark.parametrize(
    "make",
    [
        lambda: OAuthApp(provider="jira-cloud", client_secret=SecretStr(SECRET)),  # type: ignore[call-arg]
        lambda: OAuthApp.model_validate({"provider": "jira-cloud", "client_secret": SECRET}),
        lambda: Token.model_validate({"refresh_token": SECRET}),
        lambda: Basic.model_validate({"password": SECRET}),
        lambda: Connection(provider="tenant", url=f"https://me:{SECRET}@tracker.example"),
        lambda: Connection.model_validate({"webhook_secret": SECRET}),
        lambda: Connection.model_validate({"provider": "x", "auth": {"token": SECRET}}),
    ],
)
def test_what_is_wrong_is_told_without_the_secret_beside_it(make: Callable[[], object]) -> None:
    with pytest.raises(ValidationError) as caught:
        make()

    assert SECRET not in f"{caught.value!s} {caught.value!r}"


def test_a_secret_is_not_dumped_as_json() -> None:
    # its mask would come back as the secret, and credentials that are left out as none at all
    whole = tenant(SECRET, webhook_secret=SecretStr(SECRET))

    for one in (whole, whole.auth, Connection(provider="tenant", webhook_secret=SecretStr(SECRET))):
        assert one is not None
        with pytest.raises(PydanticSerializationError, match="is not dumped"):
            one.model_dump_json()
        with pytest.raises(PydanticSerializationError, match="is not dumped"):
            one.model_dump(mode="json")


def test_what_is_no_secret_is_dumped_and_read_again() -> None:
    bare = tenant(SECRET, key="k", timeout_seconds=5).model_dump_json(exclude={"auth", "webhook_secret"})

    assert Connection.model_validate_json(bare) == Connection(
        provider="tenant", url="https://gateway.example", key="k", timeout_seconds=5
    )
    assert tenant(SECRET).model_dump()["auth"] == {"token": SecretStr(SECRET)}


def test_credentials_out_of_json_are_refused() -> None:
    with pytest.raises(ValidationError, match="given as an object"):
        Connection.model_validate({"provider": "tenant", "auth": {}})


@pytest.mark.parametrize("url", ["https://[::1", "https://tracker.example:99999", "https://tracker.example:port"])
def test_a_url_that_cannot_be_read_is_refused_where_it_is_written(url: str) -> None:
    with pytest.raises(ValidationError, match="host or port is broken"):
        Connection(provider="tenant", url=url)


@pytest.mark.parametrize("seconds", [0, -1, math.inf, math.nan, 1e12])
def test_no_wait_is_longer_than_clocks_can_tell(seconds: float) -> None:
    with pytest.raises(ValidationError):
        Connection(provider="tenant", timeout_seconds=seconds)
    with pytest.raises(ValidationError):
        RetryPolicy(longest_pause_seconds=seconds or -1)


def test_nothing_that_holds_a_secret_shows_it() -> None:
    one = connection("https://tracker.example", SECRET)

    with Runtime(config=Settings(), plugins=[Plugin()]) as runtime:
        session = runtime.session(one)

        shown = f"{one!r} {one!s} {one.auth!r} {session!r} {runtime!r} {session.provider!r} {vars(session.provider)!r}"
    assert f"secret-of-{SECRET}" not in shown and "SecretStr" in shown
