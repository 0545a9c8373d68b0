"""Several processes, threads and forks on one file; a process that is killed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from anyticket import Client, Connection, Query, TicketDraft
from anyticket.request import Request
from anyticket_local.server import Server
from forking import holds_in_child

WRITER = """
import sys
from anyticket.request import Request
from anyticket_local.server import Server

server = Server(sys.argv[1])
for number in range(int(sys.argv[3])):
    draft = {"project": "PROJ", "title": f"{sys.argv[2]} {number}", "labels": [sys.argv[2]]}
    response = server.handle(Request.post("/tickets", json=draft))
    assert response.status == 201, response.body
    print(response.json()["key"], flush=True)
"""

READER = """
import sys
from anyticket.request import Request
from anyticket_local.server import Server

print(Server(sys.argv[1]).handle(Request.get("/statuses")).status)
"""


def start(file: Path, name: str, count: int) -> subprocess.Popen[str]:
    """Start a process that makes tickets and tells the key of each that was acknowledged."""
    command = [sys.executable, "-c", WRITER, str(file), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A tracker with one project."""
    path = tmp_path / "tracker.db"
    server = Server(str(path))
    assert server.handle(Request.post("/projects", json={"key": "PROJ", "name": "Project"})).status == 201
    server.database.close()
    return path


def test_two_processes_write_one_file_and_lose_nothing(file: Path) -> None:
    writers = [start(file, name, 60) for name in ("one", "two")]

    written = [writer.communicate(timeout=60) for writer in writers]

    assert [writer.returncode for writer in writers] == [0, 0], written
    keys = [key for out, _ in written for key in out.split()]
    with Client(Connection(provider="local", url=str(file))) as client:
        assert {ticket.key for ticket in client.search_tickets(Query())} == set(keys)
        assert [client.count_tickets(Query(label=name)).value for name in ("one", "two")] == [60, 60]
    assert sorted(keys, key=lambda key: int(key[5:])) == [f"PROJ-{number}" for number in range(1, 121)]


def test_processes_that_make_the_same_new_file_agree(tmp_path: Path) -> None:
    args = [sys.executable, "-c", READER, str(tmp_path / "new.db")]
    makers = [subprocess.Popen(args, stdout=subprocess.PIPE, text=True) for _ in range(4)]

    assert [maker.communicate(timeout=60)[0].strip() for maker in makers] == ["200"] * 4


def test_a_killed_process_loses_nothing_that_was_acknowledged(file: Path) -> None:
    with start(file, "doomed", 100_000) as writer:
        assert writer.stdout is not None
        told = [writer.stdout.readline().strip() for _ in range(25)]
        writer.kill()
        told += writer.stdout.read().split("\n")[:-1]

    with Client(Connection(provider="local", url=str(file))) as client:
        found = {ticket.key for ticket in client.search_tickets(Query(), page_size=500)}
        assert set(told) <= found
        assert client.create_ticket(TicketDraft(project="PROJ", title="life goes on")).key == f"PROJ-{len(found) + 1}"
        assert Server(str(file)).handle(Request.get("/server", query=(("check", "1"),))).json()["integrity"] == "ok"


@pytest.mark.parametrize("url", ["file", ":memory:"])
def test_threads_share_a_tracker(file: Path, url: str) -> None:
    with Client(Connection(provider="local", url=str(file) if url == "file" else url)) as client:
        if url == ":memory:":
            client.request(Request.post("/projects", json={"key": "PROJ", "name": "Project"}))
        draft = TicketDraft(project="PROJ", title="t")

        with ThreadPoolExecutor(8) as pool:
            keys = list(pool.map(lambda _: client.create_ticket(draft).key, range(40)))
            read = list(pool.map(lambda key: client.get_ticket(key).key, keys))

        assert read == keys
        assert len(set(keys)) == 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize("url", ["file", ":memory:"])
def test_a_forked_child_can_go_on(file: Path, url: str) -> None:
    server = Server(str(file) if url == "file" else None)
    server.handle(Request.post("/projects", json={"key": "PROJ", "name": "Project"}))
    draft = {"project": "PROJ", "title": "t"}
    server.handle(Request.post("/tickets", json=draft))

    in_child = holds_in_child(lambda: server.handle(Request.post("/tickets", json=draft)).json()["key"] == "PROJ-2")
    after = server.handle(Request.post("/tickets", json=draft)).json()["key"]
    server.database.close()

    assert in_child
    assert after == ("PROJ-3" if url == "file" else "PROJ-2")


def test_a_file_of_a_newer_release_is_refused_and_left_alone(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    answer = Server(str(file)).handle(Request.get("/me"))

    assert answer.status == 501
    assert "newer anyticket" in answer.json()["message"]


def test_what_is_no_database_is_told_and_not_tried_again(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be taken for one" * 50)

    answer = Server(str(path)).handle(Request.get("/me"))

    assert answer.status == 500
    assert "not a database" in answer.json()["message"]


def test_a_locked_file_is_unavailable_for_now(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("anyticket_local.server.database._BUSY_SECONDS", 0.01)
    holder, other = Server(str(file)), Server(str(file))

    with holder.database.writing():
        answer = other.handle(Request.post("/projects", json={"key": "X", "name": "X"}))
    holder.database.close()
    other.database.close()

    assert answer.status == 503


def test_a_private_tracker_is_shared_by_its_key_or_its_connection_only() -> None:
    keyed, same = Connection(provider="local", key="t-1"), Connection(provider="local", key="t-1")
    lone, other = Connection(provider="local"), Connection(provider="local")

    for connection in (keyed, lone):
        with Client(connection) as client:
            client.request(Request.post("/projects", json={"key": "PROJ", "name": "Project"}))

    def projects(connection: Connection) -> int:
        with Client(connection) as client:
            return len(list(client.list_projects()))

    assert [projects(connection) for connection in (keyed, same, lone, other)] == [1, 1, 1, 0]


def test_a_connection_may_act_as_somebody_else(file: Path) -> None:
    with Client(Connection(provider="local", url=str(file))) as client:
        client.request(Request.post("/people", json={"username": "ann", "name": "Ann"}))

    with Client(Connection(provider="local", url=str(file), options={"account": "ann"})) as client:
        ticket = client.create_ticket(TicketDraft(project="PROJ", title="t"))

        assert client.get_me().username == "ann"
        assert ticket.reporter == client.get_me()
