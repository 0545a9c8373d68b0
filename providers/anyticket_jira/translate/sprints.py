"""
Sprints of all ages: Cloud's objects, the agile interface's, and the text that servers put into a custom field.

Theory of the text. It is a Java object's toString: `…Sprint@1f[id=1,rapidViewId=2,state=ACTIVE,name=…,goal=…,…]`,
in which nothing is escaped and the order varies. Names and goals hold whatever people typed, also `,state=CLOSED]`.
All other values have a narrow form, so they are taken off both ends, each key once; what is left is name and goal.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from anyticket.errors import Malformed
from anyticket.model.sparse import ABSENT, loaded
from anyticket.model.sprint import Sprint, SprintState

from ..wire import Json, given, identifier, is_table, maybe, moment, text, within, word, wrong

_STATES: Final = {
    "active": SprintState.ACTIVE,
    "closed": SprintState.CLOSED,
    "future": SprintState.FUTURE,
}
_OBJECT: Final = re.compile(r"com\.atlassian\.greenhopper\.service\.sprint\.Sprint@\w+\[(.*)\]\s*", re.DOTALL)
_NARROW: Final = (
    r"(?P<key>id|rapidViewId|sequence|incompleteIssuesDestinationId|state|autoStartStop|synced"
    r"|startDate|endDate|completeDate|activatedDate)=(?P<value>[^,=\[\]]*)"
)
_FIRST: Final = re.compile(_NARROW + r"(?:,|$)")
_LAST: Final = re.compile(r"(?:^|,)" + _NARROW + r"$")
_NULL: Final = "<null>"


def sprint(value: Any) -> Sprint:
    """Read a sprint in any of its forms."""
    if type(value) is str:
        return _from_text(value)
    if is_table(value):
        return _from_object(value)
    raise wrong("a sprint", value)


def is_sprint(value: Any) -> bool:
    """Tell whether a value without a schema can only be a sprint."""
    if type(value) is str:
        return _OBJECT.fullmatch(value) is not None
    return is_table(value) and value.keys() >= {"id", "name", "state"} and _board(value) is not ABSENT


def current(sprints: Sequence[Sprint]) -> Sprint | None:
    """Return the sprint that a ticket is in: the active one, else one to come, else the last that it was in."""
    for state in (SprintState.ACTIVE, SprintState.FUTURE):
        if found := [one for one in sprints if getattr(one, "state", None) is state]:
            return found[-1]
    return max(sprints, key=_end, default=None)


def _end(one: Sprint) -> float:
    ended: datetime | None = getattr(one, "completed_at", None) or getattr(one, "ends_at", None)
    return ended.timestamp() if ended else 0.0


def _from_object(data: Json) -> Sprint:
    return loaded(
        Sprint,
        data,
        id=given(data, "id", identifier),
        name=word(data, "name"),
        state=given(data, "state", _state),
        goal=maybe(data, "goal", text),
        board_id=_board(data),
        starts_at=maybe(data, "startDate", moment),
        ends_at=maybe(data, "endDate", moment),
        completed_at=maybe(data, "completeDate", moment),
    )


def _board(data: Json) -> str | None:
    board = maybe(data, "boardId", identifier)
    return maybe(data, "originBoardId", identifier) if board is ABSENT else board


def _state(value: Any) -> SprintState:
    return _STATES.get(text(value).lower(), SprintState.UNKNOWN)


def _from_text(value: str) -> Sprint:
    match = _OBJECT.fullmatch(value)
    if match is None:
        raise Malformed("a sprint is needed, and this string is none", path="")
    found = _taken_apart(match[1])
    return loaded(
        Sprint,
        value,
        id=found.get("id") or ABSENT,
        name=found.get("name") or ABSENT,
        state=_state(found["state"]) if found.get("state") is not None else ABSENT,
        goal=found.get("goal", ABSENT),
        board_id=found.get("rapidViewId", ABSENT),
        starts_at=_moment(found, "startDate"),
        ends_at=_moment(found, "endDate"),
        completed_at=_moment(found, "completeDate"),
    )


def _moment(found: dict[str, str | None], key: str) -> datetime | None:
    """Read a date; the oldest servers wrote them in the words of their language, which nobody can read back."""
    written = found.get(key, ABSENT)
    if not written or written is ABSENT or not written[:4].isdigit():
        return None if written is None else ABSENT
    try:
        return moment(written)
    except Malformed as exc:
        raise within(exc, key) from None


def _taken_apart(body: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    while (match := _FIRST.match(body)) and match["key"] not in found:
        found[match["key"]] = _value(match["value"])
        body = body[match.end() :]
    rest, goal = _without_tail(body, found), None
    if rest.startswith("goal="):
        goal, _, rest = rest.removeprefix("goal=").partition(",name=")
        rest = f"name={rest}"
    elif ",goal=" in rest:
        rest, _, goal = rest.rpartition(",goal=")
        rest = _without_tail(rest, found)
    if goal is not None:
        found["goal"] = _value(goal)
    if rest.startswith("name="):
        found["name"] = rest.removeprefix("name=")
    return found


def _without_tail(body: str, found: dict[str, str | None]) -> str:
    while (match := _LAST.search(body)) and match["key"] not in found:
        found[match["key"]] = _value(match["value"])
        body = body[: match.start()]
    return body


def _value(written: str) -> str | None:
    return None if written in {_NULL, ""} else written
