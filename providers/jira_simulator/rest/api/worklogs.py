"""Worklogs of an issue: read and added."""

from __future__ import annotations

from ...refusal import not_found
from ...views.comments import worklog, worklogs_of
from ...work.worklogs import add_worklog
from ..call import Answer, Call
from ..paging import start_and_size
from ..routing import Routes

routes = Routes()


@routes.get("/issue/{issue}/worklog")
def read_all(call: Call) -> Answer:
    """Return the worklogs of an issue, of a span of time if asked."""
    after, before = call.number("startedAfter", 0), call.number("startedBefore", 2**62)
    found = [item for item in worklogs_of(call.issue().id, call.view) if after <= item.started < before]
    start, size = start_and_size(call, usual=5000, most=5000)
    page = [worklog(item, call.view, expand=call.expand()) for item in found[start : start + size]]
    return Answer({"startAt": start, "maxResults": size, "total": len(found), "worklogs": page})


@routes.post("/issue/{issue}/worklog")
def add(call: Call) -> Answer:
    """Log work."""
    adjust = call.text("adjustEstimate", "auto")
    amount = call.text("newEstimate") or call.text("reduceBy")
    made = add_worklog(call.edit(), call.issue(), call.object(), adjust=adjust, amount=amount)
    return Answer(worklog(made, call.view), 201)


@routes.get("/issue/{issue}/worklog/{worklog}")
def read(call: Call) -> Answer:
    """Return a worklog."""
    for found in worklogs_of(call.issue().id, call.view):
        if str(found.id) == call.path["worklog"]:
            return Answer(worklog(found, call.view, expand=call.expand()))
    raise not_found(f"Cannot find worklog with id: '{call.path['worklog']}'.")
