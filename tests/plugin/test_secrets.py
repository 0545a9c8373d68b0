"""Secrets: references are looked up, what is missing is named, and no value is ever shown."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import ClassVar

import keyring
import pytest
from keyring.backend import KeyringBackend
from pydantic import SecretStr

from anyticket.auth.bearer import Bearer
from anyticket.errors import ConfigError
from anyticket.flow import Layer
from anyticket.model.connection import Auth, Connection
from anyticket.model.secret import SecretRef
from anyticket.plugin.manager import PluginManager


class Key(Auth, frozen=True):
    mode: ClassVar[str] = "key"
    token: SecretStr
    user: str = ""

    def layer(self) -> Layer:
        return lambda send: send


class Ring(KeyringBackend):
    priority = 1  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str | None:
        return "from the ring" if (service, username) == ("tracker", "ann") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise AssertionError("nothing is stored")


@pytest.fixture
def manager() -> PluginManager:
    return PluginManager(enabled=())


def test_an_environment_variable_is_read(manager: PluginManager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TOKEN", "t0p")

    secret = manager.secret("env:TRACKER_TOKEN")

    assert (secret.value.get_secret_value(), secret.source) == ("t0p", "environment variable TRACKER_TOKEN")


def test_a_file_is_read_without_its_last_newline(manager: PluginManager, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("t0p secret \n")

    assert manager.secret(f"file:{tmp_path / 'token'}").value.get_secret_value() == "t0p secret "


def test_the_keyring_is_asked(manager: PluginManager) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    try:
        found = manager.secret("keyring:tracker/ann").value.get_secret_value()
        with pytest.raises(ConfigError, match="keyring set tracker bob"):
            manager.secret("keyring:tracker/bob")
    finally:
        keyring.set_keyring(before)

    assert found == "from the ring"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("env:NOT_THERE", "environment variable 'NOT_THERE' is not set"),
        ("env:EMPTY", "environment variable 'EMPTY' is empty"),
        ("file:not/there", "file 'not/there' cannot be read: No such file"),
        ("keyring:alone", "lacks a part: write keyring:SERVICE/USERNAME"),
        ("evn:NAME", "no plugin knows this kind of reference; the nearest is env:"),
        ("zzz:NAME", "built in are env:, file:, keyring:"),
    ],
)
def test_what_is_missing_is_named(
    manager: PluginManager, monkeypatch: pytest.MonkeyPatch, reference: str, message: str
) -> None:
    monkeypatch.setenv("EMPTY", "")

    with pytest.raises(ConfigError, match=message):
        manager.secret(reference)


def test_a_reference_goes_where_a_secret_goes(manager: PluginManager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TOKEN", "t0p")
    written = Connection(
        provider="x", auth=Key(token=SecretRef("env:TRACKER_TOKEN")), webhook_secret=SecretRef("env:TRACKER_TOKEN")
    )

    found = manager.resolved(written)

    assert found.auth == Key(token=SecretStr("t0p"))
    assert found.webhook_secret == SecretStr("t0p")


def test_what_was_found_is_checked_as_a_literal_is(
    manager: PluginManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_TOKEN", " copied with spaces ")
    connection = Connection(provider="x", key="tenant-7", auth=Bearer(token=SecretRef("env:TRACKER_TOKEN")))

    with pytest.raises(ConfigError, match="auth of connection 'tenant-7': the token has spaces") as caught:
        manager.resolved(connection)

    assert "copied" not in str(caught.value)


def test_a_literal_is_never_looked_up(manager: PluginManager, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://inside")
    typed = Connection(provider="x", auth=Key(token=SecretStr("env:DATABASE_URL"), user="env:DATABASE_URL"))

    assert manager.resolved(typed) is typed


def test_a_reference_that_leads_nowhere_names_the_connection(manager: PluginManager) -> None:
    connection = Connection(provider="x", key="tenant-7", auth=Key(token=SecretRef("env:NOT_THERE")))

    with pytest.raises(ConfigError, match=r"auth.token of connection 'tenant-7'.*'NOT_THERE' is not set") as caught:
        manager.resolved(connection)

    assert caught.value.connection_key == "tenant-7"


def test_a_reference_that_was_not_looked_up_is_no_secret() -> None:
    with pytest.raises(ConfigError, match="'env:TOKEN' was not looked up"):
        SecretRef("env:TOKEN").get_secret_value()


def test_references_compare_and_travel_by_what_they_say() -> None:
    reference = SecretRef("env:TOKEN")

    assert reference == SecretRef("env:TOKEN") != SecretRef("env:OTHER")
    assert reference != SecretStr("env:TOKEN")
    assert pickle.loads(pickle.dumps(reference)) == reference
    assert len({reference, SecretRef("env:TOKEN")}) == 1


@pytest.mark.parametrize("written", ["", "TOKEN", "env:", ":TOKEN", "https://x"])
def test_what_is_no_reference_is_refused(written: str) -> None:
    with pytest.raises(ConfigError, match="env:NAME"):
        SecretRef(written)
