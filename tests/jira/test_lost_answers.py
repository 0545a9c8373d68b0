"""
The work is done and the connection drops: what then happens to every operation that writes.

The simulator really does it and really closes the socket. With a key exactly one effect is there and the caller gets
it; without one nothing is sent again that could do harm, and the error says that it may have happened.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from anyticket import (
    Client,
    ProjectPatch,
    ProviderError,
    Query,
    Runtime,
    Settings,
    SprintPatch,
    SprintState,
    TicketDraft,
)
from anyticket.capability import Kind
from anyticket.provider.operations import OPERATIONS
from anyticket.testing.examples import EXAMPLES
from anyticket.testing.laws.once import MAKING
from anyticket.testing.made import Made
from anyticket.testing.results import run
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.server import JiraServer
from jira.kit_worlds import Kit, connection_to, kit
from jira_simulator.faults import Drop, Late
from jira_simulator.journal import Received

_VARIANTS = {"cloud": JiraCloud, "server": JiraServer}
#: Whose requests are told apart from searches by their path alone.
_SEARCHES = ("/search", "/bulkfetch", "/approximate-count", "/jql/parse", "/jql/match")
_WRITES = [
    (variant, name)
    for variant, provider in _VARIANTS.items()
    for name, entry in OPERATIONS.items()
    if entry.facts.kind is Kind.WRITES and provider.supports(name)
]
_KEYED = [(variant, name) for variant, provider in _VARIANTS.items() for name in MAKING if provider.supports(name)]


_DATES = SprintPatch(starts_at=datetime(2026, 11, 2, tzinfo=UTC), ends_at=datetime(2026, 11, 16, tzinfo=UTC))


def _of_somebody_else(made: Made, *, voted: bool = False) -> tuple[Any, ...]:
    """Return a ticket that one may vote for."""
    ticket = made.new_ticket(reporter=made.people[-1])
    if voted:
        made.client.add_vote(ticket)
    return (ticket,)


def _on_its_way(made: Made) -> tuple[Any, ...]:
    """Return a sprint and its dates; one that is under way on the board is completed first."""
    for sprint in list(made.client.list_sprints(made.board, state=SprintState.ACTIVE)):
        made.client.complete_sprint(sprint)
    return (made.client.create_sprint(made.board, made.new_name), _DATES)


#: What Jira takes where the kit's own example is refused, for Jira has rules of its own.
_EXAMPLES: dict[str, Any] = {
    **EXAMPLES,
    "add_vote": _of_somebody_else,
    "remove_vote": lambda made: _of_somebody_else(made, voted=True),
    "start_sprint": _on_its_way,
    "complete_sprint": lambda made: (made.client.start_sprint(*_on_its_way(made)),),
    "update_project": lambda made: (made.spare_project, ProjectPatch(name=made.new_name)),
}


@pytest.fixture(scope="module")
def kits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Kit]]:
    folder = tmp_path_factory.mktemp("things")
    with kit("cloud", folder) as cloud, kit("server", folder) as server:
        yield {"cloud": cloud, "server": server}


def changes(here: Kit) -> list[Received]:
    """Return the requests since the journal was cleared that could change something."""
    return [one for one in here.site.requests.find() if one.method != "GET" and not one.path.endswith(_SEARCHES)]


def pattern(path: str) -> str:
    """Return a path with `*` for what differs between two things of a kind: ids and keys."""
    front, back = path.split("/")[:4], path.split("/")[4:]
    return "/".join([*front, *("*" if any(letter.isdigit() for letter in part) else part for part in back)])


def rehearsed(here: Kit, name: str, *arguments: Any, **options: Any) -> list[Received]:
    """Run an operation undisturbed, and return the requests with which it changed something."""
    here.site.requests.clear()
    run_with(here.client, name, arguments, options)
    return changes(here)


def run_with(client: Client, name: str, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
    return getattr(client, name)(*arguments, **options) if options else run(client, name, arguments)


@pytest.mark.parametrize(("variant", "name"), _WRITES)
def test_a_lost_answer_repeats_nothing_that_does_harm_and_is_told(
    variant: str, name: str, kits: dict[str, Kit]
) -> None:
    here = kits[variant]
    steps = rehearsed(here, name, *_EXAMPLES[name](here.made))
    if not steps:
        pytest.skip("it sends nothing here that changes anything")
    arguments = _EXAMPLES[name](here.made)
    lost = steps[-1]
    here.site.requests.clear()

    here.site.faults.order(Drop(), method=lost.method, path=pattern(lost.path))
    failure = _failure(here, name, arguments)
    here.site.faults.clear()

    sent = [one for one in changes(here) if (one.method, pattern(one.path)) == (lost.method, pattern(lost.path))]
    assert any(one.dropped for one in sent), "the fault was not met"
    if failure is None:
        assert len(sent) <= 3
    else:
        assert failure.may_have_happened
        assert len(sent) == len([one for one in steps if pattern(one.path) == pattern(lost.path)])


@pytest.mark.parametrize(("variant", "name"), _KEYED)
def test_with_a_key_every_lost_answer_leaves_exactly_one_effect_and_the_result(
    variant: str, name: str, kits: dict[str, Kit]
) -> None:
    here = kits[variant]
    making, made = MAKING[name], here.made
    steps = rehearsed(here, name, *making.arguments(made, "rehearsal"), idempotency_key=made.new_name)

    for number, lost in enumerate(steps):
        arguments, key = making.arguments(made, "w" * (number + 1)), made.new_name
        before = making.count(here.client, made)
        here.site.faults.order(Drop(), method=lost.method, path=pattern(lost.path))
        answered = getattr(here.client, name)(*arguments, idempotency_key=key)
        here.site.faults.clear()

        assert making.count(here.client, made) == before + 1, f"{lost.method} {lost.path}"
        assert getattr(here.client, name)(*arguments, idempotency_key=key).id == answered.id


@pytest.mark.parametrize("variant", _VARIANTS)
def test_a_server_that_commits_long_after_the_client_gave_up_still_makes_one(variant: str, tmp_path: Path) -> None:
    with kit(variant, tmp_path, issues=0) as here:  # type: ignore[arg-type]
        hasty = here.world.hasty.model_copy(update={"timeout_seconds": 0.3})
        draft = TicketDraft(project=here.world.project, type="Task", title="Committed late")
        with Runtime(config=Settings(), network="open") as runtime:
            client = Client(hasty, runtime=runtime).with_options(deadline_seconds=1.5)
            path = "/rest/api/3/issue" if variant == "cloud" else "/rest/api/2/issue"
            here.site.faults.order(Late(seconds=20), method="POST", path=path)
            with pytest.raises(ProviderError) as lost:
                client.create_ticket(draft, idempotency_key="order 7")
        assert lost.value.may_have_happened
        here.site.clock.turn(20)

        with Runtime(config=Settings(), network="open") as runtime:
            again = Client(here.world.hasty, runtime=runtime).create_ticket(draft, idempotency_key="order 7")

        found = [ticket.id for ticket in here.client.search_tickets(Query(project=here.world.project))]
        assert found == [again.id]


def _create_and_die(url: str, variant: str, secret: tuple[str, str], project: str) -> None:
    """Create a ticket in a process of its own, which is killed before it can tell anybody."""
    from anyticket_jira.auth import ApiToken, Pat

    connection = (
        JiraCloud.connection(url=url, auth=ApiToken(email=secret[0], token=secret[1]))
        if variant == "cloud"
        else JiraServer.connection(url=url, auth=Pat(token=secret[1]))
    )
    with Runtime(config=Settings(), network="open") as runtime:
        draft = TicketDraft(project=project, type="Task", title="Of a worker")
        Client(connection, runtime=runtime).create_ticket(draft, idempotency_key="job 9")
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill a process so")
@pytest.mark.parametrize("variant", _VARIANTS)
def test_a_worker_that_was_killed_after_the_create_and_runs_again_makes_one(variant: str, tmp_path: Path) -> None:
    with kit(variant, tmp_path, issues=0) as here:  # type: ignore[arg-type]
        secret = (here.jira.admin.username, here.jira.admin.password if variant == "cloud" else here.jira.admin.token)
        project = str(here.world.project)
        worker = multiprocessing.get_context("spawn").Process(
            target=_create_and_die, args=(here.jira.url, variant, secret, project)
        )
        worker.start()
        worker.join(60)
        assert worker.exitcode == -signal.SIGKILL

        draft = TicketDraft(project=project, type="Task", title="Of a worker")
        again = here.client.create_ticket(draft, idempotency_key="job 9")

        assert [ticket.id for ticket in here.client.search_tickets(Query(project=project))] == [again.id]


def _failure(here: Kit, name: str, arguments: tuple[Any, ...]) -> ProviderError | None:
    try:
        run(here.client, name, arguments)
    except ProviderError as exc:
        return exc
    return None


def test_the_connection_of_the_kit_is_the_administrators(kits: dict[str, Kit]) -> None:
    for here in kits.values():
        assert connection_to(here.jira) == here.world.connection
