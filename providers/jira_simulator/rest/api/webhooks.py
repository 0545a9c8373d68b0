"""Webhooks that apps register: `/webhook`."""

from __future__ import annotations

from ...refusal import Refused
from ...webhooks import Delivery
from ...webhooks.apps import calling_app
from ...webhooks.dynamic import expiration, ids_in, of_app, refresh, register, remove, show_dynamic
from ..call import Answer, Call
from ..paging import page_of
from ..routing import CLOUD, Routes

routes = Routes()

_SCOPES = ["manage:jira-webhook"]
_KEPT_MS = 72 * 3_600_000


@routes.get("/webhook", on=[CLOUD], scopes=[*_SCOPES, "read:webhook:jira"])
def read_all(call: Call) -> Answer:
    """Return a page of the app's webhooks."""
    app = calling_app(call)
    found = [show_dynamic(each, call.view) for each in of_app(call.site, app, call.me)]
    return Answer(page_of(call, found, usual=100, most=100))


@routes.post("/webhook", on=[CLOUD], scopes=[*_SCOPES, "write:webhook:jira"])
def add(call: Call) -> Answer:
    """Register webhooks; each is told what became of it."""
    app = calling_app(call)
    return Answer({"webhookRegistrationResult": register(call.site, app, call.me, call.object())})


@routes.delete("/webhook", on=[CLOUD], scopes=[*_SCOPES, "delete:webhook:jira"])
def delete(call: Call) -> Answer:
    """Remove webhooks."""
    app = calling_app(call)
    remove(call.site, app, call.me, ids_in(call.object()))
    return Answer(status=202)


@routes.put("/webhook/refresh", on=[CLOUD], scopes=[*_SCOPES, "write:webhook:jira"])
def keep(call: Call) -> Answer:
    """Keep webhooks alive."""
    app = calling_app(call)
    expires = refresh(call.site, app, call.me, ids_in(call.object()))
    return Answer({"expirationDate": expiration(expires, call.view)})


@routes.get("/webhook/failed", on=[CLOUD], scopes=[*_SCOPES, "read:webhook:jira"])
def read_failed(call: Call) -> Answer:
    """Return what could not be delivered to a Connect app in three days, oldest failure first."""
    app = calling_app(call)
    if not app.connect:
        raise Refused(403, "The caller is not a Connect app.")
    size = max(call.number("maxResults", 100), 1)
    ids = [each.id for each in of_app(call.site, app, call.me)]
    since = max(call.number("after", call.number("failedAfter", 0)), call.site.clock.now() - _KEPT_MS)
    found = list(call.site.webhooks.outbox.failed(ids, since=since))
    page = found[:size] + [each for each in found[size:] if each.ended == found[size - 1].ended]
    answer: dict[str, object] = {"values": [_failure(each) for each in page], "maxResults": size}
    if page:
        answer["next"] = call.view.url(f"/webhook/failed?failedAfter={page[-1].ended}&maxResults={size}")
    return Answer(answer)


def _failure(delivery: Delivery) -> dict[str, object]:
    told: dict[str, object] = {"id": delivery.identifier, "url": delivery.url, "failureTime": delivery.ended}
    return told | ({"body": delivery.body.decode()} if delivery.body else {})
