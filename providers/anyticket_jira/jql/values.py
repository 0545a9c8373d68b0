"""The values of a query as JQL operands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from anyticket.errors import Unsupported
from anyticket.model.label import Label
from anyticket.model.named import Named
from anyticket.model.person import Person
from anyticket.model.project import Project
from anyticket.model.query import EMPTY, ME
from anyticket.model.sparse import Sparse
from anyticket.model.sprint import Sprint
from anyticket.model.ticket import Ticket

from .clauses import Clause, Tree, any_one
from .text import quote

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND: Final = timedelta(milliseconds=1)
#: The fields that `currentUser()` can be a value of, among those that have a filter.
_PEOPLE: Final = frozenset({"assignee", "reporter"})
#: The fields in which digits are an id, and a quoted string is a key or a name.
_BY_NUMBER: Final = frozenset({"key", "parent"})


def choice(field: str, values: Sequence[Any], operand: Callable[[Any], str], *, may_be_empty: bool) -> Tree:
    """Return the condition that a field has one of the values, of which EMPTY is none at all."""
    written = [operand(value) for value in values if value != EMPTY]
    parts: list[Tree] = []
    if len(written) == 1:
        parts.append(Clause(field, "=", written[0], may_be_empty))
    elif written:
        parts.append(Clause(field, "IN", f"({', '.join(written)})", may_be_empty))
    if len(written) < len(values):
        parts.append(Clause(field, "IS", "EMPTY", may_be_empty))
    return any_one(parts)


def named(field: str) -> Callable[[Any], str]:
    """Return what writes the values of a field that has a filter of its own."""

    def written(value: Any) -> str:
        if value == ME and field not in _PEOPLE:
            why = f"ME is a person, which {field!r} does not have"
            raise Unsupported(why, operation="search_tickets", arguments=frozenset({field}))
        if field in _BY_NUMBER:
            return _ticket(value)
        return operand(value)

    return written


def operand(value: Any) -> str:
    """Write a value of any kind. What has an id goes by it; people on servers go by the name they log in with."""
    if value == ME:
        return "currentUser()"
    match value:
        case str() | bool() | int() | float():
            return quote(str(value).lower() if isinstance(value, bool) else str(value))
        case datetime():
            return milliseconds(value)
        case date():
            return quote(value.isoformat())
        case Sparse():
            return _thing(value)
        case _:
            raise TypeError(f"a {type(value).__name__} is no value that Jira's queries know: {value!r}")


def _thing(value: Sparse) -> str:
    if isinstance(value, Ticket):
        return _ticket(value)
    if isinstance(value, Sprint) and (id := getattr(value, "id", "")).isdecimal() and id.isascii():
        return str(id)
    return quote(_first(value, _IDENTIFYING.get(type(value), ("id", "name", "value"))))


_IDENTIFYING: Final[dict[type[Sparse], tuple[str, ...]]] = {
    Label: ("name",),
    Person: ("username", "id", "email"),
    Project: ("key", "id", "name"),
    Named: ("name", "id"),
}


def _first(value: Sparse, names: tuple[str, ...]) -> str:
    for name in names:
        if isinstance(found := getattr(value, name, None), str):
            return found
    raise ValueError(f"{value!r} has none of {', '.join(names)}, by which it could be searched for")


def _ticket(value: str | Ticket) -> str:
    """Write a ticket by its key; digits are an id, which must stand without quotes."""
    key = value.key if isinstance(value, Ticket) else value
    return key if key.isdecimal() and key.isascii() else quote(key)


def milliseconds(moment: datetime) -> str:
    """Write a moment, rounded up: Jira keeps whole milliseconds, and so both `>=` and `<` stay exact."""
    return str(-((_EPOCH - moment) // _MILLISECOND))


def first_day(limit: date) -> str:
    """Write the first day that begins at or after a limit, which is a day or a moment."""
    if isinstance(limit, datetime):
        moment = limit.astimezone(UTC)
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
        limit = (midnight if midnight == moment else midnight + timedelta(days=1)).date()
    return quote(limit.isoformat())
