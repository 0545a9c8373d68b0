"""
The functions of JQL that ask the store: who, which versions, which sprints, which issues.

Those of dates are `jql.dates`. Each names the type of field that it fits.
https://support.atlassian.com/jira-software-cloud/docs/jql-functions/
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from .. import permissions
from ..jql import Field, JqlError, Key
from ..jql.tree import Call
from ..permission_keys import PERMISSIONS, projects_with

if TYPE_CHECKING:
    from ..site import Site
    from ..store.people import Person
    from ..store.projects import Project, Version

__all__ = ["call_function", "function_types"]


@dataclass(frozen=True, slots=True)
class _Function:
    """What a function gives, for fields of which type, from how many arguments (-1: any number)."""

    name: str
    type: str
    least: int
    most: int
    find: Callable[[_Asked], Sequence[Key]]


@dataclass(frozen=True, slots=True)
class _Asked:
    site: Site
    account: Person | None
    arguments: tuple[str, ...]

    def projects(self) -> list[Project]:
        """Return the projects that the arguments name; all visible ones if there are none."""
        visible = permissions.visible_projects(self.site, self.account)
        if not self.arguments:
            return visible
        names = [argument.lower() for argument in self.arguments]
        return [found for found in visible if {found.key.lower(), found.name.lower(), str(found.id)} & set(names)]


def call_function(call: Call, field: Field, site: Site, account: Person | None) -> Sequence[Key]:
    """
    Return the keys that a function gives for a field.

    Raises:
        JqlError: It does not exist, does not fit the field or is given the wrong arguments.
    """
    found = _FUNCTIONS.get(call.name.lower())
    if found is None:
        raise JqlError(f"Unable to find JQL function '{call.name}()'.")
    if found.type != field.type:
        raise JqlError(f"A value provided by the function '{call.name}' is invalid for the field '{field.name}'.")
    given = len(call.arguments)
    if given < found.least or (found.most >= 0 and given > found.most):
        expected = str(found.least) if found.least == found.most else f"{found.least}' to '{found.most}"
        raise JqlError(f"Function '{call.name}' expected '{expected}' arguments but received '{given}'.")
    return found.find(_Asked(site, account, call.arguments))


def function_types() -> dict[str, str]:
    """Return what each function gives, by how it is called; those of dates give dates."""
    dates = ["now", *(f"{edge}Of{unit}" for edge in ("start", "end") for unit in ("Day", "Week", "Month", "Year"))]
    return dict.fromkeys(dates, "date") | {function.name: function.type for function in _FUNCTIONS.values()}


def _current_user(asked: _Asked) -> Sequence[Key]:
    return [str(asked.account.id)] if asked.account else []


def _members(asked: _Asked) -> Sequence[Key]:
    for group in asked.site.store.groups:
        if asked.arguments[0].lower() in {group.name.lower(), group.group_id}:
            return [str(id) for id in group.members]
    raise JqlError(f"Function 'membersOf' can not generate a list of usernames for group '{asked.arguments[0]}'; the "
                   "group does not exist.")  # fmt: skip


def _versions(asked: _Asked, *, released: bool) -> list[Version]:
    ids = {project.id for project in asked.projects()}
    found = [version for version in asked.site.store.versions if version.project_id in ids]
    return sorted((v for v in found if v.released is released and not v.archived), key=lambda v: (v.position, v.id))


def _released(asked: _Asked) -> Sequence[Key]:
    return [str(version.id) for version in _versions(asked, released=True)]


def _unreleased(asked: _Asked) -> Sequence[Key]:
    return [str(version.id) for version in _versions(asked, released=False)]


def _one_per_project(asked: _Asked, *, released: bool) -> Sequence[Key]:
    """Return the latest released or the earliest unreleased version of each project."""
    found: dict[int, str] = {}
    for version in _versions(asked, released=released):
        if released or version.project_id not in found:
            found[version.project_id] = str(version.id)
    return list(found.values())


def _sprints(state: str) -> Callable[[_Asked], Sequence[Key]]:
    return lambda asked: [str(sprint.id) for sprint in asked.site.store.sprints.where(state=state)]


def _open_sprints(asked: _Asked) -> Sequence[Key]:
    return _sprints("active")(asked)


def _types(*, subtask: bool) -> Callable[[_Asked], Sequence[Key]]:
    return lambda asked: [str(found.id) for found in asked.site.store.types if found.subtask is subtask]


def _led_by(asked: _Asked) -> set[int]:
    if not asked.arguments:
        return {asked.account.id} if asked.account else set()
    person = asked.site.person(asked.arguments[0])
    return {person.id} if person else set()


def _projects_led(asked: _Asked) -> Sequence[Key]:
    leaders = _led_by(asked)
    return [str(found.id) for found in asked.site.store.projects if found.lead_id in leaders]


def _components_led(asked: _Asked) -> Sequence[Key]:
    leaders = _led_by(asked)
    return [str(found.id) for found in asked.site.store.components if found.lead_id in leaders]


def _visible(asked: _Asked) -> Sequence[Key]:
    return [str(found.id) for found in permissions.visible_projects(asked.site, asked.account)]


def _permitted(asked: _Asked) -> Sequence[Key]:
    """Return the projects in which one has a permission, which is named as people call it."""
    for permission in PERMISSIONS.values():
        if permission.name.lower() == asked.arguments[0].lower() and not permission.site_wide:
            return [str(found.id) for found in projects_with(asked.site, asked.account, permission)]
    raise JqlError(f"Function 'projectsWhereUserHasPermission' can not find the permission '{asked.arguments[0]}'.")


def _linked(asked: _Asked) -> Sequence[Key]:
    issue = asked.site.issue(asked.arguments[0])
    if issue is None:
        raise JqlError(f"Issue '{asked.arguments[0]}' could not be found in function 'linkedIssues'.")
    store = asked.site.store
    phrases = {argument.lower() for argument in asked.arguments[1:]}
    outward = [
        str(link.target_id)
        for link in store.links.where(source_id=issue.id)
        if not phrases or store.link_types[link.type_id].outward.lower() in phrases
    ]
    inward = [
        str(link.source_id)
        for link in store.links.where(target_id=issue.id)
        if not phrases or store.link_types[link.type_id].inward.lower() in phrases
    ]
    return [*outward, *inward]


def _remotely_linked(asked: _Asked) -> Sequence[Key]:
    links = asked.site.store.remote_links
    return [str(link.issue_id) for id in asked.arguments for link in links.where(global_id=id)]


def _watched(asked: _Asked) -> Sequence[Key]:
    if asked.account is None:
        return []
    return [str(row.issue_id) for row in asked.site.store.watches.where(person_id=asked.account.id)]


def _voted(asked: _Asked) -> Sequence[Key]:
    if asked.account is None:
        return []
    return [str(row.issue_id) for row in asked.site.store.votes.where(person_id=asked.account.id)]


def _updated_by(asked: _Asked) -> Sequence[Key]:
    person = asked.site.person(asked.arguments[0])
    if person is None:
        return []
    changed = {change.issue_id for change in asked.site.store.changes if change.author_id == person.id}
    commented = {comment.issue_id for comment in asked.site.store.comments if comment.author_id == person.id}
    return [str(id) for id in changed | commented]


_FUNCTIONS: Final = {
    function.name.lower(): function
    for function in (
        _Function("currentUser", "user", 0, 0, _current_user),
        _Function("membersOf", "user", 1, 1, _members),
        _Function("releasedVersions", "version", 0, -1, _released),
        _Function("unreleasedVersions", "version", 0, -1, _unreleased),
        _Function("latestReleasedVersion", "version", 1, 1, lambda asked: _one_per_project(asked, released=True)),
        _Function("earliestUnreleasedVersion", "version", 1, 1, lambda asked: _one_per_project(asked, released=False)),
        _Function("openSprints", "sprint", 0, 0, _open_sprints),
        _Function("futureSprints", "sprint", 0, 0, _sprints("future")),
        _Function("closedSprints", "sprint", 0, 0, _sprints("closed")),
        _Function("standardIssueTypes", "issuetype", 0, 0, _types(subtask=False)),
        _Function("standardWorkTypes", "issuetype", 0, 0, _types(subtask=False)),
        _Function("subtaskIssueTypes", "issuetype", 0, 0, _types(subtask=True)),
        _Function("subtaskWorkTypes", "issuetype", 0, 0, _types(subtask=True)),
        _Function("projectsLeadByUser", "project", 0, 1, _projects_led),
        _Function("spacesLeadByUser", "project", 0, 1, _projects_led),
        _Function("projectsWhereUserHasPermission", "project", 1, 1, _permitted),
        _Function("projectsWhereUserHasRole", "project", 1, 1, _visible),
        _Function("componentsLeadByUser", "component", 0, 1, _components_led),
        _Function("linkedIssues", "issue", 1, -1, _linked),
        _Function("linkedWorkItems", "issue", 1, -1, _linked),
        _Function("issuesWithRemoteLinksByGlobalId", "issue", 1, 100, _remotely_linked),
        _Function("watchedIssues", "issue", 0, 0, _watched),
        _Function("votedIssues", "issue", 0, 0, _voted),
        _Function("updatedBy", "issue", 1, 3, _updated_by),
    )
}
