"""Avatars: which the site has, and their pictures."""

from __future__ import annotations

from typing import Any, Final

from ...refusal import not_found
from ..call import Answer, Call
from ..pictures import picture
from ..routing import CLOUD, Routes

routes = Routes()

_FIRST: Final = {"project": 10400, "issuetype": 10300, "user": 10300, "priority": 10500}
_SIZES: Final = {"16x16": "xsmall", "24x24": "small", "32x32": "medium", "48x48": ""}
_NUMBER: Final = 20


@routes.get("/avatar/{type}/system", scopes=("manage:jira-configuration",))
def system(call: Call) -> Answer:
    """Return the avatars that come with the site."""
    return Answer({"system": _listed(call, call.path["type"], None)})


@routes.get("/project/{project}/avatars")
def of_project(call: Call) -> Answer:
    """Return the avatars that a project may have."""
    return Answer({"system": _listed(call, "project", call.project().avatar_id), "custom": []})


def _listed(call: Call, type: str, selected: int | None) -> list[dict[str, Any]]:
    if type not in _FIRST:
        raise not_found(f"The avatar type '{type}' does not exist.")
    return [
        {
            "id": str(id),
            "isSystemAvatar": True,
            "isSelected": id == selected,
            "isDeletable": False,
            "urls": {size: _address(call, type, id, name) for size, name in _SIZES.items()},
        }
        for id in range(_FIRST[type], _FIRST[type] + _NUMBER)
    ]


def _address(call: Call, type: str, id: int, size: str) -> str:
    path = call.view.page_url("/secure/viewavatar")
    return f"{path}?{f'size={size}&' if size else ''}avatarId={id}&avatarType={type}"


@routes.get("/universal_avatar/view/type/{type}/avatar/{id}", on=[CLOUD])
def view(call: Call) -> Answer:
    """Return the picture of an avatar."""
    if call.path["type"] not in _FIRST or not call.path["id"].isdigit():
        raise not_found("The avatar was not found.")
    return picture(int(call.path["id"]), call.text("size"))
