"""Transitions of an issue."""

from __future__ import annotations

from ...refusal import Refused
from ...views.workflows import transition
from ...work.transitions import available, take
from ..call import Answer, Call
from ..issue_guards import require_live
from ..routing import Routes

routes = Routes()


@routes.get("/issue/{issue}/transitions")
def read(call: Call) -> Answer:
    """Return the transitions that the account may take now."""
    issue = call.issue()
    wanted = call.text("transitionId")
    found = [item for item in available(call.site, call.account, issue) if wanted in {"", str(item.number)}]
    fields = "transitions.fields" in call.expand()
    shown = [transition(item, issue, call.view, fields=fields) for item in found]
    return Answer({"expand": "transitions", "transitions": shown})


@routes.post("/issue/{issue}/transitions")
def move(call: Call) -> Answer:
    """Take a transition."""
    issue, body = call.issue(), call.object()
    require_live(issue)
    if not call.site.cloud and not body.get("transition"):
        raise Refused(400, "Missing 'transition' identifier")
    take(call.edit(kind="issue_generic"), issue, body)
    return Answer(status=204)
