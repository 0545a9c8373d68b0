"""The catalogue as JSON: statuses, priorities, resolutions, issue types, link types."""

from __future__ import annotations

from typing import Final

from ..store.catalogue import IssueType, LinkType, Priority, Resolution, SecurityLevel, Status
from .view import Json, View

__all__ = [
    "CATEGORIES",
    "issue_type",
    "link_type",
    "priority",
    "resolution",
    "security_level",
    "status",
    "status_category",
]

# id: key, colour, name
CATEGORIES: Final[dict[int, tuple[str, str, str]]] = {
    1: ("undefined", "medium-gray", "No Category"),
    2: ("new", "blue-gray", "To Do"),
    4: ("indeterminate", "yellow", "In Progress"),
    3: ("done", "green", "Done"),
}
_SERVER_COLORS: Final = {2: "default", 4: "inprogress", 3: "success", 1: "medium-gray"}


def status_category(id: int, view: View) -> Json:
    key, color, name = CATEGORIES[id]
    return {
        "self": view.url(f"/statuscategory/{id}"),
        "id": id,
        "key": key,
        "colorName": color if view.cloud else _SERVER_COLORS[id],
        "name": name,
    }


def status(found: Status, view: View) -> Json:
    answer: Json = {
        "self": view.url(f"/status/{found.id}"),
        "description": found.description,
        "iconUrl": view.page_url("/" if view.cloud else "/images/icons/statuses/generic.png"),
        "name": found.name,
        "id": str(found.id),
        "statusCategory": status_category(found.category, view),
    }
    if found.project_id is not None:
        answer["scope"] = {"type": "PROJECT", "project": {"id": str(found.project_id)}}
    return answer


def priority(found: Priority, view: View, *, full: bool = False) -> Json:
    """Return a priority; `full` as its own resource has it."""
    answer: Json = {
        "self": view.url(f"/priority/{found.id}"),
        "iconUrl": view.page_url(f"/images/icons/priorities/{found.icon}.svg"),
        "name": found.name,
        "id": str(found.id),
    }
    if full:
        answer |= {"statusColor": found.color, "description": found.description}
        if view.cloud:
            answer["isDefault"] = found.default
    return answer


def resolution(found: Resolution, view: View, *, full: bool = False) -> Json:
    answer: Json = {
        "self": view.url(f"/resolution/{found.id}"),
        "id": str(found.id),
        "description": found.description,
        "name": found.name,
    }
    if full and view.cloud:
        answer["isDefault"] = found.default
    return answer


def issue_type(found: IssueType, view: View) -> Json:
    answer: Json = {
        "self": view.url(f"/issuetype/{found.id}"),
        "id": str(found.id),
        "description": found.description,
        "iconUrl": view.page_url(_icon(found.avatar_id, view)),
        "name": found.name,
        "subtask": found.subtask,
        "avatarId": found.avatar_id,
    }
    if view.cloud:
        answer["hierarchyLevel"] = found.level
    if found.project_id is not None:
        answer["entityId"] = f"{found.id:08x}-0000-4000-8000-{found.project_id:012x}"
        answer["scope"] = {"type": "PROJECT", "project": {"id": str(found.project_id)}}
    return answer


def _icon(avatar_id: int, view: View) -> str:
    if view.cloud:
        return f"/rest/api/2/universal_avatar/view/type/issuetype/avatar/{avatar_id}?size=medium"
    return f"/secure/viewavatar?size=xsmall&avatarId={avatar_id}&avatarType=issuetype"


def link_type(found: LinkType, view: View) -> Json:
    return {
        "id": str(found.id),
        "name": found.name,
        "inward": found.inward,
        "outward": found.outward,
        "self": view.url(f"/issueLinkType/{found.id}"),
    }


def security_level(found: SecurityLevel, view: View) -> Json:
    return {
        "self": view.url(f"/securitylevel/{found.id}"),
        "id": str(found.id),
        "description": found.description,
        "name": found.name,
    }
