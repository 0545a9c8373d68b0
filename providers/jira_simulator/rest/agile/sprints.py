"""Sprints and the issues in them; the backlog, which is what no open sprint holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from ...permissions import works_in
from ...refusal import Refused
from ...store.agile import Board, Sprint
from ...store.issue_queries import holding
from ...store.issues import Issue
from ...views.agile import sprint
from ...wire import as_list
from ...work.agile_ranking import Ranked, rank_issues
from ...work.boards import backlog_statuses, board_ids, held_by
from ...work.sprints import create_sprint, delete_sprint, move_issues, swap_sprints, update_sprint
from ...work.transitions import available, take
from ..agile_calls import board_of, issue_page, issues_named, ranked, searched, sprint_of
from ..call import Answer, Call
from ..routing import CLOUD, SERVER, Routes
from .ranking import ranked_answer, target_of

routes = Routes()

_READ: Final = ["read:sprint:jira-software"]
_WRITE: Final = ["write:sprint:jira-software"]
_BACKLOG: Final = ["write:board-scope:jira-software"]
_MANAGE: Final = "You do not have permission to manage sprints on this board."
_SCHEDULE: Final = "You do not have permission to assign issues to sprints in this project."


@routes.post("/sprint", scopes=_WRITE)
def create(call: Call) -> Answer:
    """Plan a sprint."""
    call.require_account()
    asked = call.object()
    if asked.get("originBoardId") is None:
        raise Refused(400, errors={"originBoardId": "The origin board of the sprint must be given."})
    board = board_of(call, asked["originBoardId"])
    _require_manager(call, board)
    return Answer(sprint(create_sprint(call.edit(), board, asked), call.view), 201)


def _require_manager(call: Call, board: Board | None) -> None:
    project = call.site.store.projects.get(board.project_id or 0) if board else None
    if project is not None and not works_in(call.site, call.me, project):
        raise Refused(403, _MANAGE)


def _own(call: Call, id: object | None = None) -> Sprint:
    """Return a sprint that the account may change."""
    call.require_account()
    found = sprint_of(call, id)
    _require_manager(call, call.site.store.boards.get(found.board_id))
    return found


@routes.get("/sprint/{sprint}", scopes=_READ)
def read(call: Call) -> Answer:
    """Return a sprint."""
    return Answer(sprint(sprint_of(call), call.view))


@routes.put("/sprint/{sprint}", scopes=_WRITE)
def update_fully(call: Call) -> Answer:
    """Change a sprint into what the body says, and nothing that it does not say."""
    return Answer(sprint(update_sprint(call.edit(), _own(call), call.object(), full=True), call.view))


@routes.post("/sprint/{sprint}", scopes=_WRITE)
def update_partly(call: Call) -> Answer:
    """Change what the body says of a sprint."""
    return Answer(sprint(update_sprint(call.edit(), _own(call), call.object(), full=False), call.view))


@routes.delete("/sprint/{sprint}", scopes=["delete:sprint:jira-software"])
def delete(call: Call) -> Answer:
    """Delete a sprint."""
    delete_sprint(call.edit(), _own(call))
    return Answer(status=204)


@routes.post("/sprint/{sprint}/swap", scopes=_WRITE)
def swap(call: Call) -> Answer:
    """Swap the places of two sprints."""
    swap_sprints(call.edit(), _own(call), _own(call, call.object().get("sprintToSwapWith")))
    return Answer(status=204)


@routes.get("/sprint/{sprint}/issue", scopes=_READ)
def read_issues(call: Call) -> Answer:
    """Return the issues of a sprint, by rank or as the query orders them."""
    found = sprint_of(call)

    def find() -> list[int]:
        query = ranked(call.text("jql"))
        return call.site.index.find(query, call.site.index.meaning(query, call.account), call.account)

    field = call.site.field_of("com.pyxis.greenhopper.jira:gh-sprint")
    held = set(holding(call.site.store.database, field.key, found.id)) if field else set[int]()
    return issue_page(call, [id for id in searched(call, find) if id in held])


@routes.post("/sprint/{sprint}/issue", scopes=_WRITE)
def move_to_sprint(call: Call) -> Answer:
    """Move issues to an open sprint, and rank them if the body says where."""
    call.require_account()
    found, asked = sprint_of(call), call.object()
    issues = _movable(call, asked)
    move_issues(call.edit(), issues, found)
    answer = _ranked(call, asked, issues)
    return Answer(status=204) if answer.status == 207 else answer


def _movable(call: Call, asked: dict[str, Any]) -> list[Issue]:
    issues = issues_named(call, asked)
    for issue in issues:
        if not works_in(call.site, call.account, call.site.store.projects[issue.project_id]):
            raise Refused(403, _SCHEDULE)
    return issues


def _ranked(call: Call, asked: dict[str, Any], issues: Sequence[Issue]) -> Answer:
    target, before = target_of(call, asked)
    fresh = call.site.store.issues.get_many(issue.id for issue in issues)
    if target is None:
        return ranked_answer([Ranked(issue) for issue in fresh])
    return ranked_answer(rank_issues(call.edit(), fresh, target, before=before))


@routes.post("/backlog/issue", scopes=_BACKLOG)
def move_to_backlog(call: Call) -> Answer:
    """Take issues out of active and future sprints."""
    call.require_account()
    move_issues(call.edit(), _movable(call, call.object()), None)
    return Answer(status=204)


@routes.post("/backlog/{board}/issue", on=[CLOUD], scopes=_BACKLOG)
def move_to_backlog_of_board(call: Call) -> Answer:
    """Move issues of a board to its backlog: out of sprints, or on a kanban board to a status of its backlog."""
    call.require_account()
    board, asked = board_of(call), call.object()
    issues = _movable(call, asked)
    on_board = held_by(call.site, board, searched(call, lambda: board_ids(call.site, call.account, board)))
    strange = [issue.key for issue in issues if issue.id not in on_board]
    if strange:
        raise Refused(400, f"The issue '{strange[0]}' is not on the board.")
    if board.kind == "kanban":
        _put_back(call, board, issues)
    else:
        move_issues(call.edit(), issues, None)
    return _ranked(call, asked, issues)


def _put_back(call: Call, board: Board, issues: Sequence[Issue]) -> None:
    statuses = backlog_statuses(board)
    if not statuses:
        raise Refused(400, "The board does not have a backlog.")
    for issue in issues:
        if issue.ref("status") in statuses:
            continue
        ways = [way for way in available(call.site, call.account, issue) if way.target_id in statuses]
        if not ways:
            raise Refused(400, f"The issue '{issue.key}' cannot be moved to the backlog.")
        take(call.edit(), issue, {"transition": {"id": str(ways[0].number)}})


@routes.put("/sprint/unmap", on=[SERVER], since=(9,))
def unmap(call: Call) -> Answer:
    """Mark sprints as not synced."""
    call.require_account()
    for id in as_list(call.object().get("sprintIds")):
        call.site.store.sprints.save(replace(_own(call, id), synced=False))
    return Answer(status=204)


@routes.put("/sprint/unmap-all", on=[SERVER], since=(9,))
def unmap_all(call: Call) -> Answer:
    """Mark every sprint as not synced."""
    if not call.me.admin:
        raise Refused(403, _MANAGE)
    for found in call.site.store.sprints:
        call.site.store.sprints.save(replace(found, synced=False))
    return Answer(status=204)
