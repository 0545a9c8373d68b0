"""Tasks: how far what runs in the background has come, and cancelling it."""

from __future__ import annotations

from dataclasses import replace

from ... import permissions
from ...refusal import Refused
from ...store.administration import Task
from ...views.administration import task
from ..call import Answer, Call
from ..guards import record
from ..routing import CLOUD, Routes

routes = Routes()


@routes.get("/task/{task}", on=[CLOUD])
def read(call: Call) -> Answer:
    """Return a task of one's own; administrators see all."""
    return Answer(task(_found(call), call.view))


@routes.post("/task/{task}/cancel", on=[CLOUD])
def cancel(call: Call) -> Answer:
    """Refuse to cancel a task that is over."""
    found = _found(call)
    if found.state["status"] not in {"ENQUEUED", "RUNNING"}:
        status = found.state["status"]
        raise Refused(400, body=[f"The task with id {found.id} cannot be cancelled: its status is {status}."])
    call.site.store.tasks.save(replace(found, state={**found.state, "status": "CANCEL_REQUESTED"}))
    return Answer(status=202)


def _found(call: Call) -> Task:
    account = call.me
    found = record(call.site.store.tasks, call.path["task"], f"The task with id '{call.path['task']}' was not found.")
    if found.person_id != account.id and not permissions.administers(account):
        raise Refused(403, "You do not have permission to view this task.")
    return found
