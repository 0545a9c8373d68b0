"""Filters: made, changed, shared; and who may see and change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from .. import permissions
from ..jql import JqlError, interpret, parse
from ..refusal import Refused
from ..search.world import SiteWorld
from ..site import Site
from ..store.administration import Filter
from ..store.people import Person
from ..wire import as_list, as_object
from . import events
from .roles import find_group

__all__ = ["create_filter", "delete_filter", "read_share", "sees_shared", "update_filter"]

_EVERYBODY: Final = frozenset({"global", "loggedin", "authenticated"})


def sees_shared(site: Site, account: Person | None, owner_id: int, shares: tuple[dict[str, object], ...]) -> bool:
    """Say whether an account may see what is shared so: its owner may, and administrators."""
    if account is not None and (account.id == owner_id or permissions.administers(account)):
        return True
    return any(_reaches(site, account, share) for share in shares)


def _reaches(site: Site, account: Person | None, share: Mapping[str, object]) -> bool:
    kind, id = share["type"], share.get("id")
    if kind in _EVERYBODY:
        return account is not None or kind == "global"
    if account is None:
        return False
    if kind == "group":
        group = site.store.groups.get(int(str(id)))
        return group is not None and account.id in group.members
    if kind == "project":
        project = site.store.projects.get(int(str(id)))
        return project is not None and permissions.sees(site, account, project)
    return kind == "user" and id == account.id


def read_share(site: Site, given: Mapping[str, Any]) -> dict[str, object]:
    """
    Return a share as it is kept, from what a request says: of a POST of one, or of a whole filter.

    Raises:
        Refused: The group, project or user does not exist, or the type does not.
    """
    kind = str(given.get("type"))
    if kind in _EVERYBODY:
        return {"type": kind}
    if kind == "group":
        group = as_object(given.get("group"))
        name = str(given.get("groupname") or group.get("name") or "")
        id = str(given.get("groupId") or group.get("groupId") or "")
        return {"type": kind, "id": find_group(site, name=name, id=id, status=400).id}
    if kind == "project":
        named = str(given.get("projectId") or as_object(given.get("project")).get("id") or "")
        project = site.store.projects.get(int(named)) if named.isdigit() else None
        if project is None:
            raise Refused(400, f"The project with id '{named}' does not exist.")
        return {"type": kind, "id": project.id}
    if kind == "user" and site.cloud:
        person = site.person(given.get("accountId") or as_object(given.get("user")).get("accountId"))
        if person is not None:
            return {"type": kind, "id": person.id}
        raise Refused(400, "The user of the share permission does not exist.")
    raise Refused(400, f"The type '{kind}' of the share permission is not valid.")


def create_filter(site: Site, account: Person, body: Mapping[str, Any]) -> Filter:
    """Create what a POST of a filter asks for."""
    blank = Filter(name="", owner_id=account.id, jql="")
    favourite = (account.id,) if body.get("favourite") else ()
    made = site.store.filters.add(
        replace(_changed(site, account, blank, {"name": None, **body}), favourite_of=favourite)
    )
    events.tell(site, "filter_created", account, subject=made)
    return made


def update_filter(site: Site, account: Person, found: Filter, body: Mapping[str, Any]) -> Filter:
    """Do what a PUT of a filter asks for."""
    saved = site.store.filters.save(_changed(site, account, found, body))
    events.tell(site, "filter_updated", account, subject=saved)
    return saved


def delete_filter(site: Site, account: Person, found: Filter) -> None:
    site.store.filters.remove(found.id)
    events.tell(site, "filter_deleted", account, subject=found)


def _changed(site: Site, account: Person, found: Filter, body: Mapping[str, Any]) -> Filter:
    errors: dict[str, str] = {}
    values: dict[str, Any] = {}
    if "name" in body:
        values["name"] = str(body["name"] or "").strip()
        if not values["name"]:
            errors["filterName"] = "You must specify a name to save this filter as."
        mine = site.store.filters.where(owner_id=found.owner_id)
        if any(other.id != found.id and other.name.lower() == values["name"].lower() for other in mine):
            errors["filterName"] = "Filter with same name already exists."
    if body.get("description") is not None:
        values["description"] = str(body["description"])
    if body.get("jql") is not None:
        values["jql"] = str(body["jql"])
    if body.get("sharePermissions") is not None:
        rows = [read_share(site, as_object(row)) for row in as_list(body["sharePermissions"])]
        values["shares"] = tuple(row | {"number": number} for number, row in enumerate(rows, 10_000))
    if errors:
        raise Refused(400, errors=errors)
    _check(site, account, values.get("jql", ""))
    return replace(found, **values)


def _check(site: Site, account: Person, jql: str) -> None:
    """Refuse a query that can not be run."""
    try:
        problems = interpret(parse(jql), SiteWorld(site, account)).problems
    except JqlError as exc:
        raise Refused(400, *exc.messages) from None
    if problems:
        raise Refused(400, *problems)
