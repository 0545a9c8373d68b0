"""Roles: who has them, in a project and by default in new ones. Actors are stored as `user:<id>` or `group:<id>`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..refusal import Refused, not_found
from ..site import Site
from ..store.catalogue import Role
from ..store.people import Group
from ..store.projects import Project
from ..wire import as_list, as_object

__all__ = ["actors_of", "asked_actors", "find_group", "forget_actor", "save_actors"]

# How `categorisedActors` of a PUT calls the two kinds.
_CATEGORIES = {
    "atlassian-user-role-actor": "user",
    "atlassian-group-role-actor": "group",
    "atlassian-group-role-actor-id": "groupId",
}


def actors_of(project: Project | None, role: Role) -> list[str]:
    """Return who has a role in a project; without a project, who has it in new ones."""
    return list(role.actors) if project is None else list(project.roles.get(str(role.id), ()))


def save_actors(site: Site, project: Project | None, role: Role, actors: Iterable[str]) -> None:
    """Write who has a role."""
    unique = list(dict.fromkeys(actors))
    if project is None:
        site.store.roles.save(replace(role, actors=tuple(unique)))
        return
    site.store.projects.save(replace(project, roles={**project.roles, str(role.id): unique}))
    site.index.rebuild()


def asked_actors(site: Site, body: Mapping[str, Any], *, gone: int = 404) -> list[str]:
    """
    Return the actors that a request names: `user`, `group`, `groupId`, or all in `categorisedActors`.

    Raises:
        Refused: One of them does not exist; with the status `gone`.
    """
    named: dict[str, Sequence[Any]] = {name: as_list(body.get(name)) for name in ("user", "group", "groupId")}
    for category, values in as_object(body.get("categorisedActors")).items():
        if category not in _CATEGORIES:
            raise Refused(400, f"The actor type '{category}' does not exist.")
        named[_CATEGORIES[category]] = as_list(values)
    found: list[str] = []
    for identity in named["user"]:
        person = site.person(identity)
        if person is None or not person.active:
            raise Refused(gone, f"User '{identity}' does not exist or is not active.")
        found.append(f"user:{person.id}")
    groups = [find_group(site, name=str(name), status=gone) for name in named["group"]]
    groups += [find_group(site, id=str(id), status=gone) for id in named["groupId"]]
    return [*found, *(f"group:{group.id}" for group in groups)]


def find_group(site: Site, *, name: str = "", id: str = "", status: int = 404) -> Group:
    """Return the group with a name or, on Cloud, with an id."""
    for group in site.store.groups:
        if (id and site.cloud and group.group_id == id) or (name and group.name.lower() == name.lower()):
            return group
    message = f"The group named '{name}' does not exist." if name else f"Group with id '{id}' does not exist."
    raise not_found(message) if status == 404 else Refused(status, message)


def forget_actor(site: Site, actor: str) -> None:
    """Take an actor that is gone out of all roles."""
    for role in site.store.roles:
        if actor in role.actors:
            save_actors(site, None, role, [other for other in role.actors if other != actor])
        for project in site.store.projects:
            held = actors_of(project, role)
            if actor in held:
                save_actors(site, project, role, [other for other in held if other != actor])
