"""
The courier: takes what is due out of the outbox and sends it.

What goes to one webhook is sent one after the other, in order; webhooks do not wait for each other. A delivery that
must be tried again holds up nothing, so it arrives after later ones, as with Jira.
"""

from __future__ import annotations

import asyncio
from typing import Final

from ..site import Site
from .delivery import Attempt, Delivery
from .orders import Mischief
from .outbox import Outbox
from .sending import Outgoing, Send, Undelivered
from .signing import headers_of

__all__ = ["Courier"]

_LOOK_SECONDS: Final = 0.02


class Courier:
    """Sends with what it is given, in any event loop."""

    def __init__(self, site: Site, outbox: Outbox, send: Send) -> None:
        self._site = site
        self._outbox = outbox
        self._send = send
        self._lanes: dict[int, asyncio.Task[None]] = {}

    async def deliver(self) -> int:
        """Send all that is due now, what becomes due meanwhile too; return how many attempts that took."""
        before = self._attempts()
        while self._start() or self._lanes:
            await asyncio.gather(*self._lanes.values())
            self._forget_ended()
        return self._attempts() - before

    async def run(self) -> None:
        """Send whatever becomes due until cancelled; the clock of the site may be turned at any time."""
        try:
            while True:
                self._forget_ended()
                self._start()
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            for lane in self._lanes.values():
                lane.cancel()

    def _forget_ended(self) -> None:
        for webhook_id in [id for id, lane in self._lanes.items() if lane.done()]:
            self._lanes.pop(webhook_id).result()  # which raises what was no matter of a receiver

    def _start(self) -> bool:
        """Start sending to the webhooks that something is due for; say whether there are any."""
        due = {delivery.webhook.id for delivery in self._outbox.due()}
        for webhook_id in due - self._lanes.keys():
            self._lanes[webhook_id] = asyncio.create_task(self._drain(webhook_id))
        return bool(due)

    async def _drain(self, webhook_id: int) -> None:
        while batch := [each for each in self._outbox.due() if each.webhook.id == webhook_id]:
            for delivery in batch:
                await self._try(delivery)

    async def _try(self, delivery: Delivery) -> None:
        headers = headers_of(delivery, self._site)
        outgoing = Outgoing(delivery.url, headers, delivery.body)
        attempt = await self._attempt(outgoing)
        delivery.tried(attempt, cloud=self._site.cloud)
        order = delivery.order
        if attempt.succeeded and order is not None and order.kind is Mischief.DUPLICATE:
            delivery.attempts.append(await self._attempt(outgoing))
        self._outbox.settle(delivery)

    async def _attempt(self, outgoing: Outgoing) -> Attempt:
        at = self._site.clock.now()
        try:
            return Attempt(at, outgoing.headers, await self._send(outgoing))
        except Undelivered as exc:
            return Attempt(at, outgoing.headers, error=str(exc), final=not exc.again)

    def _attempts(self) -> int:
        return sum(len(delivery.attempts) for delivery in self._outbox.deliveries)
