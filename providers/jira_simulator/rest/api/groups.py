"""Groups: found, made and deleted, and who is in them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID, uuid5

from ...refusal import Refused, not_found
from ...store.people import Group, Person
from ...views.people import group, group_stub, person
from ...work.roles import find_group, forget_actor
from ..call import Answer, Call
from ..guards import administrator
from ..paging import page_of
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_SITE: Final = ("manage:jira-configuration",)
_USER: Final = ("read:jira-user",)


@routes.get("/group", on=[CLOUD], scopes=_USER)
@routes.get("/group", on=[SERVER], until=(10,))
def read(call: Call) -> Answer:
    """Return a group; with `expand=users`, some of its members."""
    administrator(call)
    return Answer(group(_found(call), call.view, expand=call.text("expand")))


@routes.get("/group/bulk", on=[CLOUD], scopes=_USER)
def read_many(call: Call) -> Answer:
    """Return a page of groups: all, or those that are named."""
    call.require_account()
    ids, names = set(call.texts("groupId")), set(call.texts("groupName"))
    found = [
        {"name": item.name, "groupId": item.group_id}
        for item in call.site.store.groups
        if not (ids or names) or item.group_id in ids or item.name in names
    ]
    return Answer(page_of(call, found))


@routes.get("/group/member", scopes=_SITE)
def members(call: Call) -> Answer:
    """Return a page of the members of a group."""
    administrator(call)
    found = _found(call)
    people = call.site.store.people.get_many(found.members)
    shown = [person(item, call.view) for item in people if item.active or call.flag("includeInactiveUsers")]
    return Answer(page_of(call, shown, usual=50, most=50))


@routes.post("/group", scopes=_SITE)
def create(call: Call) -> Answer:
    """Create a group."""
    administrator(call)
    name = str(call.object().get("name") or "").strip()
    if not name:
        raise Refused(400, "The group name must not be empty.")
    if any(found.name.lower() == name.lower() for found in call.site.store.groups):
        raise Refused(400, "A group with this name already exists.")
    id = str(uuid5(UUID(call.site.settings.cloud_id), f"group/{name}"))
    made = call.site.store.groups.add(Group(name=name, group_id=id))
    return Answer(group(made, call.view), 201)


@routes.delete("/group", scopes=_SITE)
def delete(call: Call) -> Answer:
    """Delete a group; what was restricted to it may be given to another."""
    administrator(call)
    found = _found(call)
    swap, swap_id = call.text("swapGroup"), call.text("swapGroupId")
    if swap or swap_id:
        other = find_group(call.site, name=swap, id=swap_id)
        for comment in call.site.store.comments:
            if comment.visibility and comment.visibility.get("value") == found.name:
                visibility = comment.visibility | {"value": other.name}
                visibility |= {"identifier": other.group_id} if "identifier" in visibility else {}
                call.site.store.comments.save(replace(comment, visibility=visibility))
    call.site.store.groups.remove(found.id)
    forget_actor(call.site, f"group:{found.id}")
    return Answer(status=200)


@routes.post("/group/user", scopes=_SITE)
def add_member(call: Call) -> Answer:
    """Put an account into a group."""
    administrator(call)
    found = _found(call)
    body = call.object()
    member = _member(call, body.get("accountId") if call.site.cloud else body.get("name"))
    if member.id in found.members:
        raise Refused(400, f"Cannot add user. '{member.display_name}' is already a member of '{found.name}'.")
    saved = call.site.store.groups.save(replace(found, members=(*found.members, member.id)))
    return Answer(group(saved, call.view), 201)


@routes.delete("/group/user", scopes=_SITE)
def remove_member(call: Call) -> Answer:
    """Take an account out of a group."""
    administrator(call)
    found = _found(call)
    member = _member(call, call.text("accountId" if call.site.cloud else "username"))
    if member.id not in found.members:
        raise Refused(400, f"Cannot remove user '{member.display_name}' from group '{found.name}' since user is not a "
                           "member of that group.")  # fmt: skip
    kept = tuple(id for id in found.members if id != member.id)
    call.site.store.groups.save(replace(found, members=kept))
    return Answer(status=200)


def _member(call: Call, identity: object) -> Person:
    if not identity:
        name = "accountId" if call.site.cloud else "username"
        raise Refused(400, f"The '{name}' of the user must be given.")
    found = call.site.person(identity)
    if found is None:
        raise not_found(f"The user '{identity}' does not exist.")
    return found


def _found(call: Call) -> Group:
    name, id = call.text("groupname"), call.text("groupId")
    if not name and not (id and call.site.cloud):
        raise Refused(400, "The group name must be specified.")
    return find_group(call.site, name=name, id=id)


@routes.get("/groups/picker", scopes=_USER)
def pick(call: Call) -> Answer:
    """Return the groups whose names have a text in them."""
    excluded = {*call.texts("exclude"), *call.texts("excludeId")}
    found = [
        item
        for item in call.site.store.groups
        if call.text("query").lower() in item.name.lower() and not {item.name, item.group_id} & excluded
    ]
    return Answer(picked_groups(found, call.text("query"), call, most=call.number("maxResults", 20)))


def picked_groups(found: list[Group], text: str, call: Call, *, most: int) -> dict[str, Any]:
    """Return groups as pickers have them: the text that was found is set in bold."""
    shown = found[:most]
    return {
        "header": f"Showing {len(shown)} of {len(found)} matching groups",
        "total": len(found),
        "groups": [_picked(item, text, call) for item in shown],
    }


def _picked(found: Group, text: str, call: Call) -> dict[str, Any]:
    place = found.name.lower().find(text.lower()) if text else -1
    end = place + len(text)
    html = found.name if place < 0 else f"{found.name[:place]}<b>{found.name[place:end]}</b>{found.name[end:]}"
    answer: dict[str, Any] = {"name": found.name, "html": html, "labels": []}
    return answer | ({"groupId": found.group_id} if call.site.cloud else {})


@routes.get("/user/groups", on=[CLOUD], scopes=_USER)
def of_account(call: Call) -> Answer:
    """Return the groups that an account is in."""
    call.require_account()
    found = call.site.person(call.text("accountId"))
    if found is None:
        raise not_found("Specified user does not exist or you do not have required permissions")
    return Answer([group_stub(item, call.view) for item in call.site.store.groups if found.id in item.members])
