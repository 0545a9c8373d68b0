"""Hearing: what happens on a site becomes deliveries to the webhooks that want it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

import orjson

from ..site import Site
from ..store.administration import Webhook
from ..work.events import Happening, hear
from .consequences import told_with
from .courier import Courier
from .delivery import Delivery
from .filters import wanted
from .outbox import Outbox
from .payloads import payload_of
from .sending import Send, is_loopback, posting
from .urls import url_for

__all__ = ["Webhooks"]

_MOST_BYTES: Final = 25 * 1024 * 1024


class Webhooks:
    """
    The webhooks of one site: hears what happens, keeps what is to be sent, sends it.

    Attributes:
        anywhere: Whether to post to other machines too.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self.anywhere = False
        self.outbox = Outbox(site)
        self._listens = False

    def listen(self) -> None:
        """Hear of everything that happens from now on."""
        if not self._listens:
            hear(self._site, self._hear)
        self._listens = True

    async def deliver(self, send: Send | None = None) -> int:
        """Send all that is due now; return how many attempts that took."""
        if send is not None:
            return await Courier(self._site, self.outbox, send).deliver()
        async with posting(self._allows) as post:
            return await Courier(self._site, self.outbox, post).deliver()

    async def run(self) -> None:
        """Send whatever becomes due until cancelled: what a server does beside its requests."""
        async with posting(self._allows) as post:
            await Courier(self._site, self.outbox, post).run()

    def _allows(self, url: str) -> bool:
        return self.anywhere or is_loopback(url)

    def _hear(self, happening: Happening) -> None:
        for told, flow in told_with(self._current(happening), self._site):
            found = [webhook for webhook in self._site.store.webhooks if wanted(webhook, told, self._site)]
            if found:
                self._note(told, flow, found)

    def _current(self, happening: Happening) -> Happening:
        """Return what happened with the issue as it is by now: comments, for one, touch it."""
        issue = happening.issue
        found = self._site.store.issues.get(issue.id) if issue is not None else None
        return happening if found is None else replace(happening, issue=found)

    def _note(self, happening: Happening, flow: str, webhooks: Sequence[Webhook]) -> None:
        payload = payload_of(happening, self._site)
        for matched in _together(webhooks):
            first = matched[0]
            body = payload
            if first.kind == "dynamic":
                body = {**payload, "matchedWebhookIds": [webhook.id for webhook in matched]}
            content = b"" if first.exclude_body else orjson.dumps(body)
            if len(content) <= _MOST_BYTES:
                self.outbox.add(self._delivery(_Note(happening, flow, matched, content)))

    def _delivery(self, note: _Note) -> Delivery:
        site, happening, first = self._site, note.happening, note.matched[0]
        number = self.outbox.next_number()
        chance = random.Random(f"{site.settings.cloud_id}:{happening.at}:{number}")
        return Delivery(
            number=number,
            identifier=str(UUID(int=chance.getrandbits(128), version=4)),
            event=happening.name,
            webhook=first,
            webhook_ids=tuple(webhook.id for webhook in note.matched),
            url=url_for(first.url, happening, site, with_body=not first.exclude_body),
            body=note.content,
            noted=happening.at,
            transaction=site.store.database.transactions,
            account_id=happening.account.account_id if happening.account is not None else "",
            flow=note.flow,
            due=happening.at,
            place=number,
        )


@dataclass(frozen=True, slots=True)
class _Note:
    happening: Happening
    flow: str
    matched: Sequence[Webhook]
    content: bytes


def _together(webhooks: Iterable[Webhook]) -> list[list[Webhook]]:
    """Return the webhooks that share a delivery: those of one app and account."""
    groups: dict[tuple[object, ...], list[Webhook]] = {}
    for webhook in webhooks:
        alone = (webhook.id,) if webhook.kind != "dynamic" else (webhook.owner, webhook.person_id, webhook.url)
        groups.setdefault(alone, []).append(webhook)
    return list(groups.values())
