"""The fields of an issue that are put together when asked for, by the key of the field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from ..fieldtypes.agile import linked_issue
from ..store.activity import Attachment
from ..store.issues import Issue
from .attention import votes, watches
from .catalogue import status_category
from .comments import comment, comments_of, worklog, worklogs_of
from .links import link_of
from .people import person
from .view import Json, View

__all__ = ["PARTS", "attachment"]


def attachment(found: Attachment, view: View) -> Json:
    """Return an attachment, without its content."""
    name = quote(found.filename, safe="")
    answer: Json = {"self": view.url(f"/attachment/{found.id}"), "id": str(found.id), "filename": found.filename}
    answer["author"] = person(view.site.store.people.get(found.author_id or 0), view)
    answer |= {"created": view.time(found.created), "size": found.size, "mimeType": found.media_type}
    if view.cloud:
        answer["content"] = view.url(f"/attachment/content/{found.id}")
        thumbnail = view.url(f"/attachment/thumbnail/{found.id}")
    else:
        answer["content"] = view.page_url(f"/secure/attachment/{found.id}/{name}")
        thumbnail = view.page_url(f"/secure/thumbnail/{found.id}/{name}")
    return answer | ({"thumbnail": thumbnail} if found.media_type.startswith("image/") else {})


def _attachments(issue: Issue, view: View) -> list[Json]:
    return [attachment(found, view) for found in view.site.store.attachments.where(issue_id=issue.id)]


def _comments(issue: Issue, view: View) -> Json:
    found = comments_of(issue.id, view)
    answer: Json = {"comments": [comment(item, view) for item in found]}
    if view.cloud:
        answer["self"] = view.url(f"/issue/{issue.id}/comment")
    return answer | {"maxResults": len(found), "total": len(found), "startAt": 0}


def _worklogs(issue: Issue, view: View) -> Json:
    found = worklogs_of(issue.id, view)
    return {
        "startAt": 0,
        "maxResults": 20,
        "total": len(found),
        "worklogs": [worklog(item, view) for item in found[:20]],
    }


def _links(issue: Issue, view: View) -> list[Json]:
    links = view.site.store.links
    found = {link.id: link for link in (*links.where(source_id=issue.id), *links.where(target_id=issue.id))}
    return [link_of(found[id], issue, view) for id in sorted(found)]


def _subtasks(issue: Issue, view: View) -> list[Json]:
    types = view.site.store.types
    children = view.site.store.issues.where(parent_id=issue.id)
    return [linked_issue(child, view) for child in children if types[child.ref("issuetype") or 0].subtask]


def _progress(issue: Issue, _: View) -> Json:
    spent, left = issue.ref("timespent") or 0, issue.ref("timeestimate") or 0
    answer: Json = {"progress": spent, "total": spent + left}
    if spent + left:
        answer["percent"] = 100 * spent // (spent + left)
    return answer


def _work_ratio(issue: Issue, _: View) -> int:
    estimate = issue.ref("timeoriginalestimate")
    return 100 * (issue.ref("timespent") or 0) // estimate if estimate else -1


def _status_category(issue: Issue, view: View) -> Json:
    return status_category(view.site.store.statuses[issue.ref("status") or 0].category, view)


def _sum_of(name: str) -> Callable[[Issue, View], int | None]:
    def total(issue: Issue, view: View) -> int | None:
        family = [issue, *view.site.store.issues.where(parent_id=issue.id)]
        found = [seconds for member in family if (seconds := member.ref(name)) is not None]
        return sum(found) if found else None

    return total


PARTS: Final[dict[str, Callable[[Issue, View], object]]] = {
    "attachment": _attachments,
    "comment": _comments,
    "worklog": _worklogs,
    "issuelinks": _links,
    "subtasks": _subtasks,
    "votes": votes,
    "watches": watches,
    "progress": _progress,
    "aggregateprogress": _progress,
    "workratio": _work_ratio,
    "statusCategory": _status_category,
    "aggregatetimespent": _sum_of("timespent"),
    "aggregatetimeestimate": _sum_of("timeestimate"),
    "aggregatetimeoriginalestimate": _sum_of("timeoriginalestimate"),
    "lastViewed": lambda _issue, _view: None,
    "thumbnail": lambda _issue, _view: None,
    "issuerestriction": lambda _issue, _view: {"issuerestrictions": {}, "shouldDisplay": False},
}
