"""What a board holds: issues, its backlog, epics and sprints."""

from __future__ import annotations

from typing import Final

from ...jql import JqlError
from ...refusal import Refused
from ...store.agile import Board, Sprint
from ...views.agile import epic, sprint
from ...work.agile_ranking import Ranked, rank_issues
from ...work.boards import backlog_statuses, board_ids, epic_id, held_by, sprint_ids
from ...work.epics import refuse_team_managed
from ...work.sprints import NO_SPRINTS
from ...work.transitions import available, take
from ..agile_calls import (
    agile_page,
    board_of,
    issue_page,
    issues_named,
    one_issue,
    searched,
    sprint_of,
)
from ..call import Answer, Call
from ..routing import CLOUD, Routes
from .ranking import ranked_answer, target_of

routes = Routes()

_READ: Final = ["read:board-scope:jira-software"]
_READ_EPIC: Final = ["read:epic:jira-software"]
_READ_SPRINT: Final = ["read:sprint:jira-software"]
_STATES: Final = ("closed", "active", "future")


def found_on(call: Call, board: Board, *, backlog: bool = False) -> list[int]:
    """Return the ids of the issues of a board, or of its backlog, that a request asks for."""

    def find() -> list[int]:
        return board_ids(call.site, call.account, board, jql=call.text("jql"), working=not backlog)

    return held_by(call.site, board, searched(call, find), backlog=backlog)


@routes.get("/board/{board}/issue", scopes=_READ)
def read_issues(call: Call) -> Answer:
    """Return the issues of a board."""
    return issue_page(call, found_on(call, board_of(call)))


@routes.get("/board/{board}/backlog", scopes=_READ)
def read_backlog(call: Call) -> Answer:
    """Return the backlog of a board."""
    return issue_page(call, found_on(call, board_of(call), backlog=True))


@routes.post("/board/{board}/issue", on=[CLOUD], scopes=["write:board-scope:jira-software"])
def move_to_board(call: Call) -> Answer:
    """Move issues from the backlog to the board: on a kanban board into its first column; and rank them."""
    call.require_account()
    board, asked = board_of(call), call.object()
    issues, edit = issues_named(call, asked), call.edit()
    waiting = backlog_statuses(board)
    columns = [ids for ids in board.columns.values() if ids and ids != waiting]
    for issue in issues:
        if waiting and issue.ref("status") in waiting:
            ways = [way for way in available(call.site, call.account, issue) if way.target_id in columns[0]]
            if not ways:
                raise Refused(400, f"The issue '{issue.key}' cannot be moved to the board.")
            take(edit, issue, {"transition": {"id": str(ways[0].number)}})
    target, before = target_of(call, asked)
    fresh = call.site.store.issues.get_many(issue.id for issue in issues)
    return ranked_answer(rank_issues(edit, fresh, target, before=before) if target else [Ranked(i) for i in fresh])


@routes.get("/board/{board}/epic", scopes=_READ_EPIC)
def read_epics(call: Call) -> Answer:
    """Return the epics that the filter of a board finds, by rank; `done` chooses."""
    board, done = board_of(call), call.text("done").lower()
    papers = call.site.index.papers()
    ids = searched(call, lambda: board_ids(call.site, call.account, board))
    epics = call.site.store.issues.get_many([id for id in ids if papers[id].values["hierarchyLevel"][0] == 1])
    shown = [epic(found, call.view) for found in epics]
    chosen = [found for found in shown if not done or str(found["done"]).lower() == done]
    return agile_page(call, chosen, lambda found: found, total=False)


@routes.get("/board/{board}/epic/none/issue", scopes=_READ_EPIC)
def read_issues_without_epic(call: Call) -> Answer:
    """Return the issues of a board that belong to no epic."""
    papers = call.site.index.papers()

    def is_alone(id: int) -> bool:
        parent = papers[id].values.get("parent", ())
        inherited = epic_id(call.site, int(parent[0])) if parent and int(parent[0]) in papers else None
        return epic_id(call.site, id) is None and inherited is None and papers[id].values["hierarchyLevel"][0] != 1

    return issue_page(call, [id for id in found_on(call, board_of(call)) if is_alone(id)])


@routes.get("/board/{board}/epic/{epic}/issue", scopes=_READ_EPIC)
def read_issues_of_epic(call: Call) -> Answer:
    """Return the issues of a board that belong to an epic."""
    wanted = one_issue(call, call.path["epic"])
    refuse_team_managed(call.site, [wanted])
    return issue_page(call, [id for id in found_on(call, board_of(call)) if epic_id(call.site, id) == wanted.id])


@routes.get("/board/{board}/sprint", scopes=_READ_SPRINT)
def read_sprints(call: Call) -> Answer:
    """Return the sprints of a board: the closed ones first, then the active and the future ones in their order."""
    board, states = board_of(call), call.words("state")
    if board.kind != "scrum":
        raise Refused(400, NO_SPRINTS)
    unknown = [state for state in states if state not in _STATES]
    if unknown:
        raise Refused(400, f"The state '{unknown[0]}' is none of: future, active, closed.")
    found = [item for item in _sprints(call, board) if not states or item.state in states]
    found.sort(key=lambda item: (_STATES.index(item.state), item.position, item.id))
    return agile_page(call, found, lambda item: sprint(item, call.view), total=False)


def _sprints(call: Call, board: Board) -> list[Sprint]:
    """Return the sprints that were made on a board, and those of others in which its issues are."""
    own = {item.id for item in call.site.store.sprints.where(board_id=board.id)}
    try:
        ids = board_ids(call.site, call.account, board)
    except JqlError as exc:
        raise Refused(400, *exc.messages) from None
    own |= {sprint_id for id in ids for sprint_id in sprint_ids(call.site, id)}
    return call.site.store.sprints.get_many(sorted(own))


@routes.get("/board/{board}/sprint/{sprint}/issue", scopes=_READ_SPRINT)
def read_issues_of_sprint(call: Call) -> Answer:
    """Return the issues of a board that are in a sprint."""
    board, wanted = board_of(call), sprint_of(call)
    if board.kind != "scrum":
        raise Refused(400, NO_SPRINTS)
    return issue_page(call, [id for id in found_on(call, board) if wanted.id in sprint_ids(call.site, id)])
