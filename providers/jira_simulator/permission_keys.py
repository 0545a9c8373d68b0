"""
Permissions by their keys: what each is called, and whether an account has it.

The numbers and keys are Jira's; who has which follows the one permission scheme that the simulator has, which
`permissions` puts into practice. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permissions/
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from . import permissions
from .site import Site
from .store.issues import Issue
from .store.people import Person
from .store.projects import Project

__all__ = ["PERMISSIONS", "Permission", "has", "permissions_of", "projects_with"]


@dataclass(frozen=True, slots=True)
class Permission:
    """
    One permission.

    Attributes:
        number: Its id on the wire.
        site_wide: Whether it is a global one, not one in projects.
        holder: Who has it: `admin`, `projectadmin`, `member` (may work there), `viewer` (may look), `user` (logged in).
        former: The key that Data Center goes on listing beside this one.
        cloud: Whether only Cloud has it.
    """

    number: int
    key: str
    name: str
    holder: str
    site_wide: bool = False
    former: str = ""
    cloud: bool = False

    @property
    def description(self) -> str:
        return f"Ability to {self.name[0].lower()}{self.name[1:]}."


_GLOBAL: Final = (
    Permission(0, "ADMINISTER", "Administer Jira", "admin", site_wide=True),
    Permission(44, "SYSTEM_ADMIN", "System Administrator", "admin", site_wide=True),
    Permission(27, "USER_PICKER", "Browse Users", "user", site_wide=True),
    Permission(22, "CREATE_SHARED_OBJECTS", "Create Shared Objects", "user", site_wide=True,
               former="CREATE_SHARED_OBJECT"),
    Permission(24, "MANAGE_GROUP_FILTER_SUBSCRIPTIONS", "Manage Group Filter Subscriptions", "user", site_wide=True,
               former="GROUP_SUBSCRIPTIONS"),
    Permission(33, "BULK_CHANGE", "Bulk Change", "user", site_wide=True),
    Permission(-2, "CREATE_PROJECT", "Create team-managed projects", "user", site_wide=True, cloud=True),
)  # fmt: skip
_PROJECT: Final = (
    Permission(23, "ADMINISTER_PROJECTS", "Administer Projects", "projectadmin", former="PROJECT_ADMIN"),
    Permission(10, "BROWSE_PROJECTS", "Browse Projects", "viewer", former="BROWSE"),
    Permission(-1, "MANAGE_SPRINTS_PERMISSION", "Manage sprints", "member"),
    Permission(29, "VIEW_DEV_TOOLS", "View Development Tools", "viewer"),
    Permission(45, "VIEW_READONLY_WORKFLOW", "View Read-Only Workflow", "viewer", former="VIEW_WORKFLOW_READONLY"),
    Permission(17, "ASSIGNABLE_USER", "Assignable User", "member"),
    Permission(13, "ASSIGN_ISSUES", "Assign Issues", "member", former="ASSIGN_ISSUE"),
    Permission(18, "CLOSE_ISSUES", "Close Issues", "member", former="CLOSE_ISSUE"),
    Permission(11, "CREATE_ISSUES", "Create Issues", "member", former="CREATE_ISSUE"),
    Permission(16, "DELETE_ISSUES", "Delete Issues", "member", former="DELETE_ISSUE"),
    Permission(12, "EDIT_ISSUES", "Edit Issues", "member", former="EDIT_ISSUE"),
    Permission(21, "LINK_ISSUES", "Link Issues", "member", former="LINK_ISSUE"),
    Permission(30, "MODIFY_REPORTER", "Modify Reporter", "member"),
    Permission(25, "MOVE_ISSUES", "Move Issues", "member", former="MOVE_ISSUE"),
    Permission(14, "RESOLVE_ISSUES", "Resolve Issues", "member", former="RESOLVE_ISSUE"),
    Permission(28, "SCHEDULE_ISSUES", "Schedule Issues", "member", former="SCHEDULE_ISSUE"),
    Permission(26, "SET_ISSUE_SECURITY", "Set Issue Security", "member"),
    Permission(46, "TRANSITION_ISSUES", "Transition Issues", "member", former="TRANSITION_ISSUE"),
    Permission(32, "MANAGE_WATCHERS", "Manage Watchers", "member", former="MANAGE_WATCHER_LIST"),
    Permission(31, "VIEW_VOTERS_AND_WATCHERS", "View Voters and Watchers", "viewer", former="VIEW_VERSION_CONTROL"),
    Permission(15, "ADD_COMMENTS", "Add Comments", "member", former="COMMENT_ISSUE"),
    Permission(36, "DELETE_ALL_COMMENTS", "Delete All Comments", "projectadmin", former="COMMENT_DELETE_ALL"),
    Permission(37, "DELETE_OWN_COMMENTS", "Delete Own Comments", "member", former="COMMENT_DELETE_OWN"),
    Permission(34, "EDIT_ALL_COMMENTS", "Edit All Comments", "projectadmin", former="COMMENT_EDIT_ALL"),
    Permission(35, "EDIT_OWN_COMMENTS", "Edit Own Comments", "member", former="COMMENT_EDIT_OWN"),
    Permission(19, "CREATE_ATTACHMENTS", "Create Attachments", "member", former="CREATE_ATTACHMENT"),
    Permission(38, "DELETE_ALL_ATTACHMENTS", "Delete All Attachments", "projectadmin", former="ATTACHMENT_DELETE_ALL"),
    Permission(39, "DELETE_OWN_ATTACHMENTS", "Delete Own Attachments", "member", former="ATTACHMENT_DELETE_OWN"),
    Permission(43, "DELETE_ALL_WORKLOGS", "Delete All Worklogs", "projectadmin", former="WORKLOG_DELETE_ALL"),
    Permission(42, "DELETE_OWN_WORKLOGS", "Delete Own Worklogs", "member", former="WORKLOG_DELETE_OWN"),
    Permission(41, "EDIT_ALL_WORKLOGS", "Edit All Worklogs", "projectadmin", former="WORKLOG_EDIT_ALL"),
    Permission(40, "EDIT_OWN_WORKLOGS", "Edit Own Worklogs", "member", former="WORKLOG_EDIT_OWN"),
    Permission(20, "WORK_ON_ISSUES", "Work On Issues", "member", former="WORK_ISSUE"),
)
PERMISSIONS: Final = {found.key: found for found in (*_GLOBAL, *_PROJECT)}


def permissions_of(site: Site) -> list[Permission]:
    """Return the permissions that a platform has."""
    return [found for found in PERMISSIONS.values() if site.cloud or not found.cloud]


def has(
    site: Site,
    account: Person | None,
    permission: Permission,
    project: Project | None = None,
    issue: Issue | None = None,
) -> bool:
    """Say whether an account has a permission; without a project, whether it has it in any."""
    if permission.site_wide:
        held = account is not None and account.active
        return permissions.administers(account) if permission.holder == "admin" else held
    if issue is not None and not permissions.sees_issue(site, account, issue):
        return False
    if project is None:
        return bool(projects_with(site, account, permission))
    return _in_project(site, account, permission, project)


def projects_with(site: Site, account: Person | None, permission: Permission) -> list[Project]:
    """Return the projects in which an account has a permission."""
    return [project for project in site.store.projects if _in_project(site, account, permission, project)]


def _in_project(site: Site, account: Person | None, permission: Permission, project: Project) -> bool:
    if permission.holder == "projectadmin":
        return permissions.administers_project(site, account, project)
    if permission.holder == "member":
        return permissions.works_in(site, account, project)
    return permissions.sees(site, account, project)
