"""
TokenStoreContract: what a test of a token store inherits.

    class TestMine(TokenStoreContract):
        @pytest.fixture
        def opening(self, tmp_path: Path) -> Opening:
            return partial(MyStore, tmp_path / "tokens")

What the fixture returns is called with a clock, and is pickled for other processes: a function or a `partial` of a
module. Each call opens the same store again. A store of one process alone says `between_processes = False`.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import ClassVar, Final, TypeAlias

import pytest
from pydantic import SecretStr

from anyticket.auth.tokens import Token, TokenStore

Opening: TypeAlias = Callable[[Callable[[], float]], TokenStore]

_THREADS: Final = 4
_PROCESSES: Final = 3
_ROUNDS: Final = 5
_PATIENCE_SECONDS: Final = 60.0


class StoreClock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class TokenStoreContract:
    """Every law of a token store. Inherit it, and give the fixture `opening`."""

    between_processes: ClassVar[bool] = True

    @pytest.fixture
    def opening(self) -> Opening:
        raise NotImplementedError("give the fixture `opening`, which returns what opens the store for a clock")

    @pytest.fixture
    def clock(self) -> StoreClock:
        return StoreClock()

    @pytest.fixture
    def store(self, opening: Opening, clock: StoreClock) -> TokenStore:
        return opening(clock)

    def test_a_saved_token_comes_back_whole(self, store: TokenStore) -> None:
        issued = datetime(2030, 1, 1, tzinfo=UTC)
        whole = _token("access-ü-\u2028", refresh="refresh", expires_at=issued, scopes=("read", "offline_access"))

        assert store.load("grant") is None
        assert store.save("grant", whole, None)
        assert store.save("other", _token("bare"), None)

        assert _loaded(store, "grant")[0] == whole
        assert _loaded(store, "other")[0] == _token("bare")

    def test_only_what_was_seen_is_replaced(self, store: TokenStore) -> None:
        store.save("grant", _token("a"), None)
        _, first = _loaded(store, "grant")

        assert store.save("grant", _token("b"), first)
        assert not store.save("grant", _token("c"), first)
        assert not store.save("grant", _token("c"), None)
        assert not store.save("absent", _token("c"), first)

        assert _loaded(store, "grant")[0] == _token("b")
        assert store.load("absent") is None

    def test_the_version_of_a_deleted_token_never_comes_back(self, store: TokenStore) -> None:
        store.save("grant", _token("a"), None)
        _, before = _loaded(store, "grant")
        store.delete("grant")
        store.delete("grant")

        assert store.load("grant") is None
        assert store.save("grant", _token("a"), None)
        assert not store.save("grant", _token("b"), before)

    @pytest.mark.parametrize("key", ["a/b c", "../../x", "a\x00b", "'; DROP TABLE tokens; --", "Ü"])
    def test_any_text_is_a_key(self, store: TokenStore, key: str) -> None:
        store.save("a", _token("other"), None)

        assert store.save(key, _token("mine"), None)

        assert _loaded(store, key)[0] == _token("mine")
        assert _loaded(store, "a")[0] == _token("other")

    def test_a_lease_is_given_once_until_it_ends(self, store: TokenStore, clock: StoreClock) -> None:
        lease = store.lease("grant", 10)
        assert lease is not None
        assert store.lease("grant", 10) is None
        assert store.lease("other", 10) is not None

        lease.release()
        lease.release()
        second = store.lease("grant", 10)
        clock.now += 9.9
        meanwhile = store.lease("grant", 10)
        clock.now += 0.1

        assert second is not None
        assert meanwhile is None
        assert store.lease("grant", 10) is not None

    def test_a_lease_that_is_over_takes_nothing_from_the_next(self, store: TokenStore, clock: StoreClock) -> None:
        old = store.lease("grant", 10)
        clock.now += 10
        assert store.lease("grant", 10) is not None

        assert old is not None
        old.release()

        assert store.lease("grant", 10) is None

    def test_a_lease_neither_needs_nor_holds_the_token(self, store: TokenStore) -> None:
        assert store.lease("grant", 10) is not None

        assert store.save("grant", _token("a"), None)
        store.delete("grant")

        assert store.lease("grant", 10) is None

    def test_no_error_and_no_repr_shows_a_token(self, store: TokenStore) -> None:
        store.save("grant", _token("s3cret", refresh="s3cret"), None)

        assert "s3cret" not in repr(store) + str(store) + repr(store.load("grant"))

    def test_of_many_threads_one_saves(self, store: TokenStore) -> None:
        start = threading.Barrier(_THREADS)

        def race(number: int) -> bool:
            start.wait()
            return store.save("grant", _token(str(number)), None)

        with ThreadPoolExecutor(_THREADS) as pool:
            won = list(pool.map(race, range(_THREADS)))

        assert won.count(True) == 1
        assert _loaded(store, "grant")[0] == _token(str(won.index(True)))

    def test_threads_lose_no_change(self, opening: Opening) -> None:
        store = opening(time.time)
        store.save("count", _token("0"), None)

        _count_in_threads(store)

        assert _counted(store) == _THREADS * _ROUNDS

    def test_processes_lose_no_change(self, opening: Opening) -> None:
        if not self.between_processes:
            pytest.skip("this store is of one process")
        store = opening(time.time)
        store.save("count", _token("0"), None)
        context = multiprocessing.get_context("spawn")
        workers = [context.Process(target=_count_elsewhere, args=(opening,), daemon=True) for _ in range(_PROCESSES)]

        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(_PATIENCE_SECONDS)

        assert [worker.exitcode for worker in workers] == [0] * _PROCESSES
        assert _counted(store) == _PROCESSES * _THREADS * _ROUNDS


def _count_elsewhere(opening: Opening) -> None:
    """Count in another process: the tokens and the leases of all are one."""
    _count_in_threads(opening(time.time))


def _count_in_threads(store: TokenStore) -> None:
    """Count up in a token: half of the threads hold the lease and must never meet another one that does."""
    with ThreadPoolExecutor(_THREADS) as pool:
        for result in [pool.submit(_count, store, number % 2 == 0) for number in range(_THREADS)]:
            result.result()


def _count(store: TokenStore, leased: bool) -> None:
    for _ in range(_ROUNDS):
        lease = None
        while leased and (lease := store.lease("count", _PATIENCE_SECONDS)) is None:
            pass
        if lease is not None:
            assert store.save("held", _token("mine"), None), "two held one lease at once"
            store.delete("held")
        while not _one_more(store):
            pass
        if lease is not None:
            lease.release()


def _one_more(store: TokenStore) -> bool:
    token, version = _loaded(store, "count")
    return store.save("count", _token(str(int(token.access_token.get_secret_value()) + 1)), version)


def _counted(store: TokenStore) -> int:
    return int(_loaded(store, "count")[0].access_token.get_secret_value())


def _loaded(store: TokenStore, key: str) -> tuple[Token, str]:
    found = store.load(key)
    assert found is not None, f"nothing is stored for {key!r}"
    return found


def _token(
    access: str, *, refresh: str | None = None, expires_at: datetime | None = None, scopes: tuple[str, ...] = ()
) -> Token:
    kept = None if refresh is None else SecretStr(refresh)
    return Token(access_token=SecretStr(access), refresh_token=kept, expires_at=expires_at, scopes=scopes)
