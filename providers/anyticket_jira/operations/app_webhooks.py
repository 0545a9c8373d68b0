"""
Webhooks of apps on Cloud, which end after thirty days unless they are renewed.

Their deliveries are signed with what the app and Jira share, so a `webhook_secret` of the connection is not sent.
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-webhooks/
"""

from __future__ import annotations

from anyticket.capability import accepts, support
from anyticket.errors import Invalid
from anyticket.flow import Flow
from anyticket.model.page import Page
from anyticket.model.sparse import loaded
from anyticket.model.webhook import Webhook, WebhookDraft
from anyticket.request import Expects, Request

from ..translate.webhooks import app_webhook
from ..wire import Json, every, identifier, maybe, moment, need, some, table, text
from ..writing.body import refused
from ..writing.webhooks import event_names, webhook_number
from .webhooks import DRAFT, WebhookFilters


class AppWebhooks(WebhookFilters):
    """Webhooks of an OAuth 2.0 or Connect app."""

    @accepts(*DRAFT)
    @support(note="for thirty days; all of an app's go to one url, and five for each account at most with OAuth 2.0")
    def register_webhook(self, draft: WebhookDraft, /) -> Flow[Webhook]:
        """
        Register a webhook for thirty days.

        It needs a query. Jira knows few filters here: project, type, status, priority, assignee, reporter and key,
        by equality alone.
        """
        events, jql = event_names(draft), (yield from self.filter_of(draft))
        if not jql:
            raise refused("is needed for the webhook of an app, such as Query(project='KEY')", "query", "jqlFilter")
        body = {"url": draft.url, "webhooks": [{"events": events, "jqlFilter": jql}]}
        response = yield Request.post(f"{self.rest}/webhook", json=body)
        results = need(table(response.json()), "webhookRegistrationResult", lambda value: every(value, table))
        return _registered(results[0] if results else {}, draft, events)

    @support(note="of this app, and with OAuth 2.0 of this account")
    def list_webhooks(self, *, page_size: int = 100, cursor: str | None = None) -> Flow[Page[Webhook]]:
        """Return the webhooks of the app."""
        return self.counted("/webhook", reader=app_webhook, page_size=page_size, cursor=cursor)

    def renew_webhook(self, webhook: str | Webhook, /) -> Flow[Webhook]:
        """Let a webhook last for thirty more days from now on."""
        number = webhook_number(webhook)
        body = {"webhookIds": [number]}
        response = yield Request.put(f"{self.rest}/webhook/refresh", json=body, expects=Expects.JSON)
        answer = table(response.json())
        return loaded(Webhook, answer, id=str(number), expires_at=maybe(answer, "expirationDate", moment))

    def delete_webhook(self, webhook: str | Webhook, /) -> Flow[None]:
        """End a registration. Jira says nothing of one that is not the app's."""
        yield Request.delete(f"{self.rest}/webhook", json={"webhookIds": [webhook_number(webhook)]}, repeatable=True)


def _registered(result: Json, draft: WebhookDraft, events: list[str]) -> Webhook:
    """Read what became of a registration. An answer of 200 may say that it was refused."""
    errors = some(result, "errors", text)
    if errors or "createdWebhookId" not in result:
        told = {"": "; ".join(errors)} if errors else {}
        raise Invalid("Jira refuses the webhook; its own words are in `fields`", fields=told)
    id = need(result, "createdWebhookId", identifier)
    return loaded(Webhook, result, id=id, url=draft.url, events=tuple(events))
