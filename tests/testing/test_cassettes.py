"""What a cassette refuses, and what never gets onto one."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from pydantic import SecretStr

from anyticket.auth.bearer import Bearer
from anyticket.client.blocking import Client
from anyticket.config import Settings
from anyticket.errors import Unsupported
from anyticket.model.connection import Connection
from anyticket.model.drafts import TicketDraft
from anyticket.plugin import hookimpl
from anyticket.provider import Provider
from anyticket.request import Request
from anyticket.runtime import Runtime
from anyticket.testing import Cassettes, Live, Tape
from anyticket.testing.cassettes import Mode, suspicious
from anyticket.testing.recorder import CassetteError
from anyticket.testing.scrubbing import STRUCK, Scrubber, tokens_in
from anyticket.testing.sockets import SocketBlocked
from testing.toy.provider import ToyProvider
from testing.toy.served import served

TOKEN = "a-token-of-the-toy"


class Brings:
    @hookimpl
    def anyticket_providers(self) -> list[type[Provider]]:
        return [ToyProvider]


@contextmanager
def playing(folder: Path, mode: Mode = Mode.NONE, *, any_order: bool = False) -> Iterator[tuple[Client, Tape]]:
    with ExitStack() as stack:

        def live() -> Live:
            return Live(stack.enter_context(served(TOKEN)), "the toy", {"token": TOKEN})

        tape = stack.enter_context(Cassettes(folder, mode).playing("toy/one", live, any_order=any_order))
        nothing = Settings(enabled=frozenset())
        runtime = stack.enter_context(Runtime(config=nothing, plugins=[Brings()], network="open"))
        auth = Bearer(token=SecretStr(tape.secret("token")))
        yield Client(Connection(provider="toy", url=tape.url, auth=auth), runtime=runtime), tape


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A folder with a cassette: a ticket is created, then read twice."""
    with playing(tmp_path, Mode.ONCE) as (client, _):
        ticket = client.create_ticket(TicketDraft(title="First", project="KIT"))
        client.get_ticket(ticket)
        client.list_statuses()
    return tmp_path


def test_a_cassette_plays_what_was_recorded_without_a_tracker(recorded: Path) -> None:
    with playing(recorded) as (client, tape):
        ticket = client.create_ticket(TicketDraft(title="First", project="KIT"))
        assert client.get_ticket(ticket).title == "First"
        assert client.list_statuses()[0].name == "Open"

        assert not tape.recording
        assert tape.url == "https://toy.invalid"


def test_another_body_is_refused_and_both_are_told(recorded: Path) -> None:
    with pytest.raises(CassetteError) as refusal, playing(recorded) as (client, _):
        client.create_ticket(TicketDraft(title="Another", project="KIT"))

    assert '"title":"Another"' in str(refusal.value)
    assert '"title":"First"' in str(refusal.value)


def test_a_request_before_its_turn_is_refused_unless_any_order_will_do(recorded: Path) -> None:
    with pytest.raises(CassetteError, match="GET /catalogue/statuses"), playing(recorded) as (client, _):
        client.list_statuses()

    with playing(recorded, any_order=True) as (client, _):
        client.list_statuses()
        client.get_ticket(client.create_ticket(TicketDraft(title="First", project="KIT")))


def test_another_query_is_refused(recorded: Path) -> None:
    with pytest.raises(CassetteError), playing(recorded) as (client, _):
        client.request(
            Request.post("/tickets", query=(("a", "b"),), json={"title": "First", "project": {"key": "KIT"}})
        )


def test_a_cassette_that_is_not_played_to_its_end_fails(recorded: Path) -> None:
    with pytest.raises(CassetteError, match="not played to its end") as failure, playing(recorded) as (client, _):
        client.create_ticket(TicketDraft(title="First", project="KIT"))

    assert "GET /tickets/" in str(failure.value)
    assert "GET /catalogue/statuses" in str(failure.value)


def test_a_request_after_the_end_is_refused(recorded: Path) -> None:
    with playing(recorded) as (client, _):
        client.get_ticket(client.create_ticket(TicketDraft(title="First", project="KIT")))
        client.list_statuses()

        with pytest.raises(CassetteError, match="played to its end"):
            client.list_statuses()


