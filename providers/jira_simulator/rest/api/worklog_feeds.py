"""The feeds of worklogs: which were changed or deleted since a moment; and worklogs by their ids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ...permissions import sees_issue
from ...refusal import Refused
from ...views.comments import property_list, shows, worklog
from ...wire import as_list
from ..call import Answer, Call
from ..routing import Routes

routes = Routes()

_PAGE: Final = 1000
_NEWEST_MILLISECONDS: Final = 60_000


@routes.get("/worklog/updated")
def updated(call: Call) -> Answer:
    """Return which worklogs were made or edited, in order of time, but in the last minute."""
    call.require_account()
    store, properties = call.site.store, "properties" in call.expand()
    found = [
        {
            "worklogId": item.id,
            "updatedTime": item.updated,
            "properties": property_list("worklog", item.id, call.view) if properties else [],
        }
        for item in store.worklogs
        if shows(item, call.view)
    ]
    return Answer(_feed(call, found))


@routes.get("/worklog/deleted")
def deleted(call: Call) -> Answer:
    """Return which worklogs were deleted, in order of time, but in the last minute."""
    call.require_account()
    rows = call.site.store.deleted_worklogs
    return Answer(_feed(call, [{"worklogId": row.id, "updatedTime": row.deleted, "properties": []} for row in rows]))


def _feed(call: Call, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return a page; what happened at one moment is never parted, so the next page begins after it."""
    since, newest = call.number("since", 0), call.site.clock.now() - _NEWEST_MILLISECONDS
    found = sorted(
        (row for row in rows if since < row["updatedTime"] <= newest),
        key=lambda row: (row["updatedTime"], row["worklogId"]),
    )
    last = found[_PAGE - 1]["updatedTime"] if len(found) > _PAGE else None
    page = [row for row in found if last is None or row["updatedTime"] <= last]
    url = f"{call.base}{call.url.split('?')[0]}?since="
    until = page[-1]["updatedTime"] if page else since
    answer: dict[str, Any] = {"values": page, "since": since, "until": until, "self": f"{url}{since}"}
    ends = len(page) == len(found)
    return answer | ({} if ends else {"nextPage": f"{url}{until}"}) | {"lastPage": ends}


@routes.post("/worklog/list", scopes=["read:jira-work"])
def read_listed(call: Call) -> Answer:
    """Return worklogs by their ids, those that the account may see."""
    call.require_account()
    ids = [int(id) for id in as_list(call.object().get("ids")) if str(id).isdigit()]
    if len(ids) > _PAGE:
        raise Refused(400, f"At most {_PAGE} worklogs can be asked for.")
    store = call.site.store
    found = [
        item
        for item in store.worklogs.get_many(dict.fromkeys(ids))
        if sees_issue(call.site, call.account, store.issues[item.issue_id]) and shows(item, call.view)
    ]
    return Answer([worklog(item, call.view, expand=call.expand()) for item in found])
