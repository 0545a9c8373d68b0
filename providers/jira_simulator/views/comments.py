"""Comments and worklogs as JSON."""

from __future__ import annotations

from .. import richtext
from ..fieldtypes.quantities import pretty_duration
from ..store.activity import Comment, Property, Worklog
from ..visibility import may_see
from .people import person
from .view import Json, View

__all__ = ["comment", "comments_of", "pinned_comment", "property_list", "shows", "worklog", "worklogs_of"]


def comment(found: Comment, view: View, *, expand: frozenset[str] = frozenset()) -> Json:
    """Return a comment."""
    people = view.site.store.people
    answer: Json = {
        "self": view.url(f"/issue/{found.issue_id}/comment/{found.id}"),
        "id": str(found.id),
        "author": person(people.get(found.author_id or 0), view),
        "body": richtext.write(found.body, cloud=view.cloud, api=view.api),
    }
    if found.body is None:
        answer["body"] = ""
    if "renderedBody" in expand:
        answer["renderedBody"] = f"<p>{richtext.plain(found.body)}</p>"
    answer["updateAuthor"] = person(people.get(found.editor_id or found.author_id or 0), view)
    answer["created"] = view.time(found.created)
    answer["updated"] = view.time(found.updated)
    if found.visibility:
        answer["visibility"] = found.visibility
    if view.cloud:
        answer["jsdPublic"] = not found.internal
    if found.parent_id:
        answer["parentId"] = found.parent_id
    if "properties" in expand:
        answer["properties"] = property_list("comment", found.id, view)
    return answer


def pinned_comment(found: Comment, view: View) -> Json:
    """Return a comment with who pinned it and when."""
    by = view.site.store.people.get(found.pinned_by_id or 0)
    return {
        "comment": comment(found, view),
        "pinnedBy": by.name if by else "",
        "pinnedDate": view.time(found.pinned_at),
    }


def comments_of(issue_id: int, view: View) -> list[Comment]:
    """Return the comments of an issue that the account may see, oldest first."""
    found = view.site.store.comments.where(issue_id=issue_id)
    return [item for item in found if shows(item, view)]


def shows(found: Comment | Worklog, view: View) -> bool:
    """Say whether the account may see a comment or worklog of an issue that it sees."""
    if not found.visibility:
        return True
    project = view.site.store.projects[view.site.store.issues[found.issue_id].project_id]
    return may_see(view.site, view.account, project, found.visibility)


def worklog(found: Worklog, view: View, *, expand: frozenset[str] = frozenset()) -> Json:
    """Return a worklog."""
    people = view.site.store.people
    answer: Json = {
        "self": view.url(f"/issue/{found.issue_id}/worklog/{found.id}"),
        "author": person(people.get(found.author_id or 0), view),
        "updateAuthor": person(people.get(found.editor_id or found.author_id or 0), view),
    }
    if found.comment is None and not view.cloud:
        answer["comment"] = ""
    elif found.comment is not None:
        answer["comment"] = richtext.write(found.comment, cloud=view.cloud, api=view.api)
    answer |= {
        "created": view.time(found.created),
        "updated": view.time(found.updated),
        "started": view.time(found.started),
        "timeSpent": pretty_duration(found.seconds),
        "timeSpentSeconds": found.seconds,
        "id": str(found.id),
        "issueId": str(found.issue_id),
    }
    if found.visibility:
        answer["visibility"] = found.visibility
    if "properties" in expand:
        answer["properties"] = property_list("worklog", found.id, view)
    return answer


def worklogs_of(issue_id: int, view: View) -> list[Worklog]:
    """Return the worklogs of an issue that the account may see, oldest first."""
    found = view.site.store.worklogs.where(issue_id=issue_id)
    return [item for item in found if shows(item, view)]


def property_list(entity: str, id: int, view: View) -> list[Json]:
    """Return the properties of something, as `properties` beside it."""
    rows: list[Property] = view.site.store.properties.where(entity_id=id)
    return [{"key": row.key, "value": row.value} for row in rows if row.entity == entity]
