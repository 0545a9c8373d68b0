"""
Webhooks of Data Center 10 and later: a resource of another shape, with what filters and signs in `configuration`.

Its keys are not documented; these are what clients of others send that work against real ones: `FILTERS` (JQL),
`EXCLUDE_BODY`, `SECRET` and `DESCRIPTION`, all texts. What 9 took at the top is accepted and does nothing
(JRASERVER-78733).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from ..site import Site
from ..store.administration import Webhook
from ..store.people import Person
from ..views.view import Json
from ..wire import as_object
from .admin import checked, read_events
from .delivery import Attempt, Delivery, State

__all__ = ["last_of", "read_datacenter", "show_datacenter", "statistics", "summary"]

_FILTERS: Final = "FILTERS"
_EXCLUDE_BODY: Final = "EXCLUDE_BODY"
_SECRET: Final = "SECRET"  # noqa: S105


def read_datacenter(body: Mapping[str, Any], held: Webhook, site: Site, account: Person) -> Webhook:
    """
    Return a webhook with what a request gives; what it does not name stays.

    Raises:
        Refused: Something of it cannot be.
    """
    settings = dict(held.settings or {})
    if "configuration" in body:
        settings["configuration"] = {key: str(value) for key, value in as_object(body["configuration"]).items()}
    if "credentials" in body:
        settings["credentials"] = as_object(body["credentials"])
    settings["sslVerificationRequired"] = body.get(
        "sslVerificationRequired", settings.get("sslVerificationRequired", True)
    )
    configuration = as_object(settings.get("configuration"))
    changed = replace(
        held,
        name=str(body.get("name", held.name) or "").strip(),
        url=str(body.get("url", held.url) or "").strip(),
        events=read_events(body["events"], site) if "events" in body else held.events,
        enabled=str(body.get("active", held.enabled)).lower() == "true",
        jql=configuration.get(_FILTERS, "").strip(),
        exclude_body=configuration.get(_EXCLUDE_BODY, "").lower() == "true",
        secret=configuration.get(_SECRET) or None,
        settings=settings,
    )
    return checked(changed, site, account)


def show_datacenter(webhook: Webhook, counted: Json | None = None) -> Json:
    """Return a webhook without its secrets; with its statistics if they are given."""
    settings = webhook.settings or {}
    shown = {key: value for key, value in as_object(settings.get("configuration")).items() if key != _SECRET}
    answer: Json = {
        "id": webhook.id,
        "name": webhook.name,
        "createdDate": webhook.created,
        "updatedDate": webhook.updated,
        "events": sorted(webhook.events),
        "configuration": shown,
        "url": webhook.url,
        "active": webhook.enabled,
        "scopeType": "global",
        "sslVerificationRequired": settings.get("sslVerificationRequired", True),
    }
    credentials = as_object(settings.get("credentials"))
    if credentials.get("username"):
        answer["credentials"] = {"username": credentials["username"]}
    return answer if counted is None else answer | {"statistics": counted}


def statistics(deliveries: Iterable[Delivery], *, now: int) -> Json:
    """Return how deliveries went: errors are those that got no answer, failures those that got a bad one."""
    attempts = [(delivery, attempt) for delivery in deliveries for attempt in delivery.attempts]
    start = min((delivery.noted for delivery, _ in attempts), default=now)
    answer: Json = {
        "counts": {
            "errors": sum(attempt.status is None for _, attempt in attempts),
            "failures": sum(attempt.status is not None and not attempt.succeeded for _, attempt in attempts),
            "successes": sum(attempt.succeeded for _, attempt in attempts),
            "window": {"start": start, "duration": now - start},
        }
    }
    wrong = [(delivery, attempt) for delivery, attempt in attempts if not attempt.succeeded]
    return answer | ({"lastError": _invocation(*wrong[-1])} if wrong else {})


def summary(deliveries: Iterable[Delivery], *, now: int) -> Json:
    """Return the statistics of each event."""
    by_event: dict[str, list[Delivery]] = {}
    for delivery in deliveries:
        by_event.setdefault(delivery.event, []).append(delivery)
    return {event: statistics(found, now=now) for event, found in sorted(by_event.items())}


def last_of(deliveries: Iterable[Delivery]) -> Json | None:
    """Return the delivery that ended last; None if none has."""
    ended = [found for found in deliveries if found.attempts and found.state in {State.DELIVERED, State.FAILED}]
    return _invocation(ended[-1], ended[-1].attempts[-1]) if ended else None


def _invocation(delivery: Delivery, attempt: Attempt) -> Json:
    outcome = "SUCCESS" if attempt.succeeded else "ERROR" if attempt.status is None else "FAILURE"
    return {
        "id": delivery.number,
        "event": delivery.event,
        "request": {"method": "POST", "url": delivery.url},
        "result": {"description": attempt.error or str(attempt.status), "outcome": outcome},
        "start": attempt.at,
        "finish": attempt.at,
        "duration": 0,
    }
