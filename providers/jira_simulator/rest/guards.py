"""Guards: what a request must be allowed, or must name rightly, before a handler goes on."""

from __future__ import annotations

from typing import Final, TypeVar

from .. import permissions
from ..refusal import Refused, not_found
from ..store import Record, Table
from ..store.people import Person
from ..store.projects import Project
from .call import Call

__all__ = ["administrator", "project_named", "project_to_administer", "record"]

R = TypeVar("R", bound=Record)
_ONLY_ADMINISTRATORS: Final = "Only Jira administrators can perform this operation."
_NOT_YOURS: Final = "You cannot edit the configuration of this project."


def administrator(call: Call, message: str = _ONLY_ADMINISTRATORS, *, status: int = 403) -> Person:
    """Return who asks, if they administer the site."""
    account = call.me
    if not permissions.administers(account):
        raise Refused(status, message)
    return account


def project_to_administer(
    call: Call, name: str = "project", *, message: str = _NOT_YOURS, status: int = 403
) -> Project:
    """Return the project that the path names, if the account administers it."""
    call.require_account()
    project = call.project(name)
    if not permissions.administers_project(call.site, call.account, project):
        raise Refused(status, message)
    return project


def project_named(call: Call, id_or_key: object) -> Project | None:
    """Return the project with an id or key, if the account may see it."""
    wanted = str(id_or_key)
    for project in permissions.visible_projects(call.site, call.account):
        if wanted == str(project.id) or wanted.upper() in {project.key, *project.former_keys}:
            return project
    return None


def record(table: Table[R], id: object, message: str, *, status: int = 404) -> R:
    """Return the record with an id that a request gives."""
    text = str(id)
    found = table.get(int(text)) if text.isascii() and text.isdigit() and len(text) < 19 else None
    if found is None:
        raise not_found(message) if status == 404 else Refused(status, message)
    return found
