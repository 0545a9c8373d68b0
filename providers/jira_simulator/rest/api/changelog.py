"""The changelog of issues, as Cloud pages it."""

from __future__ import annotations

from ...views.changes import change
from ...wire import as_list
from ..call import Answer, Call
from ..paging import page_of
from ..routing import CLOUD, Routes

routes = Routes()


@routes.get("/issue/{issue}/changelog", on=[CLOUD])
def read(call: Call) -> Answer:
    """Return the entries of an issue, oldest first."""
    found = call.site.store.changes.where(issue_id=call.issue().id)
    return Answer(page_of(call, [change(item, call.view) for item in found], usual=100, most=100))


@routes.post("/issue/{issue}/changelog/list", on=[CLOUD], scopes=["read:jira-work"])
def read_listed(call: Call) -> Answer:
    """Return entries by their ids."""
    issue = call.issue()
    wanted = {int(id) for id in as_list(call.object().get("changelogIds"))}
    found = [item for item in call.site.store.changes.where(issue_id=issue.id) if item.id in wanted]
    histories = [change(item, call.view) for item in found]
    return Answer({"startAt": 0, "maxResults": len(histories), "total": len(histories), "histories": histories})
