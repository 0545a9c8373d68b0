"""Webhooks of administrators: Cloud, and Data Center before 10."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from ..refusal import Refused
from ..site import Site
from ..store.administration import Webhook
from ..store.people import Person
from ..views.view import Json
from ..wire import as_list, as_object
from .filters import problems_of
from .names import CLOUD_ONLY, EVENTS
from .urls import is_url

__all__ = ["SECTION", "checked", "read_admin", "read_events", "show_admin"]

SECTION: Final = "issue-related-events-section"
_UNSAID: Final = object()


def read_admin(body: Mapping[str, Any], held: Webhook, site: Site, account: Person) -> Webhook:
    """
    Return a webhook with what a request gives; what it does not name stays, the secret too.

    Raises:
        Refused: Something of it cannot be.
    """
    secret = body.get("secret", _UNSAID)
    changed = replace(
        held,
        name=str(body.get("name", held.name) or "").strip(),
        url=str(body.get("url", held.url) or "").strip(),
        events=read_events(body["events"], site) if "events" in body else held.events,
        jql=_jql(body, held),
        exclude_body=_flag(body, "excludeBody", held.exclude_body),
        enabled=_flag(body, "enabled", held.enabled),
        # https://developer.atlassian.com/cloud/jira/platform/webhooks/ : Data Center before 10 signs nothing
        secret=held.secret if secret is _UNSAID or not site.cloud else str(secret or "") or None,
        settings={"description": str(body.get("description", (held.settings or {}).get("description")) or "")},
    )
    return checked(changed, site, account)


def _jql(body: Mapping[str, Any], held: Webhook) -> str:
    filters: object = body.get("filters", _UNSAID)
    if filters is _UNSAID:
        return held.jql
    return str(as_object(filters).get(SECTION) or "").strip()


def _flag(body: Mapping[str, Any], name: str, held: bool) -> bool:
    value: object = body.get(name, held)
    return value if isinstance(value, bool) else str(value).lower() == "true"


def read_events(given: object, site: Site) -> tuple[str, ...]:
    """
    Return the events of a request, each once.

    Raises:
        Refused: One of them does not exist.
    """
    named = tuple(dict.fromkeys(str(event) for event in as_list(given)))
    known = EVENTS if site.cloud else EVENTS - CLOUD_ONLY
    unknown = [event for event in named if event not in known]
    if unknown:
        raise Refused(400, f"Unknown webhook event: {', '.join(unknown)}")
    return named


def checked(webhook: Webhook, site: Site, account: Person) -> Webhook:
    """
    Return a webhook of an administrator as it is kept.

    Raises:
        Refused: It has no name or no good url, or its query finds nothing but errors.
    """
    errors: dict[str, str] = {}
    if not webhook.name:
        errors["name"] = "The webhook must have a name."
    if not is_url(webhook.url, site.settings):
        errors["url"] = "The webhook must have a valid absolute URL."
    problems = problems_of(webhook.jql, site, account) if webhook.jql else []
    if problems or errors:
        raise Refused(400, *problems, errors=errors)
    now = site.clock.now()
    return replace(webhook, person_id=account.id, created=webhook.created or now, updated=now)


def show_admin(webhook: Webhook, site: Site, base: str) -> Json:
    """Return a webhook; its secret is told to nobody."""
    account = site.store.people.get(webhook.person_id or 0)
    answer: Json = {
        "name": webhook.name,
        "url": webhook.url,
        "excludeBody": webhook.exclude_body,
        "filters": {SECTION: webhook.jql},
        "events": list(webhook.events),
        "enabled": webhook.enabled,
        "self": f"{base}/rest/webhooks/1.0/webhook/{webhook.id}",
    }
    if account is not None:
        answer["lastUpdatedUser"] = account.account_id if site.cloud else account.key
        answer["lastUpdatedDisplayName"] = account.display_name
    answer["lastUpdated"] = webhook.updated
    if not site.cloud:
        return answer
    description = (webhook.settings or {}).get("description")
    return answer | {"isSigned": webhook.secret is not None} | ({"description": description} if description else {})
