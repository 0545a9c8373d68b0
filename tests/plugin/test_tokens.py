"""The token store in memory: swaps only what was seen, leases once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr, ValidationError

from anyticket.auth.tokens import MemoryTokenStore, Token


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def token(text: str) -> Token:
    return Token(access_token=SecretStr(text))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(clock: Clock) -> MemoryTokenStore:
    return MemoryTokenStore(clock, threading.Lock())


def test_a_saved_token_is_loaded_with_a_version(store: MemoryTokenStore) -> None:
    assert store.load("grant") is None
    assert store.save("grant", token("a"), None)

    found = store.load("grant")

    assert found is not None
    assert found[0] == token("a")


def test_a_token_that_changed_meanwhile_is_not_overwritten(store: MemoryTokenStore) -> None:
    store.save("grant", token("a"), None)
    first = store.load("grant")
    assert first is not None
    store.save("grant", token("b"), first[1])

    assert not store.save("grant", token("c"), first[1])
    assert not store.save("grant", token("c"), None)

    found = store.load("grant")
    assert found is not None
    assert found[0] == token("b")


def test_the_version_of_a_deleted_token_never_comes_back(store: MemoryTokenStore) -> None:
    store.save("grant", token("a"), None)
    before = store.load("grant")
    assert before is not None
    store.delete("grant")
    store.delete("grant")
    store.save("grant", token("b"), None)

    assert not store.save("grant", token("c"), before[1])


def test_of_many_threads_one_saves(store: MemoryTokenStore) -> None:
    won: list[bool] = []
    start = threading.Barrier(20)

    def race(number: int) -> None:
        start.wait()
        won.append(store.save("grant", token(str(number)), None))

    threads = [threading.Thread(target=race, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(won) == [False] * 19 + [True]


def test_a_lease_is_given_once_until_it_ends(store: MemoryTokenStore, clock: Clock) -> None:
    lease = store.lease("grant", 10)
    assert lease is not None
    assert store.lease("grant", 10) is None
    assert store.lease("other", 10) is not None

    lease.release()
    second = store.lease("grant", 10)
    clock.now = 10.0

    assert second is not None
    assert store.lease("grant", 10) is not None


def test_a_lease_that_is_over_takes_nothing_from_the_next(store: MemoryTokenStore, clock: Clock) -> None:
    old = store.lease("grant", 10)
    clock.now = 10.0
    assert store.lease("grant", 10) is not None

    assert old is not None
    old.release()

    assert store.lease("grant", 10) is None


def test_a_token_shows_no_secret_and_expires_in_time() -> None:
    now = datetime(2030, 1, 1, tzinfo=UTC)
    made = Token(access_token=SecretStr("hidden"), refresh_token=SecretStr("hidden"), expires_at=now)

    assert "hidden" not in repr(made)
    assert made.expired(now)
    assert not made.expired(now - timedelta(seconds=1))
    assert not token("a").expired(now)
    with pytest.raises(ValidationError, match="naive"):
        Token(access_token=SecretStr("a"), expires_at=datetime(2030, 1, 1))
