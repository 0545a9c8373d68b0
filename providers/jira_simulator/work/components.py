"""Components: created, changed and deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ..refusal import Refused
from ..site import Site
from ..store.people import Person
from ..store.projects import Component, Project
from . import events
from .replacing import replace_reference

__all__ = ["create_component", "delete_component", "update_component"]

_ASSIGNEES: Final = frozenset({"PROJECT_DEFAULT", "COMPONENT_LEAD", "PROJECT_LEAD", "UNASSIGNED"})
_LONGEST: Final = 255


def create_component(site: Site, account: Person, project: Project, body: Mapping[str, Any]) -> Component:
    """Create what a POST of a component asks for."""
    blank = Component(project_id=project.id, name="")
    made = site.store.components.add(_changed(site, project, blank, {**body, "name": body.get("name") or ""}))
    events.tell(site, "component_created", account, subject=made)
    return made


def update_component(site: Site, account: Person, component: Component, body: Mapping[str, Any]) -> Component:
    """Do what a PUT of a component asks for."""
    project = site.store.projects[component.project_id]
    saved = site.store.components.save(_changed(site, project, component, body))
    site.index.rebuild()
    events.tell(site, "component_updated", account, subject=saved)
    return saved


def _changed(site: Site, project: Project, component: Component, body: Mapping[str, Any]) -> Component:
    """Return a component with what a request gives; what is wrong is told by field."""
    errors: dict[str, str] = {}
    values: dict[str, Any] = {}
    if body.get("name") is not None:  # null is as good as nothing: clients send all that they know
        values["name"] = _name(site, project, component, body["name"], errors)
    if body.get("description") is not None:
        values["description"] = str(body["description"])
    lead_name = "leadAccountId" if site.cloud else "leadUserName"
    if lead_name in body:
        values["lead_id"] = _lead(site, body[lead_name], lead_name, errors)
    if body.get("assigneeType") is not None:
        values["assignee_type"] = body["assigneeType"]
        if body["assigneeType"] not in _ASSIGNEES:
            errors["assigneeType"] = f"The assignee type '{body['assigneeType']}' is invalid."
    if errors:
        raise Refused(400, errors=errors)
    return replace(component, **values)


def _name(site: Site, project: Project, own: Component, given: object, errors: dict[str, str]) -> str:
    name = given.strip() if isinstance(given, str) else ""
    if not name:
        errors["name"] = "The component name specified is invalid - cannot be an empty string."
    elif len(name) > _LONGEST:
        errors["name"] = f"The component name must not exceed {_LONGEST} characters in length."
    for other in site.store.components.where(project_id=project.id):
        if other.id != own.id and other.name.lower() == name.lower():
            errors["name"] = f"A component with the name {name} already exists in this project."
    return name


def _lead(site: Site, given: object, name: str, errors: dict[str, str]) -> int | None:
    if given in {None, ""}:
        return None
    lead = site.person(given)
    if lead is None:
        errors[name] = f"The user {given} does not exist."
        return None
    return lead.id


def delete_component(site: Site, account: Person, component: Component, move_to: Component | None) -> None:
    """Delete a component; its issues get another one, or lose it."""
    new = move_to.id if move_to else None
    replace_reference(site, account, "components", component.id, new)
    site.store.components.remove(component.id)
    site.index.rebuild()
    events.tell(site, "component_deleted", account, subject=component)
