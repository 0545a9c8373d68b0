"""Filters: one's own, favourite ones, found ones; made, changed, shared and deleted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from ... import permissions
from ...refusal import Refused, not_found
from ...store.administration import Filter, Setting
from ...views.administration import filter as view_of
from ...views.administration import listed_filter, share
from ...work.filters import create_filter, delete_filter, read_share, sees_shared, update_filter
from ..call import Answer, Call
from ..paging import page_of
from ..routing import CLOUD, Routes

routes = Routes()

_SCOPE: Final = "defaultShareScope"
_SCOPES: Final = ("GLOBAL", "AUTHENTICATED", "PRIVATE")
_GONE: Final = (
    "The selected filter is not available to you, perhaps it has been deleted or had its permissions changed."
)


@routes.post("/filter")
def create(call: Call) -> Answer:
    """Create a filter."""
    return Answer(view_of(create_filter(call.site, call.me, call.object()), call.view))


@routes.get("/filter/favourite")
def favourites(call: Call) -> Answer:
    """Return one's favourite filters."""
    if call.account is None:
        return Answer([])
    found = [item for item in _visible(call) if call.account.id in item.favourite_of]
    return Answer([view_of(item, call.view) for item in found])


@routes.get("/filter/my", on=[CLOUD])
def mine(call: Call) -> Answer:
    """Return one's own filters, and if asked for favourite ones of others."""
    account, more = call.me, call.flag("includeFavourites")
    found = [
        item for item in _visible(call) if item.owner_id == account.id or (more and account.id in item.favourite_of)
    ]
    return Answer([view_of(item, call.view) for item in found])


@routes.get("/filter/search", on=[CLOUD])
def search(call: Call) -> Answer:
    """Return a page of filters: by name, owner, ids, project or group."""
    text, ids = call.text("filterName").lower(), set(call.texts("id"))
    owner = call.site.person(call.text("accountId") or call.text("owner"))
    project, group = call.text("projectId"), call.text("groupname") or call.text("groupId")
    found = [
        item
        for item in _visible(call)
        if text in item.name.lower()
        and (not ids or str(item.id) in ids)
        and (not (call.text("accountId") or call.text("owner")) or (owner is not None and item.owner_id == owner.id))
        and (not project or any(row["type"] == "project" and str(row.get("id")) == project for row in item.shares))
        and (not group or _shared_with_group(call, item, group))
    ]
    order = call.text("orderBy", "name").strip()
    sorts: dict[str, Callable[[Filter], Any]] = {
        "name": lambda item: item.name.lower(),
        "id": lambda item: item.id,
        "description": lambda item: item.description.lower(),
        "owner": lambda item: call.site.store.people[item.owner_id].display_name.lower(),
        "favourite_count": lambda item: len(item.favourite_of),
        "is_favourite": lambda item: call.account is not None and call.account.id in item.favourite_of,
    }
    name = order.lstrip("+- ").lower()
    if name not in sorts:
        raise Refused(400, f"The orderBy value '{order}' is not valid.")
    found.sort(key=sorts[name], reverse=order.startswith("-"))
    return Answer(page_of(call, [listed_filter(item, call.view, call.expand()) for item in found], usual=50, most=100))


def _shared_with_group(call: Call, found: Filter, named: str) -> bool:
    ids = {group.id for group in call.site.store.groups if named in {group.name, group.group_id}}
    return any(row["type"] == "group" and row.get("id") in ids for row in found.shares)


@routes.get("/filter/defaultShareScope")
def scope(call: Call) -> Answer:
    """Return with whom one's new filters are shared."""
    return Answer({"scope": _scope(call)})


def _scope(call: Call) -> str:
    found = call.site.store.settings.first(name=f"{_SCOPE}:{call.me.id}")
    return "PRIVATE" if found is None else str(found.value)


@routes.put("/filter/defaultShareScope")
def set_scope(call: Call) -> Answer:
    """Set with whom one's new filters are shared."""
    given = str(call.object().get("scope"))
    if given not in _SCOPES:
        raise Refused(400, f"The scope '{given}' is not valid. It must be one of {', '.join(_SCOPES)}.")
    settings, name = call.site.store.settings, f"{_SCOPE}:{call.me.id}"
    settings.remove_where(name=name)
    settings.add(Setting(name=name, value=given))
    return Answer({"scope": given})


