"""Visibility: who may see a comment or worklog that is for a group or a project role. Nobody is above it."""

from __future__ import annotations

from collections.abc import Mapping

from .site import Site
from .store.people import Person
from .store.projects import Project

__all__ = ["holds_role", "may_see"]


def may_see(site: Site, account: Person | None, project: Project, visibility: Mapping[str, str] | None) -> bool:
    """Say whether an account may see what has this restriction, which is None or as on the wire."""
    if not visibility:
        return True
    if account is None:
        return False
    name, identifier = visibility.get("value"), visibility.get("identifier")
    if visibility.get("type") == "group":
        groups = [group for group in site.store.groups if account.id in group.members]
        return any(identifier == group.group_id if identifier else name == group.name for group in groups)
    return any(role.name == name and holds_role(site, account, project, role.id) for role in site.store.roles)


def holds_role(site: Site, account: Person, project: Project, role_id: int) -> bool:
    """Say whether an account has a role in a project, by itself or by a group."""
    groups = {f"group:{group.id}" for group in site.store.groups if account.id in group.members}
    return not (groups | {f"user:{account.id}"}).isdisjoint(project.roles.get(str(role_id), ()))
