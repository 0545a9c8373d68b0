"""
Faults: what is ordered to go wrong with the next requests that match.

    site.faults.order(Drop(), method="POST", path="/rest/api/3/issue")     the next create is done, its answer lost
    POST /__simulator/faults {"fault": "drop", "method": "POST", "path": "/rest/api/3/issue"}      the same over HTTP

A request meets at most one fault: the first ordered one that matches it and is not used up.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .effects import (
    BrokenJson,
    Cut,
    Delay,
    Drip,
    Drop,
    Effect,
    Html,
    Late,
    RateLimited,
    Stale,
    Status,
    Token,
    Unavailable,
    When,
)
from .order import Match, Order

if TYPE_CHECKING:
    from ..rest.call import Call
    from ..site import Site

__all__ = [
    "BrokenJson", "Cut", "Delay", "Drip", "Drop", "Effect", "Faults", "Html", "Late", "Match", "Order", "RateLimited",
    "Stale", "Status", "Token", "Unavailable", "When",
]  # fmt: skip


class Faults:
    """The faults that are ordered of one site, and the work that one of them has put off."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._orders: list[Order] = []
        self._late: list[_Late] = []
        self._numbers = 0

    @property
    def orders(self) -> tuple[Order, ...]:
        """What was ordered, used up or not, until it is cleared."""
        return tuple(self._orders)

    def order(
        self,
        effect: Effect,
        *,
        method: str | None = None,
        path: str | None = None,
        query: str | None = None,
        body: str | None = None,
        account: str | None = None,
        times: int | None = 1,
        skip: int = 0,
        probability: float = 1.0,
        seed: int = 0,
    ) -> Order:
        """
        Order a fault for requests to come.

        Args:
            effect: What goes wrong.
            method: Of the requests; None matches any, here and below.
            path: Below the site: `*` and `{name}` stand for one segment, `**` for any number of them.
            query: A part of the query as it was sent.
            body: A part of the body, or of the name of a file in it.
            account: The login, account id or e-mail address of who asks.
            times: How often it happens; None for always.
            skip: How many matching requests go well before it does.
            probability: How likely it is to happen to a request; what is drawn follows from `seed`.
        """
        self._numbers += 1
        match = Match(method, path, query, body, account)
        order = Order(self._numbers, effect, match, times=times, skip=skip, probability=probability, seed=seed)
        if isinstance(effect, Stale):
            self._site.index.papers()
        self._orders.append(order)
        return order

    def clear(self, number: int | None = None) -> None:
        """Take back one order, or all; work that was put off is done all the same."""
        self._orders = [order for order in self._orders if number is not None and order.number != number]

    def meet(self, call: Call) -> Order | None:
        """Return the fault that happens to a request."""
        return next((order for order in self._orders if order.match.covers(call) and order.happens()), None)

    def later(self, seconds: float, work: Callable[[], object]) -> Callable[[], bool]:
        """Have work done when the site's clock says so; return what says whether it is still to be done."""
        late = _Late(self._site.clock.now() + int(seconds * 1000), work)
        self._late.append(late)

        def waits() -> bool:
            self.catch_up()
            return late in self._late

        return waits

    def catch_up(self) -> None:
        """Do the work that was put off until now; every request does this first."""
        now = self._site.clock.now()
        for late in [late for late in self._late if late.due <= now]:
            self._late.remove(late)
            late.work()


class _Late:
    def __init__(self, due: int, work: Callable[[], object]) -> None:
        self.due = due
        self.work = work
