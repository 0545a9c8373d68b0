"""The catalogue that every seeded site has: statuses, priorities, types, links, roles, groups, schemes, settings."""

from __future__ import annotations

from typing import Final

from ..site import Site
from ..store.administration import Scheme, Setting
from ..store.catalogue import IssueType, LinkType, Priority, Resolution, Role, Status

__all__ = ["EPIC", "LEGEND", "STORY", "SUBTASK", "seed_catalogue"]

EPIC: Final = 10000
STORY: Final = 10001
TASK: Final = 10002
SUBTASK: Final = 10003
BUG: Final = 10004
LEGEND: Final = 10005

_STATUSES: Final = (
    Status(id=1, name="Open", category=2, description="The issue is open and ready to be worked on."),
    Status(id=3, name="In Progress", category=4, description="This issue is being actively worked on."),
    Status(id=4, name="Reopened", category=2, description="This issue was once resolved, but not well."),
    Status(id=5, name="Resolved", category=3, description="A resolution has been taken."),
    Status(id=6, name="Closed", category=3, description="The issue is considered finished."),
    Status(id=10000, name="To Do", category=2),
    Status(id=10001, name="Done", category=3),
    Status(id=10002, name="In Review", category=4),
    Status(id=10003, name="Backlog", category=2),
    Status(id=10004, name="Selected for Development", category=2),
    Status(id=10005, name="Waiting for customer", category=4),
    Status(id=10006, name="Blocked", category=4),
    Status(id=10007, name="Cancelled", category=3),
)
_PRIORITIES: Final = (
    ("Highest", "#d04437", "This problem will block progress."),
    ("High", "#f15C75", "Serious problem that could block progress."),
    ("Medium", "#f79232", "Has the potential to affect progress."),
    ("Low", "#707070", "Minor problem or easily worked around."),
    ("Lowest", "#999999", "Trivial problem with little or no impact on progress."),
)
_RESOLUTIONS: Final = (
    Resolution(id=10000, name="Done", description="Work has been completed on this issue.", default=True),
    Resolution(id=10001, name="Won't Do", description="This issue won't be actioned."),
    Resolution(id=10002, name="Duplicate", description="The problem is a duplicate of an existing issue."),
    Resolution(id=10003, name="Cannot Reproduce", description="All attempts at reproducing this issue failed."),
)
_LINKS: Final = (
    LinkType(id=10000, name="Blocks", inward="is blocked by", outward="blocks"),
    LinkType(id=10001, name="Cloners", inward="is cloned by", outward="clones"),
    LinkType(id=10002, name="Duplicate", inward="is duplicated by", outward="duplicates"),
    LinkType(id=10003, name="Relates", inward="relates to", outward="relates to"),
)
_ROLES: Final = (
    Role(id=10002, name="Administrators", description="People who administer the project.", admin=True, default=True),
    Role(id=10003, name="Developers", description="People who work in the project.", default=True),
    Role(id=10004, name="Users", description="People who look at the project."),
)
_SCHEMES: Final = (
    ("notification", "Default Notification Scheme", ""),  # 10000 everywhere, which clients know by heart
    ("permission", "Default Permission Scheme", "What projects are given that ask for no other one."),
    ("priority", "Default priority scheme", "All priorities."),
    ("workflow", "Default Workflow Scheme", ""),
    ("issuetype", "Default Issue Type Scheme", "All types of the site."),
    ("fieldconfiguration", "Default Field Configuration Scheme", ""),
    ("issuetypescreen", "Default Issue Type Screen Scheme", ""),
)
_CLOUD_UPLOAD_LIMIT: Final = 1_073_741_824
_SETTINGS: Final = {
    "workingHoursPerDay": 8.0,
    "workingDaysPerWeek": 5.0,
    "uploadLimit": 10_485_760,  # what Data Center is installed with
    "votingEnabled": True,
    "watchingEnabled": True,
    "unassignedIssuesAllowed": True,
    "subTasksEnabled": True,
    "issueLinkingEnabled": True,
    "timeTrackingEnabled": True,
    "attachmentsEnabled": True,
}


def seed_catalogue(site: Site) -> None:
    """Fill the tables that projects refer to."""
    store = site.store
    store.statuses.add_many(_STATUSES)
    store.priorities.add_many(
        Priority(id=number, name=name, color=color, description=text, icon=name.lower(), position=number,
                 default=name == "Medium")
        for number, (name, color, text) in enumerate(_PRIORITIES, 1)
    )  # fmt: skip
    store.resolutions.add_many(_RESOLUTIONS)
    store.types.add_many(_types(cloud=site.cloud))
    store.link_types.add_many(_LINKS)
    store.roles.add_many(_ROLES)
    store.schemes.add_many(Scheme(kind=kind, name=name, description=text) for kind, name, text in _SCHEMES)
    settings = _SETTINGS | ({"uploadLimit": _CLOUD_UPLOAD_LIMIT} if site.cloud else {})
    store.settings.add_many(Setting(name=name, value=value) for name, value in settings.items())


def _types(*, cloud: bool) -> list[IssueType]:
    epic = "A big user story that needs to be broken down."
    found = [
        IssueType(id=EPIC, name="Epic", description=epic, level=1, avatar_id=10307),
        IssueType(id=STORY, name="Story", description="Functionality expressed as a goal of a user.", avatar_id=10315),
        IssueType(id=TASK, name="Task", description="A small, distinct piece of work.", avatar_id=10318),
        IssueType(id=SUBTASK, name="Subtask" if cloud else "Sub-task", description="A small piece of work that's part "
                  "of a larger task.", level=-1, avatar_id=10316),
        IssueType(id=BUG, name="Bug", description="A problem or error.", avatar_id=10303),
    ]  # fmt: skip
    if cloud:
        found.append(IssueType(id=LEGEND, name="Initiative", description="Spans epics.", level=2, avatar_id=10311))
    return found
