"""
Sprints: planned, started, closed, swapped and deleted, and issues moved in and out of them.

An issue keeps the closed sprints that it was in; beside them it is in one open sprint at most.
https://developer.atlassian.com/cloud/jira/software/rest/api-group-sprint/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from ..refusal import Refused
from ..site import Site
from ..store.agile import Board, Sprint
from ..store.issue_queries import holding
from ..store.issues import Issue
from . import events
from .editing import Edit, commit
from .sprint_dates import sprint_date

__all__ = ["NO_SPRINTS", "create_sprint", "delete_sprint", "move_issues", "swap_sprints", "update_sprint"]

NO_SPRINTS: Final = "The board does not support sprints"
_FIELD: Final = "com.pyxis.greenhopper.jira:gh-sprint"
_LONGEST: Final = 29
_STATES: Final = ("future", "active", "closed")
_CLOSED: Final = "Issue can be assigned only active or future sprints."
_SUBTASK: Final = "A sub-task cannot be moved to another sprint than its parent."


def create_sprint(edit: Edit, board: Board, asked: Mapping[str, Any]) -> Sprint:
    """Plan a sprint on a board."""
    if board.kind != "scrum":
        raise Refused(400, NO_SPRINTS)
    start, end = _dates(asked, None, None)
    id = edit.site.store.sprints.next_id()
    made = edit.site.store.sprints.add(
        Sprint(
            id=id,
            board_id=board.id,
            name=_name(asked.get("name")),
            goal=str(asked.get("goal") or ""),
            created=edit.site.clock.now(),
            start=start,
            end=end,
            position=id,
            synced=asked.get("synced") is True,
            auto_start_stop=asked.get("autoStartStop") is True,
        )
    )
    events.tell(edit.site, "sprint_created", edit.account, subject=made)
    return made


def _name(given: object) -> str:
    name = str(given or "").strip()
    if not name:
        raise Refused(400, errors={"name": "Sprint name must not be empty."})
    if len(name) > _LONGEST:
        raise Refused(400, errors={"name": "Sprint name must be shorter than 30 characters."})
    return name


def _dates(asked: Mapping[str, Any], start: int | None, end: int | None) -> tuple[int | None, int | None]:
    """Return the start and the end of a sprint, from a request that may name neither."""
    if "startDate" in asked:
        start = sprint_date(asked["startDate"], "startDate")
    if "endDate" in asked:
        end = sprint_date(asked["endDate"], "endDate")
    if start is not None and end is not None and end <= start:
        raise Refused(400, errors={"endDate": "The end date of a sprint must be after the start date."})
    return start, end


def update_sprint(edit: Edit, sprint: Sprint, asked: Mapping[str, Any], *, full: bool) -> Sprint:
    """
    Do what a PUT (`full`: what is not given is cleared) or a POST of a sprint asks for.

    A closed sprint takes a name and a goal on Cloud and drops the rest; on Data Center it takes nothing.
    """
    given = dict(asked)
    if full:
        given = {"goal": None, "startDate": None, "endDate": None, "name": None} | given
        if sprint.state != "closed" and given.get("state") is None:
            raise Refused(400, errors={"state": "The state of the sprint must be given."})
    if sprint.state == "closed":
        if not edit.site.cloud:
            raise Refused(400, "A closed sprint cannot be updated.")
        given = {name: given[name] for name in ("name", "goal") if name in given}
    changed = _changed(sprint, given)
    return _entered(edit, sprint, changed, given.get("state"))


def _changed(sprint: Sprint, given: Mapping[str, Any]) -> Sprint:
    start, end = _dates(given, sprint.start, sprint.end)
    return replace(
        sprint,
        name=_name(given["name"]) if "name" in given else sprint.name,
        goal=str(given["goal"] or "") if "goal" in given else sprint.goal,
        start=start,
        end=end,
    )


def _entered(edit: Edit, before: Sprint, changed: Sprint, state: object) -> Sprint:
    """Save a sprint in the state that is asked for, and tell what happened to it."""
    site, now = edit.site, edit.site.clock.now()
    if state is not None and state not in _STATES:
        raise Refused(400, errors={"state": f"'{state}' is no state of a sprint."})
    if state is None or state == before.state:
        if before.state == "active":
            _require_dates(changed)
        saved = site.store.sprints.save(changed)
        events.tell(site, "sprint_updated", edit.account, subject=saved, other=before)
        return saved
    if (before.state, state) == ("future", "active"):
        _require_dates(changed)
        _require_no_other(site, changed)
        saved = site.store.sprints.save(replace(changed, state="active", activated=now))
        events.tell(site, "sprint_started", edit.account, subject=saved)
        return saved
    if (before.state, state) == ("active", "closed"):
        saved = site.store.sprints.save(replace(changed, state="closed", completed=now))
        events.tell(site, "sprint_closed", edit.account, subject=saved)
        return saved
    raise Refused(400, errors={"state": f"A sprint that is {before.state} cannot become {state}."})


def _require_dates(sprint: Sprint) -> None:
    missing = {"startDate": sprint.start, "endDate": sprint.end}
    errors = {
        name: "An active sprint must have a start date and an end date." for name, at in missing.items() if not at
    }
    if errors:
        raise Refused(400, errors=errors)


def _require_no_other(site: Site, sprint: Sprint) -> None:
    """Refuse a second active sprint on a board that may not have several."""
    board = site.store.boards.get(sprint.board_id)
    if board is not None and board.parallel:
        return
    others = site.store.sprints.where(board_id=sprint.board_id)
    if any(other.state == "active" and other.id != sprint.id for other in others):
        raise Refused(400, errors={"state": "There is an active sprint on this board already."})


def swap_sprints(edit: Edit, first: Sprint, second: Sprint) -> None:
    """Swap the places of two sprints."""
    for sprint, other in ((first, second), (second, first)):
        saved = edit.site.store.sprints.save(replace(sprint, position=other.position))
        events.tell(edit.site, "sprint_updated", edit.account, subject=saved, other=sprint)


def delete_sprint(edit: Edit, sprint: Sprint) -> None:
    """Delete a sprint; the issues in it go to the backlog."""
    key = _field(edit.site)
    for issue in edit.site.store.issues.get_many(holding(edit.site.store.database, key, sprint.id)):
        commit(edit, issue, {key: [id for id in issue.refs(key) if id != sprint.id] or None})
    edit.site.store.sprints.remove(sprint.id)
    edit.site.store.properties.remove_where(entity="sprint", entity_id=sprint.id)
    events.tell(edit.site, "sprint_deleted", edit.account, subject=sprint)


def move_issues(edit: Edit, issues: Sequence[Issue], sprint: Sprint | None) -> None:
    """Move issues to an open sprint, or to the backlog if it is None."""
    site, key = edit.site, _field(edit.site)
    if sprint is not None and sprint.state == "closed":
        raise Refused(400, _CLOSED)
    for issue in issues:
        if sprint is not None and site.store.types[issue.ref("issuetype") or 0].subtask:
            raise Refused(400, _SUBTASK)
    for issue in issues:
        closed = [held.id for held in site.store.sprints.get_many(issue.refs(key)) if held.state == "closed"]
        held = [*closed, sprint.id] if sprint is not None else closed
        if held != issue.refs(key):
            commit(edit, issue, {key: held or None})


def _field(site: Site) -> str:
    field = site.field_of(_FIELD)
    if field is None:
        raise Refused(400, "There is no sprint field on this site.")
    return field.key
