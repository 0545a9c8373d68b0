"""A ticket finds its way: by status, by category, by transition; and what is required is said before."""

from __future__ import annotations

import pytest

from anyticket import (
    Ambiguous,
    Client,
    Conflict,
    Invalid,
    ProjectDraft,
    Request,
    StatusCategory,
    TicketDraft,
    TicketPatch,
)
from anyticket.model.status import Status

WORKFLOW = {
    "name": "review",
    "statuses": ["To Do", {"name": "Review", "category": "in_progress"}, "Done", "Cancelled"],
    "transitions": [
        {"name": "Submit", "from": ["To Do"], "to": "Review"},
        {"name": "Approve", "from": ["Review"], "to": "Done", "required": ["resolution", "reviewer"]},
        {"name": "Approve late", "from": ["Review"], "to": "Done"},
        {"name": "Drop", "to": "Cancelled", "required": ["description"]},
    ],
}


@pytest.fixture
def reviewed(client: Client) -> Client:
    """A client with a project REV of the workflow above, and a ticket REV-1."""
    client.request(Request.post("/fields", json={"id": "reviewer", "name": "Reviewer", "kind": "person"}))
    client.request(Request.post("/workflows", json=WORKFLOW))
    client.create_project(ProjectDraft(key="REV", name="Reviewed", workflow_scheme="review"))
    client.create_ticket(TicketDraft(project="REV", title="t"))
    return client


@pytest.mark.parametrize(
    "to",
    ["In Progress", "in progress", "Start", StatusCategory.IN_PROGRESS, Status(name="In Progress"), Status(id="2")],
)
def test_a_target_can_be_said_in_many_ways(client: Client, to: str | StatusCategory | Status) -> None:
    ticket = client.create_ticket(TicketDraft(project="PROJ", title="t"))

    moved = client.transition_ticket(ticket, to)

    assert moved.status.name == client.get_ticket(ticket).status.name == "In Progress"


def test_already_there_is_success_and_leaves_no_trace(client: Client) -> None:
    ticket = client.create_ticket(TicketDraft(project="PROJ", title="t"))

    for to in ("To Do", StatusCategory.TODO, ticket.status):
        assert client.transition_ticket(ticket, to).id == ticket.id

    assert client.get_ticket(ticket).version == ticket.version
    assert list(client.list_history(ticket)) == []


def test_a_change_is_made_although_the_ticket_is_already_there(client: Client) -> None:
    ticket = client.create_ticket(TicketDraft(project="PROJ", title="t"))

    client.transition_ticket(ticket, "To Do", TicketPatch(title="u", comment="still to do"))

    there = client.get_ticket(ticket, load=["comments"])
    assert (there.title, there.status.name, there.comments[0].body.markdown) == ("u", "To Do", "still to do")


def test_several_ways_are_ambiguous_and_one_of_them_can_be_given(reviewed: Client) -> None:
    reviewed.transition_ticket("REV-1", "Review")

    with pytest.raises(Ambiguous) as refusal:
        reviewed.transition_ticket("REV-1", "Done")
    late = next(way for way in reviewed.list_transitions("REV-1") if way.name == "Approve late")

    assert refusal.value.choices == ("Approve -> Done", "Approve late -> Done")
    assert reviewed.transition_ticket("REV-1", late).status.name == "Done"


def test_what_is_required_is_reported_before_anything_is_sent(reviewed: Client) -> None:
    reviewed.transition_ticket("REV-1", "Review")
    version = reviewed.get_ticket("REV-1").version

    with pytest.raises(Invalid, match="'Resolution', 'Reviewer'") as refusal:
        reviewed.transition_ticket("REV-1", "Approve")

    assert refusal.value.fields.keys() == {"resolution", "Resolution", "reviewer", "Reviewer"}
    assert not refusal.value.sent
    assert reviewed.get_ticket("REV-1").version == version


def test_required_fields_may_come_with_the_change_by_name_or_be_there_already(reviewed: Client) -> None:
    reviewed.update_ticket("REV-1", TicketPatch(fields={"Reviewer": "ann"}))
    reviewed.transition_ticket("REV-1", "Submit")

    change = TicketPatch(resolution="Duplicate", comment="Approved.")
    reviewed.transition_ticket("REV-1", "Approve", change)

    ticket = reviewed.get_ticket("REV-1", load=["comments", "history"])
    assert ticket.resolution is not None
    assert (ticket.status.name, ticket.resolution.name) == ("Done", "Duplicate")
    assert [comment.body.plain for comment in ticket.comments] == ["Approved."]
    assert ticket.history[-1].comment_id == ticket.comments[0].id


def test_the_tracker_itself_refuses_what_is_required_and_missing(reviewed: Client) -> None:
    drop = next(way for way in reviewed.list_transitions("REV-1") if way.name == "Drop")

    with pytest.raises(Invalid) as refusal:
        reviewed.request(Request.post("/tickets/{}/transitions", "REV-1", json={"transition": drop.id}))

    assert refusal.value.fields == {"description": "is required", "Description": "is required"}
    assert reviewed.get_ticket("REV-1").status.name == "To Do"


def test_a_way_that_is_not_open_is_refused_with_those_that_are(client: Client) -> None:
    ticket = client.create_ticket(TicketDraft(project="PROJ", title="t"))

    with pytest.raises(Invalid, match="In Progress, Done, Cancelled"):
        client.transition_ticket(ticket, "Waiting")


def test_a_way_that_has_closed_meanwhile_is_a_conflict(client: Client) -> None:
    ticket = client.create_ticket(TicketDraft(project="PROJ", title="t"))
    start = client.list_transitions(ticket)[0]
    client.transition_ticket(ticket, "Done")

    with pytest.raises(Conflict):
        client.request(Request.post("/tickets/{}/transitions", ticket.id, json={"transition": start.id}))


def test_closing_sets_resolution_and_time_and_reopening_takes_them_away(client: Client) -> None:
    ticket = client.create_ticket(TicketDraft(project="PROJ", title="t"))

    client.transition_ticket(ticket, "Cancelled")
    closed = client.get_ticket(ticket)
    client.transition_ticket(ticket, "Reopen")
    opened = client.get_ticket(ticket)

    assert closed.resolution is not None
    assert closed.resolution.name == "Won't Do"
    assert closed.resolved_at is not None
    assert (opened.resolution, opened.resolved_at) == (None, None)


def test_forms_tell_what_is_asked_for(reviewed: Client) -> None:
    create = reviewed.get_create_form("REV", "Sub-task")
    drop = reviewed.get_transition_form("REV-1", "Drop")

    assert set(create.required) == {"title", "parent"}
    assert create.fields["reviewer"].name == "Reviewer"
    assert create.fields["priority"].options[0].name == "Highest"
    assert drop.required == ("description",)
    assert create.json_schema()["required"] == list(create.required)
