"""
The layers: one policy a file, in one order.

    retry -> check -> throttle -> (third parties: REQUEST) -> trace -> locate -> authenticate -> wire

Retry sees errors, since check below it makes them. Throttle is inside both, so each attempt waits its turn.
Trace measures the exchange alone, without waits. Only below authenticate is there a credential.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..flow import Layer, Send, wire
from ..model.connection import RetryPolicy
from .authenticate import authenticate
from .budgets import Budgets
from .check import ReadError, check
from .locate import locate
from .retry import retry
from .slots import Invocation, OperationLayer, Perform, Slot, SlottedLayer
from .throttle import throttle
from .trace import Attempt, Record, trace

__all__ = [
    "Attempt",
    "Budgets",
    "Invocation",
    "OperationLayer",
    "Perform",
    "ReadError",
    "Record",
    "Slot",
    "SlottedLayer",
    "authenticate",
    "check",
    "locate",
    "retry",
    "stack",
    "standard",
    "throttle",
    "trace",
]


def stack(*layers: Layer, wire: Send = wire) -> Send:
    """Compose layers around a wire, the outermost first."""
    send = wire
    for layer in reversed(layers):
        send = layer(send)
    return send


def standard(
    *,
    policy: RetryPolicy,
    read_error: ReadError,
    base_url: str,
    key: str,
    budgets: Budgets,
    clock: Callable[[], float],
    random: Callable[[], float],
    now: Callable[[], float] | None = None,
    auth: Layer | None = None,
    origins: frozenset[str] = frozenset(),
    record: Record | None = None,
    between: Sequence[Layer] = (),
    wire: Send = wire,
) -> Send:
    """
    Compose the layers of a connection in their fixed order.

    Args:
        policy: How requests are repeated.
        read_error: Returns what an answer says went wrong.
        base_url: What paths are relative to.
        key: Whose budgets are drawn on.
        budgets: What the runtime knows of quotas.
        clock: What deadlines are moments of.
        random: A number from 0 up to 1.
        now: Seconds since the epoch.
        auth: Signs requests; without it they go unsigned.
        origins: Where signed requests may go.
        record: Is given each attempt.
        between: Layers of third parties, the outermost first.
        wire: Hands requests on, to the driver unless the tracker lives in this process.
    """
    layers = [
        retry(policy, clock=clock, random=random, now=now),
        check(read_error),
        throttle(budgets, key, clock=clock),
        *between,
    ]
    if record is not None:
        layers.append(trace(record, clock=clock))
    layers.append(locate(base_url))
    if auth is not None:
        layers.append(authenticate(auth, origins))
    return stack(*layers, wire=wire)
