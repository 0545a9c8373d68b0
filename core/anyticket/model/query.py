"""Query: typed filters that are AND-ed. What is not given, or None, does not filter; `Query()` means all tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, Self, TypeAlias, TypeVar, cast

from pydantic import AfterValidator, Field, model_validator

from .input import Input
from .label import Label
from .person import Person
from .priority import Priority
from .project import Component, Project
from .sparse import ABSENT, Given, Sparse
from .sprint import Sprint
from .status import Status, StatusCategory
from .ticket import Ticket
from .ticket_type import TicketType
from .times import Due, Moment

X = TypeVar("X")


class Special(Sparse, frozen=True):
    """A value that no string can be."""

    special: Literal["empty", "me"]


EMPTY: Final = Special(special="empty")
ME: Final = Special(special="me")


class Native(Sparse, frozen=True):
    """A query in the words of one tracker."""

    dialect: str
    text: str


#: One value or any of several, kept as a tuple.
Filter: TypeAlias = Given[str | X | Special | Sequence[str | X | Special] | None, tuple[X | Special, ...]]
Since: TypeAlias = Given[datetime | None, Moment]
Day: TypeAlias = Given[date | None, Due]


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("an empty text matches nothing in particular; leave it out")
    return text


Words: TypeAlias = Annotated[str, AfterValidator(_filled)]
#: The name of an attribute or native field; a leading "-" means descending.
Order: TypeAlias = Annotated[str, Field(pattern=r"^-?\S")]


class Query(Input, frozen=True):
    """
    Which tickets. A sequence is any of its members; `_after` is inclusive, `_before` exclusive.

    `any_of` wants at least one of its queries to match, `exclude` wants its query not to match.
    """

    project: Filter[Project] = ABSENT
    type: Filter[TicketType] = ABSENT
    status: Filter[Status] = ABSENT
    status_category: Filter[StatusCategory] = ABSENT
    closed: Given[bool | None, bool] = ABSENT
    priority: Filter[Priority] = ABSENT
    assignee: Filter[Person] = ABSENT
    reporter: Filter[Person] = ABSENT
    label: Filter[Label] = ABSENT
    component: Filter[Component] = ABSENT
    sprint: Filter[Sprint] = ABSENT
    parent: Given[
        str | Ticket | Special | Sequence[str | Ticket | Special] | None, tuple[str | Ticket | Special, ...]
    ] = ABSENT
    key: Given[str | Ticket | Sequence[str | Ticket] | None, tuple[str | Ticket, ...]] = ABSENT
    text: Given[str | None, Words] = ABSENT
    created_after: Since = ABSENT
    created_before: Since = ABSENT
    updated_after: Since = ABSENT
    updated_before: Since = ABSENT
    due_after: Day = ABSENT
    due_before: Day = ABSENT
    resolved_after: Since = ABSENT
    resolved_before: Since = ABSENT
    fields: Given[Mapping[str, Any] | None, Mapping[str, Any]] = ABSENT
    any_of: Given[Sequence[Query] | None, tuple[Query, ...]] = ABSENT
    exclude: Given[Query | None, Query] = ABSENT
    order_by: Given[str | Sequence[str] | None, tuple[Order, ...]] = ABSENT
    natives: Given[Sequence[Native] | None, tuple[Native, ...]] = ABSENT

    @classmethod
    def native(cls, dialect: str, text: str) -> Self:
        """Ask in the tracker's own words; other filters may be AND-ed to it with `&`."""
        return cls(natives=[Native(dialect=dialect, text=text)])

    def __and__(self, other: Query) -> Query:
        """Return a query that wants both. The order of the first one wins."""
        mine, theirs = dict(self.__dict__), dict(other.__dict__)
        both: dict[str, Any] = {}
        if natives := (*mine.pop("natives", ()), *theirs.pop("natives", ())):
            both["natives"] = natives
        if order := mine.pop("order_by", theirs.pop("order_by", None)):
            both["order_by"] = order
        theirs.pop("order_by", None)
        if not mine.keys() & theirs.keys():
            return Query(**both, **mine, **theirs)
        if "any_of" in mine:
            mine, theirs = theirs, mine
        if "any_of" in mine:
            raise ValueError("both queries have any_of and share other filters: say it in one query")
        return Query(**both, **mine, any_of=(Query(**theirs),))  # a choice of one is an AND

    @model_validator(mode="before")
    @classmethod
    def _filters(cls, given: Any) -> Any:
        """Drop what is None; make one value a tuple of one; refuse a choice among nothing."""
        if not isinstance(given, Mapping):
            return given
        filters = cast("Mapping[str, object]", given)
        return {name: _choice(name, value) for name, value in filters.items() if value is not None}

    def names(self) -> frozenset[str]:
        """Return the filters in use, also those of the queries inside."""
        values = self.__dict__
        inside = (*values.get("any_of", ()), *([values["exclude"]] if "exclude" in values else ()))
        return frozenset(values).union(*(query.names() for query in inside))


_SINGLE: Final = frozenset({"any_of", "closed", "exclude", "fields", "natives", "text"})
_CHOICES: Final = frozenset(
    name for name in Query.model_fields if name not in _SINGLE and not name.endswith(("_after", "_before"))
)


def _choice(name: str, value: object) -> object:
    if value in ((), [], set(), frozenset()):
        raise ValueError(f"{name}: any of nothing matches nothing; leave it out, or give EMPTY for tickets without one")
    single = name in _CHOICES and type(value) not in {list, tuple, set, frozenset}
    return (value,) if single else value
