"""Tasks: what Jira does in the background. Here it is done at once, so each task is complete when it is first read."""

from __future__ import annotations

from ..site import Site
from ..store.administration import Task
from ..store.people import Person

__all__ = ["completed"]


def completed(site: Site, account: Person, kind: str, description: str, result: object = None) -> Task:
    """Return the task of something that has just been done."""
    now = site.clock.now()
    state: dict[str, object] = {"description": description, "status": "COMPLETE", "message": "", "progress": 100}
    if result is not None:
        state["result"] = result
    state |= {"elapsedRuntime": 0, "submitted": now, "started": now, "finished": now, "lastUpdate": now}
    return site.store.tasks.add(Task(kind=kind, person_id=account.id, state=state, created=now))
