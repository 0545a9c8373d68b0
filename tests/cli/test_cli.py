"""The command: what it writes, where, and with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import anyticket
from anyticket import Client, Connection, ProjectDraft, TicketDraft, TicketPatch
from anyticket.cli.running import run
from distributions import install
from loopback import serving


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Anyticket = Callable[..., Ran]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Anyticket:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANYTICKET_CONFIG", raising=False)
    Path("plugins.toml").write_text('[connections.work]\nprovider = "local"\nurl = "work.db"\n')

    def ran(*arguments: str) -> Ran:
        capsys.readouterr()
        code = run(arguments)
        return Ran(code, *capsys.readouterr())

    return ran


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four tickets: the second is done, the third belongs to nobody, the fourth is hostile."""
    path = tmp_path_factory.mktemp("filled") / "work.db"
    with Client(Connection(provider="local", url=str(path))) as client:
        client.create_project(ProjectDraft(key="PROJ", name="A project"))
        client.create_ticket(
            TicketDraft(project="PROJ", type="Bug", title="Login fails", labels=["web"], assignees=["me"])
        )
        client.create_ticket(TicketDraft(project="PROJ", type="Task", title="Tidy up", assignees=["me"]))
        client.create_ticket(TicketDraft(project="PROJ", type="Bug", title="Search fails"))
        client.transition_ticket("PROJ-2", "Done")
        client.create_ticket(TicketDraft(project="PROJ", type="Task", title=HOSTILE, description=HOSTILE))
        client.add_comment("PROJ-1", "Looking **into** it")
        copy = path.with_name("copy.db")
        assert run(("local", "backup", str(path), str(copy))) == 0
    return copy


@pytest.fixture
def tickets(command: Anyticket, filled: Path) -> None:
    shutil.copy(filled, "work.db")


HOSTILE = "pwn\x1b[2J\x1b]0;owned\x07 [bold]red[/bold] \x9b31m \u202egnp.exe"


def test_the_demo_finds_everything_as_expected(command: Anyticket) -> None:
    done = command("demo", "--tickets", "12")

    assert (done.code, done.err) == (0, "")
    assert "all of them as expected" in done.out
    assert "DIFFERENT" not in done.out


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([], {1, 2, 3, 4}),
        (["--open"], {1, 3, 4}),
        (["--closed"], {2}),
        (["--type", "Bug"], {1, 3}),
        (["--type", "Bug", "--assignee", "@empty"], {3}),
        (["--assignee", "@me"], {1, 2}),
        (["--key", "PROJ-1", "--key", "PROJ-3"], {1, 3}),
        (["--label", "web"], {1}),
        (["--status", "Done"], {2}),
        (["--category", "todo", "--project", "PROJ"], {1, 3, 4}),
        (["fails"], {1, 3}),
        (["--created-after", "1d"], {1, 2, 3, 4}),
        (["--created-before", "2020-01-01"], set()),
        (["--updated-after", "2020-01-01T00:00:00+01:00", "--limit", "0"], {1, 2, 3, 4}),
    ],
)
def test_a_search_has_every_filter(command: Anyticket, filters: list[str], found: set[int]) -> None:
    done = command("search", "work", *filters, "--json")

    assert {int(row["key"].partition("-")[2]) for row in done.rows()} == found
    assert command("search", "work", *filters, "--count").out == f"{len(found)}\n"
    assert done.code == 0


@pytest.mark.usefixtures("tickets")
def test_a_search_for_people_is_a_table_and_says_how_many(command: Anyticket) -> None:
    done = command("search", "work", "--limit", "2", "--order-by", "created_at")

    assert "Login fails" in done.out
    assert "2 tickets (there may be more: --limit)" in done.err


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize(
    "arguments", [("get", "work", "PROJ-4"), ("get", "work", "PROJ-4", "--json"), ("search", "work")]
)
def test_what_a_tracker_says_is_shown_and_never_obeyed(command: Anyticket, arguments: tuple[str, ...]) -> None:
    done = command(*arguments)

    assert done.code == 0
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(done.out)
    assert "[bold]red[/bold]" in done.out
    if "--json" in arguments:
        assert done.rows()[0]["title"] == HOSTILE


@pytest.mark.usefixtures("tickets")
def test_a_ticket_is_shown_with_what_was_asked_for(command: Anyticket) -> None:
    plain = command("get", "work", "PROJ-1")
    full = command("get", "work", "PROJ-1", "--load", "comments", "--load", "history")

    assert "Login fails" in plain.out
    assert "into" not in plain.out
    assert "Looking **into** it" in full.out


