"""
Values that mean the same on every Jira, as requests have them: times, durations, options, references by id or name.

Whoever gives something else gets a TypeError or ValueError that says what is wanted; it becomes an `Invalid` that
names the field.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final, cast

from anyticket.model.field import FieldKind, Option
from anyticket.model.label import Label
from anyticket.model.named import Named
from anyticket.model.project import Project
from anyticket.model.sparse import Sparse
from anyticket.model.sprint import Sprint

from ..wire import Json

_MINUTE: Final = 60


def moment(value: Any) -> str:
    """
    Write a moment, with the milliseconds and the offset without a colon that Jira insists on.

    https://developer.atlassian.com/server/jira/platform/jira-rest-api-examples/
    """
    given = datetime.fromisoformat(value) if isinstance(value, str) else value
    if not isinstance(given, datetime):
        raise TypeError("takes an aware datetime")
    if given.tzinfo is None:
        raise ValueError("takes a datetime with a time zone, such as tzinfo=UTC")
    utc = given.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}+0000"


def day(value: Any) -> str:
    """Write a day."""
    given = date.fromisoformat(value) if isinstance(value, str) else value
    if isinstance(given, datetime) or not isinstance(given, date):
        raise TypeError("takes a date, without a time")
    return given.isoformat()


def minutes(seconds: int) -> str:
    """Write a duration. Jira counts in minutes, and days would have as many hours as the site says."""
    if seconds % _MINUTE:
        raise ValueError(f"is counted in whole minutes: {seconds} seconds are none")
    return f"{seconds // _MINUTE}m"


def named(value: Any) -> Json:
    """Write a reference to something by its id, else by its name."""
    if isinstance(value, str):
        return {"name": value}
    if isinstance(value, Named):
        return {"id": value.id} if hasattr(value, "id") else {"name": value.name}
    raise TypeError("takes a name, or what has an id or a name")


def group(value: Any) -> Json:
    """Write a group by its name, which servers know alone, else by Cloud's id."""
    if isinstance(value, Named) and not hasattr(value, "name"):
        return {"groupId": value.id}
    return {"name": value.name} if isinstance(value, Named) else named(value)


def project(value: Any) -> Json:
    """Write a reference to a project by its id, else by its key."""
    place = Project.of(value)
    if hasattr(place, "id"):
        return {"id": place.id}
    # A key begins with a letter.
    return {"id" if place.key.isascii() and place.key.isdecimal() else "key": place.key}


def label(value: Any) -> str:
    """Write a label, which has no spaces."""
    word = Label.of(value).name
    if not word or any(character.isspace() for character in word):
        raise ValueError(f"takes labels without spaces: {word!r} is none; write it with - or _")
    return word


def sprint(value: Any) -> int:
    """Write a sprint, which Jira knows by its number alone."""
    id = getattr(value, "id", None) if isinstance(value, Sprint) else value
    if isinstance(id, int) or (isinstance(id, str) and id.isascii() and id.isdecimal()):
        return int(id)
    raise ValueError("takes a sprint with its id: list_sprints has it")


def option(value: Any) -> Json:
    """Write an option by its id, else by its value."""
    if isinstance(value, str):
        return {"value": value}
    if isinstance(value, Option):
        return {"id": value.id} if hasattr(value, "id") else {"value": value.name}
    raise TypeError("takes an option, or its value as a string")


def cascading(value: Any) -> Json:
    """Write an option and the options below it, the outermost first."""
    chosen = [value] if isinstance(value, str | Option) else list(_members(value))
    if not chosen:
        raise ValueError("takes at least the outer option; None clears it")
    written: Json | None = None
    for one in reversed(chosen):
        written = option(one) if written is None else {**option(one), "child": written}
    return cast("Json", written)


def _members(value: Any) -> Sequence[Any]:
    if isinstance(value, list | tuple):
        return cast("Sequence[Any]", value)
    raise TypeError("takes a sequence")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise TypeError("takes a string")


def _number(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise TypeError("takes a number")


def _flag(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise TypeError("takes True or False")


def _raw(value: Any) -> Any:
    if isinstance(value, Sparse):
        raise TypeError(f"is of a kind that is not known here: it takes Jira's own JSON, not a {type(value).__name__}")
    return value


#: What writes the values of each kind that needs no look-up.
WRITERS: Final[Mapping[FieldKind, Callable[[Any], Any]]] = {
    FieldKind.BOOL: _flag,
    FieldKind.CASCADING: cascading,
    FieldKind.DATE: day,
    FieldKind.DATETIME: moment,
    FieldKind.GROUP: group,
    FieldKind.NUMBER: _number,
    FieldKind.OPTION: option,
    FieldKind.RAW: _raw,
    FieldKind.SPRINT: sprint,
    FieldKind.TEXT: _text,
    FieldKind.VERSION: named,
}
