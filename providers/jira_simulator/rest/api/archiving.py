"""Archiving of issues: one by one on Data Center, by lists and by JQL on Cloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ...jql import JqlError
from ...permissions import administers, administers_project
from ...refusal import Refused
from ...store.issues import Issue
from ...wire import as_list
from ...work.archiving import archive, is_subtask, restore
from ...work.editing import Edit
from ...work.tasks import completed
from ..call import Answer, Call
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_MOST: Final = 1000
_SUBTASK: Final = ("issueIsSubtask", "Issue is subtask.")
_IN_ARCHIVE: Final = ("issuesInArchivedProjects", "Issue exists in archived project.")
_NOT_FOUND: Final = ("issuesNotFound", "Issue not found.")


@routes.put("/issue/{issue}/archive", on=[SERVER])
def archive_one(call: Call) -> Answer:
    """Archive an issue."""
    return _one(call, archive, archived=False)


@routes.put("/issue/{issue}/restore", on=[SERVER])
def restore_one(call: Call) -> Answer:
    """Bring an archived issue back."""
    return _one(call, restore, archived=True)


def _one(call: Call, do: Callable[[Edit, Issue], int], *, archived: bool) -> Answer:
    call.require_account()
    issue, edit = call.issue(), call.edit()
    if not administers_project(call.site, call.me, call.site.store.projects[issue.project_id]):
        raise Refused(403, f"You do not have permission to archive or restore {issue.key}.")
    if (issue.archived is not None) is not archived:
        raise Refused(403, f"Issue {issue.key} is {'not' if archived else 'already'} archived.")
    if is_subtask(edit, issue):
        raise Refused(403, f"{issue.key} is a sub-task, which is archived and restored with its parent.")
    do(edit, issue)
    return Answer(status=204)


@routes.put("/issue/archive", on=[CLOUD])
def archive_listed(call: Call) -> Answer:
    """Archive the issues of a list, as many as can be."""
    return _listed(call, archive, archived=False)


@routes.put("/issue/unarchive", on=[CLOUD])
def restore_listed(call: Call) -> Answer:
    """Bring back the issues of a list, as many as can be."""
    return _listed(call, restore, archived=True)


def _listed(call: Call, do: Callable[[Edit, Issue], int], *, archived: bool) -> Answer:
    _require_administrator(call)
    wanted = [str(name) for name in as_list(call.object().get("issueIdsOrKeys"))]
    done, errors = 0, dict[str, dict[str, Any]]()
    for name in dict.fromkeys(wanted[:_MOST]):
        issue = call.issue_named(name)
        problem = _problem(call, issue)
        if problem is not None:
            row = errors.setdefault(problem[0], {"count": 0, "issueIdsOrKeys": [], "message": problem[1]})
            row["count"] += 1
            row["issueIdsOrKeys"].append(name)
        elif issue is not None and (issue.archived is not None) is archived:
            done += do(call.edit(), issue)
    if len(wanted) > _MOST:
        body: dict[str, Any] = {
            "errorMessages": [f"At most {_MOST} issues can be given; the others were left."],
            "errors": {},
        }
        return Answer(body, 412)
    if not wanted or sum(row["count"] for row in errors.values()) == len(set(wanted)):
        raise Refused(400, "None of these issues can be archived or unarchived.")
    return Answer({"numberOfIssuesUpdated": done, "errors": errors})


def _problem(call: Call, issue: Issue | None) -> tuple[str, str] | None:
    """Return why an issue can be neither archived nor brought back."""
    if issue is None:
        return _NOT_FOUND
    if is_subtask(call.edit(), issue):
        return _SUBTASK
    return _IN_ARCHIVE if call.site.store.projects[issue.project_id].archived is not None else None


@routes.post("/issue/archive", on=[CLOUD])
def archive_found(call: Call) -> Answer:
    """Archive what a query finds, as a task to which the answer points."""
    _require_administrator(call)
    jql, index = str(call.object().get("jql") or ""), call.site.index
    try:
        found = index.find(jql, index.meaning(jql, call.account), call.account) if jql else []
    except JqlError as exc:
        raise Refused(400, str(exc)) from None
    if not jql:
        raise Refused(400, "The issues must be named by a query in 'jql'.")
    issues = [issue for issue in call.site.store.issues.get_many(found) if not is_subtask(call.edit(), issue)]
    done = sum(archive(call.edit(), issue) for issue in issues)
    made = completed(call.site, call.me, "archive-issues", "Archive issues", {"numberOfIssuesUpdated": done})
    return Answer(call.view.url(f"/task/{made.id}"), 202)


def _require_administrator(call: Call) -> None:
    if not administers(call.me):
        raise Refused(403, "Only administrators archive issues and bring them back.")
