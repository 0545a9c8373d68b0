"""The programs in examples/ do what they say, against a simulated Jira of either kind, and may be run again."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

import anyticket
from anyticket import Client, ProjectDraft, Query, TicketDraft, TicketPatch
from anyticket.testing.simulation import SimulatedJira, simulated
from jira_simulator.store.catalogue import Status
from jira_simulator.store.workflows import Transition

EXAMPLES = Path(__file__).parents[2] / "examples"


def program(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["cloud", "server"])
def jira(request: pytest.FixtureRequest) -> Iterator[SimulatedJira]:
    with simulated(request.param, issues=0) as simulator:
        yield simulator


@pytest.fixture
def project(jira: SimulatedJira) -> str:
    return jira.site.store.projects.all()[0].key


@pytest.fixture
def work(jira: SimulatedJira, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    """A client of the Jira, which plugins.toml calls `work`; beside it there is an embedded tracker."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ANYTICKET_CONFIG", raising=False)
    monkeypatch.setenv("JIRA_USER", jira.admin.username)
    monkeypatch.setenv("JIRA_SECRET", jira.admin.password if jira.gateway else jira.admin.token)
    auth = (
        'mode = "api-token", email = "env:JIRA_USER", token = "env:JIRA_SECRET"'
        if jira.gateway
        else 'mode = "pat", token = "env:JIRA_SECRET"'
    )
    kind = "jira-cloud" if jira.gateway else "jira-server"
    Path("plugins.toml").write_text(
        f'[connections.work]\nprovider = "{kind}"\nurl = "{jira.url}"\nauth = {{ {auth} }}\n'
        '[connections.local]\nprovider = "local"\nurl = "local.db"\n'
    )
    with anyticket.connect("work") as client:
        yield client


def test_an_error_of_one_kind_has_one_ticket_and_a_comment_each_time(
    work: Client, project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    errors = program("error_tickets")

    errors.main(["work", project])
    errors.main(["work", project])

    (ticket,) = work.search_tickets(Query(project=project, label="error"))
    told = [comment.body.plain for comment in work.list_comments(ticket)]
    assert ticket.title == "LookupError in _fail"
    assert len(told) == 2
    assert all("there is no price for article" in words for words in told)
    assert capsys.readouterr().out.count(ticket.key) >= 6


def test_an_error_of_another_kind_has_another_ticket(work: Client, project: str) -> None:
    errors = program("error_tickets")
    tickets = errors.ErrorTickets(work, project=project)
    filed = set()

    for kind in (ValueError, KeyError):
        try:
            raise kind("no")
        except kind as error:
            filed.add(tickets.report(error, occurrence=kind.__name__).key)

    assert len(filed) == 2


def test_overdue_tickets_are_moved_and_told_why(
    work: Client, project: str, jira: SimulatedJira, capsys: pytest.CaptureFixture[str]
) -> None:
    _add_status(jira, "Stuck")
    today = datetime.now(UTC).date()
    late = work.create_ticket(TicketDraft(project=project, type="Task", title="Late", due=today - timedelta(days=3)))
    work.create_ticket(TicketDraft(project=project, type="Task", title="In time", due=today + timedelta(days=3)))
    overdue = program("overdue")

    overdue.main(["work", project, "--dry-run"])
    overdue.main(["work", project])
    overdue.main(["work", project])

    stuck = list(work.search_tickets(Query(project=project, status="Stuck")))
    assert [ticket.id for ticket in stuck] == [late.id]
    assert [comment.body.plain.strip() for comment in work.list_comments(late)] == [
        f"Due 3 days ago, on {today - timedelta(days=3)}."
    ]
    assert capsys.readouterr().out.splitlines() == [
        f"{late.key}  due {today - timedelta(days=3)}  Late",
        f"{late.key}  moved to Stuck",
    ]


def test_a_workflow_without_that_status_is_told_and_nothing_is_moved(
    work: Client, project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    late = work.create_ticket(TicketDraft(project=project, type="Task", title="Late", due=yesterday))
    before = work.get_ticket(late).status.id

    program("overdue").main(["work", project, "--status", "No such status"])

    assert "no transition leads to 'No such status'" in capsys.readouterr().out
    assert work.get_ticket(late).status.id == before


def test_a_mirror_brings_both_sides_together_and_running_it_again_changes_nothing(
    work: Client, project: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mirror = program("mirror")
    with anyticket.connect("local") as local:
        local.create_project(ProjectDraft(key="MIRROR", name="Mirror"))
        local.create_ticket(TicketDraft(project="MIRROR", type="Task", title="Of the other side"))
        mine = work.create_ticket(TicketDraft(project=project, type="Task", title="Mine", description="**Every** time"))
        work.add_comment(mine, "Looking at it")

        mirror.main(["work", project, "local", "MIRROR"])
        copy = next(ticket for ticket in local.search_tickets(Query(project="MIRROR")) if ticket.title == "Mine")
        assert local.get_ticket(copy).description.markdown.strip() == "**Every** time"
        assert [one.body.plain.strip() for one in local.list_comments(copy)] == ["Looking at it"]
        assert {one.title for one in work.search_tickets(Query(project=project))} == {"Mine", "Of the other side"}

        local.update_ticket(copy, TicketPatch(title="Mine, renamed there"))
        way = next(way for way in work.list_transitions(mine) if way.target.closed)
        work.transition_ticket(mine, way, _what_it_asks_for(way))
        capsys.readouterr()
        mirror.main(["work", project, "local", "MIRROR"])
        assert work.get_ticket(mine).title == "Mine, renamed there"
        assert local.get_ticket(copy).status.closed

        capsys.readouterr()
        mirror.main(["work", project, "local", "MIRROR"])
        assert capsys.readouterr().out == ""


def test_a_mirror_that_was_stopped_before_it_took_note_makes_nothing_twice(work: Client, project: str) -> None:
    mirror = program("mirror")
    with anyticket.connect("local") as local:
        local.create_project(ProjectDraft(key="MIRROR", name="Mirror"))
        ticket = work.create_ticket(TicketDraft(project=project, type="Task", title="Mine"))
        sides = [mirror.Side("work", work, project, "Task"), mirror.Side("local", local, "MIRROR", "Task")]
        stopped = mirror.Mirror(*sides, mirror.State(Path("never-written.json")))
        next(stopped.run())
        Path("never-written.json").unlink()

        lines = list(mirror.Mirror(*sides, mirror.State.read(Path("never-written.json"))).run())

        (copy,) = local.search_tickets(Query(project="MIRROR"))
        assert lines[0] == f"{ticket.key} of work is {copy.key} of local"


def _what_it_asks_for(way: anyticket.Transition) -> TicketPatch | None:
    return TicketPatch(resolution=way.required[0].options[0].name) if way.required else None


def _add_status(jira: SimulatedJira, name: str) -> None:
    """Give every workflow a status, and a way to it from everywhere."""
    store = jira.site.store
    with store.database.transaction():
        status = store.statuses.add(Status(name=name, category=4))
        for workflow in store.workflows.all():
            store.transitions.add(
                Transition(workflow_id=workflow.id, number=901, name=name, target_id=status.id, resolves=False)
            )
    jira.site.index.rebuild()
