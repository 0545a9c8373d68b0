"""
Service desks: one for each project of their kind, who is served and who serves, and requests made.

A project that has just been made gets its desk, with request types and queues, when service management first looks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from .. import permissions
from ..refusal import Refused
from ..site import Site
from ..store.issues import Issue
from ..store.people import Person
from ..store.projects import Project
from ..store.service_desk import Participation, Queue, RequestGroup, RequestType, ServiceDesk
from ..wire import as_list, as_object
from .creating import create_issue
from .editing import Edit

__all__ = ["REQUEST_TYPE", "create_request", "desks", "is_agent", "participants", "participate", "request_type_of"]

REQUEST_TYPE: Final = "com.atlassian.servicedesk:vp-origin"
_QUEUES: Final = (
    ("All open", "project = {key} AND resolution = Unresolved ORDER BY created ASC"),
    ("Unassigned issues", "project = {key} AND assignee is EMPTY AND resolution = Unresolved ORDER BY created ASC"),
    ("Assigned to me", "project = {key} AND assignee = currentUser() AND resolution = Unresolved ORDER BY created ASC"),
)
# key, name, description, wanted issue type, group
_TYPES: Final = (
    ("gethelp", "Get help", "Ask for help with anything.", "Task", "General"),
    ("problem", "Report a problem", "Tell what does not work.", "Bug", "General"),
    ("access", "Request access", "Ask for access to a system.", "Task", "Accounts"),
)


def desks(site: Site) -> list[tuple[ServiceDesk, Project]]:
    """Return every service desk with its project; those that are missing are opened."""
    found: list[tuple[ServiceDesk, Project]] = []
    for project in site.store.projects:
        if project.kind == "service_desk" and project.deleted is None:
            desk = site.store.service_desk.desks.first(project_id=project.id)
            found.append((desk or _open(site, project), project))
    return found


def _open(site: Site, project: Project) -> ServiceDesk:
    tables = site.store.service_desk
    desk = tables.desks.add(ServiceDesk(project_id=project.id))
    groups: dict[str, int] = {}
    for key, name, text, wanted, group in _TYPES:
        if group not in groups:
            groups[group] = tables.groups.add(RequestGroup(desk_id=desk.id, name=group)).id
        type_id = _issue_type(site, project, wanted)
        tables.types.add(
            RequestType(
                desk_id=desk.id,
                key=key,
                name=name,
                description=text,
                help_text="",
                type_id=type_id,
                fields=_fields(site, project, type_id),
                group_ids=(groups[group],),
            )
        )
    tables.queues.add_many(Queue(desk_id=desk.id, name=name, jql=jql.format(key=project.key)) for name, jql in _QUEUES)
    return desk


def _issue_type(site: Site, project: Project, name: str) -> int:
    types = [found for found in site.store.types.get_many(project.type_ids) if found.level == 0]
    return next((found.id for found in types if found.name == name), types[0].id)


def _fields(site: Site, project: Project, type_id: int) -> list[dict[str, object]]:
    """Return the fields of a request type: what was asked, why, and whatever the issue type requires."""
    layout = site.store.layouts.first(project_id=project.id, type_id=type_id)
    fields: list[dict[str, object]] = [
        {"fieldId": "summary", "name": "What do you need?", "required": True},
        {"fieldId": "description", "name": "Why do you need this?", "required": False},
    ]
    for key in layout.required if layout else ():
        field = site.field(key)
        if field is not None and key not in {"summary", "issuetype", "project"}:
            fields.append({"fieldId": key, "name": field.name, "required": True})
    return fields


def is_agent(site: Site, account: Person | None, project: Project) -> bool:
    """Say whether an account serves in a project, and does not just ask."""
    return account is not None and account.kind != "customer" and permissions.works_in(site, account, project)


def request_type_of(site: Site, issue: Issue) -> RequestType | None:
    """Return the request type of an issue, None if it is no request."""
    field = site.field_of(REQUEST_TYPE)
    return None if field is None else site.store.service_desk.types.get(issue.ref(field.key) or 0)


def participants(site: Site, issue: Issue) -> list[Person]:
    rows = site.store.service_desk.participations.where(issue_id=issue.id)
    return site.store.people.get_many(row.person_id for row in rows)


def participate(site: Site, issue: Issue, person: Person) -> None:
    """Have an account take part in a request, once."""
    table = site.store.service_desk.participations
    if not table.where(issue_id=issue.id, person_id=person.id):
        table.add(Participation(issue_id=issue.id, person_id=person.id))


def create_request(edit: Edit, project: Project, found: RequestType, asked: Mapping[str, Any]) -> Issue:
    """
    Make the request that a POST asks for.

    Raises:
        Refused: A field is missing, or is none of the request type's.
    """
    site, given = edit.site, as_object(asked.get("requestFieldValues"))
    known = {str(row["fieldId"]): row for row in found.fields}
    strange = [key for key in given if key not in known]
    if strange:
        raise Refused(400, f"The field '{strange[0]}' is not one of the request type '{found.name}'.")
    missing = [str(row["name"]) for key, row in known.items() if row["required"] and not given.get(key)]
    if missing:
        raise Refused(400, f"Your request could not be created. Please check the fields: {', '.join(missing)}.")
    field = site.field_of(REQUEST_TYPE)
    base = {"project": {"id": str(project.id)}, "issuetype": {"id": str(found.type_id)}}
    own: dict[str, object] = {field.key: str(found.id)} if field else {}
    own |= _reporter(site, asked.get("raiseOnBehalfOf"))
    others = _people(site, asked)
    written = replace(edit, api="3" if asked.get("isAdfRequest") is True else "2")
    issue = create_issue(written, {"fields": {**given, **own, **base}})
    for person in others:
        participate(site, issue, person)
    return issue


def _reporter(site: Site, name: object) -> dict[str, object]:
    """Return the reporter as a field, nothing if it is who asks."""
    if name is None:
        return {}
    found = site.person(name) or site.store.people.first(email=name)
    if found is None:
        raise Refused(400, f"The customer '{name}' does not exist.")
    return {"reporter": {"accountId": found.account_id} if site.cloud else {"name": found.name}}


def _people(site: Site, asked: Mapping[str, Any]) -> list[Person]:
    names = as_list(asked.get("requestParticipants"))
    found = [(name, site.person(name)) for name in names]
    unknown = [str(name) for name, person in found if person is None]
    if unknown:
        raise Refused(400, f"The participant '{unknown[0]}' does not exist.")
    return [person for _, person in found if person is not None]
