"""Guards of what hangs on an issue: who may add to it, and who may change what somebody added."""

from __future__ import annotations

from ..permissions import administers_project, works_in
from ..refusal import Refused
from ..store.issues import Issue
from .call import Call

__all__ = ["may_change", "may_work", "require_live", "workable"]


def may_work(call: Call, issue: Issue) -> bool:
    """Say whether who asks may add to an issue; nobody adds to what is archived."""
    return issue.archived is None and works_in(call.site, call.me, call.site.store.projects[issue.project_id])


def require_live(issue: Issue) -> None:
    """
    Refuse to go on with an archived issue.

    Raises:
        Refused: 403.
    """
    if issue.archived is not None:
        raise Refused(403, f"Issue {issue.key} is archived, so it can be read and not changed.")


def workable(call: Call, message: str, *, status: int = 403) -> Issue:
    """Return the issue that the path names, if who asks may add to it."""
    call.require_account()
    issue = call.issue()
    if not may_work(call, issue):
        raise Refused(status, message)
    return issue


def may_change(call: Call, issue: Issue, author_id: int | None) -> bool:
    """Say whether who asks may change what somebody added: their own, or all for who administers the project."""
    project = call.site.store.projects[issue.project_id]
    return may_work(call, issue) and (author_id == call.me.id or administers_project(call.site, call.me, project))
