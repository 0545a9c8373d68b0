"""The changelog of issues, as Cloud pages it."""

from __future__ import annotations

from typing import Any, Final

from ...permissions import sees_issue
from ...refusal import Refused
from ...store.issues import Change
from ...views.changes import change
from ...wire import as_list
from ..call import Answer, Call
from ..page_tokens import next_token, start_after
from ..paging import page_of
from ..routing import CLOUD, Routes

routes = Routes()

_MOST_ISSUES: Final = 1000
_MOST_FIELDS: Final = 10
_LONGEST_PAGE: Final = 10_000


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


@routes.post("/changelog/bulkfetch", on=[CLOUD], scopes=["read:jira-work"])
def read_many(call: Call) -> Answer:
    """Return entries of many issues, the oldest first, put together by issue; only of some fields if asked."""
    asked = call.object()
    names = [str(name) for name in as_list(asked.get("issueIdsOrKeys"))]
    fields = {str(name) for name in as_list(asked.get("fieldIds"))}
    size = asked.get("maxResults", 1000)
    if not 0 < len(names) <= _MOST_ISSUES:
        raise Refused(400, f"The number of issue IDs or keys must be between 1 and {_MOST_ISSUES}.")
    if len(fields) > _MOST_FIELDS:
        raise Refused(400, f"The number of field IDs must not be more than {_MOST_FIELDS}.")
    if not isinstance(size, int) or not 0 < size <= _LONGEST_PAGE:
        raise Refused(400, f"The maxResults value must be between 1 and {_LONGEST_PAGE}.")
    found = _changes(call, names, fields)
    start = start_after([item.id for item in found], asked.get("nextPageToken"), call)
    page = found[start : start + size]
    body: dict[str, Any] = {"issueChangeLogs": _by_issue(call, page)}
    if start + size < len(found):
        body["nextPageToken"] = next_token(start + size, page[-1].id, call)
    return Answer(body)


def _changes(call: Call, names: list[str], fields: set[str]) -> list[Change]:
    site = call.site
    issues = {issue.id: issue for name in names if (issue := site.issue(name))}
    found = [
        item
        for issue in issues.values()
        if sees_issue(site, call.account, issue)
        for item in site.store.changes.where(issue_id=issue.id)
        if not fields or any(part.get("fieldId") in fields for part in item.items)
    ]
    return sorted(found, key=lambda item: (item.created, item.issue_id, item.id))


def _by_issue(call: Call, page: list[Change]) -> list[dict[str, Any]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for item in page:
        found.setdefault(item.issue_id, []).append(change(item, call.view))
    return [{"issueId": str(id), "changeHistories": histories} for id, histories in found.items()]
