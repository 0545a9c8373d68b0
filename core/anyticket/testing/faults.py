"""Faults: the ways in which a tracker, or the way to it, fails; what a tracker says then, and what it must be read as."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

import orjson

from anyticket.errors import (
    Conflict,
    ConnectError,
    Forbidden,
    Malformed,
    NotFound,
    ProviderError,
    RateLimited,
    Timeout,
    TransportError,
    Unauthenticated,
    Unavailable,
)
from anyticket.request import JSON_TYPE, Request, Response


class Fault(StrEnum):
    """What goes wrong."""

    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not found"
    CONFLICT = "conflict"
    RATE_LIMITED = "rate limited"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    LOST_ANSWER = "lost answer"
    NOT_SENT = "not sent"
    HTML = "html"
    EMPTY = "empty"
    CUT_JSON = "cut json"
    UNKNOWN_WORDS = "unknown words"


#: What each fault must be read as.
READ_AS: Final[Mapping[Fault, type[ProviderError]]] = {
    Fault.UNAUTHENTICATED: Unauthenticated,
    Fault.FORBIDDEN: Forbidden,
    Fault.NOT_FOUND: NotFound,
    Fault.CONFLICT: Conflict,
    Fault.RATE_LIMITED: RateLimited,
    Fault.UNAVAILABLE: Unavailable,
    Fault.TIMEOUT: Timeout,
    Fault.LOST_ANSWER: TransportError,
    Fault.NOT_SENT: ConnectError,
    Fault.HTML: Malformed,
    Fault.EMPTY: Malformed,
    Fault.CUT_JSON: Malformed,
}
#: The tracker answers, but not in JSON: who expects no JSON does not see it.
UNREADABLE: Final = frozenset({Fault.HTML, Fault.EMPTY, Fault.CUT_JSON})
#: The tracker may have done what it was asked: only what is repeatable may be sent again.
MAY_HAVE_ARRIVED: Final = frozenset({Fault.UNAVAILABLE, Fault.TIMEOUT, Fault.LOST_ANSWER, *UNREADABLE})

_STATUS: Final[Mapping[Fault, int]] = {
    Fault.UNAUTHENTICATED: 401,
    Fault.FORBIDDEN: 403,
    Fault.NOT_FOUND: 404,
    Fault.CONFLICT: 409,
    Fault.RATE_LIMITED: 429,
    Fault.UNAVAILABLE: 503,
}


def render(fault: Fault) -> Response:
    """Return how a tracker says that, by status and JSON, as far as it says anything."""
    match fault:
        case Fault.HTML:
            page = b"<!DOCTYPE html><html><body><h1>Welcome</h1></body></html>"
            return Response(200, {"content-type": "text/html; charset=utf-8"}, page)
        case Fault.EMPTY:
            return Response(200, {"content-type": JSON_TYPE})
        case Fault.CUT_JSON:
            return Response(200, {"content-type": JSON_TYPE}, b'{"id": "1", "fields": {"summary": "It brea')
        case _:
            headers = {"content-type": JSON_TYPE, "retry-after": "0"}
            return Response(_STATUS[fault], headers, orjson.dumps({"message": f"the tracker says: {fault.value}"}))


def interruption(fault: Fault, request: Request) -> ProviderError:
    """Return what the transport raises when no answer comes."""
    what = f"{request.method} {request.route}: {fault.value}"
    if fault is Fault.NOT_SENT:
        return ConnectError(what, request=request)
    kind = Timeout if fault is Fault.TIMEOUT else TransportError
    return kind(what, request=request, may_have_happened=not request.harmless)


def with_unknown_words(payload: Any, enumerations: frozenset[str]) -> Any:
    """
    Return an answer as a later release of the tracker may give it.

    Every object that has an id has one field more, and what stands at one of the `enumerations` is a new word.
    """
    if isinstance(payload, list):
        return [with_unknown_words(item, enumerations) for item in payload]  # pyright: ignore[reportUnknownVariableType]
    if not isinstance(payload, dict):
        return payload
    changed: dict[Any, Any] = {}
    for name, value in payload.items():  # pyright: ignore[reportUnknownVariableType]
        new_word = name in enumerations and isinstance(value, str)
        changed[name] = "a-word-of-tomorrow" if new_word else with_unknown_words(value, enumerations)
    return {**changed, "fieldOfTomorrow": {"nobody": ["knows"]}} if "id" in changed else changed
