"""Webhooks of Data Center 10 and later: `/rest/jira-webhook/1.0/webhooks`."""

from __future__ import annotations

from ...refusal import not_found
from ...store.administration import Webhook
from ...views.view import Json
from ...webhooks import Delivery
from ...webhooks.datacenter import last_of, read_datacenter, show_datacenter, statistics, summary
from ..call import Answer, Call
from ..guards import administrator
from ..routing import SERVER, Routes

routes = Routes()

_SINCE = (10,)
_SCOPES = ["ADMIN"]
_PATH = "/rest/jira-webhook/1.0/webhooks"
_ONE = f"{_PATH}/{{webhook}}"


@routes.get(_PATH, on=[SERVER], since=_SINCE, scopes=_SCOPES)
def read_all(call: Call) -> Answer:
    """Return webhooks: those of an `event`, from `start` on, so many as `limit`."""
    administrator(call)
    events = set(call.texts("event"))
    found = [each for each in call.site.store.webhooks if not events or events & set(each.events)]
    start = max(call.number("start", 0), 0)
    page = found[start : start + max(call.number("limit", 100), 0)]
    return Answer([_shown(call, each) for each in page])


@routes.post(_PATH, on=[SERVER], since=_SINCE, scopes=_SCOPES)
def create(call: Call) -> Answer:
    """Register a webhook."""
    account = administrator(call)
    made = read_datacenter(call.object(), Webhook(kind="server", url="", events=()), call.site, account)
    return Answer(show_datacenter(call.site.store.webhooks.add(made)), 201)


@routes.get(_ONE, on=[SERVER], since=_SINCE, scopes=_SCOPES)
def read(call: Call) -> Answer:
    """Return a webhook."""
    administrator(call)
    return Answer(_shown(call, _found(call)))


@routes.put(_ONE, on=[SERVER], since=_SINCE, scopes=_SCOPES)
def update(call: Call) -> Answer:
    """Change a webhook."""
    account = administrator(call)
    changed = read_datacenter(call.object(), _found(call), call.site, account)
    return Answer(show_datacenter(call.site.store.webhooks.save(changed)))


@routes.delete(_ONE, on=[SERVER], since=_SINCE, scopes=_SCOPES)
def delete(call: Call) -> Answer:
    """Remove a webhook."""
    administrator(call)
    call.site.store.webhooks.remove(_found(call).id)
    return Answer(status=204)


@routes.get(f"{_ONE}/statistics", on=[SERVER], since=_SINCE, scopes=_SCOPES)
def counts(call: Call) -> Answer:
    """Return how its deliveries went; those of one `event` if asked."""
    administrator(call)
    event = call.text("event")
    found = [each for each in _deliveries(call, _found(call)) if not event or each.event == event]
    return Answer(statistics(found, now=call.site.clock.now()))


@routes.get(f"{_ONE}/statistics/summary", on=[SERVER], since=_SINCE, scopes=_SCOPES)
def counts_by_event(call: Call) -> Answer:
    """Return how the deliveries of each event went."""
    administrator(call)
    return Answer(summary(_deliveries(call, _found(call)), now=call.site.clock.now()))


@routes.get(f"{_ONE}/transitions", on=[SERVER], since=_SINCE, scopes=_SCOPES)
def transitions(call: Call) -> Answer:
    """Return what the webhook has been through: nothing, for none is ever switched off by itself here."""
    administrator(call)
    _found(call)
    return Answer([])


@routes.get(f"{_ONE}/latest", on=[SERVER], since=_SINCE, scopes=_SCOPES)
def latest(call: Call) -> Answer:
    """Return the last delivery; nothing if there was none."""
    administrator(call)
    found = last_of(_deliveries(call, _found(call)))
    return Answer(status=204) if found is None else Answer(found)


def _shown(call: Call, webhook: Webhook) -> Json:
    if not call.flag("statistics"):
        return show_datacenter(webhook)
    return show_datacenter(webhook, statistics(_deliveries(call, webhook), now=call.site.clock.now()))


def _deliveries(call: Call, webhook: Webhook) -> list[Delivery]:
    return [each for each in call.site.webhooks.outbox.deliveries if webhook.id in each.webhook_ids]


def _found(call: Call) -> Webhook:
    id = call.path["webhook"]
    found = call.site.store.webhooks.get(int(id)) if id.isascii() and id.isdigit() and len(id) < 19 else None
    if found is None:
        raise not_found(f"No webhook with id {id} exists.")
    return found
