"""
Webhooks that apps of Cloud register on their own: five for an account of an OAuth 2.0 app, a hundred for a Connect app.

They live for thirty days and can be kept alive. An empty `jqlFilter` is refused; what Jira does with it is not known.
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-webhooks/
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Final

from ..refusal import Refused
from ..site import Site
from ..store.administration import Webhook
from ..store.people import Person
from ..views.view import Json, View
from ..wire import as_list, as_object
from .apps import AppKey
from .filters import problems_for_apps
from .names import DYNAMIC
from .urls import is_url

__all__ = ["expiration", "ids_in", "of_app", "refresh", "register", "remove", "show_dynamic"]

_LIFE_MS: Final = 30 * 86_400_000
_FILTERS: Final = ("fieldIdsFilter", "issuePropertyKeysFilter")


def of_app(site: Site, app: AppKey, account: Person) -> list[Webhook]:
    """Return the webhooks of an app that live: all of Connect, those of the account of OAuth 2.0."""
    now = site.clock.now()
    return [
        found
        for found in site.store.webhooks
        if found.kind == "dynamic" and found.owner == app.name and (found.expires or 0) > now
        if app.connect or found.person_id == account.id
    ]


def register(site: Site, app: AppKey, account: Person, body: dict[str, Any]) -> list[Json]:
    """
    Register what a request asks for, and return what became of each.

    Raises:
        Refused: It has no good url, another one than the app has already, or no webhooks.
    """
    url, asked = body.get("url"), as_list(body.get("webhooks"))
    if not is_url(url, site.settings) or not str(url).startswith(app.base_url):
        raise Refused(400, "The URL is not valid: it must be absolute and, for Connect apps, below their base URL.")
    if not asked:
        raise Refused(400, "The list of webhooks must not be empty.")
    others = {found.url for found in of_app(site, app, account)} - {url}
    if others:
        raise Refused(400, f"Only a single URL per app is allowed to be registered. Already used: {others.pop()}")
    return [_registered(site, app, account, str(url), as_object(each)) for each in asked]


def _registered(site: Site, app: AppKey, account: Person, url: str, given: dict[str, Any]) -> Json:
    errors = _problems(given, site, account)
    if not errors and len(of_app(site, app, account)) >= app.most:
        errors = [f"The limit of {app.most} webhooks for this app is reached."]
    if errors:
        return {"errors": errors}
    now = site.clock.now()
    webhook = Webhook(
        kind="dynamic",
        url=url,
        events=tuple(dict.fromkeys(given["events"])),
        jql=given["jqlFilter"],
        owner=app.name,
        person_id=account.id,
        created=now,
        updated=now,
        expires=now + _LIFE_MS,
        settings={name: list(given[name]) for name in _FILTERS if given.get(name)},
    )
    return {"createdWebhookId": site.store.webhooks.add(webhook).id}


def _problems(given: dict[str, Any], site: Site, account: Person) -> list[str]:
    events = as_list(given.get("events"))
    unknown = [str(event) for event in events if event not in DYNAMIC]
    if not events or unknown:
        return [f"The event {event} is unsupported" for event in unknown] or ["The list of events must not be empty"]
    jql = given.get("jqlFilter")
    if not isinstance(jql, str) or not jql.strip():
        return ["The jqlFilter must not be empty"]
    for name in _FILTERS:
        if not all(isinstance(item, str) for item in as_list(given.get(name))):
            return [f"The {name} must be a list of strings"]
    return problems_for_apps(jql, site, account)


def ids_in(body: dict[str, Any]) -> frozenset[int]:
    """
    Return the ids that a request lists.

    Raises:
        Refused: It lists none.
    """
    found = as_list(body.get("webhookIds"))
    if not found or not all(isinstance(id, int) for id in found):
        raise Refused(400, "The list of webhook IDs is missing.")
    return frozenset(found)


def remove(site: Site, app: AppKey, account: Person, ids: Collection[int]) -> None:
    """Remove webhooks of an app; those of others are let alone without a word."""
    for webhook in of_app(site, app, account):
        if webhook.id in ids:
            site.store.webhooks.remove(webhook.id)


def refresh(site: Site, app: AppKey, account: Person, ids: Collection[int]) -> int:
    """Let webhooks of an app live for thirty more days; return until when."""
    expires = site.clock.now() + _LIFE_MS
    for webhook in of_app(site, app, account):
        if webhook.id in ids:
            site.store.webhooks.save(replace(webhook, expires=expires))
    return expires


def show_dynamic(webhook: Webhook, view: View) -> Json:
    answer: Json = {
        "id": webhook.id,
        "url": webhook.url,
        "events": list(webhook.events),
        "jqlFilter": webhook.jql,
        "expirationDate": expiration(webhook.expires, view),
    }
    settings = webhook.settings or {}
    return answer | {name: settings[name] for name in _FILTERS if name in settings}


def expiration(expires: int | None, view: View) -> str | None:
    """Return the end of a webhook's life, in UTC whoever asks."""
    return View(view.site, None, view.api, view.base).time(expires)
