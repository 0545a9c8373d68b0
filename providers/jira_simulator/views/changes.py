"""The changelog as JSON."""

from __future__ import annotations

from ..store.issues import Change, Issue
from .people import person
from .view import Json, View

__all__ = ["change", "changelog"]


def change(found: Change, view: View) -> Json:
    """Return one entry."""
    answer: Json = {"id": str(found.id)}
    author = person(view.site.store.people.get(found.author_id or 0), view)
    if author is not None:
        answer["author"] = author
    answer["created"] = view.time(found.created)
    answer["items"] = [_item(item, view) for item in found.items]
    if found.metadata is not None:
        answer["historyMetadata"] = found.metadata
    return answer


def _item(item: dict[str, str | None], view: View) -> Json:
    """Return what changed of one field; only Cloud tells the field's id."""
    return dict(item) if view.cloud else {name: value for name, value in item.items() if name != "fieldId"}


def changelog(issue: Issue, view: View) -> Json:
    """Return what `expand=changelog` adds: newest first on Cloud and not all of it, oldest first on Data Center."""
    found = view.site.store.changes.where(issue_id=issue.id)
    shown = found[::-1][:100] if view.cloud else found
    return {
        "startAt": 0,
        "maxResults": len(shown),
        "total": len(found),
        "histories": [change(item, view) for item in shown],
    }
