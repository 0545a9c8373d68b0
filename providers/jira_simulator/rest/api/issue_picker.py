"""The picker of issues: what a text finds, among those that the account had to do with and those of a query."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from ...store.issues import Issue
from ...views.catalogue import issue_type
from ..call import Answer, Call
from ..routing import Routes
from .search import meaning

routes = Routes()

_MOST: Final = 20
_HISTORY: Final = (
    "reporter = currentUser() OR assignee = currentUser() OR watcher = currentUser() ORDER BY updated DESC"
)


@routes.get("/issue/picker")
def pick(call: Call) -> Answer:
    """Return the issues whose key or summary has a text, in two sections."""
    mine = _HISTORY if call.account is not None else ""
    sections = [_section(call, "hs", "History Search", mine)]
    if call.text("currentJQL"):
        sections.append(_section(call, "cs", "Current Search", call.text("currentJQL")))
    return Answer({"sections": sections})


def _section(call: Call, id: str, label: str, jql: str) -> dict[str, Any]:
    found = _found(call, jql) if jql else []
    shown = {"label": label, "id": id, "issues": [_shown(issue, call) for issue in found[:_MOST]]}
    if not found:
        return {**shown, "msg": "No matching issues found"}
    return {**shown, "sub": f"Showing {min(len(found), _MOST)} of {len(found)} matching issues"}


def _found(call: Call, jql: str) -> list[Issue]:
    ids = call.site.index.find(jql, meaning(call, jql), call.account)
    text, project = call.text("query").lower(), call.text("currentProjectId")
    return [
        issue
        for issue in call.site.store.issues.get_many(ids)
        if text in f"{issue.key} {issue.text('summary')}".lower()
        and (not project or str(issue.project_id) == project)
        and _wanted(call, issue)
    ]


def _wanted(call: Call, issue: Issue) -> bool:
    """Say whether an issue is neither the current one, nor a subtask or parent that is not asked for."""
    current = call.site.issue(call.text("currentIssueKey"))
    if current is not None and issue.id == current.id:
        return False
    if current is not None and issue.id == current.parent_id:
        return call.flag("showSubTaskParent", default=True)
    subtask = call.site.store.types[issue.ref("issuetype") or 0].subtask
    return call.flag("showSubTasks", default=True) or not subtask


def _shown(issue: Issue, call: Call) -> dict[str, Any]:
    text, summary = call.text("query"), issue.text("summary")
    picture = issue_type(call.site.store.types[issue.ref("issuetype") or 0], call.view)["iconUrl"]
    shown = {
        "key": issue.key,
        "keyHtml": _marked(issue.key, text),
        "img": picture.removeprefix(call.base),
        "summary": _marked(summary, text),
        "summaryText": summary,
    }
    return {"id": issue.id, **shown} if call.site.cloud else shown


def _marked(found: str, text: str) -> str:
    """Return a text as HTML, with what was found in bold."""
    place = found.lower().find(text.lower()) if text else -1
    if place < 0:
        return escape(found)
    end = place + len(text)
    return f"{escape(found[:place])}<b>{escape(found[place:end])}</b>{escape(found[end:])}"
