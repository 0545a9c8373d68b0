"""Webhooks of administrators: `/rest/webhooks/1.0/webhook`, which Data Center 10 no longer has."""

from __future__ import annotations

from ...refusal import not_found
from ...store.administration import Webhook
from ...webhooks.admin import read_admin, show_admin
from ..call import Answer, Call
from ..guards import administrator
from ..routing import Routes

routes = Routes()

_UNTIL = (10,)
_SCOPES = ["manage:jira-configuration", "ADMIN"]
_PATH = "/rest/webhooks/1.0/webhook"


@routes.get(_PATH, until=_UNTIL, scopes=_SCOPES)
def read_all(call: Call) -> Answer:
    """Return all webhooks of administrators."""
    administrator(call)
    return Answer([show_admin(found, call.site, call.base) for found in call.site.store.webhooks if _is_one(found)])


@routes.post(_PATH, until=_UNTIL, scopes=_SCOPES)
def create(call: Call) -> Answer:
    """Register a webhook."""
    account = administrator(call)
    made = read_admin(call.object(), Webhook(kind="admin", url="", events=()), call.site, account)
    return Answer(show_admin(call.site.store.webhooks.add(made), call.site, call.base), 201)


@routes.get(f"{_PATH}/{{webhook}}", until=_UNTIL, scopes=_SCOPES)
def read(call: Call) -> Answer:
    """Return a webhook."""
    administrator(call)
    return Answer(show_admin(_found(call), call.site, call.base))


@routes.put(f"{_PATH}/{{webhook}}", until=_UNTIL, scopes=_SCOPES)
def update(call: Call) -> Answer:
    """Change a webhook."""
    account = administrator(call)
    changed = read_admin(call.object(), _found(call), call.site, account)
    return Answer(show_admin(call.site.store.webhooks.save(changed), call.site, call.base))


@routes.delete(f"{_PATH}/{{webhook}}", until=_UNTIL, scopes=_SCOPES)
def delete(call: Call) -> Answer:
    """Remove a webhook."""
    administrator(call)
    call.site.store.webhooks.remove(_found(call).id)
    return Answer(status=204)


def _is_one(found: Webhook) -> bool:
    return found.kind == "admin"


def _found(call: Call) -> Webhook:
    id = call.path["webhook"]
    found = call.site.store.webhooks.get(int(id)) if id.isascii() and id.isdigit() and len(id) < 19 else None
    if found is None or not _is_one(found):
        raise not_found(f"No webhook with id {id} exists.")
    return found
