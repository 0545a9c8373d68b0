"""Dashboards: read and found; those that the site has and those that people made."""

from __future__ import annotations

from typing import Any, Final

from ...refusal import Refused, not_found
from ...store.administration import Dashboard
from ...views.administration import dashboard
from ...wire import as_list, as_object
from ...work.filters import read_share, sees_shared
from ..call import Answer, Call
from ..paging import page_of, start_and_size
from ..routing import CLOUD, Routes

routes = Routes()

_GONE: Final = (
    "The dashboard you requested either does not exist or you don't have the required permissions to perform this "
    "action."
)


@routes.get("/dashboard")
def read_all(call: Call) -> Answer:
    """Return a page of dashboards: all, or one's own."""
    found = _visible(call)
    if call.text("filter") == "my":
        found = [item for item in found if item.owner_id == call.me.id]
    if call.text("filter") == "favourite":
        found = []
    start, size = start_and_size(call, usual=20, most=1000)
    shown = [dashboard(item, call.view) for item in found[start : start + size]]
    page: dict[str, Any] = {"startAt": start, "maxResults": size, "total": len(found), "dashboards": shown}
    path = call.url.split("?")[0]
    if start + size < len(found):
        page["next"] = f"{call.base}{path}?startAt={start + size}&maxResults={size}"
    if start:
        page["prev"] = f"{call.base}{path}?startAt={max(start - size, 0)}&maxResults={size}"
    return Answer(page)


@routes.get("/dashboard/search", on=[CLOUD])
def search(call: Call) -> Answer:
    """Return a page of dashboards by name and owner."""
    text, id = call.text("dashboardName").lower(), call.text("accountId")
    owner = call.site.person(id)
    found = [
        item
        for item in _visible(call)
        if text in item.name.lower() and (not id or (owner is not None and item.owner_id == owner.id))
    ]
    order = call.text("orderBy", "name")
    found.sort(key=lambda item: item.id if order.endswith("id") else item.name.lower(), reverse=order.startswith("-"))
    return Answer(page_of(call, [dashboard(item, call.view) for item in found]))


@routes.post("/dashboard", on=[CLOUD])
def create(call: Call) -> Answer:
    """Create a dashboard."""
    account, body = call.me, call.object()
    name = str(body.get("name") or "").strip()
    if not name:
        raise Refused(400, errors={"portalPageName": "You must specify a name for the dashboard."})
    shares = tuple(read_share(call.site, as_object(row)) for row in as_list(body.get("sharePermissions")))
    made = Dashboard(name=name, owner_id=account.id, description=str(body.get("description") or ""), shares=shares)
    return Answer(dashboard(call.site.store.dashboards.add(made), call.view))


@routes.get("/dashboard/{dashboard}")
def read(call: Call) -> Answer:
    """Return a dashboard."""
    return Answer(dashboard(_found(call), call.view))


@routes.get("/dashboard/{dashboard}/gadget", on=[CLOUD])
def gadgets(call: Call) -> Answer:
    """Return the gadgets of a dashboard: those of the simulator have none."""
    _found(call)
    return Answer({"gadgets": []})


def _visible(call: Call) -> list[Dashboard]:
    site, account = call.site, call.account
    return [item for item in site.store.dashboards if sees_shared(site, account, item.owner_id, item.shares)]


def _found(call: Call) -> Dashboard:
    for found in _visible(call):
        if str(found.id) == call.path["dashboard"]:
            return found
    raise not_found(_GONE)
