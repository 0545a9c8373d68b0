"""
Payloads: what webhooks send, in the shape of version 2 of the API, whatever version made it happen.

Issues of comments are trimmed on Cloud and missing on Server; those of issue events have every field, but neither
comments nor worklogs on Cloud.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from ..site import Site
from ..store.activity import Comment, Property
from ..store.agile import Board
from ..store.issues import Issue
from ..store.projects import Version
from ..views.changes import change
from ..views.issues import choose, issue
from ..views.people import person
from ..views.view import Json, View
from ..work.editing import items_of
from ..work.events import Happening
from .subjects import subject_of

__all__ = ["payload_of"]

_TRIMMED: Final = ("summary", "issuetype", "project", "assignee", "priority", "status")
_HIDDEN_ON_CLOUD: Final = ("-comment", "-worklog")
# Of a new issue, Jira writes no changelog for these.
_UNTOLD: Final = frozenset({"project", "issuetype", "creator", "created", "updated", "statuscategorychangedate"})


def payload_of(happening: Happening, site: Site) -> Json:
    """Return the body of an event."""
    view = View(site, None, "2", site.settings.url)
    answer: Json = {"timestamp": happening.at, "webhookEvent": happening.name}
    if happening.name.startswith("jira:issue_"):
        return answer | _of_issue(happening, view)
    if _has_user(happening, view):
        answer["user"] = person(happening.account, view)
    answer |= subject_of(happening.subject, view)
    found = happening.issue
    if found is not None and (isinstance(happening.subject, Property) or _is_cloud_comment(happening, view)):
        answer["issue"] = _issue(found, view, _TRIMMED)
    return answer | _other(happening, view)


def _is_cloud_comment(happening: Happening, view: View) -> bool:
    return view.cloud and isinstance(happening.subject, Comment)


def _has_user(happening: Happening, view: View) -> bool:
    """Say who did it only where the subject does not say so: recorded for edited and deleted comments of Server."""
    if happening.account is None:
        return False
    if isinstance(happening.subject, Comment):
        return not view.cloud and happening.name != "comment_created"
    return isinstance(happening.subject, Property)


def _of_issue(happening: Happening, view: View) -> Json:
    found = happening.issue
    if found is None:
        raise ValueError(f"{happening.name!r} was told without its issue")
    answer: Json = {"issue_event_type_name": _kind(happening)}
    user = person(happening.account, view)
    if user is not None:
        answer["user"] = user
    answer["issue"] = _issue(found, view, _HIDDEN_ON_CLOUD if view.cloud else ())
    if happening.change is not None:
        shown = change(happening.change, view)
        answer["changelog"] = {"id": shown["id"], "items": shown["items"]}
    elif happening.name == "jira:issue_created" and view.cloud:
        answer["changelog"] = _creation(found, view)
    if isinstance(happening.subject, Comment) and happening.kind != "issue_comment_deleted":
        answer |= subject_of(happening.subject, view)
    return answer


def _kind(happening: Happening) -> str:
    """Return what kind of event of an issue it is: an edit of nothing but the assignee assigns it."""
    if happening.kind == "issue_updated" and happening.change is not None:
        changed = {item.get("fieldId") or item.get("field") for item in happening.change.items}
        return "issue_assigned" if changed == {"assignee"} else "issue_updated"
    return happening.kind or happening.name.removeprefix("jira:")


def _issue(found: Issue, view: View, fields: tuple[str, ...]) -> Json:
    shown = issue(found, view, choose(fields, view, default="*all"))
    parts: Json = {name: shown[name] for name in ("id", "self", "key")}
    trimmed = {name: shown["fields"].get(name) for name in fields if not name.startswith("-")}
    return parts | {"fields": trimmed or shown["fields"]}


def _creation(found: Issue, view: View) -> Json:
    """Return the changelog of a new issue, as Cloud tells it: every value against nothing."""
    site = view.site
    rank = site.field_of("com.pyxis.greenhopper.jira:gh-lexo-rank")
    untold = _UNTOLD | {rank.key if rank is not None else ""}
    values = {key: value for key, value in found.values.items() if key not in untold}
    values.setdefault("description", "")
    told = [
        {
            **item,
            "field": "Status" if item.get("fieldId") == "status" else item["field"],
            "from": None,
            "fromString": None,
        }
        for item in items_of(site, replace(found, values={}), values)
        if item.get("toString") is not None
    ]
    return {"id": str(site.store.changes.next_id()), "items": sorted(told, key=lambda item: str(item["field"]).lower())}


def _other(happening: Happening, view: View) -> Json:
    """Return what an event tells besides its subject."""
    subject, other = happening.subject, happening.other
    if isinstance(subject, Board) and happening.name == "board_configuration_changed":
        return {"configuration": {"columns": [{"name": name} for name in subject.columns]}}
    if isinstance(subject, Version) and isinstance(other, Version) and other.id != subject.id:
        return {"mergedTo": subject_of(other, view)["version"]}
    if other is not None and happening.name == "sprint_updated":
        return {"oldValue": subject_of(other, view).get("sprint")}
    return {}
