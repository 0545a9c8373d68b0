"""The stores that are shipped keep the contract of token stores, and what each promises beyond it."""

from __future__ import annotations

import os
import stat
import sys
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import ClassVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from pydantic import SecretStr

from anyticket.auth.tokens import MemoryTokenStore, Token, TokenStore
from anyticket.errors import ConfigError
from anyticket.stores.file import FileTokenStore
from anyticket.stores.leases import FileLeases
from anyticket.stores.sqlite import SqliteTokenStore
from anyticket.stores.system_keyring import KeyringTokenStore
from anyticket.testing import TokenStoreContract
from anyticket.testing.token_stores import Opening

# The same ones in every process: a worker that is spawned imports this module anew.
KEY = SecretStr(urlsafe_b64encode(b"k" * 32).decode())
OTHER = SecretStr(urlsafe_b64encode(b"o" * 32).decode())
TOKEN = Token(access_token=SecretStr("s3cret-access"), refresh_token=SecretStr("s3cret-refresh"))
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")


@pytest.fixture(autouse=True)
def _no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANYTICKET_TOKEN_KEY", raising=False)


def in_memory(clock: Callable[[], float]) -> TokenStore:
    return MemoryTokenStore(clock, threading.Lock())


def opened(kind: type[FileTokenStore | SqliteTokenStore], path: Path, clock: Callable[[], float]) -> TokenStore:
    return kind(path, key=KEY, clock=clock)


def in_keyring(path: Path, clock: Callable[[], float]) -> TokenStore:
    return KeyringTokenStore(path, clock=clock)


class TestMemory(TokenStoreContract):
    between_processes = False

    @pytest.fixture
    def opening(self) -> Opening:
        return in_memory


class TestFile(TokenStoreContract):
    @pytest.fixture
    def opening(self, tmp_path: Path) -> Opening:
        return partial(opened, FileTokenStore, tmp_path / "new" / "tokens.json")


class TestSqlite(TokenStoreContract):
    @pytest.fixture
    def opening(self, tmp_path: Path) -> Opening:
        return partial(opened, SqliteTokenStore, tmp_path / "new" / "tokens.db")


class Ring(KeyringBackend):
    """A keyring of this process."""

    priority: ClassVar[float] = 1
    kept: ClassVar[dict[tuple[str, str], str]] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class TestKeyring(TokenStoreContract):
    between_processes = False  # the ring of the test is; locks and leases are those of TestFile

    @pytest.fixture
    def opening(self, tmp_path: Path) -> Iterator[Opening]:
        before = keyring.get_keyring()
        Ring.kept.clear()
        keyring.set_keyring(Ring())  # type: ignore[no-untyped-call]
        yield partial(in_keyring, tmp_path / "keyring")
        keyring.set_keyring(before)


KINDS = pytest.mark.parametrize("kind", [FileTokenStore, SqliteTokenStore], ids=["file", "sqlite"])
Kind = type[FileTokenStore | SqliteTokenStore]


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@posix
@KINDS
def test_what_is_written_is_its_owners_alone_whatever_the_mask(kind: Kind, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        store = kind(tmp_path / "new" / "tokens")
        store.save("grant", TOKEN, None)
        store.lease("grant", 10)
    finally:
        os.umask(before)

    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}

    assert "tokens" in rights
    assert set(rights.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


@KINDS
def test_with_a_key_nothing_readable_is_written(kind: Kind, tmp_path: Path) -> None:
    kind(tmp_path / "tokens", key=KEY).save("grant", TOKEN, None)

    assert b"s3cret" not in written(tmp_path)
    found = kind(tmp_path / "tokens", key=KEY).load("grant")
    assert found is not None
    assert found[0] == TOKEN


@KINDS
def test_the_key_may_come_from_the_environment_and_be_changed(
    kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = KEY.get_secret_value(), OTHER.get_secret_value()
    monkeypatch.setenv("ANYTICKET_TOKEN_KEY", old)
    kind(tmp_path / "tokens").save("grant", TOKEN, None)
    monkeypatch.setenv("ANYTICKET_TOKEN_KEY", f"{new}, {old}")
    store = kind(tmp_path / "tokens")
    found = store.load("grant")

    assert found is not None
    assert store.save("grant", found[0], found[1])

    assert kind(tmp_path / "tokens", key=OTHER).load("grant") is not None
    with pytest.raises(ConfigError, match="another key"):
        kind(tmp_path / "tokens", key=KEY).load("grant")


@KINDS
def test_a_key_that_is_missing_or_none_is_an_error_that_says_so(kind: Kind, tmp_path: Path) -> None:
    kind(tmp_path / "tokens", key=KEY).save("grant", TOKEN, None)

    with pytest.raises(ConfigError, match="put their key into ANYTICKET_TOKEN_KEY"):
        kind(tmp_path / "tokens").load("grant")
    with pytest.raises(ConfigError, match=r"Fernet\.generate_key"):
        kind(tmp_path / "tokens", key=SecretStr("short"))
    with pytest.raises(ConfigError, match=r"Fernet\.generate_key"):
        kind(tmp_path / "tokens", key=SecretStr(""))


@KINDS
def test_tokens_of_before_there_was_a_key_are_read_and_sealed_when_saved(kind: Kind, tmp_path: Path) -> None:
    kind(tmp_path / "tokens").save("grant", TOKEN, None)
    store = kind(tmp_path / "tokens", key=KEY)
    found = store.load("grant")
    assert found is not None

    store.save("grant", found[0], found[1])

    assert kind(tmp_path / "tokens", key=KEY).load("grant") is not None
    with pytest.raises(ConfigError):
        kind(tmp_path / "tokens").load("grant")


@KINDS
def test_a_file_of_something_else_is_left_alone(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ada, this is no store of tokens.\n" * 50)
    before = path.read_bytes()

    with pytest.raises(ConfigError, match="move it away"):
        kind(path).load("grant")
    with pytest.raises(ConfigError, match="move it away"):
        kind(path).save("grant", TOKEN, None)

    assert path.read_bytes() == before


@posix
def test_a_link_keeps_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")

    FileTokenStore(tmp_path / "link").save("grant", TOKEN, None)

    assert (tmp_path / "link").is_symlink()
    assert FileTokenStore(tmp_path / "real").load("grant") is not None


def test_a_change_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = FileTokenStore(tmp_path / "tokens.json")
    store.save("grant", TOKEN, None)

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.save("other", TOKEN, None)
    monkeypatch.undo()

    assert store.load("grant") is not None
    assert store.load("other") is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tokens.json", "tokens.json.lock"]


def test_leases_that_a_power_cut_halved_are_over(tmp_path: Path) -> None:
    path = tmp_path / "leases"
    FileLeases(path, lambda: 1.0).take("grant", 10)
    path.write_bytes(path.read_bytes()[:9])

    assert FileLeases(path, lambda: 1.0).take("grant", 10) is not None


@KINDS
def test_a_clock_that_was_set_back_blocks_nobody(kind: Kind, tmp_path: Path) -> None:
    kind(tmp_path / "tokens", clock=lambda: 1_000_000.0).lease("grant", 10)

    assert kind(tmp_path / "tokens", clock=lambda: 1_000.0).lease("grant", 10) is not None
