"""Request types, service desks and requests' links as JSON; and the dates that service management writes."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..store.issues import Issue
from ..store.projects import Project
from ..store.service_desk import RequestType, ServiceDesk
from .view import Json, View

__all__ = ["date", "desk", "desk_url", "request_links", "request_type", "status"]

_CATEGORIES: Final = {1: "UNDEFINED", 2: "NEW", 3: "DONE", 4: "INDETERMINATE"}
_SIZES: Final = {"48x48": "large", "24x24": "small", "16x16": "xsmall", "32x32": "medium"}


def desk_url(path: str, view: View) -> str:
    """Return the url of a resource of service management."""
    return view.page_url(f"/rest/servicedeskapi{path}")


def date(milliseconds: int, view: View) -> Json:
    """Return an instant in the four ways at once."""
    local = datetime.fromtimestamp(milliseconds // 1000, view.zone)
    today = datetime.fromtimestamp(view.site.clock.now() // 1000, view.zone)
    days = (today.date() - local.date()).days
    named = {0: "Today", 1: "Yesterday"}.get(days, f"{local:%A}" if 0 < days < 7 else f"{local:%d/%b/%y}")
    return {
        "iso8601": f"{local:%Y-%m-%dT%H:%M:%S%z}",
        "jira": view.time(milliseconds),
        "friendly": f"{named} {local:%I:%M %p}",
        "epochMillis": milliseconds,
    }


def desk(found: ServiceDesk, project: Project, view: View) -> Json:
    return {
        "id": str(found.id),
        "projectId": str(project.id),
        "projectName": project.name,
        "projectKey": project.key,
        "_links": {"self": desk_url(f"/servicedesk/{found.id}", view)},
    }


def request_type(found: RequestType, view: View) -> Json:
    """Return a request type."""
    address = view.page_url(f"/rest/api/2/universal_avatar/view/type/SD_REQTYPE/avatar/{found.icon_id}")
    if not view.cloud:
        address = view.page_url(f"/secure/viewavatar?avatarType=SD_REQTYPE&avatarId={found.icon_id}")
    mark = "?" if view.cloud else "&"
    answer: Json = {
        "_expands": ["field"],
        "id": str(found.id),
        "_links": {"self": desk_url(f"/servicedesk/{found.desk_id}/requesttype/{found.id}", view)},
        "name": found.name,
        "description": found.description,
        "helpText": found.help_text,
        "issueTypeId": str(found.type_id),
        "serviceDeskId": str(found.desk_id),
        "portalId": str(found.desk_id),
        "groupIds": [str(id) for id in found.group_ids],
    }
    icons = {size: f"{address}{mark}size={name}" for size, name in _SIZES.items()}
    return answer | {"icon": {"id": str(found.icon_id), "_links": {"iconUrls": icons}}}


def request_links(issue: Issue, found: RequestType, view: View) -> Json:
    return {
        "jiraRest": view.page_url(f"/rest/api/2/issue/{issue.id}"),
        "web": view.page_url(f"/servicedesk/customer/portal/{found.desk_id}/{issue.key}"),
        "self": desk_url(f"/request/{issue.id}", view),
        "agent": view.page_url(f"/browse/{issue.key}"),
    }


def status(status_id: int, at: int, view: View) -> Json:
    """Return a status that a request reached at an instant."""
    found = view.site.store.statuses[status_id]
    answer: Json = {"status": found.name}
    if view.cloud or view.site.settings.numbers >= (9, 0):
        answer["statusCategory"] = _CATEGORIES[found.category]
    return answer | {"statusDate": date(at, view)}
