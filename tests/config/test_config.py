"""plugins.toml: what is right becomes settings; what is wrong is said with file, table, key and the nearest."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import ClassVar

import pytest
from pydantic import SecretStr

from anyticket.config import Settings, load
from anyticket.errors import ConfigError, PluginError
from anyticket.flow import Layer
from anyticket.model.connection import Auth, Connection, RetryPolicy
from anyticket.model.status import StatusCategory
from anyticket.plugin import hookimpl
from anyticket.plugin.manager import PluginManager
from anyticket.provider import Provider
from distributions import install


class KeyAuth(Auth, frozen=True):
    mode: ClassVar[str] = "api-token"
    email: str
    token: SecretStr
    attempts: int = 1

    def layer(self) -> Layer:
        return lambda send: send


class Tracker(Provider):
    name = "tracker"
    auth_modes: ClassVar = {"api-token": KeyAuth}


class Notebook(Provider):
    name = "notebook"
    default_url = "notebook:here"


class Trackers:
    @hookimpl
    def anyticket_providers(self) -> list[type[Provider]]:
        return [Tracker, Notebook]


@pytest.fixture
def manager() -> PluginManager:
    return PluginManager([Trackers()], enabled=())


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANYTICKET_CONFIG", raising=False)
    monkeypatch.setenv("TRACKER_TOKEN", "t0p")
    monkeypatch.setenv("TRACKER_EMAIL", "ann@example.com")


def settings(text: str) -> Settings:
    Path("plugins.toml").write_text(dedent(text))
    return load()


def refusal(text: str, manager: PluginManager) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        settings(text).connection("work", manager)
    return caught.value


def test_a_connection_has_everything_that_was_written(manager: PluginManager) -> None:
    made = settings("""
        [connections.work]
        provider = "tracker"
        url = "https://tracker.example/base"
        key = "tenant-1"
        auth = { mode = "api-token", email = "env:TRACKER_EMAIL", token = "env:TRACKER_TOKEN" }
        webhook_secret = "env:TRACKER_TOKEN"
        retry = { attempts = 2, budget_seconds = 5 }
        timeout_seconds = 7
        options = { board = 3 }
        mapping = { statuses = { "In Review" = "waiting" } }
    """).connection("work", manager)

    assert made == Connection(
        provider="tracker",
        url="https://tracker.example/base",
        key="tenant-1",
        auth=KeyAuth(email="ann@example.com", token=SecretStr("t0p")),
        webhook_secret=SecretStr("t0p"),
        retry=RetryPolicy(attempts=2, budget_seconds=5),
        timeout_seconds=7,
        options={"board": 3},
        mapping=made.mapping,
    )
    assert made.mapping.statuses == {"In Review": StatusCategory.WAITING}


def test_a_connection_is_called_by_its_name_unless_it_has_a_key(manager: PluginManager) -> None:
    made = settings('[connections.work]\nprovider = "tracker"\nurl = "https://t.example"').connection("work", manager)

    assert made.key == "work"


def test_a_provider_without_accounts_needs_no_configuration(manager: PluginManager) -> None:
    made = load().connection("notebook", manager)

    assert (made.provider, made.url, made.key) == ("notebook", "notebook:here", "notebook")


def test_the_argument_wins_over_the_variable_and_that_over_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("plugins.toml", "variable.toml", "argument.toml"):
        (tmp_path / name).write_text(f'[plugins]\nenabled = ["{name}"]')

    here = load()
    monkeypatch.setenv("ANYTICKET_CONFIG", str(tmp_path / "variable.toml"))

    assert here.enabled == {"plugins.toml"}
    assert load().enabled == {"variable.toml"}
    assert load(tmp_path / "argument.toml").enabled == {"argument.toml"}


def test_no_file_at_all_is_no_error() -> None:
    assert load() == Settings()


def test_a_file_that_was_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANYTICKET_CONFIG", str(tmp_path / "gone.toml"))

    with pytest.raises(ConfigError, match=r"gone\.toml: cannot be read: No such file.*ANYTICKET_CONFIG names it"):
        load()


def test_broken_toml_is_told_with_its_line() -> None:
    with pytest.raises(ConfigError, match=r"plugins\.toml: this is no TOML: .*line 3"):
        settings('[connections.work]\nprovider = "tracker"\nurl = https\n')


def test_a_file_may_begin_with_the_mark_of_windows(tmp_path: Path) -> None:
    (tmp_path / "plugins.toml").write_bytes(b'\xef\xbb\xbf[connections.a]\r\nprovider = "tracker"\r\n')

    assert load().connections["a"].provider == "tracker"


def test_what_is_nested_too_deeply_is_told(tmp_path: Path) -> None:
    (tmp_path / "plugins.toml").write_text(f"a = {'[' * 50_000}")

    with pytest.raises(ConfigError, match="nested too deeply"):
        load()


def test_what_is_no_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "plugins.toml").write_bytes(b"# caf\xe9\n")

    with pytest.raises(ConfigError, match="no UTF-8 text: byte 5"):
        load()


@pytest.mark.parametrize(
    ("text", "table", "key", "nearest"),
    [
        ("[conections.work]", None, "conections", "connections"),
        ("[plugins]\nenable = []", "plugins", "enable", "enabled"),
        ('[connections.work]\nprovider = "tracker"\nurll = "x"', "connections.work", "urll", "url"),
        (
            '[connections.work]\nprovider = "tracker"\nretry = { attemps = 1 }',
            "connections.work.retry",
            "attemps",
            "attempts",
        ),
        (
            '[connections.work]\nprovider = "tracker"\nmapping = { projects = { A = { status = {} } } }',
            "connections.work.mapping.projects.A",
            "status",
            "statuses",
        ),
        ('[apps.mine]\nprovider = "tracker"\nclient_id = "x"\nscope = []', "apps.mine", "scope", "scopes"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest(text: str, table: str, key: str, nearest: str) -> None:
    with pytest.raises(ConfigError, match=f"unknown .*the nearest is '{nearest}'") as caught:
        settings(text)

    assert (caught.value.file, caught.value.table, caught.value.key) == ("plugins.toml", table, key)
    assert caught.value.nearest == nearest


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("timeout_seconds = 1e9", r"\[connections.work\] timeout_seconds: Input should be less than"),
        ("timeout_seconds = 0", r"\[connections.work\] timeout_seconds: Input should be greater than 0"),
        ('retry = { attempts = "many" }', r"\[connections.work.retry\] attempts: Input should be a valid integer"),
        ('mapping = { statuses = { A = "dun" } }', r"\[connections.work.mapping.statuses\] A: Input should be 'todo'"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(line: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        settings(f'[connections.work]\nprovider = "tracker"\n{line}')


def test_a_connection_without_a_provider_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"\[connections.work\] provider: Field required"):
        settings('[connections.work]\nurl = "https://t.example"')


def test_an_unknown_connection_is_told_with_the_nearest(manager: PluginManager) -> None:
    found = settings('[connections.work]\nprovider = "tracker"')

    with pytest.raises(ConfigError, match="there is no connection 'wrok'; the nearest is 'work'") as caught:
        found.connection("wrok", manager)

    assert caught.value.nearest == "work"


def test_without_a_file_an_unknown_connection_says_where_one_is_looked_for(manager: PluginManager) -> None:
    with pytest.raises(ConfigError, match=r"no connection 'work'; there is notebook .*ANYTICKET_CONFIG"):
        load().connection("work", manager)


def test_a_provider_that_needs_an_account_needs_a_connection(manager: PluginManager) -> None:
    with pytest.raises(ConfigError, match=r"add \[connections.tracker\] with its url"):
        load().connection("tracker", manager)


def test_an_unknown_provider_is_told_with_the_nearest(manager: PluginManager) -> None:
    error = refusal('[connections.work]\nprovider = "trakcer"\nurl = "https://t.example"', manager)

    assert (error.table, error.key, error.nearest) == ("connections.work", "provider", "tracker")


def test_a_provider_of_a_broken_plugin_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "bad", "raise OSError('no disk')")
    broken = PluginManager(enabled=["bad"])
    found = settings('[connections.work]\nprovider = "bad-cloud"\nurl = "https://t.example"')

    for name in ("work", "bad"):
        with pytest.raises(PluginError, match="which is broken: OSError: no disk"):
            found.connection(name, broken)


AUTH = '[connections.work]\nprovider = "tracker"\nurl = "https://t.example"\nauth = '


@pytest.mark.parametrize(
    ("auth", "key", "message"),
    [
        (
            '{ mode = "api-tokn", token = "env:X" }',
            "mode",
            "'api-tokn' is no auth mode; provider 'tracker' has 'api-token'",
        ),
        ('{ token = "env:X" }', "mode", "the auth table needs a mode"),
        ('{ mode = "api-token", tokn = "env:X" }', "tokn", "unknown key of mode 'api-token'; the nearest is 'token'"),
        ('{ mode = "api-token", token = "env:TRACKER_TOKEN" }', "email", "is missing"),
        ('{ mode = "api-token", email = "e", token = "env:GONE" }', "token", "variable 'GONE' is not set"),
        ('{ mode = "api-token", email = "env:GONE", token = "env:TRACKER_TOKEN" }', "email", "'GONE' is not set"),
        ('{ mode = "api-token", email = "e", token = "env:TRACKER_TOKEN", attempts = "x" }', "attempts", "integer"),
        ('{ mode = "api-token", email = "e", token = "hunter2" }', "token", "a secret does not belong into this file"),
        (
            '{ mode = "api-token", email = "e", token = "ann:hunter2" }',
            "token",
            "no plugin knows this kind of reference",
        ),
    ],
)
def test_wrong_credentials_are_told_without_repeating_them(
    manager: PluginManager, auth: str, key: str, message: str
) -> None:
    error = refusal(AUTH + auth, manager)

    assert message in str(error)
    assert (error.file, error.table, error.key) == ("plugins.toml", "connections.work.auth", key)
    assert not any(hidden in str(error) for hidden in ("hunter2", "t0p"))


@pytest.mark.parametrize(
    "literal", ["ATATT3xFfGF0abcdefghij", "ghp_abcdefghijkl", "0123456789abcdef0123456789abcdef01234567"]
)
@pytest.mark.parametrize("line", ['options = { nested = { anything = "%s" } }', 'webhook_secret = "%s"', 'url = "%s"'])
def test_a_literal_that_looks_like_a_token_is_refused_anywhere(manager: PluginManager, line: str, literal: str) -> None:
    text = '[connections.work]\nprovider = "tracker"\n' + line % literal
    text += '\nurl = "https://t.example"' if "url" not in line else ""

    error = refusal(text, manager)

    assert "write env:NAME here" in str(error)
    assert literal not in str(error)


def test_an_id_is_no_token(manager: PluginManager) -> None:
    cloud_id = "11223344-a1b2-3b33-c444-def123456789"

    made = settings(f"""
        [connections.work]
        provider = "tracker"
        url = "https://t.example"
        options = {{ cloud_id = "{cloud_id}", note = "a long sentence of 32 characters or more" }}
    """).connection("work", manager)

    assert made.options["cloud_id"] == cloud_id


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("http://tracker.example", "use https://tracker.example"),
        ("tracker.example", "use https://host"),
        ("https://ann:pw@tracker.example", "put credentials into `auth`"),
        ("", "needs the URL of its tracker"),
        ("env:GONE", "'GONE' is not set"),
    ],
)
def test_a_url_that_cannot_be_is_refused(manager: PluginManager, url: str, message: str) -> None:
    error = refusal(f'[connections.work]\nprovider = "tracker"\nurl = "{url}"', manager)

    assert message in str(error)
    assert (error.table, error.key) == ("connections.work", "url")


def test_a_connection_itself_may_refuse_its_values(manager: PluginManager) -> None:
    with pytest.raises(ConfigError, match=r"\[connections.work\] url: .*put credentials into `auth`"):
        settings('[connections.work]\nprovider = "notebook"\nurl = "notebook://ann:pw@here"').connection(
            "work", manager
        )


@pytest.mark.parametrize("url", ["http://localhost:8080", "http://10.0.0.7/jira", "https://tracker.example"])
def test_a_script_may_reach_its_own_network(manager: PluginManager, url: str) -> None:
    found = settings(f'[connections.work]\nprovider = "tracker"\nurl = "{url}"')

    assert found.connection("work", manager).url == url


def test_one_connection_that_lacks_a_variable_harms_no_other(manager: PluginManager) -> None:
    found = settings("""
        [connections.work]
        provider = "tracker"
        url = "env:GONE"

        [connections.other]
        provider = "notebook"
        url = "notebook:there"
    """)

    assert found.connection("other", manager).url == "notebook:there"


def test_an_app_has_everything_that_was_written(manager: PluginManager) -> None:
    made = settings("""
        [apps.mine]
        provider = "tracker"
        client_id = "env:TRACKER_EMAIL"
        client_secret = "env:TRACKER_TOKEN"
        redirect_uri = "https://host.example/back"
        scopes = ["read", "write"]
    """).app("mine", manager)

    assert (made.client_id, made.client_secret) == ("ann@example.com", SecretStr("t0p"))
    assert (made.redirect_uri, made.scopes) == ("https://host.example/back", ("read", "write"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[apps.mine]\nprovider = "trackr"\nclient_id = "x"', r"\[apps.mine\] provider: .*nearest is 'tracker'"),
        (
            '[apps.mine]\nprovider = "tracker"\nclient_id = "x"\nclient_secret = "hunter2"',
            r"\[apps.mine\] client_secret: a secret does not belong",
        ),
        ('[apps.min]\nprovider = "tracker"\nclient_id = "x"', "no app 'mine'; the nearest is 'min'"),
    ],
)
def test_a_wrong_app_is_told(manager: PluginManager, text: str, message: str) -> None:
    found = settings(text)

    with pytest.raises(ConfigError, match=message):
        found.app("mine", manager)
