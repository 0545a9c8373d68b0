"""The commands look after files: copy them, describe them, add people."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from anyticket import Client, Connection, Query, Request, TicketDraft
from anyticket_local.commands import commands


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A tracker with one ticket."""
    path = tmp_path / "tracker.db"
    with Client(Connection(provider="local", url=str(path))) as client:
        client.request(Request.post("/projects", json={"key": "P", "name": "Project"}))
        client.create_ticket(TicketDraft(project="P", title="t"))
    return path


def test_a_backup_is_a_whole_tracker_and_overwrites_nothing(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"

    first = CliRunner().invoke(commands, ["backup", str(file), str(target)])
    second = CliRunner().invoke(commands, ["backup", str(file), str(target)])

    assert first.exit_code == 0, first.output
    assert "not overwritten" in str(second.exception)
    with Client(Connection(provider="local", url=str(target))) as client:
        assert [ticket.key for ticket in client.search_tickets(Query())] == ["P-1"]


def test_info_counts_and_checks(file: Path) -> None:
    result = CliRunner().invoke(commands, ["info", str(file)])

    assert result.exit_code == 0, result.output
    assert all(word in result.output for word in ("tickets", "integrity", "ok"))


def test_a_person_that_was_added_can_be_assigned(file: Path) -> None:
    result = CliRunner().invoke(commands, ["person", str(file), "ann", "Ann Example", "--email", "ann@example.org"])

    assert result.exit_code == 0, result.output
    with Client(Connection(provider="local", url=str(file))) as client:
        assert client.create_ticket(TicketDraft(project="P", title="t", assignees=["ann@example.org"])).assignees
