"""Requests and what hangs on them as JSON, as service management has it."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

from .. import richtext
from ..fieldtypes.service_desk import status_date
from ..store.activity import Attachment, Comment
from ..store.fields import FieldOption
from ..store.issues import Issue
from ..store.people import Person
from ..store.service_desk import Organization, Queue, RequestType
from . import html
from .fields import schema
from .issues import value_of
from .people import user_avatars
from .request_types import date, desk_url, request_links, status
from .view import Json, View

__all__ = [
    "attachment",
    "comment",
    "customer",
    "is_public",
    "organization",
    "queue",
    "request",
    "request_field",
    "statuses",
]

_EXPANDS: Final = ["participant", "status", "sla", "requestType", "serviceDesk", "attachment", "action", "comment"]


def customer(found: Person | None, view: View) -> Json:
    """Return an account as service management names it."""
    if found is None:
        return {}
    name = f"accountId={quote(found.account_id, safe='')}" if view.cloud else f"username={quote(found.name)}"
    url = view.page_url(f"/rest/api/2/user?{name}")
    answer: Json = {"accountId": found.account_id} if view.cloud else {"name": found.name, "key": found.key}
    if not view.cloud or found.email_visible or found.kind == "customer":
        answer["emailAddress"] = found.email
    answer |= {"displayName": found.display_name, "active": found.active, "timeZone": found.time_zone}
    return answer | {"_links": {"jiraRest": url, "avatarUrls": user_avatars(found, view), "self": url}}


def request_field(row: dict[str, object], view: View) -> Json:
    """Return a field of a request type, with the values that it takes."""
    field = view.site.field(str(row["fieldId"]))
    options = view.site.options(field.key) if field else []
    values = [_choice(option, options) for option in options if option.parent_id is None]
    return {
        "fieldId": row["fieldId"],
        "name": row["name"],
        "description": "",
        "required": row["required"],
        "defaultValues": [],
        "validValues": values,
        "jiraSchema": schema(field) if field else {},
        "visible": True,
    }


def _choice(option: FieldOption, options: list[FieldOption]) -> Json:
    """Return an option with those below it."""
    below = [_choice(child, options) for child in options if child.parent_id == option.id]
    return {"value": str(option.id), "label": option.value, "children": below}


def queue(found: Queue, view: View, count: int | None) -> Json:
    answer: Json = {"id": str(found.id), "name": found.name, "jql": found.jql, "fields": list(found.fields)}
    answer |= {} if count is None else {"issueCount": count}
    return answer | {"_links": {"self": desk_url(f"/servicedesk/{found.desk_id}/queue/{found.id}", view)}}


def request(issue: Issue, found: RequestType, view: View) -> Json:
    """Return a request."""
    people = view.site.store.people
    answer: Json = {"_expands": _EXPANDS, "issueId": str(issue.id), "issueKey": issue.key}
    if view.cloud:
        answer["summary"] = issue.text("summary")
    return answer | {
        "requestTypeId": str(found.id),
        "serviceDeskId": str(found.desk_id),
        "createdDate": date(issue.created, view),
        "reporter": customer(people.get(issue.ref("reporter") or 0), view),
        "requestFieldValues": [_value(issue, row, view) for row in found.fields if _is_given(issue, row)],
        "currentStatus": status(issue.ref("status") or 0, status_date(issue, view.site), view),
        "_links": request_links(issue, found, view),
    }


def _is_given(issue: Issue, row: dict[str, object]) -> bool:
    return issue.values.get(str(row["fieldId"])) is not None


def _value(issue: Issue, row: dict[str, object], view: View) -> Json:
    """Return what a customer filled in; rich text is wiki text, with its HTML beside it."""
    field = view.site.field(str(row["fieldId"]))
    assert field is not None
    answer: Json = {"fieldId": row["fieldId"], "label": row["name"], "value": value_of(issue, field, view)}
    if field.kind == "richtext":
        answer["renderedValue"] = {"html": html.paragraphs(issue.values[field.key])}
    return answer


def statuses(issue: Issue, view: View) -> list[Json]:
    """Return the statuses that a request has had, the current one first."""
    changes = view.site.store.changes.where(issue_id=issue.id)
    moves = [(change.created, change.values["status"]) for change in changes if "status" in change.values]
    first = moves[0][1][0] if moves else issue.ref("status")
    reached = [(issue.created, int(str(first))), *((at, int(str(pair[1]))) for at, pair in moves)]
    return [status(id, at, view) for at, id in reversed(reached)]


def is_public(found: Comment) -> bool:
    """Say whether customers see a comment."""
    return not found.internal and not found.visibility


def comment(issue: Issue, found: Comment, view: View, expand: frozenset[str] = frozenset()) -> Json:
    answer: Json = {
        "_expands": ["attachment", "renderedBody"],
        "id": str(found.id),
        "body": richtext.write(found.body, cloud=view.cloud, api="2"),
        "public": is_public(found),
        "author": customer(view.site.store.people.get(found.author_id or 0), view),
        "created": date(found.created, view),
        "_links": {"self": desk_url(f"/request/{issue.id}/comment/{found.id}", view)},
    }
    if "renderedBody" in expand:
        answer["renderedBody"] = {"html": html.paragraphs(found.body)}
    return answer


def attachment(found: Attachment, view: View) -> Json:
    """Return an attachment; its address is that of the portal."""
    place = f"/servicedesk/customershim/secure/attachment/{found.id}/{quote(found.filename)}"
    links = {"jiraRest": view.page_url(f"/rest/api/2/attachment/{found.id}"), "content": view.page_url(place)}
    return {
        "filename": found.filename,
        "author": customer(view.site.store.people.get(found.author_id or 0), view),
        "created": date(found.created, view),
        "size": found.size,
        "mimeType": found.media_type,
        "_links": links,
    }


def organization(found: Organization, view: View) -> Json:
    answer: Json = {"id": str(found.id), "name": found.name}
    answer |= {"scimManaged": False} if view.cloud else {}
    return answer | {"_links": {"self": desk_url(f"/organization/{found.id}", view)}}
