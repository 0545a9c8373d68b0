"""Who may do what: see a project, work in it, administer it or the site."""

from __future__ import annotations

from .site import Site
from .store.issues import Issue
from .store.people import Person
from .store.projects import Project

__all__ = [
    "administers",
    "administers_project",
    "searched_projects",
    "sees",
    "sees_issue",
    "visible_projects",
    "works_in",
]


def administers(account: Person | None) -> bool:
    """Say whether an account administers the site."""
    return account is not None and account.active and account.admin


def sees(site: Site, account: Person | None, project: Project) -> bool:
    """Say whether an account may browse a project; anonymous people see public ones only."""
    if project.deleted is not None:
        return False
    if account is None:
        return project.public
    if not account.active:
        return False
    return not project.private or account.admin or project.lead_id == account.id or _has_role(site, account, project)


def works_in(site: Site, account: Person | None, project: Project) -> bool:
    """Say whether an account may create and edit issues in a project."""
    return account is not None and sees(site, account, project) and project.archived is None


def administers_project(site: Site, account: Person | None, project: Project) -> bool:
    if account is None or not sees(site, account, project):
        return False
    return account.admin or account.id == project.lead_id or _has_role(site, account, project, admin=True)


def _has_role(site: Site, account: Person, project: Project, *, admin: bool = False) -> bool:
    groups = {f"group:{group.id}" for group in site.store.groups if account.id in group.members}
    wanted = groups | {f"user:{account.id}"}
    for role in site.store.roles:
        if (role.admin or not admin) and wanted & set(project.roles.get(str(role.id), ())):
            return True
    return False


def sees_issue(site: Site, account: Person | None, issue: Issue) -> bool:
    """Say whether an account may see an issue: its project, and its security level if it has one."""
    if not sees(site, account, site.store.projects[issue.project_id]):
        return False
    level_id = issue.ref("security")
    level = site.store.security_levels.get(level_id) if level_id else None
    if level is None:
        return True
    if account is None:
        return False
    return account.admin or not set(level.groups).isdisjoint(site.groups_of(account))


def visible_projects(site: Site, account: Person | None) -> list[Project]:
    return [project for project in site.store.projects if sees(site, account, project)]


def searched_projects(site: Site, account: Person | None) -> list[Project]:
    """Return the projects whose issues a search can find: no archived ones."""
    return [project for project in visible_projects(site, account) if project.archived is None]
