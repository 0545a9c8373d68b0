"""The plugin manager: a stranger's fault stays with the stranger."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from anyticket.auth.tokens import MemoryTokenStore, Token
from anyticket.errors import ConfigError, PluginError
from anyticket.flow import Send
from anyticket.layers.slots import Slot, SlottedLayer
from anyticket.model.connection import Connection
from anyticket.model.secret import Secret
from anyticket.plugin import hookimpl
from anyticket.plugin.installed import PluginInfo, PluginState
from anyticket.plugin.manager import PluginManager
from anyticket.provider import Provider
from distributions import install, provider

CONNECTION = Connection(provider="none", url="https://tracker.example")


class Tracker(Provider):
    name = "tracker"


class Trackers:
    @hookimpl
    def anyticket_providers(self) -> list[type[Provider]]:
        return [Tracker]


def info_of(manager: PluginManager, name: str) -> PluginInfo:
    return next(info for info in manager.listing() if info.name == name)


def test_a_plugin_given_as_an_object_brings_its_provider() -> None:
    manager = PluginManager([Trackers()], enabled=())

    assert manager.providers() == {"tracker": Tracker}


def test_an_installed_plugin_brings_its_provider(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "good", provider("good-tracker"))

    manager = PluginManager(enabled=["good"])

    assert manager.provider("good-tracker").name == "good-tracker"
    assert info_of(manager, "good") == PluginInfo("good", "good", "1.0", PluginState.ENABLED, ("good-tracker",))


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("import nothing_of_this_name", "ModuleNotFoundError: No module named 'nothing_of_this_name'"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        (
            "from anyticket.plugin import hookimpl\n@hookimpl\ndef anyticket_providers():\n    raise RuntimeError('late')",
            "RuntimeError: late",
        ),
    ],
)
def test_a_broken_plugin_is_listed_and_harms_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, problem: str
) -> None:
    install(tmp_path, monkeypatch, "bad", source)
    install(tmp_path, monkeypatch, "good", provider("good-tracker"))

    manager = PluginManager(enabled=["good", "bad"])

    assert list(manager.providers()) == ["good-tracker"]
    assert info_of(manager, "bad") == PluginInfo("bad", "bad", "1.0", PluginState.BROKEN, (), problem)


@pytest.mark.parametrize("name", ["bad", "bad-cloud"])
def test_a_broken_plugin_is_fatal_to_who_needs_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    install(tmp_path, monkeypatch, "bad", "raise OSError('no disk')")
    manager = PluginManager(enabled=["bad"])

    with pytest.raises(PluginError, match="which is broken: OSError: no disk") as caught:
        manager.provider(name)

    assert caught.value.distribution == "bad"


def test_a_duplicate_provider_names_both_distributions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "one", provider("same"))
    install(tmp_path, monkeypatch, "two", provider("same"))
    manager = PluginManager(enabled=["one", "two"])

    with pytest.raises(PluginError, match="both one and two bring a provider called 'same'"):
        manager.providers()


def test_another_version_of_the_contract_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "old", provider("old-tracker", api=0))
    manager = PluginManager(enabled=["old"])

    with pytest.raises(PluginError, match="version 0 of the provider contract, not 1") as caught:
        manager.providers()

    assert caught.value.distribution == "old"


def test_what_is_no_provider_is_refused() -> None:
    class Confused:
        @hookimpl
        def anyticket_providers(self) -> list[object]:
            return ["tracker"]

    with pytest.raises(PluginError, match="'tracker', which is no Provider"):
        PluginManager([Confused()], enabled=()).providers()


def test_a_misspelt_hook_is_an_error_with_the_right_name() -> None:
    class Misspelt:
        @hookimpl
        def anyticket_provider(self) -> list[type[Provider]]:
            return [Tracker]

    with pytest.raises(PluginError, match=r"Misspelt#1.*'anyticket_provider'.*did you mean anyticket_providers\?"):
        PluginManager([Misspelt()], enabled=())


def test_a_hook_with_a_wrong_argument_is_an_error() -> None:
    class Wrong:
        @hookimpl
        def anyticket_layers(self, conection: Connection) -> list[SlottedLayer]:
            return []

    with pytest.raises(PluginError, match="conection"):
        PluginManager([Wrong()], enabled=())


def test_a_plugin_that_is_not_enabled_is_not_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "bad", "raise OSError")

    manager = PluginManager(enabled=())

    assert info_of(manager, "bad").state is PluginState.DISABLED
    with pytest.raises(ConfigError, match=r"add it to \[plugins\] enabled"):
        manager.provider("bad")


def test_enabling_what_is_not_installed_names_the_nearest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "redbook", provider("redbook"))

    with pytest.raises(ConfigError, match="no plugin 'rebook' is installed; the nearest is 'redbook'") as caught:
        PluginManager(enabled=["rebook"])

    assert (caught.value.table, caught.value.key, caught.value.nearest) == ("plugins", "enabled", "redbook")


def test_an_unknown_provider_names_the_nearest() -> None:
    manager = PluginManager([Trackers()], enabled=())

    with pytest.raises(ConfigError, match="no plugin brings a provider 'traker'; the nearest is 'tracker'"):
        manager.provider("traker")


def test_layers_of_all_plugins_are_collected() -> None:
    def plain(send: Send) -> Send:
        return send

    class Audit:
        @hookimpl
        def anyticket_layers(self, connection: Connection) -> list[SlottedLayer]:
            return [(Slot.REQUEST, plain)] if connection is CONNECTION else []

    manager = PluginManager([Audit(), Audit()], enabled=())

    assert manager.layers(CONNECTION) == ((Slot.REQUEST, plain), (Slot.REQUEST, plain))


def test_a_host_answers_before_what_is_built_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHAT", "built in")

    class Vault:
        @hookimpl
        def anyticket_secret(self, reference: str) -> Secret | None:
            return Secret(SecretStr("vault"), "the vault") if reference in {"env:WHAT", "vault:x"} else None

    manager = PluginManager([Vault()], enabled=())

    assert [manager.secret(name).source for name in ("env:WHAT", "vault:x")] == ["the vault", "the vault"]


def test_tokens_are_kept_in_memory_unless_a_host_brings_a_store() -> None:
    class Stores:
        @hookimpl
        def anyticket_token_store(self, connection: Connection) -> MemoryTokenStore | None:
            return own if connection.key == "mine" else None

    own = MemoryTokenStore(lambda: 0.0, _NoLock())
    manager = PluginManager([Stores()], enabled=())

    assert manager.token_store(Connection(provider="none", key="mine")) is own
    other = manager.token_store(CONNECTION)
    assert other.save("grant", Token(access_token=SecretStr("a")), None)
    assert manager.token_store(CONNECTION) is other


class _NoLock:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...
