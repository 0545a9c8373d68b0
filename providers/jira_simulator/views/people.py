"""Accounts and groups as JSON."""

from __future__ import annotations

import re
from urllib.parse import quote

from ..store.people import Group, Person
from .view import Json, View

__all__ = ["group", "group_stub", "person", "person_full", "user_avatars"]

_RANGE = re.compile(r"\[(\d+):(\d+)\]")
_SIZES = {"48x48": "", "24x24": "small", "16x16": "xsmall", "32x32": "medium"}


def user_avatars(found: Person, view: View) -> Json:
    """Return the pictures of an account."""
    if view.cloud:
        address = f"https://secure.gravatar.com/avatar/{found.id:032x}?d=mm"
        return {size: f"{address}&s={size.split('x')[0]}" for size in _SIZES}
    address = view.page_url("/secure/useravatar")
    return {
        size: f"{address}?{f'size={name}&' if name else ''}avatarId={10300 + found.id % 30}"
        for size, name in _SIZES.items()
    }


def person(found: Person | None, view: View) -> Json | None:
    """Return an account as other objects hold it."""
    if found is None:
        return None
    if view.cloud:
        return _cloud(found, view)
    name = "" if found.erased else found.name
    return {
        "self": view.url(f"/user?username={quote(name)}"),
        "name": name,
        "key": found.key,
        "emailAddress": found.email,
        "avatarUrls": user_avatars(found, view),
        "displayName": found.display_name,
        "active": found.active,
        "timeZone": found.time_zone,
    }


def _cloud(found: Person, view: View) -> Json:
    answer: Json = {
        "self": view.url(f"/user?accountId={quote(found.account_id, safe='')}"),
        "accountId": found.account_id,
    }
    if _sees_email(found, view):
        answer["emailAddress"] = found.email
    return answer | {
        "avatarUrls": user_avatars(found, view),
        "displayName": "Former user" if found.erased else found.display_name,
        "active": found.active and not found.erased,
        "timeZone": found.time_zone,
        "accountType": found.kind,
    }


def _sees_email(found: Person, view: View) -> bool:
    return not found.erased and (found.email_visible or (view.account is not None and view.account.id == found.id))


def person_full(found: Person, view: View, *, expand: frozenset[str] = frozenset()) -> Json:
    """Return an account as its own resource has it."""
    answer = dict(person(found, view) or {})
    answer["locale"] = found.locale
    if view.cloud:
        answer.setdefault("emailAddress", "")
    else:
        answer["deleted"] = False
        answer["lastLoginTime"] = view.time(found.last_login)
        if found.last_login is None:
            del answer["lastLoginTime"]
    names = view.site.groups_of(found)
    items = [group_stub(member, view) for member in view.site.store.groups if found.id in member.members]
    answer["groups"] = {"size": len(names), "items": items if "groups" in expand else []}
    answer["applicationRoles"] = {
        "size": 1,
        "items": [{"key": "jira-software", "name": "Jira Software"}] if "applicationRoles" in expand else [],
    }
    answer["expand"] = "groups,applicationRoles"
    return answer


def group_stub(found: Group, view: View) -> Json:
    """Return a group as other objects hold it."""
    answer: Json = {"name": found.name}
    if view.cloud:
        answer["groupId"] = found.group_id
        answer["self"] = view.url(f"/group?groupId={found.group_id}")
    else:
        answer["self"] = view.url(f"/group?groupname={quote(found.name)}")
    return answer


def group(found: Group, view: View, *, expand: str = "") -> Json:
    """Return a group as its own resource has it; `users` or `users[0:9]` in `expand` shows members."""
    people = [person for person in view.site.store.people.get_many(found.members) if person.active]
    start, end = 0, -1
    if expand.startswith("users"):
        bounds = _RANGE.search(expand)
        start, end = (int(bounds[1]), int(bounds[2])) if bounds else (0, 49)
    items = [_member(member, view) for member in people[start : min(end, start + 49) + 1]]
    return group_stub(found, view) | {
        "users": {
            "size": len(people),
            "items": items,
            "max-results": 50,
            "start-index": start if items else 0,
            "end-index": start + len(items) - 1 if items else 0,
        },
        "expand": "users",
    }


def _member(found: Person, view: View) -> Json:
    return {name: value for name, value in (person(found, view) or {}).items() if name != "avatarUrls"}
