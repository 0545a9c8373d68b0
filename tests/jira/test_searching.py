"""Searching simulated Jiras: what comes, in which order, from where, and what was written a moment ago."""

from __future__ import annotations

from collections.abc import Callable

import orjson
import pytest

from anyticket import EMPTY, Gone, Query, TicketDraft, TicketPatch
from anyticket.provider.memory import Memory
from anyticket.testing.simulation import SimulatedJira

from .on_simulator import working

Start = Callable[..., SimulatedJira]
VARIANTS = pytest.mark.parametrize("variant", ["cloud", "server"])


@VARIANTS
@pytest.mark.parametrize("page_size", [1, 7, 1000])
def test_the_default_order_is_that_of_creation_in_pages_of_any_size(
    simulated_jira: Start, variant: str, page_size: int
) -> None:
    with working(simulated_jira(variant, issues=30)) as worked:
        pages = list(worked.client.search_tickets(Query(), page_size=page_size).pages())

        issues = sorted(worked.jira.site.store.issues, key=lambda one: one.created)

    assert [ticket.id for page in pages for ticket in page.items] == [str(issue.id) for issue in issues]
    assert {page.total for page in pages} == ({None} if variant == "cloud" else {len(issues)})


@VARIANTS
def test_pages_hang_together_where_dates_are_written_in_the_zone_of_the_account(
    simulated_jira: Start, variant: str
) -> None:
    jira = simulated_jira(variant, issues=30)
    connection = jira.connection().model_copy(update={"options": {"jql_dates": "account-zone"}})
    with working(jira, connection) as worked:
        found = list(worked.client.search_tickets(Query(), page_size=4))
        middle = found[10].created_at
        later = [ticket.id for ticket in worked.client.search_tickets(Query(created_after=middle), page_size=4)]

    assert [ticket.created_at for ticket in found] == sorted(ticket.created_at for ticket in found)
    assert len({ticket.id for ticket in found}) == len(found) == 30
    assert later == [ticket.id for ticket in found if ticket.created_at >= middle]
    assert worked.routes().count("GET /rest/api/3/myself" if variant == "cloud" else "GET /rest/api/2/myself") == 1


@VARIANTS
def test_parents_are_epics_as_well(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant, issues=60)) as worked:
        everything = {ticket.id: ticket for ticket in worked.client.search_tickets(Query())}
        held = {id: ticket.parent.key for id, ticket in everything.items() if ticket.parent is not None}
        epics = {ticket.key for ticket in everything.values() if ticket.type and ticket.type.name == "Epic"}
        epic = next(key for key in held.values() if key in epics)

        inside = {ticket.id for ticket in worked.client.search_tickets(Query(parent=epic))}
        outside = {ticket.id for ticket in worked.client.search_tickets(Query(parent=EMPTY))}
        others = {ticket.id for ticket in worked.client.search_tickets(Query(exclude=Query(parent=epic)))}

    assert inside == {id for id, key in held.items() if key == epic}
    assert outside == everything.keys() - held.keys()
    assert others == everything.keys() - inside


@VARIANTS
def test_a_search_that_finds_nothing_has_one_empty_page(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant)) as worked:
        pages = list(worked.client.search_tickets(Query(label="no such label")).pages())

    assert [(page.items, page.cursor) for page in pages] == [((), None)]


@VARIANTS
def test_every_attribute_comes_by_itself_but_what_load_is_for(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant)) as worked:
        (found,) = worked.client.search_tickets(Query(key="DEMO-1"))
        full = worked.client.get_ticket("DEMO-1")
        (loaded,) = worked.client.search_tickets(Query(key="DEMO-1"), load=["comments", "watchers", "history"])

    assert vars(full).keys() - vars(found).keys() == {"comments"}
    assert found.time == full.time
    assert full.fields.keys() - found.fields.keys() == {"worklog"}
    assert {"comments", "watchers", "history"} <= vars(loaded).keys()


@VARIANTS
def test_a_search_goes_on_from_a_cursor_although_what_it_stands_on_is_gone(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant, issues=30)) as worked:
        everything = [ticket.id for ticket in worked.client.search_tickets(Query())]
        first = next(worked.client.search_tickets(Query(), page_size=5).pages())
        for ticket in first.items:
            worked.client.delete_ticket(ticket)

        rest = [ticket.id for ticket in worked.client.search_tickets(Query(), page_size=5, cursor=first.cursor)]

        left = {str(issue.id) for issue in worked.jira.site.store.issues}

    assert rest == [id for id in everything[5:] if id in left]


def test_a_cursor_of_cloud_that_is_older_than_a_week_says_so(jira_cloud: SimulatedJira) -> None:
    with working(jira_cloud) as worked:
        first = next(worked.client.search_tickets(Query(), page_size=5).pages())
        jira_cloud.site.clock.turn(8 * 86_400)

        with pytest.raises(Gone, match="start the search anew"):
            list(worked.client.search_tickets(Query(), page_size=5, cursor=first.cursor))


def test_what_was_written_a_moment_ago_is_found_although_the_index_lags(simulated_jira: Start) -> None:
    with working(simulated_jira("cloud", lag=3600.0)) as worked:
        client = worked.client
        list(client.search_tickets(Query(project="DEMO")))  # the index is there before anything is written
        made = client.create_ticket(TicketDraft(project="DEMO", type="Task", title="Brand new", labels=["fresh"]))
        client.update_ticket(made.key, TicketPatch(labels=["fresher"]))
        client.transition_ticket(made.key, "In Progress")

        found = [ticket.id for ticket in client.search_tickets(Query(label="fresher", status="In Progress"))]
        gone = [ticket.id for ticket in client.search_tickets(Query(label="fresh"))]

    assert found == [made.id]
    assert gone == []


def test_the_same_recent_tickets_go_along_on_every_page_at_most_fifty_for_a_minute(simulated_jira: Start) -> None:
    now = [0.0]
    with working(simulated_jira("cloud", issues=30)) as worked:
        worked.client.provider.memory = Memory(clock=lambda: now[0])
        worked.client.create_tickets(
            [TicketDraft(project="DEMO", type="Task", title=f"No {number}") for number in range(60)]
        )
        pages = worked.client.search_tickets(Query(), page_size=40).pages()
        next(pages)
        now[0] = 59.0
        worked.client.update_ticket("DEMO-1", TicketPatch(title="Other words"))
        list(pages)
        list(worked.client.search_tickets(Query(), page_size=100))
        now[0] = 61.0
        list(worked.client.search_tickets(Query(key="DEMO-1")))

    named = [reconciled(request.body) for request in worked.sent if request.route.endswith("/search/jql")]
    first, *others = named[:-2]
    assert len(first) == 50
    assert all(one == first for one in others[:2])
    assert len(named[-1]) == 1


def reconciled(body: object) -> list[int]:
    assert isinstance(body, bytes)
    found: list[int] = orjson.loads(body).get("reconcileIssues", [])
    return found


@VARIANTS
def test_a_count_and_an_export_agree_with_the_search(simulated_jira: Start, variant: str) -> None:
    with working(simulated_jira(variant)) as worked:
        query = Query(project="DEMO", closed=False)
        found = [ticket.id for ticket in worked.client.search_tickets(query)]
        exported = list(worked.client.export_tickets(query, page_size=3))

        count = worked.client.count_tickets(query)

    assert count.value == len(found)
    assert [ticket.id for ticket in exported] == found
    assert all({"comments", "watchers", "history", "children"} <= vars(ticket).keys() for ticket in exported)
