"""The operations on webhook registrations."""

from __future__ import annotations

from ..capability import reads, writes
from ..errors import Unsupported
from ..flow import Flow
from ..model.page import Page
from ..model.webhook import Webhook, WebhookDraft


class WebhookOperations:
    """Register where the tracker tells of events."""

    @writes
    def register_webhook(self, draft: WebhookDraft, /) -> Flow[Webhook]:
        """Register a webhook."""
        raise Unsupported("register_webhook")

    @reads
    def list_webhooks(self, *, page_size: int = 100, cursor: str | None = None) -> Flow[Page[Webhook]]:
        """Return the registrations of this account or app."""
        raise Unsupported("list_webhooks")

    @writes
    def renew_webhook(self, webhook: str | Webhook, /) -> Flow[Webhook]:
        """Put off the end of a registration as far as the tracker allows."""
        raise Unsupported("renew_webhook")

    @writes
    def delete_webhook(self, webhook: str | Webhook, /) -> Flow[None]:
        """End a registration."""
        raise Unsupported("delete_webhook")
