"""Worklogs of an issue: read, logged, edited, deleted, moved to another issue."""

from __future__ import annotations

from ...refusal import Refused, not_found
from ...store.activity import Worklog
from ...store.issues import Issue
from ...views.comments import worklog, worklogs_of
from ...wire import as_list
from ...work.worklogs import Adjustment, add_worklog, delete_worklog, move_worklog, update_worklog
from ..call import Answer, Call, no_issue
from ..issue_guards import may_change, may_work, workable
from ..paging import start_and_size
from ..routing import CLOUD, Routes

routes = Routes()

_MOST_AT_ONCE = 5000


@routes.get("/issue/{issue}/worklog")
def read_all(call: Call) -> Answer:
    """Return the worklogs of an issue, of a span of time if asked; Data Center knows no pages of them."""
    found = worklogs_of(call.issue().id, call.view)
    if not call.site.cloud:
        shown = [worklog(item, call.view, expand=call.expand()) for item in found]
        return Answer({"startAt": 0, "maxResults": len(shown), "total": len(shown), "worklogs": shown})
    after, before = call.number("startedAfter", 0), call.number("startedBefore", 2**62)
    found = [item for item in found if after <= item.started < before]
    start, size = start_and_size(call, usual=5000, most=5000)
    page = [worklog(item, call.view, expand=call.expand()) for item in found[start : start + size]]
    return Answer({"startAt": start, "maxResults": size, "total": len(found), "worklogs": page})


@routes.post("/issue/{issue}/worklog")
def add(call: Call) -> Answer:
    """Log work."""
    message = "You do not have the permission to associate a worklog to this issue."
    issue = workable(call, message, status=400 if call.site.cloud else 403)
    made = add_worklog(call.edit(), issue, call.object(), _adjustment(call, "reduceBy"))
    return Answer(worklog(made, call.view, expand=call.expand()), 201)


@routes.get("/issue/{issue}/worklog/{worklog}")
def read(call: Call) -> Answer:
    """Return a worklog."""
    return Answer(worklog(_found(call, call.issue()), call.view, expand=call.expand()))


@routes.put("/issue/{issue}/worklog/{worklog}")
def update(call: Call) -> Answer:
    """Edit a worklog: one's own, or any by who administers the project."""
    call.require_account()
    issue = call.issue()
    found = _changeable(call, issue, _found(call, issue), "edit")
    saved = update_worklog(call.edit(), issue, found, call.object(), _adjustment(call, ""))
    return Answer(worklog(saved, call.view, expand=call.expand()))


@routes.delete("/issue/{issue}/worklog/{worklog}")
def delete(call: Call) -> Answer:
    """Delete a worklog: one's own, or any by who administers the project."""
    call.require_account()
    issue = call.issue()
    found = _changeable(call, issue, _found(call, issue), "delete")
    delete_worklog(call.edit(), issue, found, _adjustment(call, "increaseBy"))
    return Answer(status=204)


@routes.delete("/issue/{issue}/worklog", on=[CLOUD])
def delete_many(call: Call) -> Answer:
    """Delete worklogs of one issue, all of them or none."""
    call.require_account()
    issue = call.issue()
    for found in _listed(call, issue):
        delete_worklog(call.edit(), issue, _changeable(call, issue, found, "delete"), _bulk_adjustment(call))
    return Answer(status=204)


@routes.post("/issue/{issue}/worklog/move", on=[CLOUD])
def move(call: Call) -> Answer:
    """Move worklogs to another issue, all of them or none."""
    call.require_account()
    issue = call.issue()
    named = str(call.object().get("issueIdOrKey") or "")
    target = call.issue_named(named)
    if target is None:
        raise not_found(no_issue(call.site))
    if not may_work(call, target) or target.id == issue.id:
        raise Refused(400, f"Worklogs cannot be moved to {target.key}.")
    for found in _listed(call, issue):
        move_worklog(call.edit(), _changeable(call, issue, found, "move"), issue, target, _bulk_adjustment(call))
    return Answer(status=204)


def _adjustment(call: Call, by: str) -> Adjustment:
    return Adjustment.read(call.text("adjustEstimate"), call.text("newEstimate"), call.text(by))


def _bulk_adjustment(call: Call) -> Adjustment:
    way = call.text("adjustEstimate") or "auto"
    if way not in {"leave", "auto"}:
        raise Refused(400, errors={"adjustEstimate": "Worklogs in bulk adjust the estimate by 'leave' or 'auto'."})
    return Adjustment(way)


def _found(call: Call, issue: Issue) -> Worklog:
    id = call.path["worklog"]
    for found in worklogs_of(issue.id, call.view):
        if str(found.id) == id:
            return found
    raise not_found(f"Cannot find worklog with id: '{id}'.")


def _changeable(call: Call, issue: Issue, found: Worklog, verb: str) -> Worklog:
    if not may_change(call, issue, found.author_id):
        message = f"You do not have permission to {verb} the worklog with id: '{found.id}'."
        raise Refused(400 if call.site.cloud else 403, message)
    return found


def _listed(call: Call, issue: Issue) -> list[Worklog]:
    """Return the worklogs of an issue that a request lists."""
    ids = [str(id) for id in as_list(call.object().get("ids"))]
    if not ids or len(ids) > _MOST_AT_ONCE:
        raise Refused(400, f"Between 1 and {_MOST_AT_ONCE} worklogs must be named in 'ids'.")
    held = {str(found.id): found for found in worklogs_of(issue.id, call.view)}
    missing = [id for id in ids if id not in held]
    if missing:
        raise not_found(f"Cannot find worklog with id: '{missing[0]}'.")
    return [held[id] for id in dict.fromkeys(ids)]
