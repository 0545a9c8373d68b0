"""Registrations of webhooks, in the three forms that Jira has for them."""

from __future__ import annotations

from typing import Any

from anyticket.model.sparse import loaded
from anyticket.model.webhook import Webhook

from ..wire import each, identifier, maybe, moment, need, own_id, table, text, word


def admin_webhook(value: Any) -> Webhook:
    """Read one of an administrator, which never ends; the old resource tells its id as the end of its address."""
    data = table(value)
    return loaded(
        Webhook, data, id=own_id(data), url=word(data, "url"), events=each(data, "events", text), expires_at=None
    )


def app_webhook(value: Any) -> Webhook:
    """Read one of an app. Documents write its end as a number, examples as a text."""
    data = table(value)
    return loaded(
        Webhook,
        data,
        id=need(data, "id", identifier),
        url=word(data, "url"),
        events=each(data, "events", text),
        expires_at=maybe(data, "expirationDate", moment),
    )
