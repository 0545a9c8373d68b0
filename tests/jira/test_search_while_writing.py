"""While five others write, a search gives each ticket that existed throughout exactly once."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from random import Random
from threading import Barrier, BrokenBarrierError, Thread
from typing import TYPE_CHECKING, Literal

import pytest

from anyticket import Client, Conflict, Invalid, NotFound, Query, Runtime, Settings, TicketDraft, TicketPatch
from anyticket.request import Request
from anyticket.testing.simulation import SimulatedJira
from jira_simulator.store.issues import FormerKey, Issue
from jira_simulator.work.events import Happening, hear

if TYPE_CHECKING:
    from jira_simulator import Site

_ISSUES = 1000
_PAGE = 60
#: So many issues share a minute: more than a page holds.
_AT_ONCE = 90
_MOVE = "move-me"

Start = Callable[..., SimulatedJira]
Writer = Callable[[Client, Random, list[str]], None]


def crowded(site: Site) -> list[str]:
    """Have many issues share their minute of creation; return all ids."""
    created = 0
    for number, issue in enumerate(sorted(site.store.issues, key=lambda one: one.created)):
        created = issue.created if number % _AT_ONCE == 0 else created + 1
        site.store.issues.save(replace(issue, created=created, values={**issue.values, "created": created}))
    site.index.rebuild()
    return [str(issue.id) for issue in site.store.issues]


def moving(site: Site) -> None:
    """Move an issue to another project when it gets a certain label: the interface itself has no such thing."""

    def listen(happening: Happening) -> None:
        if happening.name == "jira:issue_updated" and happening.issue and _MOVE in str(happening.issue.values):
            move(site, happening.issue)

    hear(site, listen)


def move(site: Site, issue: Issue) -> None:
    projects = site.store.projects.all()
    place = next(project for project in projects[issue.id % 3 :] if project.id != issue.project_id)
    number = place.last_number + 1
    site.store.projects.save(replace(place, last_number=number))
    site.store.former_keys.add(FormerKey(id=site.store.former_keys.next_id(), key=issue.key, issue_id=issue.id))
    values = {**issue.values, "project": place.id}
    site.store.issues.save(replace(issue, project_id=place.id, key=f"{place.key}-{number}", values=values))
    site.index.touch(issue.id)


def create(client: Client, _: Random, __: list[str]) -> None:
    client.create_ticket(TicketDraft(project="DEMO", type="Task", title="Made meanwhile"))


def delete(client: Client, random: Random, ids: list[str]) -> None:
    ids.remove(victim := random.choice(ids))
    with client_errors():
        client.delete_ticket(victim)


def edit(client: Client, random: Random, ids: list[str]) -> None:
    with client_errors():
        client.update_ticket(random.choice(ids), TicketPatch(title=f"Edited {random.random()}"))


def get_moved(client: Client, random: Random, ids: list[str]) -> None:
    with client_errors():
        client.update_ticket(random.choice(ids), TicketPatch(labels=[_MOVE]))


def rename(client: Client, random: Random, _: list[str]) -> None:
    if random.random() < 0.6:
        return  # the simulator reads everything anew each time
    key = f"KAN{random.randrange(10**6)}"
    client.request(Request.put("/rest/api/2/project/{}", "10002", json={"key": key}))


@contextmanager
def client_errors() -> Generator[None]:
    """Let pass that a ticket is gone, by another writer, or may not be edited in its status."""
    try:
        yield
    except (NotFound, Invalid, Conflict):
        return


WRITERS: tuple[Writer, ...] = (create, delete, edit, get_moved, rename)


def writing(writer: Writer, client: Client, seed: int, ids: list[str], page: Barrier, log: list[str]) -> None:
    random = Random(seed)
    try:
        while True:
            page.wait(timeout=20)
            writer(client, random, ids)
            log.append(writer.__name__)
    except BrokenBarrierError:
        return


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_every_ticket_that_existed_throughout_comes_exactly_once(
    simulated_jira: Start, variant: Literal["cloud", "server"]
) -> None:
    jira = simulated_jira(variant, issues=_ISSUES)
    before = crowded(jira.site)
    moving(jira.site)
    page, log = Barrier(len(WRITERS) + 1), list[str]()
    with Runtime(config=Settings(), network="open") as runtime:
        client = Client(jira.connection(), runtime=runtime)
        threads = [
            Thread(target=writing, args=(writer, client, seed, [*before], page, log))
            for seed, writer in enumerate(WRITERS)
        ]
        for thread in threads:
            thread.start()

        found: list[str] = []
        try:
            for one in client.search_tickets(Query(), page_size=_PAGE).pages():
                found += [ticket.id for ticket in one.items]
                if len(found) < _ISSUES:
                    page.wait(timeout=20)  # the writers go on while the next page is fetched
        finally:
            page.abort()
            for thread in threads:
                thread.join(timeout=20)

    throughout = set(before) & {str(issue.id) for issue in jira.site.store.issues}
    assert len(found) == len(set(found)), "a ticket came twice"
    assert throughout <= set(found), "a ticket did not come"
    assert min(log.count(writer.__name__) for writer in WRITERS) >= 14
    assert _ISSUES - len(throughout) >= 14
    assert jira.site.store.former_keys.count() >= 10
    assert len(jira.site.store.projects[10002].former_keys) >= 3
