"""
Trace: one record of each attempt, for logs and metrics.

It has the route, never the path, so that names stay few, and neither headers nor query, so that nothing leaks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ..errors import Error
from ..flow import Layer, Send, Steps
from ..request import Request, Response
from .check import request_id


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt of one request: with a `status` if there was an answer, else with the class of the `error`."""

    name: str
    operation: str
    connection_key: str | None
    attempt: int
    seconds: float
    status: int | None = None
    error: str | None = None
    request_id: str | None = None


Record: TypeAlias = Callable[[Attempt], object]


def trace(record: Record, *, clock: Callable[[], float]) -> Layer:
    """Make the layer."""

    def layer(send: Send) -> Send:
        def traced(request: Request) -> Steps[Response]:
            began = clock()
            try:
                response = yield from send(request)
            except BaseException as exc:
                told = exc.request_id if isinstance(exc, Error) else None
                record(_attempt(request, clock() - began, error=type(exc).__name__, told=told))
                raise
            record(_attempt(request, clock() - began, status=response.status, told=request_id(response)))
            return response

        return traced

    return layer


def _attempt(
    request: Request, seconds: float, *, status: int | None = None, error: str | None = None, told: str | None
) -> Attempt:
    context = request.context
    name = context.trace_name or f"{request.method} {request.route}"
    return Attempt(name, context.operation, context.connection_key, context.attempt, seconds, status, error, told)
