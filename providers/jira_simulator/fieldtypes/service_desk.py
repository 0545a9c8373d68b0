"""The field of Jira Service Management that says what a customer asked for."""

# A kind of field takes what every kind takes.
# ruff: noqa: ARG002
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..jql import Key, Kind
from ..jql.tree import Literal
from ..refusal import BadValue
from ..views import request_types
from .base import FieldType, Reading, Stored

if TYPE_CHECKING:
    from ..site import Site
    from ..store.fields import FieldRecord
    from ..store.issues import Issue
    from ..views import View

__all__ = ["RequestTypeRef", "status_date"]


def status_date(issue: Issue, site: Site) -> int:
    """Return when an issue reached the status that it has."""
    changes = site.store.changes.where(issue_id=issue.id)
    return max((change.created for change in changes if "status" in change.values), default=issue.created)


class RequestTypeRef(FieldType):
    """A request type: an object on Cloud, on Data Center a text of two keys; set by its id or that text."""

    kind: Kind | None = Kind.CHOICE
    jql_type: str = "requesttype"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        tables = reading.site.store.service_desk
        desk = tables.desks.first(project_id=reading.project.id)
        text = str(value).rpartition("/")[2]
        for found in tables.types.where(desk_id=desk.id) if desk else ():
            if text in {str(found.id), found.key}:
                return found.id
        raise BadValue(f"Request type '{value}' is not one of this project.")

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        found = view.site.store.service_desk.types[int(str(stored))]
        if not view.cloud:
            return f"{view.site.store.projects[issue.project_id].key.lower()}/{found.key}"
        return {
            "_links": request_types.request_links(issue, found, view),
            "requestType": request_types.request_type(found, view),
            "currentStatus": request_types.status(issue.ref("status") or 0, status_date(issue, view.site), view),
        }

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        text, tables = literal.text.lower(), site.store.service_desk
        keys = {desk.id: site.store.projects[desk.project_id].key.lower() for desk in tables.desks}
        return [
            str(found.id)
            for found in tables.types
            if text in {found.name.lower(), f"{found.name.lower()} ({keys[found.desk_id]})", str(found.id)}
        ]

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        found = site.store.service_desk.types.get(int(key))
        return ("" if found is None else found.name.lower(),)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        found = site.store.service_desk.types.get(int(str(stored))) if stored is not None else None
        return (None, None) if found is None else (str(found.id), found.name)
