"""Roles: which there are, and who has them in a project and by default."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from ...refusal import Refused, not_found
from ...store.catalogue import Role
from ...store.projects import Project
from ...views.roles import role, role_details
from ...work.roles import actors_of, asked_actors, find_group, save_actors
from ..call import Answer, Call
from ..guards import administrator, project_to_administer, record
from ..routing import CLOUD, Routes

routes = Routes()

_SITE: Final = ("manage:jira-configuration",)
_PROJECT: Final = ("manage:jira-project", "manage:jira-configuration")


@routes.get("/project/{project}/role")
def of_project(call: Call) -> Answer:
    """Return the roles of a project: names, and where each is."""
    call.require_account()
    found = call.project()
    return Answer({item.name: call.view.url(f"/project/{found.id}/role/{item.id}") for item in call.site.store.roles})


@routes.get("/project/{project}/roledetails", on=[CLOUD])
def details(call: Call) -> Answer:
    """Return the roles of a project; with `currentMember`, those that one has oneself."""
    found, account = call.project(), call.me
    shown = list(call.site.store.roles)
    if call.flag("currentMember"):
        mine = {f"user:{account.id}", *(f"group:{g.id}" for g in call.site.store.groups if account.id in g.members)}
        shown = [item for item in shown if mine & set(actors_of(found, item))]
    return Answer([role_details(item, found, call.view) for item in shown])


@routes.get("/project/{project}/role/{role}")
def of_project_one(call: Call) -> Answer:
    """Return who has a role in a project."""
    found = _readable(call)
    return Answer(_shown(call, found, _role(call)))


def _readable(call: Call) -> Project:
    """Return the project, if the account administers it: others are told that there is none."""
    return project_to_administer(
        call, message=f"No project could be found with key '{call.path['project']}'.", status=404
    )


def _shown(call: Call, project: Project | None, found: Role) -> dict[str, Any]:
    actors = actors_of(project, found)
    if call.flag("excludeInactiveUsers"):
        people = call.site.store.people
        actors = [a for a in actors if not a.startswith("user:") or people[int(a.removeprefix("user:"))].active]
    return role(found, project, actors, call.view)


@routes.post("/project/{project}/role/{role}", scopes=_PROJECT)
def add(call: Call) -> Answer:
    """Give a role in a project to accounts and groups."""
    found, given = _readable(call), _role(call)
    added = asked_actors(call.site, call.object(), gone=404 if call.site.cloud else 410)
    if not added:
        raise Refused(400, "At least one user or group must be given.")
    held = actors_of(found, given)
    if set(added) <= set(held):
        raise Refused(400, "The users and groups that were given are already members of the project role.")
    save_actors(call.site, found, given, [*held, *added])
    return Answer(_shown(call, call.site.store.projects[found.id], given))


@routes.put("/project/{project}/role/{role}", scopes=_PROJECT)
def set_all(call: Call) -> Answer:
    """Give a role in a project to these accounts and groups, and to nobody else."""
    found, given = _readable(call), _role(call)
    save_actors(call.site, found, given, asked_actors(call.site, call.object()))
    return Answer(_shown(call, call.site.store.projects[found.id], given))


@routes.delete("/project/{project}/role/{role}", scopes=_PROJECT)
def remove(call: Call) -> Answer:
    """Take a role in a project from an account or a group."""
    found, given = _readable(call), _role(call)
    _remove(call, found, given)
    return Answer(status=204)


def _remove(call: Call, project: Project | None, given: Role) -> None:
    user, name, id = call.text("user"), call.text("group"), call.text("groupId")
    if not (user or name or id):
        raise Refused(400, "You must specify either a user or a group.")
    if user:
        person = call.site.person(user)
        actor = f"user:{person.id}" if person else ""
    else:
        actor = f"group:{find_group(call.site, name=name, id=id).id}"
    held = actors_of(project, given)
    if actor not in held:
        raise not_found(f"The actor '{user or name or id}' does not have the project role '{given.name}'.")
    save_actors(call.site, project, given, [other for other in held if other != actor])


@routes.get("/role", scopes=_SITE)
def read_all(call: Call) -> Answer:
    """Return all roles, with who has them in new projects."""
    administrator(call)
    return Answer([_shown(call, None, found) for found in call.site.store.roles])


@routes.get("/role/{role}", scopes=_SITE)
def read(call: Call) -> Answer:
    """Return a role, with who has it in new projects."""
    administrator(call)
    return Answer(_shown(call, None, _role(call)))


@routes.get("/role/{role}/actors", scopes=_SITE)
def read_actors(call: Call) -> Answer:
    """Return who has a role in new projects."""
    administrator(call)
    return Answer({"actors": _shown(call, None, _role(call))["actors"]})


@routes.post("/role/{role}/actors", scopes=_SITE)
def add_actors(call: Call) -> Answer:
    """Have accounts and groups given a role in new projects."""
    administrator(call)
    found = _role(call)
    save_actors(call.site, None, found, [*found.actors, *asked_actors(call.site, call.object(), gone=400)])
    return Answer(_shown(call, None, call.site.store.roles[found.id]))


@routes.delete("/role/{role}/actors", scopes=_SITE)
def remove_actors(call: Call) -> Answer:
    """Have an account or a group no longer given a role in new projects."""
    administrator(call)
    found = _role(call)
    _remove(call, None, found)
    return Answer(_shown(call, None, call.site.store.roles[found.id]))


@routes.post("/role", scopes=_SITE)
def create(call: Call) -> Answer:
    """Create a role."""
    administrator(call)
    body = call.object()
    made = Role(name=_name(call, body.get("name"), None), description=str(body.get("description") or ""))
    return Answer(_plain(call, call.site.store.roles.add(made)), 200)


@routes.put("/role/{role}", scopes=_SITE)
@routes.post("/role/{role}", scopes=_SITE)
def update(call: Call) -> Answer:
    """Change a role: PUT wants both its values, POST takes either."""
    administrator(call)
    found, body = _role(call), call.object()
    if call.method == "PUT" and not (body.get("name") and body.get("description") is not None):
        raise Refused(400, "Both the name and the description of the role are required.")
    name = _name(call, body["name"], found) if body.get("name") else found.name
    saved = replace(found, name=name, description=str(body.get("description", found.description)))
    return Answer(_shown(call, None, call.site.store.roles.save(saved)))


@routes.delete("/role/{role}", scopes=_SITE)
def delete(call: Call) -> Answer:
    """Delete a role; who has it anywhere gets another one, if one is named."""
    administrator(call)
    found = _role(call)
    swap = call.text("swap")
    other = record(call.site.store.roles, swap, f"Can not retrieve a role with id {swap}.") if swap else None
    for project in call.site.store.projects.all():
        roles = {key: actors for key, actors in project.roles.items() if key != str(found.id)}
        if other is not None:
            held = [*roles.get(str(other.id), []), *actors_of(project, found)]
            roles[str(other.id)] = list(dict.fromkeys(held))
        call.site.store.projects.save(replace(project, roles=roles))
    call.site.store.roles.remove(found.id)
    call.site.index.rebuild()
    return Answer(status=204)


def _plain(call: Call, found: Role) -> dict[str, Any]:
    shown = _shown(call, None, found)
    return {name: value for name, value in shown.items() if name != "actors"} if call.site.cloud else shown


def _role(call: Call) -> Role:
    id = call.path["role"]
    return record(call.site.store.roles, id, f"Can not retrieve a role with id {id}.")


def _name(call: Call, given: object, own: Role | None) -> str:
    name = given if isinstance(given, str) else ""
    if not name or name != name.strip():
        raise Refused(400, "The name of a role must not be empty, nor begin or end with a space.")
    if any(found != own and found.name.lower() == name.lower() for found in call.site.store.roles):
        raise Refused(409, f"A project role with the name '{name}' already exists.")
    return name
