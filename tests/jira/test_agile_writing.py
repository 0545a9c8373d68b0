"""Boards, sprints, epics and ranks, on both kinds of Jira."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from anyticket import Query, SprintDraft, SprintPatch, TicketDraft, TicketPatch
from anyticket.errors import Invalid, NotApplied, NotFound
from anyticket.model.sprint import Board, BoardKind, Sprint, SprintState
from anyticket.model.ticket import Ticket
from anyticket.testing import SimulatedJira
from jira_simulator.faults import Drop, Status

from .on_simulator import Worked, working

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
DATES = SprintPatch(starts_at=START, ends_at=START + timedelta(days=14))


@pytest.fixture(params=["cloud", "server"])
def work(request: pytest.FixtureRequest, simulated_jira: Callable[..., SimulatedJira]) -> Iterator[Worked]:
    with working(simulated_jira(request.param)) as found:
        yield found


def scrum(work: Worked) -> Board:
    return next(board for board in work.client.list_boards("DEMO") if board.kind is BoardKind.SCRUM)


def sprint_in(work: Worked, state: SprintState) -> Sprint:
    return next(iter(work.client.list_sprints(scrum(work), state=state)))


def tickets(work: Worked, count: int, **values: object) -> list[Ticket]:
    drafts = [
        TicketDraft.model_validate({"project": "DEMO", "type": "Task", "title": f"Number {n}", **values})
        for n in range(count)
    ]
    return list(work.client.create_tickets(drafts).all())


def keys(found: object) -> list[str]:
    return [ticket.key for ticket in found]  # type: ignore[attr-defined]


def test_boards_are_listed_for_a_project_and_got_by_id(work: Worked) -> None:
    (board,) = work.client.list_boards("DEMO")

    assert board.kind is BoardKind.SCRUM
    assert work.client.get_board(board.id) == board
    assert len(list(work.client.list_boards(page_size=2))) > 2
    if work.cloud:
        assert board.project is not None
        assert board.project.key == "DEMO"


def test_a_board_that_is_called_by_its_name_is_refused_before_anything_is_sent(work: Worked) -> None:
    with pytest.raises(Invalid, match="list_boards"):
        work.client.get_board("DEMO board")

    assert "GET /rest/agile/1.0/board/{}" not in work.routes()


def test_a_sprint_is_planned_read_and_listed(work: Worked) -> None:
    board = scrum(work)

    made = work.client.create_sprint(board, SprintDraft(name="Next", goal="Win", starts_at=START, ends_at=None))

    assert (made.name, made.goal, made.state, made.board_id) == ("Next", "Win", SprintState.FUTURE, board.id)
    assert made.starts_at == START
    assert work.client.get_sprint(made) == made
    assert made.id in {one.id for one in work.client.list_sprints(board, state=SprintState.FUTURE, page_size=1)}


def test_a_kanban_board_has_no_sprints(work: Worked) -> None:
    (board,) = work.client.list_boards("KAN")

    with pytest.raises(Invalid):
        list(work.client.list_sprints(board))


def test_an_update_changes_only_what_it_says(work: Worked) -> None:
    made = work.client.create_sprint(scrum(work), SprintDraft(name="Next", goal="Win", starts_at=START))

    changed = work.client.update_sprint(made, SprintPatch(name="After that"))

    assert (changed.name, changed.goal, changed.starts_at) == ("After that", "Win", START)


def test_a_date_and_a_goal_are_cleared_and_the_rest_stays(work: Worked) -> None:
    draft = SprintDraft(name="Next", goal="Win", starts_at=START, ends_at=START + timedelta(days=7))
    made = work.client.create_sprint(scrum(work), draft)

    work.client.update_sprint(made, SprintPatch(ends_at=None))
    cleared = work.client.update_sprint(made, SprintPatch(goal=None))

    assert (cleared.name, cleared.starts_at, cleared.state) == ("Next", START, SprintState.FUTURE)
    assert not cleared.goal
    assert getattr(cleared, "ends_at", None) is None


def test_an_empty_patch_sends_nothing(work: Worked) -> None:
    made = work.client.create_sprint(scrum(work), "Next")
    before = len(work.sent)

    work.client.update_sprint(made, SprintPatch())

    assert len(work.sent) == before


def test_a_sprint_without_its_dates_is_not_started_and_says_which_are_missing(work: Worked) -> None:
    made = work.client.create_sprint(scrum(work), SprintDraft(name="Next", starts_at=START))

    with pytest.raises(Invalid) as refusal:
        work.client.start_sprint(made)

    assert refusal.value.fields.keys() == {"ends_at", "endDate"}
    assert not refusal.value.sent
    assert work.client.get_sprint(made).state is SprintState.FUTURE


def test_a_sprint_is_started_with_the_dates_of_the_patch(work: Worked) -> None:
    work.client.complete_sprint(sprint_in(work, SprintState.ACTIVE))
    made = work.client.create_sprint(scrum(work), "Next")

    started = work.client.start_sprint(made, DATES)

    assert (started.state, started.starts_at) == (SprintState.ACTIVE, START)
    assert work.client.start_sprint(made).state is SprintState.ACTIVE


def test_a_lost_answer_to_a_start_is_found_out(work: Worked) -> None:
    work.client.complete_sprint(sprint_in(work, SprintState.ACTIVE))
    made = work.client.create_sprint(scrum(work), "Next")
    work.jira.site.faults.order(Drop(), method="POST", path=f"/rest/agile/1.0/sprint/{made.id}")

    started = work.client.start_sprint(made, DATES)

    assert started.state is SprintState.ACTIVE
    assert work.routes().count("POST /rest/agile/1.0/sprint/{}") == 2  # the completion, and one start


def test_what_is_not_done_goes_where_it_is_told_and_done_tickets_stay(work: Worked) -> None:
    running = sprint_in(work, SprintState.ACTIVE)
    target = sprint_in(work, SprintState.FUTURE)
    open_ones = tickets(work, 60)
    (finished,) = tickets(work, 1)
    work.client.move_to_sprint([*open_ones, finished], running)
    done = next(way for way in work.client.list_transitions(finished) if way.target.closed)
    work.client.transition_ticket(finished, done, None if work.cloud else TicketPatch(resolution="Done"))

    completed = work.client.complete_sprint(running, move_rest_to=target)

    assert completed.state is SprintState.CLOSED
    moved = set(keys(work.client.list_sprint_tickets(target)))
    assert moved >= set(keys(open_ones))
    assert finished.key not in moved
    assert finished.key in keys(work.client.list_sprint_tickets(running))


def test_a_completion_that_was_interrupted_is_carried_on(work: Worked) -> None:
    running, target = sprint_in(work, SprintState.ACTIVE), sprint_in(work, SprintState.FUTURE)
    rest = tickets(work, 3)
    work.client.move_to_sprint(rest, running)
    work.jira.site.faults.order(Status(403), method="POST", path=f"/rest/agile/1.0/sprint/{target.id}/issue")

    with pytest.raises(NotApplied) as failure:
        work.client.complete_sprint(running, move_rest_to=target)
    assert set(failure.value.refused) >= set(keys(rest))
    assert set(keys(work.client.list_backlog_tickets(scrum(work)))) >= set(keys(rest))
    work.client.complete_sprint(running, move_rest_to=target)

    assert set(keys(work.client.list_sprint_tickets(target))) >= set(keys(rest))


def test_a_sprint_is_not_closed_if_the_rest_could_go_nowhere(work: Worked) -> None:
    running, closed = sprint_in(work, SprintState.ACTIVE), sprint_in(work, SprintState.CLOSED)

    with pytest.raises(Invalid, match="move_rest_to"):
        work.client.complete_sprint(running, move_rest_to=closed)

    assert work.client.get_sprint(running).state is SprintState.ACTIVE


def test_a_deleted_sprint_is_gone_and_its_tickets_are_in_the_backlog(work: Worked) -> None:
    made = work.client.create_sprint(scrum(work), "Next")
    (ticket,) = tickets(work, 1)
    work.client.move_to_sprint([ticket], made)

    work.client.delete_sprint(made)

    with pytest.raises(NotFound):
        work.client.get_sprint(made)
    assert ticket.key in keys(work.client.list_backlog_tickets(scrum(work)))


def test_tickets_go_into_a_sprint_and_back_fifty_at_a_time(work: Worked) -> None:
    sprint = work.client.create_sprint(scrum(work), "Next")
    many = tickets(work, 51)

    work.client.move_to_sprint(many, sprint)
    work.client.rank_tickets([many[0]], after=many[-1])
    ranked = keys(work.client.list_sprint_tickets(sprint, Query(type="Task")))
    inside = keys(work.client.list_sprint_tickets(sprint, page_size=20))
    work.client.move_to_backlog(many)

    assert set(inside) == set(keys(many))
    assert len(inside) == 51
    assert ranked == inside == keys([*many[1:], many[0]])
    assert not keys(work.client.list_sprint_tickets(sprint))
    assert work.routes().count("POST /rest/agile/1.0/sprint/{}/issue") == 2
    assert work.routes().count("POST /rest/agile/1.0/backlog/issue") == 2


def test_a_later_chunk_that_is_refused_is_told_with_what_has_moved(work: Worked) -> None:
    sprint = work.client.create_sprint(scrum(work), "Next")
    many = tickets(work, 50)

    with pytest.raises(NotApplied) as failure:
        work.client.move_to_sprint([*many, "DEMO-99999"], sprint)

    assert failure.value.refused == ("DEMO-99999",)
    assert len(failure.value.applied) == 50


@pytest.mark.parametrize("side", ["before", "after"])
def test_the_order_of_a_ranking_is_kept_across_chunks(work: Worked, side: str) -> None:
    anchor, *many = tickets(work, 56)
    order = list(reversed(many))

    work.client.rank_tickets(
        order, before=anchor if side == "before" else None, after=anchor if side == "after" else None
    )

    board = keys(work.client.list_board_tickets(scrum(work), Query(key=keys([anchor, *many]))))
    assert board == ([*keys(order), anchor.key] if side == "before" else [anchor.key, *keys(order)])


def test_without_an_anchor_the_others_follow_the_first(work: Worked) -> None:
    first, second, third = tickets(work, 3)

    work.client.rank_tickets([third, first, second])

    board = keys(work.client.list_board_tickets(scrum(work), Query(key=keys([first, second, third]))))
    assert board == keys([third, first, second])


def test_who_was_not_ranked_is_told_and_the_others_are_ranked(work: Worked) -> None:
    anchor, other = tickets(work, 2)

    with pytest.raises(NotApplied) as failure:
        work.client.rank_tickets([anchor.key, other.key], after=anchor)

    assert failure.value.refused == (anchor.key,)
    assert failure.value.applied == (other.key,)


def test_a_ranking_on_both_sides_is_refused(work: Worked) -> None:
    with pytest.raises(Invalid):
        work.client.rank_tickets(["DEMO-1"], before="DEMO-2", after="DEMO-3")

    assert not work.sent


def test_tickets_of_a_board_match_the_query(work: Worked) -> None:
    board = scrum(work)
    everything = list(work.client.list_board_tickets(board, page_size=3))

    found = keys(work.client.list_board_tickets(board, Query(type="Bug")))

    assert found == [ticket.key for ticket in everything if ticket.type and ticket.type.name == "Bug"]
    assert len({ticket.id for ticket in everything}) == len(everything) > len(found)


def test_the_tickets_of_an_epic_are_listed_and_match_the_query(work: Worked) -> None:
    epic = work.client.create_ticket(TicketDraft(project="DEMO", type="Epic", title="Big", fields=_epic_name(work)))
    (task,) = tickets(work, 1, parent=epic.key)
    (bug,) = tickets(work, 1, parent=epic.key, type="Bug")

    assert set(keys(work.client.list_epic_tickets(epic))) == {task.key, bug.key}
    assert keys(work.client.list_epic_tickets(epic.key, Query(type="Bug"))) == [bug.key]


def _epic_name(work: Worked) -> dict[str, str]:
    return {} if work.cloud else {"Epic Name": "Big"}
