"""
The events that webhooks can be registered for, and which of them an issue decides on.

https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

from __future__ import annotations

from typing import Final

__all__ = ["CLOUD_ONLY", "DYNAMIC", "EVENTS", "filtered"]


def _each(prefix: str, *ends: str) -> frozenset[str]:
    return frozenset(prefix + end for end in ends)


_LIFE: Final = ("created", "updated", "deleted")
_SPRINT: Final = _each("sprint_", *_LIFE, "started", "closed")
_VERSION: Final = _each("jira:version_", *_LIFE, "released", "unreleased", "moved", "merged")
_PROJECT: Final = _each("project_", *_LIFE, "soft_deleted", "restored_deleted", "archived", "restored_archived")
_OPTION: Final = _each(
    "option_",
    *(f"{name}_changed" for name in ("voting", "watching", "unassigned_issues", "subtasks", "attachments")),
    *(f"{name}_changed" for name in ("issuelinks", "timetracking", "timetracking_provider")),
)

CLOUD_ONLY: Final = frozenset(
    {
        "jira_expression_evaluation_failed",
        "app_access_to_objects_blocked",
        "app_access_to_objects_in_container_blocked",
    }
)
EVENTS: Final = frozenset[str]().union(
    *(_each(prefix, *_LIFE) for prefix in ("jira:issue_", "comment_", "worklog_", "issuetype_", "filter_", "user_")),
    _each("issue_property_", "set", "deleted"),
    _each("attachment_", "created", "deleted"),
    _each("issuelink_", "created", "deleted"),
    _each("board_", *_LIFE, "configuration_changed"),
    *(_PROJECT, _VERSION, _SPRINT, _OPTION, CLOUD_ONLY),
)
# What apps may register for on their own.
DYNAMIC: Final = frozenset[str]().union(
    _each("jira:issue_", *_LIFE),
    _each("comment_", *_LIFE),
    _each("issue_property_", "set", "deleted"),
    _SPRINT,
    _VERSION,
)
_OF_ISSUES: Final = ("jira:issue_", "comment_", "worklog_", "attachment_", "issue_property_")


def filtered(name: str) -> bool:
    """Say whether JQL decides on an event; all others come unfiltered."""
    return name.startswith(_OF_ISSUES)
