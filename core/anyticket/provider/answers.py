"""
What an answer says went wrong, as far as its status and its form tell.

A provider that knows more about its tracker's answers says so in `read_error`, and leaves the rest to this.
Messages are one line and quote nothing that came from the tracker.
"""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

from ..errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    Malformed,
    NotFound,
    ProviderError,
    RateLimited,
    TooLarge,
    Unauthenticated,
    Unavailable,
)
from ..request import Request, Response

#: No pause that anybody means is longer. Data Center answers 9223372036854775807 to a user who is blocked.
LONGEST_RETRY_AFTER_SECONDS: Final = 86_400.0

_MEANINGS: Final[dict[int, tuple[type[ProviderError], str]]] = {
    400: (Invalid, "the tracker refuses the request"),
    401: (Unauthenticated, "the tracker does not accept the credentials"),
    403: (Forbidden, "this account may not do that"),
    404: (NotFound, "it does not exist, or this account may not see it"),
    405: (ProviderError, "the tracker does not do that there"),
    409: (Conflict, "it has been changed by somebody else, or is in use"),
    410: (Gone, "it is gone"),
    412: (Conflict, "it has been changed by somebody else"),
    413: (TooLarge, "it is more than the tracker takes"),
    422: (Invalid, "the tracker refuses the values"),
    423: (Conflict, "it is locked"),
    451: (Forbidden, "this account may not do that"),
    501: (ProviderError, "the tracker does not do that"),
}
_HEAD_BYTES: Final = 16_384


def error_by_status(request: Request, response: Response) -> ProviderError | None:
    """Return the error that the status of an answer means, or None."""
    status = response.status
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return _redirected(request, response)
    if status == 429:
        return RateLimited(_line(request, response, "too many requests"), retry_after=retry_after(response))
    if status in _MEANINGS:
        kind, meaning = _MEANINGS[status]
        return kind(_line(request, response, meaning))
    if status >= 500 or status in {408, 425}:
        return Unavailable(_line(request, response, "the tracker is not available"), retry_after=retry_after(response))
    return ProviderError(_line(request, response, "the tracker refuses the request"))


def unreadable(request: Request, response: Response) -> ProviderError | None:
    """Return what is wrong with a good answer that should be JSON, or None."""
    if not response.body.strip():
        return Malformed(_line(request, response, "the answer is empty"))
    try:
        response.json()
    except ValueError:
        return _no_json(request, response)
    return None


def retry_after(response: Response, now: float | None = None) -> float | None:
    """
    Return how many seconds the tracker asks to wait, or None if it does not say, or nothing that makes sense.

    Args:
        response: An answer, perhaps with a Retry-After in seconds or as an HTTP date.
        now: Seconds since the epoch, for a date in an answer that does not tell its own.
    """
    # https://www.rfc-editor.org/rfc/rfc9110.html#name-retry-after
    told = response.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdecimal():
        return min(float(told), LONGEST_RETRY_AFTER_SECONDS)
    moment, here = http_date(told), answered_at(response, now)
    if moment is None or here is None:
        return None
    return min(max(moment - here, 0.0), LONGEST_RETRY_AFTER_SECONDS)


def answered_at(response: Response, now: float | None = None) -> float | None:
    """Return when the tracker answered, by its own clock if it tells, in seconds since the epoch."""
    moment = http_date(response.headers.get("date", ""))
    return now if moment is None else moment


def http_date(text: str) -> float | None:
    """Return the moment that an HTTP date means, in seconds since the epoch, or None."""
    try:
        moment = parsedate_to_datetime(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def iso_date(text: str) -> float | None:
    """Return the moment that an ISO 8601 time means, UTC unless it says otherwise, or None."""
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _redirected(request: Request, response: Response) -> ProviderError:
    """Redirects are not followed: they would take a request, and what it carries, wherever an answer says."""
    location = response.headers.get("location", "")
    try:
        parts = urlsplit(location)
        where = f"{parts.scheme}://{parts.hostname}" if parts.scheme and parts.hostname else "another path"
    except ValueError:
        where = "nowhere"
    if any(word in location.lower() for word in ("login", "signin", "sign_in", "sso", "saml", "authorize")):
        return Unauthenticated(_line(request, response, f"the tracker wants a login, at {where}"))
    hint = "if the tracker has moved there, that belongs into the connection's url"
    return Malformed(_line(request, response, f"redirected to {where}, which is not followed; {hint}"))


def _no_json(request: Request, response: Response) -> ProviderError:
    head = response.body[:_HEAD_BYTES].lstrip().lower()
    if not (response.media_type.endswith("html") or head.startswith((b"<!doctype html", b"<html"))):
        return Malformed(_line(request, response, "the answer is not JSON, or was cut short"))
    if b"<form" in head and b"password" in head:
        return Unauthenticated(_line(request, response, "the tracker answered with its login page"))
    hint = "is the connection's url right, and is there a proxy in between?"
    return Malformed(_line(request, response, f"the answer is an HTML page; {hint}"))


def _line(request: Request, response: Response, meaning: str) -> str:
    html = response.status >= 400 and response.media_type == "text/html"
    page = ", an HTML page" if html else ""
    return f"{request.method} {request.route}: {meaning} ({response.status}{page})"
