"""Pickers: accounts and groups as menus show them, with what was found in bold."""

from __future__ import annotations

from html import escape
from typing import Any, Final

from ...refusal import Refused
from ...store.people import Person
from ...views.people import user_avatars
from ..call import Answer, Call
from ..routing import Routes
from .groups import picked_groups
from .people import matches

routes = Routes()

_USER: Final = ("read:jira-user",)


@routes.get("/user/picker", scopes=_USER)
def people(call: Call) -> Answer:
    """Return the accounts that a text finds."""
    call.require_account()
    if call.text("exclude") and call.text("excludeAccountIds"):
        raise Refused(400, "The query parameters 'exclude' and 'excludeAccountIds' can not both be given.")
    return Answer(_picked_people(call))


@routes.get("/groupuserpicker", scopes=("read:jira-work",))
def people_and_groups(call: Call) -> Answer:
    """Return the accounts and the groups that a text finds."""
    call.require_account()
    text = call.text("query")
    if call.site.cloud and not any(name == "query" for name, _ in call.query):
        raise Refused(400, "The 'query' query parameter is required.")
    groups = [found for found in call.site.store.groups if text.lower() in found.name.lower()]
    most = call.number("maxResults", 50)
    return Answer({"users": _picked_people(call), "groups": picked_groups(groups, text, call, most=most)})


def _picked_people(call: Call) -> dict[str, Any]:
    excluded = {*call.words("exclude"), *call.words("excludeAccountIds")}
    found = [
        item
        for item in call.site.store.people
        if item.active and matches(item, call) and not {item.account_id, item.name, item.key} & excluded
    ]
    shown = found[: call.number("maxResults", 50)]
    return {
        "users": [_picked(item, call) for item in shown],
        "total": len(found),
        "header": f"Showing {len(shown)} of {len(found)} matching users",
    }


def _picked(found: Person, call: Call) -> dict[str, Any]:
    text = call.text("query")
    named = [found.display_name]
    if not call.site.cloud:
        named = [found.display_name, f"{found.email} ({found.name})"]
    answer: dict[str, Any] = {"html": " - ".join(_marked(name, text) for name in named)}
    if call.site.cloud:
        answer |= {"accountId": found.account_id, "accountType": found.kind}
    else:
        answer |= {"name": found.name, "key": found.key}
    answer["displayName"] = found.display_name
    if call.flag("showAvatar"):
        answer["avatarUrl"] = user_avatars(found, call.view)["16x16"]
    return answer


def _marked(name: str, text: str) -> str:
    place = name.lower().find(text.lower()) if text else -1
    if place < 0:
        return escape(name)
    end = place + len(text)
    return f"{escape(name[:place])}<strong>{escape(name[place:end])}</strong>{escape(name[end:])}"
