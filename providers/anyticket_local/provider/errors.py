"""What the tracker's answers say went wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from anyticket.errors import Conflict, Invalid, Malformed, ProviderError
from anyticket.model.ticket import Ticket
from anyticket.provider.answers import error_by_status
from anyticket.request import Expects, Request, Response

from .wire import JSON


def error_of(request: Request, response: Response, ticket: Callable[[Any], Ticket]) -> ProviderError | None:
    """Return the error that an answer means, or None. `ticket` reads the one that a conflict comes with."""
    error = error_by_status(request, response)
    if error is None and request.expects is Expects.STREAM and response.stream is None:
        return Malformed("the answer has no content to be read")
    told = _told(response) if error is not None else None
    if error is None or told is None:
        return error
    error.message = " ".join(str(told["message"]).split())
    if response.status == 500:
        return ProviderError(error.message)
    if isinstance(error, Invalid):
        error.fields = _fields(told)
    elif isinstance(error, Conflict) and "current" in told:
        error.current = ticket(told["current"])
    return error


def _told(response: Response) -> JSON | None:
    """Return what the tracker says, if it was the tracker that answered."""
    try:
        value = response.json()
    except ValueError:
        return None
    return cast("JSON", value) if isinstance(value, dict) and "message" in value else None


def _fields(told: JSON) -> dict[str, str]:
    """Return what is wrong with each field, under its id and under its name."""
    problems: list[dict[str, str]] = told.get("fields", [])
    return {known: problem["message"] for problem in problems for known in (problem["name"], problem["id"])}
