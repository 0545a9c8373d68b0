"""
Consequences: the other events that one brings with it.

Server tells of comments a second time, as updates of their issues. On Cloud a deleted issue takes what hangs on it
along, in the secondary flow; both as recorded.
https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ..site import Site
from ..store.issues import Issue
from ..work.events import Happening

__all__ = ["PRIMARY", "SECONDARY", "told_with"]

PRIMARY: Final = "Primary"
SECONDARY: Final = "Secondary"
_ON_SERVER: Final = {
    "comment_created": "issue_commented",
    "comment_updated": "issue_comment_edited",
    "comment_deleted": "issue_comment_deleted",
}


def told_with(happening: Happening, site: Site) -> Iterator[tuple[Happening, str]]:
    """Yield an event and those that it brings with it, each with its flow."""
    yield happening, PRIMARY
    issue, kind = happening.issue, _ON_SERVER.get(happening.name)
    if issue is not None and kind and not site.cloud:
        update = Happening("jira:issue_updated", happening.at, happening.account, issue, None, kind, happening.subject)
        yield update, PRIMARY
    if issue is not None and happening.name == "jira:issue_deleted" and site.cloud:
        for name, subject in _hanging_on(issue, site):
            # A link goes with two issues: it is filtered by neither.
            of = None if name.startswith("issuelink") else issue
            yield Happening(name, happening.at, happening.account, of, subject=subject), SECONDARY


def _hanging_on(issue: Issue, site: Site) -> Iterator[tuple[str, object]]:
    store = site.store
    for comment in store.comments.where(issue_id=issue.id):
        yield "comment_deleted", comment
    for worklog in store.worklogs.where(issue_id=issue.id):
        yield "worklog_deleted", worklog
    for attachment in store.attachments.where(issue_id=issue.id):
        yield "attachment_deleted", attachment
    for link in [*store.links.where(source_id=issue.id), *store.links.where(target_id=issue.id)]:
        yield "issuelink_deleted", link
