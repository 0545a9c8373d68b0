"""Transitions: the way that is meant, what goes along with it, and what became of one whose answer was lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import pytest

from anyticket import StatusCategory, Ticket, TicketDraft, TicketPatch
from anyticket.errors import Ambiguous, Invalid, ProviderError
from jira.kit_worlds import Kit, kit
from jira_simulator.faults import Drop, When

_VARIANTS: Final[tuple[Literal["cloud", "server"], ...]] = ("cloud", "server")
_WAYS: Final = "/rest/api/*/issue/*/transitions"


@pytest.fixture(scope="module", params=_VARIANTS)
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    folder: Path = tmp_path_factory.mktemp("kit")
    with kit(request.param, folder, issues=0) as made:
        yield made


@pytest.fixture(autouse=True)
def forget(here: Kit) -> None:
    here.site.requests.clear()
    here.site.faults.clear()


def new(here: Kit, **values: Any) -> Ticket:
    given = {"project": "DEMO", "type": "Task", "title": "To be moved", **values}
    return here.client.get_ticket(here.client.create_ticket(TicketDraft.model_validate(given)))


def taken(here: Kit) -> int:
    """Return how many ways were asked to be taken."""
    return len(here.site.requests.find(method="POST", path=_WAYS))


def test_a_status_is_named_in_any_case(here: Kit) -> None:
    ticket = new(here)

    answered = here.client.transition_ticket(ticket, "in PROGRESS")

    assert (answered.id, answered.key) == (ticket.id, ticket.key)
    assert here.client.get_ticket(ticket).status.name == "In Progress"


def test_a_status_that_it_has_already_is_success_and_nothing_is_sent(here: Kit) -> None:
    ticket = new(here)

    for there in (ticket.status.name.upper(), ticket.status, ticket.status.category):
        assert here.client.transition_ticket(ticket, there).key == ticket.key

    assert taken(here) == 0


def test_a_change_is_made_of_a_ticket_that_is_there_already(here: Kit) -> None:
    ticket = new(here)

    here.client.transition_ticket(ticket, ticket.status, TicketPatch(title="Renamed", comment="As it is"))

    assert here.client.get_ticket(ticket).title == "Renamed"
    assert [one.body.plain.strip() for one in here.client.list_comments(ticket)] == ["As it is"]
    assert taken(here) == 0


def test_a_resolution_and_a_comment_go_along_in_one_request(here: Kit) -> None:
    ticket, fixed = new(here), here.client.list_resolutions()[0]

    here.client.transition_ticket(ticket, "Done", TicketPatch(resolution=fixed, comment="Shipped"))

    found = here.client.get_ticket(ticket)
    assert (found.status.name, found.resolution) == ("Done", fixed)
    assert [one.body.plain.strip() for one in here.client.list_comments(ticket)] == ["Shipped"]
    assert taken(here) == 1


def test_what_a_way_asks_for_is_told_before_anything_is_sent(here: Kit) -> None:
    ticket = new(here, project="SUP")
    way = next(way for way in here.client.list_transitions(ticket) if way.name == "Resolve Issue")

    for to in ("resolve issue", "Resolved", way, way.target):
        with pytest.raises(Invalid) as refusal:
            here.client.transition_ticket(ticket, to)
        assert refusal.value.fields.keys() == {"resolution", "Resolution"}

    assert taken(here) == 0


def test_what_the_screen_does_not_show_is_refused_before_anything_is_sent(here: Kit) -> None:
    ticket = new(here)

    with pytest.raises(Invalid, match="update_ticket") as refusal:
        here.client.transition_ticket(ticket, "In Progress", TicketPatch(title="Another"))

    assert "summary" in refusal.value.fields
    assert taken(here) == 0


def test_a_category_with_several_ways_lists_them(here: Kit) -> None:
    ticket = new(here)
    ways = [way for way in here.client.list_transitions(ticket) if way.target.category is StatusCategory.IN_PROGRESS]
    assert len(ways) > 1

    with pytest.raises(Ambiguous) as refusal:
        here.client.transition_ticket(ticket, StatusCategory.IN_PROGRESS)
    here.client.transition_ticket(ticket, ways[0])

    assert set(refusal.value.choices) == {f"{way.name} -> {way.target.name}" for way in ways}
    assert here.client.get_ticket(ticket).status == ways[0].target


def test_a_status_that_no_way_leads_to_names_those_that_can_be_reached(here: Kit) -> None:
    ticket = new(here)

    with pytest.raises(Invalid, match="nearest is 'In Progress'") as refusal:
        here.client.transition_ticket(ticket, "In Progres")

    assert "Done" in refusal.value.message
    assert taken(here) == 0


def test_a_lost_answer_is_settled_by_reading_the_status(here: Kit) -> None:
    ticket = new(here)
    here.site.faults.order(Drop(when=When.AFTER), method="POST", path=_WAYS)

    here.client.transition_ticket(ticket, "In Progress")

    assert here.client.get_ticket(ticket).status.name == "In Progress"
    assert taken(here) == 1


def test_a_request_that_was_lost_is_not_repeated_and_told(here: Kit) -> None:
    ticket = new(here)
    here.site.faults.order(Drop(when=When.BEFORE), method="POST", path=_WAYS)

    with pytest.raises(ProviderError) as lost:
        here.client.transition_ticket(ticket, "In Progress")

    assert lost.value.may_have_happened
    assert taken(here) == 1
    assert here.client.get_ticket(ticket).status == ticket.status


def test_several_ways_to_one_status_are_told_apart_by_their_names(here: Kit) -> None:
    ticket = new(here, project="SUP")

    with pytest.raises(Ambiguous) as refusal:
        here.client.transition_ticket(ticket, "In Progress")
    here.client.transition_ticket(ticket, "start progress")

    assert set(refusal.value.choices) == {"Start Progress -> In Progress", "Escalate -> In Progress"}
    assert here.client.get_ticket(ticket).status.name == "In Progress"


def test_a_validators_demand_which_no_form_tells_comes_back_by_field(here: Kit) -> None:
    ticket = new(here, project="SUP", assignees=[])
    escalate = next(way for way in here.client.list_transitions(ticket) if way.name == "Escalate")
    assert escalate.required == ()

    with pytest.raises(Invalid) as refusal:
        here.client.transition_ticket(ticket, escalate)
    here.client.transition_ticket(ticket, escalate, TicketPatch(assignees=[here.client.get_me()]))

    assert {"assignee", "Assignee"} <= refusal.value.fields.keys()
    assert here.client.get_ticket(ticket).status.name == "In Progress"