@routes.get("/filter/{filter}")
def read(call: Call) -> Answer:
    """Return a filter."""
    return Answer(view_of(_found(call), call.view))


@routes.put("/filter/{filter}")
def update(call: Call) -> Answer:
    """Change a filter."""
    return Answer(view_of(update_filter(call.site, call.me, _own(call), call.object()), call.view))


@routes.delete("/filter/{filter}")
def delete(call: Call) -> Answer:
    """Delete a filter."""
    delete_filter(call.site, call.me, _own(call))
    return Answer(status=204)


@routes.put("/filter/{filter}/favourite", on=[CLOUD])
@routes.delete("/filter/{filter}/favourite", on=[CLOUD])
def favour(call: Call) -> Answer:
    """Make a filter one's favourite, or no longer."""
    account, found = call.me, _found(call)
    others = tuple(id for id in found.favourite_of if id != account.id)
    kept = (*others, account.id) if call.method == "PUT" else others
    return Answer(view_of(call.site.store.filters.save(replace(found, favourite_of=kept)), call.view))


@routes.put("/filter/{filter}/owner", on=[CLOUD])
def give(call: Call) -> Answer:
    """Give a filter to another account."""
    account, found = call.me, _found(call)
    if found.owner_id != account.id and not permissions.administers(account):
        raise Refused(403, "You do not own this filter.")
    owner = call.site.person(call.object().get("accountId"))
    if owner is None:
        raise not_found("The new owner of the filter was not found.")
    if any(item.name.lower() == found.name.lower() for item in call.site.store.filters.where(owner_id=owner.id)):
        raise Refused(400, "The new owner has a filter of the same name already.")
    call.site.store.filters.save(replace(found, owner_id=owner.id))
    return Answer(status=204)


@routes.get("/filter/{filter}/permission")
def shares(call: Call) -> Answer:
    """Return with whom a filter is shared."""
    return Answer(_shown(call, _found(call)))


@routes.get("/filter/{filter}/permission/{permission}")
def read_one(call: Call) -> Answer:
    """Return one of those with whom a filter is shared."""
    return Answer(_shown(call, _found(call))[_place(call, _found(call))])


@routes.post("/filter/{filter}/permission")
def add_share(call: Call) -> Answer:
    """Share a filter; with everybody replaces all others."""
    found, row = _own(call), read_share(call.site, call.object())
    number = max((int(str(held.get("number", 9_999))) for held in found.shares), default=9_999) + 1
    held = () if row["type"] in {"global", "authenticated", "loggedin"} else found.shares
    saved = call.site.store.filters.save(replace(found, shares=(*held, row | {"number": number})))
    return Answer(_shown(call, saved), 201)


@routes.delete("/filter/{filter}/permission/{permission}")
def remove_share(call: Call) -> Answer:
    """No longer share a filter with one of those."""
    found = _own(call)
    place = _place(call, found)
    call.site.store.filters.save(replace(found, shares=found.shares[:place] + found.shares[place + 1 :]))
    return Answer(status=204)


def _shown(call: Call, found: Filter) -> list[dict[str, Any]]:
    return [share(row, number, call.view) for number, row in enumerate(found.shares, 1)]


def _place(call: Call, found: Filter) -> int:
    ids = [str(row["id"]) for row in _shown(call, found)]
    if call.path["permission"] not in ids:
        raise not_found(f"The share permission with id '{call.path['permission']}' does not exist.")
    return ids.index(call.path["permission"])


def _visible(call: Call) -> list[Filter]:
    site, account = call.site, call.account
    return [item for item in site.store.filters if sees_shared(site, account, item.owner_id, item.shares)]


def _found(call: Call) -> Filter:
    """Return the filter that the path names; what may not be seen is a 400, not a 404."""
    for found in _visible(call):
        if str(found.id) == call.path["filter"]:
            return found
    raise Refused(400, _GONE)


def _own(call: Call) -> Filter:
    account, found = call.me, _found(call)
    if found.owner_id != account.id:
        raise Refused(400, "You are not the owner of this filter and can not change it.")
    return found
