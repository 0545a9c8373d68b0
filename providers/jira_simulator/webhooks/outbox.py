"""
The outbox: deliveries in the order in which things happened, and what tests ordered for the next ones.

Deliveries are noted inside the transaction of what caused them, and forgotten if that is rolled back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from ..site import Site
from .delivery import Delivery, State
from .orders import Mischief, Order

__all__ = ["Outbox"]

_KEPT: Final = 1_000


class Outbox:
    """All deliveries of a site, oldest first; of old ones that have ended the last are kept."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._numbers = 0
        self._orders = 0
        self.deliveries: list[Delivery] = []
        self.orders: list[Order] = []
        self._open: dict[int, Delivery] = {}
        site.store.database.on_rollback(self._forget)

    def next_number(self) -> int:
        self._numbers += 1
        return self._numbers

    def add(self, delivery: Delivery) -> None:
        """Note a delivery, and do with it what was ordered."""
        self.deliveries.append(delivery)
        self._open[delivery.number] = delivery
        self._obey(delivery)
        if len(self.deliveries) > 2 * _KEPT:
            ended = [found for found in self.deliveries if found.number not in self._open]
            forgotten = {found.number for found in ended[:-_KEPT]}
            self.deliveries = [found for found in self.deliveries if found.number not in forgotten]

    def _obey(self, delivery: Delivery) -> None:
        order = next((found for found in self.orders if found.is_for(delivery.event, delivery.webhook_ids)), None)
        if order is None:
            return
        order.taken += 1
        delivery.order = order
        if order.kind is Mischief.DROP:
            self.end(delivery, State.DROPPED)
        elif order.kind is Mischief.DELAY:
            delivery.due += int(order.seconds * 1000)
        elif order.kind is Mischief.REORDER:
            delivery.state = State.HELD
            order.held.append(delivery.number)
            if not order.left:
                self.release(order)

    def give(self, order: Order) -> Order:
        """Take an order for the next deliveries."""
        self._orders += 1
        order.id = self._orders
        self.orders.append(order)
        return order

    def withdraw(self, order: Order) -> None:
        """Forget an order; what waits for it is released."""
        self.orders.remove(order)
        order.count = order.taken
        self.release(order)

    def release(self, order: Order) -> None:
        """Let what waits for an order go, backwards."""
        held = [self._open[number] for number in order.held if number in self._open]
        for delivery, place in zip(held, sorted((found.place for found in held), reverse=True), strict=True):
            delivery.place, delivery.state = place, State.WAITING
        order.held.clear()

    def due(self) -> list[Delivery]:
        """Return what is to be sent now, in order."""
        now = self._site.clock.now()
        found = [each for each in self._open.values() if each.state is State.WAITING and each.due <= now]
        return sorted(found, key=lambda delivery: delivery.place)

    def waiting(self) -> list[Delivery]:
        """Return what has not ended, in order."""
        return sorted(self._open.values(), key=lambda delivery: delivery.place)

    def settle(self, delivery: Delivery) -> None:
        """Look what has become of a delivery after an attempt."""
        if delivery.state in {State.DELIVERED, State.FAILED}:
            self._open.pop(delivery.number, None)

    def end(self, delivery: Delivery, state: State) -> None:
        """End a delivery without an attempt."""
        delivery.state, delivery.ended = state, self._site.clock.now()
        self._open.pop(delivery.number, None)

    def clear(self) -> None:
        """Forget all deliveries and orders."""
        self.deliveries.clear()
        self.orders.clear()
        self._open.clear()

    def failed(self, webhook_ids: Collection[int], *, since: int) -> Iterable[Delivery]:
        """Return what could not be delivered to some webhooks after a moment, oldest failure first."""
        found = [
            delivery
            for delivery in self.deliveries
            if delivery.state is State.FAILED and delivery.ended is not None and delivery.ended > since
            if not set(webhook_ids).isdisjoint(delivery.webhook_ids)
        ]
        return sorted(found, key=lambda delivery: (delivery.ended or 0, delivery.number))

    def _forget(self) -> None:
        """Forget what the transaction noted that is rolled back."""
        transaction = self._site.store.database.transactions
        while self.deliveries and self.deliveries[-1].transaction == transaction:
            forgotten = self.deliveries.pop()
            self._open.pop(forgotten.number, None)
            if forgotten.order is not None:
                forgotten.order.taken -= 1