@pytest.mark.usefixtures("tickets")
def test_a_ticket_is_created_commented_and_moved(command: Anyticket, monkeypatch: pytest.MonkeyPatch) -> None:
    with (Path("report.md")).open("w+") as report:
        report.write("It **hurts**")
        report.seek(0)
        monkeypatch.setattr("sys.stdin", report)
        made = command(
            *("create", "work", "--project", "PROJ", "--type", "Bug", "--title", "New", "--description", "-"),
            *("--label", "a", "--label", "b", "--due", "2030-01-31", "--idempotency-key", "k", "--json"),
        )
    commented = command("comment", "work", "PROJ-5", "Seen", "--internal")
    moved = command("transition", "work", "PROJ-5", "Done", "--resolution", "Duplicate")

    assert made.rows()[0]["key"] == "PROJ-5"
    assert (commented.code, moved.code) == (0, 0)
    assert moved.out == "PROJ-5 Done\n"
    with anyticket.connect("work") as client:
        ticket = client.get_ticket("PROJ-5", load=["comments"])
    assert (str(ticket.due), {label.name for label in ticket.labels}) == ("2030-01-31", {"a", "b"})
    assert (ticket.description.plain if ticket.description else None) == "It hurts"
    assert [(it.body.plain, it.internal) for it in ticket.comments] == [("Seen", True)]
    assert ticket.resolution is not None
    assert ticket.resolution.name == "Duplicate"


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("get", "work", "PROJ-99"), 3, "PROJ-99"),
        (("get", "wrok", "PROJ-1"), 2, "the nearest is 'work'"),
        (("get", "work"), 2, "--help shows the usage"),
        (("serach", "work"), 2, "serach"),
        (("search", "work", "--nonsense"), 2, "--nonsense"),
        (("search", "work", "--created-after", "yesterday"), 2, "'yesterday' is no time"),
        (("search", "work", "--created-after", "2030-01-01T10:00"), 2, "naive datetime"),
        (("search", "work", "--field", "x"), 2, "'x' is not NAME=VALUE"),
        (("search", "work", "--native", "x"), 2, "DIALECT:TEXT"),
        (("search", "work", "--jql", "project = A"), 6, "natives"),
        (("create", "work", "--title", " "), 2, "title: a ticket needs a title: this one is empty"),
        (("create", "work", "--title", "x", "--project", "NONE", "--type", "Bug"), 5, "NONE"),
        (("transition", "work", "PROJ-1", "Nowhere"), 5, "Nowhere"),
        (("export", "work", "--output", "plugins.toml"), 2, "is not overwritten"),
        (("--config", "gone.toml", "connections"), 2, "gone.toml: cannot be read: No such file"),
    ],
)
def test_an_error_is_one_line_with_its_exit_code(
    command: Anyticket, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = command(*arguments)

    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("anyticket: ")
    assert done.err.count("\n") == 1
    assert message in done.err


@pytest.mark.parametrize(("status", "code"), [(401, 4), (403, 4), (404, 3), (409, 5), (400, 5), (503, 7), (418, 1)])
def test_what_a_tracker_answers_decides_the_exit_code(command: Anyticket, status: int, code: int) -> None:
    with serving(lambda exchange: exchange.reply(status, b"{}", content_type="application/json")) as server:
        Path("plugins.toml").write_text(
            f'[connections.work]\nprovider = "jira-server"\nurl = "{server.url}"\nretry = {{ attempts = 1 }}'
        )

        done = command("get", "work", "A-1")

    assert done.code == code, done.err
    assert done.err.count("\n") == 1


def test_connections_say_what_they_lack(command: Anyticket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_TOKEN_HERE", raising=False)
    with Path("plugins.toml").open("a") as file:
        file.write(
            '[connections.other]\nprovider = "jira-cloud"\nurl = "https://t.example"\n'
            'auth = { mode = "api-token", email = "ann@example.com", token = "env:NO_TOKEN_HERE" }\n'
        )

    rows = {row["name"]: row for row in command("connections", "--json").rows()}

    assert rows["work"] == {"name": "work", "provider": "local", "url": "work.db", "auth": None, "problem": None}
    assert "[connections.other.auth] token" in rows["other"]["problem"]
    assert "'NO_TOKEN_HERE' is not set" in rows["other"]["problem"]
    assert "NO_TOKEN_HERE" in command("connections").out


def test_plugins_say_why_one_is_broken(command: Anyticket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "bad", "raise OSError('no disk')")

    rows = {row["name"]: row for row in command("plugins", "--json").rows()}

    assert (rows["bad"]["state"], rows["bad"]["problem"]) == ("broken", "OSError: no disk")
    assert rows["local"]["providers"] == ["local"]
    assert command("connections").code == 0


def test_a_plugin_adds_commands(command: Anyticket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(
        tmp_path, monkeypatch, "more", """
        import typer
        from anyticket.plugin import hookimpl

        group = typer.Typer(name="more", help="More of it.")

        @group.callback()
        def about(): ...

        @group.command()
        def hello(name: str):
            print("hello", name)

        @hookimpl
        def anyticket_commands():
            return [group]
        """,
    )  # fmt: skip

    assert command("more", "hello", "you").out == "hello you\n"
    assert "More of it." in command("--help").out


def test_verbose_shows_each_request(command: Anyticket) -> None:
    done = command("--verbose", "search", "work", "--json")

    assert (done.code, done.out) == (0, "")
    assert "-> 200 in" in done.err


def test_debug_shows_where_an_error_comes_from(command: Anyticket) -> None:
    done = command("--debug", "get", "nowhere", "A-1")

    assert done.code == 2
    assert "Traceback" in done.err


def test_the_version_is_that_of_the_package(command: Anyticket) -> None:
    assert command("--version") == (0, "anyticket 0.1.0\n", "")


@pytest.mark.usefixtures("tickets")
def test_an_export_is_complete_and_goes_on_where_it_stopped(command: Anyticket) -> None:
    whole = command("export", "work", "--project", "PROJ", "--output", "whole.jsonl", "--page-size", "1")
    lines = Path("whole.jsonl").read_text().splitlines(keepends=True)
    _stop_after_two(lines)

    resumed = command("export", "work", "--project", "PROJ", "--output", "part.jsonl", "--page-size", "1")

    assert (whole.code, resumed.code) == (0, 0)
    assert sorted(json.loads(line)["key"] for line in lines) == ["PROJ-1", "PROJ-2", "PROJ-3", "PROJ-4"]
    assert Path("part.jsonl").read_text() == "".join(lines)
    assert not Path("part.jsonl.cursor").exists()
    assert "4 tickets in part.jsonl" in resumed.err


def _stop_after_two(lines: list[str]) -> None:
    """Leave what a crash in the middle of the third page leaves."""
    with anyticket.connect("work") as client:
        pages = client.export_tickets(anyticket.Query(project="PROJ"), page_size=1).pages()
        next(pages)
        cursor = next(pages).cursor
    done = "".join(lines[:2])
    Path("part.jsonl").write_text(done + lines[2][:20])
    query = f"work {anyticket.Query(project=['PROJ']).model_dump_json()}"
    place = {"query": query, "cursor": cursor, "size_bytes": len(done.encode()), "tickets": 2}
    Path("part.jsonl.cursor").write_text(json.dumps(place))


@pytest.mark.usefixtures("tickets")
def test_an_export_does_not_go_on_with_another_one(command: Anyticket) -> None:
    Path("part.jsonl").touch()
    Path("part.jsonl.cursor").write_text('{"query": "other {}", "cursor": "1", "size_bytes": 0, "tickets": 0}')

    done = command("export", "work", "--output", "part.jsonl")

    assert (done.code, "the unfinished export of something else" in done.err) == (2, True)


@pytest.mark.usefixtures("tickets")
def test_an_interrupt_ends_the_command_in_one_line(command: Anyticket, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", type("Keyboard", (), {"read": interrupted})())

    done = command("comment", "work", "PROJ-1", "-")

    assert (done.code, done.err) == (130, "anyticket: interrupted\n")


@pytest.mark.usefixtures("tickets")
@pytest.mark.parametrize("form", [["--json"], []])
def test_a_reader_that_has_enough_is_no_error(form: list[str]) -> None:
    with anyticket.connect("work") as client:
        client.update_ticket("PROJ-1", TicketPatch(description="long " * 40_000))
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [sys.executable, "-m", "anyticket.cli", "search", "work", *form],
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_no_terminal_is_too_poor_for_what_a_tracker_says(command: Anyticket, encoding: str) -> None:
    with Client(Connection(provider="local", url="work.db")) as client:
        client.create_project(ProjectDraft(key="DEMO", name="Demo"))
        client.create_ticket(TicketDraft(project="DEMO", type="Task", title="café ☃ 🎉"))

    def shown(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        python = [sys.executable, "-m", "anyticket.cli", *arguments]
        return subprocess.run(
            python, env={**os.environ, "PYTHONIOENCODING": encoding}, capture_output=True, check=False
        )

    table, page = shown("search", "work"), shown("get", "work", "DEMO-1", "--json")

    assert (table.returncode, page.returncode, page.stderr) == (0, 0, b"")
    assert json.loads(page.stdout.decode(encoding))["title"] == "café ☃ 🎉"
    assert (r"caf\xe9" if encoding == "ascii" else "café") in table.stdout.decode(encoding)


def test_a_closed_output_is_no_bug(command: Anyticket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)

    assert run(["plugins", "--json"]) == 0
    assert run(["search", "nowhere"]) == 2


@pytest.mark.parametrize("arguments", [("--help",), ("search", "--help"), ("--version",)])
def test_help_needs_no_configuration(command: Anyticket, arguments: tuple[str, ...]) -> None:
    Path("plugins.toml").write_text("this is no TOML")

    assert command(*arguments).code == 0


def test_a_key_that_cannot_be_one_is_wrong_usage(command: Anyticket) -> None:
    ran = command("get", "work", "X-1/../../user")

    assert ran.code == 2 and "cannot be part of a path" in ran.err and "bug" not in ran.err


def test_a_damaged_export_says_what_to_do(command: Anyticket) -> None:
    Path("out.jsonl").write_text("")
    Path("out.jsonl.cursor").write_text('{"query"')

    ran = command("export", "work", "--output", "out.jsonl")

    assert ran.code == 2 and "remove it and 'out.jsonl'" in ran.err