def test_without_a_cassette_and_without_recording_it_is_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CassetteError, match="--record-mode=once"), playing(tmp_path) as (client, _):
        client.list_statuses()


def test_a_test_that_asks_for_nothing_has_no_cassette(tmp_path: Path) -> None:
    for mode in (Mode.REWRITE, Mode.NONE):
        with playing(tmp_path, mode):
            pass

    assert list(tmp_path.rglob("*.yaml")) == []


def test_no_socket_connects_while_a_cassette_is_replayed(recorded: Path) -> None:
    with served(TOKEN) as url, pytest.raises(SocketBlocked), playing(recorded):
        socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=1)


def test_rewriting_records_anew_and_keeps_nothing_of_before(recorded: Path) -> None:
    with playing(recorded, Mode.REWRITE) as (client, tape):
        assert tape.recording
        client.list_statuses()

    with playing(recorded) as (client, _):
        client.list_statuses()


def test_a_test_that_fails_writes_no_cassette(tmp_path: Path) -> None:
    with pytest.raises(Unsupported), playing(tmp_path, Mode.ONCE) as (client, _):
        list(client.list_boards(client.list_statuses()[0].name))

    assert list(tmp_path.rglob("*.yaml")) == []


def test_the_token_the_cookie_and_the_address_of_the_tracker_are_not_written(recorded: Path) -> None:
    (file,) = recorded.rglob("*.yaml")
    text = file.read_text()

    assert TOKEN not in text
    assert "cookie" not in text.lower()
    assert "127.0.0.1" not in text
    assert "authorization" not in text.lower()
    assert suspicious(file) == []


def test_json_bodies_are_structure(recorded: Path) -> None:
    (file,) = recorded.rglob("*.yaml")

    assert "    json:\n      project:\n        key: KIT\n" in file.read_text()


@pytest.mark.parametrize(
    "secret",
    [
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NSJ9.c2lnbmF0dXJl",
        "ATATT3xFfGF0abcdefghijklmnop",
        "ghp_abcdefghijklmnopqrstuvwx",
        "Bearer abcdefghijklmnop",
        "Basic dXNlcjpwYXNzd29yZA==",
        "https://x.example/file?access_token=abcdef",
    ],
)
def test_what_is_shaped_like_a_token_is_found_and_struck_out(secret: str) -> None:
    scrubber = Scrubber("https://a.example", "https://x.invalid", {})

    assert tokens_in(f"- text: see {secret} there")
    assert not tokens_in(scrubber.text(f"- text: see {secret} there"))


def test_known_secrets_are_struck_out_in_every_guise_and_so_is_what_is_named_like_one() -> None:
    scrubber = Scrubber("https://a.example/jira", "https://x.invalid", {"email": "me@a.example", "token": "t0p/secret"})
    # base64 of "me@a.example:t0p/secret"
    basic = "bWVAYS5leGFtcGxlOnQwcC9zZWNyZXQ="
    said = {"said": f"t0p/secret t0p%2Fsecret {basic}", "self": "https://a.example/jira/1", "refreshToken": "abc",
            "nextPageToken": "p2"}  # fmt: skip

    assert scrubber.json(said) == {
        "said": f"{STRUCK} {STRUCK} {STRUCK}",
        "self": "https://x.invalid/1",
        "refreshToken": STRUCK,
        "nextPageToken": "p2",
    }


def test_a_live_tracker_is_told_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CassetteError, match="ANYTICKET_LIVE_JIRA_CLOUD_URL"):
        Live.from_environment("jira-cloud")

    monkeypatch.setenv("ANYTICKET_LIVE_JIRA_CLOUD_URL", "https://a.example")
    monkeypatch.setenv("ANYTICKET_LIVE_JIRA_CLOUD_TOKEN", "abc")

    live = Live.from_environment("jira-cloud")

    assert (live.url, live.source, dict(live.secrets)) == ("https://a.example", "a live jira-cloud", {"token": "abc"})
    assert "abc" not in repr(live)
