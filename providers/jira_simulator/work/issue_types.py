"""Issue types: made, changed, deleted, and given to the projects of a scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from ..refusal import Refused, not_found
from ..site import Site
from ..store.administration import Scheme
from ..store.catalogue import IssueType
from ..store.people import Person
from . import events
from .replacing import issues_with, replace_reference
from .schemes import projects_with
from .screens import add_layouts

__all__ = ["add_to_scheme", "create_type", "delete_type", "update_type"]

_LONGEST: Final = 60


def create_type(site: Site, account: Person, body: Mapping[str, Any]) -> IssueType:
    """Create what a POST of an issue type asks for; projects have it once a scheme gives it to them."""
    level = body.get("hierarchyLevel")
    subtask = level == -1 or str(body.get("type", "standard")) == "subtask"
    name = _name(site, body.get("name"), None)
    made = IssueType(
        name=name, description=str(body.get("description") or ""), level=-1 if subtask else int(level or 0)
    )
    made = site.store.types.add(made)
    events.tell(site, "issuetype_created", account, subject=made)
    return made


def update_type(site: Site, account: Person, found: IssueType, body: Mapping[str, Any]) -> IssueType:
    """Do what a PUT of an issue type asks for."""
    saved = site.store.types.save(
        replace(
            found,
            name=_name(site, body["name"], found) if "name" in body else found.name,
            description=str(body.get("description", found.description) or ""),
            avatar_id=int(body.get("avatarId") or found.avatar_id),
        )
    )
    site.index.rebuild()
    events.tell(site, "issuetype_updated", account, subject=saved)
    return saved


def _name(site: Site, given: object, own: IssueType | None) -> str:
    name = given.strip() if isinstance(given, str) else ""
    if not name:
        raise Refused(400, errors={"name": "You must specify a name for this new issue type."})
    if len(name) > _LONGEST:
        raise Refused(400, errors={"name": f"The issue type name must not exceed {_LONGEST} characters."})
    if any(found != own and found.name.lower() == name.lower() for found in site.store.types):
        raise Refused(409, errors={"name": "An issue type with this name already exists."})
    return name


def delete_type(site: Site, account: Person, found: IssueType, other: IssueType | None) -> None:
    """
    Delete an issue type; issues that have it get another one.

    Raises:
        Refused: There are such issues, and no other type, or one that does not fit.
    """
    if issues_with(site, None, "issuetype", found.id):
        if other is None:
            raise not_found("The issue type is in use and an alternative issue type was not specified.")
        if other.id == found.id or other.subtask is not found.subtask:
            raise Refused(409, "The alternative issue type can not take the place of the issue type.")
        replace_reference(site, account, "issuetype", found.id, other.id)
    for project in site.store.projects.all():
        kept = tuple(id for id in project.type_ids if id != found.id)
        site.store.projects.save(replace(project, type_ids=kept))
    site.store.layouts.remove_where(type_id=found.id)
    site.store.types.remove(found.id)
    site.index.rebuild()
    events.tell(site, "issuetype_deleted", account, subject=found)


def add_to_scheme(site: Site, scheme: Scheme, types: Sequence[IssueType]) -> None:
    """Add types to a scheme, and so to the projects that have it."""
    held = {str(row["issuetype"]) for row in scheme.entries}
    fresh = [type for type in types if str(type.id) not in held]
    projects = projects_with(site, scheme)
    added: list[dict[str, object]] = [{"issuetype": type.id} for type in fresh]
    site.store.schemes.save(replace(scheme, entries=(*scheme.entries, *added)))
    for project in projects:
        new = [type for type in fresh if type.id not in project.type_ids]
        site.store.projects.save(replace(project, type_ids=(*project.type_ids, *(type.id for type in new))))
        add_layouts(site, project, new)
