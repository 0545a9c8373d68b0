"""Registrations of webhooks as requests have them, but for their filters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from anyticket.model.webhook import EventKind, Webhook, WebhookDraft

from .body import refused

#: https://developer.atlassian.com/cloud/jira/platform/webhooks/
_EVENTS: Final[Mapping[str, str]] = {
    EventKind.TICKET_CREATED: "jira:issue_created",
    EventKind.TICKET_UPDATED: "jira:issue_updated",
    EventKind.TICKET_DELETED: "jira:issue_deleted",
    EventKind.COMMENT_ADDED: "comment_created",
    EventKind.COMMENT_UPDATED: "comment_updated",
    EventKind.COMMENT_DELETED: "comment_deleted",
}


def event_names(draft: WebhookDraft) -> list[str]:
    """Write the events: the common ones in Jira's words, and Jira's own as they are."""
    if EventKind.OTHER in draft.events:
        raise refused("names other events in Jira's own words, such as 'sprint_started'", "events")
    if not draft.events:
        raise refused("names at least one event", "events")
    return [_EVENTS.get(name, name) for name in draft.events]


def webhook_number(webhook: str | Webhook) -> int:
    """Write a registration, which Jira knows by its number."""
    id = webhook if isinstance(webhook, str) else webhook.id
    if not (id.isascii() and id.isdecimal()):
        raise refused("takes a registration with its id: list_webhooks has it", "webhook")
    return int(id)
