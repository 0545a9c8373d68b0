"""
Throttle: wait before the tracker has to say no.

What one request learns holds for all that draw on the same budget: of twenty tasks one is refused, and all wait.
"""

from __future__ import annotations

from collections.abc import Callable

from ..errors import RateLimited
from ..flow import Layer, Send, Steps, sleep
from ..request import Request, Response
from .budgets import Budgets


def throttle(budgets: Budgets, key: str, *, clock: Callable[[], float]) -> Layer:
    """Make the layer for the connection called `key`."""

    def layer(send: Send) -> Send:
        def throttled(request: Request) -> Steps[Response]:
            budget = (key, request.budget)
            waited = 0.0
            while (pause := budgets.take(budget, clock())) > 0:
                waited += pause
                _refuse_to_wait_for(request, waited, pause)
                yield from sleep(pause)
            response = yield from send(request)
            budgets.learn(budget, response, clock())
            return response

        return throttled

    return layer


def _refuse_to_wait_for(request: Request, waited: float, pause: float) -> None:
    """Raise RateLimited, as the tracker would, if the caller does not put up with so long a wait."""
    longest = request.context.max_wait_seconds
    if longest is not None and waited > longest:
        raise RateLimited(
            f"{request.method} {request.route} was not sent: the budget {request.budget!r} is used up for {pause:.3g} s",
            request=request,
            sent=False,
            retry_after=pause,
        )
