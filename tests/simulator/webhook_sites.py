"""Sites with a webhook, registered as each platform and version has it, and what a test does to their issues."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from .loopback_jira import Jira

__all__ = ["ALL_ISSUE_EVENTS", "SECRET", "create_issue", "old_path", "register"]

SECRET: Final = "a secret of the receiver"
ALL_ISSUE_EVENTS: Final = (
    "jira:issue_created", "jira:issue_updated", "jira:issue_deleted", "comment_created", "comment_updated",
    "comment_deleted", "worklog_created", "issuelink_created",
)  # fmt: skip


def old_path(client: Jira) -> bool:
    """Say whether a site has the resource that Data Center 10 no longer has."""
    return client.site.cloud or client.site.settings.numbers < (10,)


def register(
    client: Jira,
    url: str,
    events: Sequence[str] = ALL_ISSUE_EVENTS,
    *,
    jql: str = "",
    secret: str | None = SECRET,
    exclude_body: bool = False,
) -> int:
    """Register a webhook of administrators and return its id."""
    body: dict[str, Any] = {"name": "Receiver", "url": url, "events": list(events)}
    if old_path(client):
        body |= {"filters": {"issue-related-events-section": jql}, "excludeBody": exclude_body, "secret": secret}
        made = client.post("/rest/webhooks/1.0/webhook", body)
        return int(made["self"].rsplit("/", 1)[1])
    configuration = {"FILTERS": jql, "EXCLUDE_BODY": str(exclude_body).lower()}
    body["configuration"] = configuration | ({"SECRET": secret} if secret else {})
    return int(client.post("/rest/jira-webhook/1.0/webhooks", body)["id"])


def create_issue(client: Jira, project: str = "DEMO", **fields: Any) -> str:
    """Create a task and return its key."""
    given = {"project": {"key": project}, "issuetype": {"name": "Task"}, "summary": "It rains", **fields}
    return str(client.post("/rest/api/2/issue", {"fields": given})["key"])
