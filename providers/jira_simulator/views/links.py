"""Links as JSON: between issues, seen from both ends or from one, and to something elsewhere."""

from __future__ import annotations

from ..fieldtypes.agile import linked_issue
from ..store.activity import Link, RemoteLink
from ..store.issues import Issue
from .catalogue import link_type
from .view import Json, View

__all__ = ["link", "link_of", "remote_link", "remote_link_url"]


def link(found: Link, view: View) -> Json:
    """Return a link with both ends: the source is `inwardIssue`, as in requests."""
    issues = view.site.store.issues
    ends = {"inwardIssue": issues[found.source_id], "outwardIssue": issues[found.target_id]}
    return _named(found, view) | {name: linked_issue(issue, view) for name, issue in ends.items()}


def link_of(found: Link, issue: Issue, view: View) -> Json:
    """Return a link as one of its issues holds it: with the other end only."""
    name, other = "outwardIssue", found.target_id
    if found.source_id != issue.id:
        name, other = "inwardIssue", found.source_id
    return _named(found, view) | {name: linked_issue(view.site.store.issues[other], view)}


def _named(found: Link, view: View) -> Json:
    return {
        "id": str(found.id),
        "self": view.url(f"/issueLink/{found.id}"),
        "type": link_type(view.site.store.link_types[found.type_id], view),
    }


def remote_link(found: RemoteLink, view: View) -> Json:
    """Return a link to something elsewhere; what it has not is left out, but for what holds other things."""
    answer: Json = {"id": found.id, "self": remote_link_url(found, view)}
    if found.global_id is not None:
        answer["globalId"] = found.global_id
    answer["application"] = found.application or {}
    if found.relationship is not None:
        answer["relationship"] = found.relationship
    return answer | {"object": found.target}


def remote_link_url(found: RemoteLink, view: View) -> str:
    key = view.site.store.issues[found.issue_id].key
    return view.url(f"/issue/{key}/remotelink/{found.id}")
