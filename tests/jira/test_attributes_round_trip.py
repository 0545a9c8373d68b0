"""Attributes of tickets that Jira keeps in ways of its own: who may read, what holds what, time, versions of a read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import pytest

from anyticket import Amend, CommentDraft, SecurityLevel, Ticket, TicketDraft, TicketPatch
from anyticket.errors import Conflict, Invalid, Unsupported
from anyticket.model.comment import Restriction, RestrictionKind
from anyticket.model.ticket_type import TicketKind
from jira.kit_worlds import Kit, kit
from jira_simulator.store.catalogue import SecurityLevel as Level

_VARIANTS: Final[tuple[Literal["cloud", "server"], ...]] = ("cloud", "server")
_NAME_OF_EPICS: Final = "Epic Name"


@pytest.fixture(scope="module", params=_VARIANTS)
def here(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    folder: Path = tmp_path_factory.mktemp("kit")
    with kit(request.param, folder, issues=0) as made:
        yield made


def new(here: Kit, **values: Any) -> Ticket:
    given = {"project": "DEMO", "type": "Task", "title": "Round trip", **values}
    return here.client.get_ticket(here.client.create_ticket(TicketDraft.model_validate(given)))


def changed(here: Kit, ticket: Ticket, **values: Any) -> Ticket:
    here.client.update_ticket(ticket, TicketPatch.model_validate(values))
    return here.client.get_ticket(ticket)


def epic(here: Kit) -> Ticket:
    return new(here, type="Epic", title="An epic", fields={_NAME_OF_EPICS: "Epic"})


def test_a_security_level_is_set_and_cleared(here: Kit) -> None:
    project = next(one for one in here.site.store.projects if one.key == "KAN")
    level = Level(name="Staff only", project_id=project.id, groups=("jira-administrators",))
    here.site.store.security_levels.add(level)
    offered = here.client.get_create_form("KAN", "Task").fields["security"].options
    assert [option.name for option in offered] == ["Staff only"]

    for given in (SecurityLevel(id=offered[0].id), "Staff only"):
        ticket = new(here, project="KAN", security=given)
        assert ticket.security is not None
        assert ticket.security.id == offered[0].id
        assert changed(here, ticket, security=None).security is None


def test_what_holds_an_issue_is_an_epic_or_for_a_subtask_its_parent(here: Kit) -> None:
    holder, story = epic(here), new(here, type="Story")
    name = next(one.name for one in here.client.list_types("DEMO") if one.kind is TicketKind.SUBTASK)

    below = new(here, parent=holder)
    subtask = new(here, type=name, parent=story.key)

    assert below.parent is not None
    assert below.parent.key == holder.key
    assert subtask.parent is not None
    assert subtask.parent.id == story.id
    other = epic(here)
    moved = changed(here, below, parent=other.id)
    assert moved.parent is not None
    assert moved.parent.key == other.key
    assert changed(here, below, parent=None).parent is None


def test_estimates_are_set_and_cleared(here: Kit) -> None:
    ticket = new(here, estimate_seconds=7200)
    assert (ticket.time.estimate_seconds, ticket.time.remaining_seconds) == (7200, 7200)

    both = changed(here, ticket, estimate_seconds=10800, remaining_seconds=3600).time
    assert (both.estimate_seconds, both.remaining_seconds) == (10800, 3600)
    assert not changed(here, ticket, remaining_seconds=None).time.remaining_seconds
    assert not changed(here, ticket, estimate_seconds=None).time.estimate_seconds


def test_an_estimate_of_seconds_that_jira_does_not_count_is_refused(here: Kit) -> None:
    with pytest.raises(Invalid) as refusal:
        new(here, estimate_seconds=90)

    assert refusal.value.fields.keys() == {"estimate_seconds", "timetracking"}


def test_a_comment_is_for_a_role_or_a_group_alone(here: Kit) -> None:
    ticket = new(here)
    restrictions = [
        Restriction(kind=RestrictionKind.ROLE, name="Administrators"),
        Restriction(kind=RestrictionKind.GROUP, name="jira-administrators"),
    ]

    for restriction in restrictions:
        here.client.add_comment(ticket, CommentDraft(body="Not for all", restricted_to=restriction))

    found = [comment.restricted_to for comment in here.client.list_comments(ticket)]
    assert [(one.kind, one.name) for one in found if one is not None] == [(one.kind, one.name) for one in restrictions]


def test_a_comment_on_a_service_desk_says_whom_it_is_for(here: Kit) -> None:
    ticket = new(here, project="SUP")

    with pytest.raises(Invalid) as refusal:
        here.client.add_comment(ticket, "Who reads this?")
    with pytest.raises(Invalid):
        here.client.update_ticket(ticket, TicketPatch(comment="Who reads this?"))
    here.client.add_comment(ticket, CommentDraft(body="For the team", internal=True))
    here.client.add_comment(ticket.id, CommentDraft(body="For the customer", internal=False))

    assert "internal" in refusal.value.fields
    assert [comment.internal for comment in here.client.list_comments(ticket)] == [True, False]


def test_a_version_that_is_no_longer_current_sends_nothing(here: Kit) -> None:
    mine = new(here)
    theirs = changed(here, mine, title="Somebody was faster")

    with pytest.raises(Conflict) as conflict:
        here.client.update_ticket(mine, TicketPatch(title="Too late"), if_version=mine.version)
    here.client.update_ticket(theirs, TicketPatch(title="In time"), if_version=theirs.version)

    assert conflict.value.current is not None
    assert here.client.get_ticket(mine).title == "In time"


def test_lists_are_amended_and_replaced(here: Kit) -> None:
    ticket = new(here, labels=["a", "b"], components=["Backend"], fix_versions=["1.0"])

    found = changed(
        here,
        ticket,
        labels=Amend[Any](add=["c"], remove=["a"]),
        components=Amend[Any](add=["Frontend"]),
        fix_versions=["2.0", "3.0"],
    )

    assert {label.name for label in found.labels} == {"b", "c"}
    assert {one.name for one in found.components} == {"Backend", "Frontend"}
    assert {one.name for one in found.fix_versions} == {"2.0", "3.0"}


def test_native_values_go_as_they_are(here: Kit) -> None:
    ticket = new(here, extra={"jira": {"customfield_10032": 4.5}, "redmine": {"whatever": 1}})

    effort: Any = ticket.fields["customfield_10032"]
    assert effort.value == 4.5


def test_an_assignee_is_found_by_address(here: Kit) -> None:
    me = here.client.get_me()
    assert me.email

    ticket = new(here, assignees=[me.email], reporter=me.id)

    assert [one.id for one in ticket.assignees] == [me.id]
    assert ticket.reporter is not None
    assert ticket.reporter.id == me.id
    assert changed(here, ticket, assignees=[]).assignees == ()


def test_two_assignees_are_refused_and_a_move_is_no_edit(here: Kit) -> None:
    ticket, me = new(here), here.client.get_me()

    with pytest.raises(Invalid, match="one assignee"):
        here.client.update_ticket(ticket, TicketPatch(assignees=[me, me]))
    with pytest.raises(Unsupported):
        here.client.update_ticket(ticket, TicketPatch(project="KAN"))
