"""Roles and who has them, as JSON."""

from __future__ import annotations

from ..store.catalogue import Role
from ..store.people import Group, Person
from ..store.projects import Project
from .people import user_avatars
from .view import Json, View

__all__ = ["role", "role_details"]


def role(found: Role, project: Project | None, actors: list[str], view: View) -> Json:
    """Return a role with who has it."""
    path = f"/role/{found.id}" if project is None else f"/project/{project.id}/role/{found.id}"
    return {
        "self": view.url(path),
        "name": found.name,
        "id": found.id,
        "description": found.description,
        "actors": [shown for actor in actors if (shown := _actor(actor, view))],
    }


def _actor(stored: str, view: View) -> Json | None:
    kind, _, id = stored.partition(":")
    if kind == "user":
        person = view.site.store.people.get(int(id))
        return None if person is None else _user(person, view)
    group = view.site.store.groups.get(int(id))
    return None if group is None else _group(group, view)


def _user(found: Person, view: View) -> Json:
    answer: Json = {"id": found.id, "displayName": found.display_name, "type": "atlassian-user-role-actor"}
    if view.cloud:
        return answer | {"actorUser": {"accountId": found.account_id}}
    return answer | {"name": found.name, "avatarUrl": user_avatars(found, view)["16x16"]}


def _group(found: Group, view: View) -> Json:
    answer: Json = {
        "id": 100_000 + found.id,
        "displayName": found.name,
        "type": "atlassian-group-role-actor",
        "name": found.name,
    }
    if view.cloud:
        return answer | {
            "actorGroup": {"name": found.name, "displayName": found.name, "groupId": found.group_id},
        }
    return answer | {"avatarUrl": view.page_url("/secure/useravatar?size=xsmall&avatarId=10300")}


def role_details(found: Role, project: Project, view: View) -> Json:
    return {
        "self": view.url(f"/project/{project.id}/role/{found.id}"),
        "name": found.name,
        "id": found.id,
        "description": found.description,
        "admin": found.admin,
        "default": found.default,
        "roleConfigurable": True,
        "translatedName": found.name,
    }
