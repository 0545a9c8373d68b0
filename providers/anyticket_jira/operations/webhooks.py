"""
Webhooks of administrators: Cloud's, and those of servers, which have moved them elsewhere with version 10.

They do not end, so there is nothing to renew. The secret that deliveries are signed with is the connection's
`webhook_secret`; it is sent once, and no answer and no error tells it.
"""

from __future__ import annotations

from typing import Final

from anyticket.capability import accepts, support
from anyticket.errors import Unsupported
from anyticket.flow import Flow
from anyticket.model.page import Page
from anyticket.model.query import Query
from anyticket.model.webhook import Webhook, WebhookDraft
from anyticket.request import Request

from ..jql import ordered
from ..translate.webhooks import admin_webhook
from ..wire import Json, every, table
from ..writing.body import refused
from ..writing.webhooks import event_names, webhook_number
from .pages import slice_of, start_of, window
from .searching import TicketSearching

#: What a draft can hold: a filter has no order.
DRAFT: Final = ("url", "events", "query", *(f"query.{name}" for name in Query.model_fields if name != "order_by"))
_NAME: Final = "anyticket"
_PATH: Final = "/rest/webhooks/1.0/webhook"
_SECTION: Final = "issue-related-events-section"
#: https://developer.atlassian.com/server/jira/platform/webhooks/
_PATH_10: Final = "/rest/jira-webhook/1.0/webhooks"


class WebhookFilters(TicketSearching):
    """Writes the filters of webhooks."""

    def filter_of(self, draft: WebhookDraft) -> Flow[str]:
        """Return the JQL of a draft, empty if all events are wanted."""
        query: Query | None = getattr(draft, "query", None)
        if query is None:
            return ""
        if ordered(query):
            raise refused("chooses tickets and has no order", "query")
        return (yield from self.compiled(query))

    def name_of_webhook(self) -> str:
        """Return what administrators see in their list."""
        return f"{_NAME} {self.connection.key}" if self.connection.key else _NAME

    def webhook_secret(self) -> str | None:
        """Return what deliveries are to be signed with."""
        secret = self.connection.webhook_secret
        return None if secret is None else secret.get_secret_value()


class CloudWebhooks(WebhookFilters):
    """Webhooks of administrators of Cloud."""

    @accepts(*DRAFT)
    @support(note="for administrators, with basic authentication; apps register their own")
    def register_webhook(self, draft: WebhookDraft, /) -> Flow[Webhook]:
        """Register a webhook, which lasts until it is deleted."""
        secret = self.webhook_secret()
        return self.registered(draft, {} if secret is None else {"secret": secret})

    def registered(self, draft: WebhookDraft, more: Json) -> Flow[Webhook]:
        """Register a webhook with the old resource."""
        body: Json = {"name": self.name_of_webhook(), "url": draft.url, "events": event_names(draft)}
        jql = yield from self.filter_of(draft)
        body |= {"filters": {_SECTION: jql}, "excludeBody": False, **more}
        response = yield Request.post(_PATH, json=body)
        return admin_webhook(response.json())

    @support(note="all that administrators have registered")
    def list_webhooks(self, *, page_size: int = 100, cursor: str | None = None) -> Flow[Page[Webhook]]:
        """Return the webhooks of administrators, whoever has registered them. Jira sends all for each page."""
        start_of(cursor)
        response = yield Request.get(_PATH)
        return slice_of(every(response.json(), admin_webhook), page_size, cursor)

    def delete_webhook(self, webhook: str | Webhook, /) -> Flow[None]:
        """End a registration."""
        yield Request.delete(_PATH + "/{}", webhook_number(webhook))


class ServerWebhooks(CloudWebhooks):
    """Webhooks of administrators of a server: the old resource until version 9, another one since."""

    @accepts(*DRAFT)
    @support(note="signed with the connection's webhook_secret from version 10 on; older servers sign nothing")
    def register_webhook(self, draft: WebhookDraft, /) -> Flow[Webhook]:
        """
        Register a webhook, which lasts until it is deleted.

        Raises Unsupported where the connection has a `webhook_secret` and the server is too old to sign.
        """
        secret = self.webhook_secret()
        if (yield from self._has_moved()):
            return (yield from self._registered_with_10(draft, secret))
        if secret is not None:
            advice = "put something secret into the path of the url instead, and take webhook_secret off the connection"
            raise Unsupported(f"servers before Jira 10 do not sign what they send: {advice}")
        return (yield from self.registered(draft, {}))

    def _registered_with_10(self, draft: WebhookDraft, secret: str | None) -> Flow[Webhook]:
        # What older versions take at the top is accepted and ignored: https://jira.atlassian.com/browse/JRASERVER-78733
        jql = yield from self.filter_of(draft)
        configuration = {"EXCLUDE_BODY": "false"}
        configuration |= {"FILTERS": jql} if jql else {}
        configuration |= {} if secret is None else {"SECRET": secret}
        body = {
            "name": self.name_of_webhook(),
            "url": draft.url,
            "events": event_names(draft),
            "active": True,
            "configuration": configuration,
        }
        response = yield Request.post(_PATH_10, json=body)
        return admin_webhook(response.json())

    @support(note="all that administrators have registered")
    def list_webhooks(self, *, page_size: int = 100, cursor: str | None = None) -> Flow[Page[Webhook]]:
        """Return the webhooks of administrators, whoever has registered them."""
        if not (yield from self._has_moved()):
            return (yield from super().list_webhooks(page_size=page_size, cursor=cursor))
        start = start_of(cursor)
        window(start, page_size)
        response = yield Request.get(_PATH_10, query=(("start", str(start)), ("limit", str(page_size))))
        found = every(response.json(), admin_webhook)
        return Page(found, str(start + len(found)) if len(found) == page_size else None)

    def delete_webhook(self, webhook: str | Webhook, /) -> Flow[None]:
        """End a registration."""
        number = webhook_number(webhook)
        if (yield from self._has_moved()):
            yield Request.delete(_PATH_10 + "/{}", number)
        else:
            yield from super().delete_webhook(webhook)

    def _has_moved(self) -> Flow[bool]:
        """Tell whether the server is of version 10 or later."""
        info = table((yield from self.remembered("/serverInfo")))
        numbers = info.get("versionNumbers") or [int(str(info.get("version", "0")).partition(".")[0])]
        return bool(numbers[0] >= 10)
