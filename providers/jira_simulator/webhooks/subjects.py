"""What events are about as JSON, by the type of its record: comments, worklogs, links, sprints, versions, projects ..."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from ..store.activity import Attachment, Comment, Link, Property, Worklog
from ..store.administration import Filter, Setting
from ..store.agile import Board, Sprint
from ..store.catalogue import IssueType
from ..store.people import Person
from ..store.projects import Project, Version
from ..views.catalogue import issue_type
from ..views.comments import comment, worklog
from ..views.parts import attachment
from ..views.people import person
from ..views.projects import category, project_avatars, version
from ..views.view import Json, View, zone_of

__all__ = ["subject_of"]


def subject_of(record: object, view: View) -> Json:
    """Return a subject under the name that payloads have for it; nothing for what has no shape of its own."""
    for kind, (name, show) in _SHOWN.items():
        if isinstance(record, kind):
            return {name: show(record, view)}
    return {}


def _link(found: Link, view: View) -> Json:
    """Return a link: numbers for everything, and no keys of issues."""
    type = view.site.store.link_types[found.type_id]
    return {
        "id": found.id,
        "sourceIssueId": found.source_id,
        "destinationIssueId": found.target_id,
        "issueLinkType": {
            "id": type.id,
            "name": type.name,
            "outwardName": type.outward,
            "inwardName": type.inward,
            "isSubTaskLinkType": False,
            "isSystemLinkType": False,
        },
        "systemLink": False,
    }


def _sprint(found: Sprint, view: View) -> Json:
    answer: Json = {
        "id": found.id,
        "self": view.agile_url(f"/sprint/{found.id}"),
        "state": found.state,
        "name": found.name,
    }
    times = {"startDate": found.start, "endDate": found.end, "completeDate": found.completed}
    if view.cloud:
        times["createdDate"] = found.created or None
    answer |= {name: _agile_time(at, view) for name, at in times.items() if at is not None}
    answer["originBoardId"] = found.board_id
    return answer | ({"goal": found.goal} if found.goal else {})


def _agile_time(at: int, view: View) -> str:
    """Return an instant as sprints have it in webhooks: with a Z on Cloud, an offset with a colon on Server."""
    if view.cloud:
        return view.agile_time(at) or ""
    return datetime.fromtimestamp(at / 1000, zone_of("Etc/UTC")).isoformat(timespec="milliseconds")


def _board(found: Board, view: View) -> Json:
    address = view.agile_url(f"/board/{found.id}")
    return {"id": found.id, "self": address, "name": found.name, "type": found.kind}


def _version(found: Version, view: View) -> Json:
    """Return a version; Server does not tell that one is archived (JRASERVER-71000)."""
    answer = {"description": found.description, "overdue": False, **version(found, view)}
    if not view.cloud:
        answer["archived"] = False
    return answer


def _project(found: Project, view: View) -> Json:
    store = view.site.store
    answer: Json = {
        "self": view.url(f"/project/{found.id}"),
        "id": found.id,
        "key": found.key,
        "name": found.name,
        "avatarUrls": project_avatars(found, view),
    }
    if found.category_id is not None:
        answer["projectCategory"] = category(store.categories[found.category_id], view)
    answer["projectLead"] = person(store.people.get(found.lead_id), view)
    kind = "project.lead" if found.assignee_type == "PROJECT_LEAD" else "unassigned"
    return answer | {"assigneeType": f"admin.assignee.type.{kind}"}


def _filter(found: Filter, view: View) -> Json:
    owner = person(view.site.store.people.get(found.owner_id), view)
    return {
        "self": view.url(f"/filter/{found.id}"),
        "id": str(found.id),
        "name": found.name,
        "description": found.description,
        "owner": owner,
        "jql": found.jql,
    }


def _property(found: Property, _: View) -> Json:
    return {"key": found.key, "value": found.value}


def _setting(found: Setting, view: View) -> Json:
    address = view.url(f"/application-properties?key={found.name}")
    value = str(found.value).lower() if isinstance(found.value, bool) else found.value
    return {"self": address, "key": found.name, "value": value}


def _person(found: Person, view: View) -> Json | None:
    return person(found, view)


_SHOWN: Final[dict[type, tuple[str, Callable[[Any, View], Json | None]]]] = {
    Comment: ("comment", comment),
    Worklog: ("worklog", worklog),
    Attachment: ("attachment", attachment),
    Link: ("issueLink", _link),
    Sprint: ("sprint", _sprint),
    Board: ("board", _board),
    Version: ("version", _version),
    Project: ("project", _project),
    Person: ("user", _person),
    IssueType: ("issuetype", issue_type),
    Filter: ("filter", _filter),
    Property: ("property", _property),
    Setting: ("property", _setting),
}
