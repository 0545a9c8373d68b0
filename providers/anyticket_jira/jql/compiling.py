"""
Query to JQL. Every value is a quoted literal that cannot change the meaning; digits alone may stand without quotes.

Moments are milliseconds since 1970, which no time zone shifts. https://confluence.atlassian.com/x/ghGyCg
Where a Jira does not take those, `zone` says in which zone the account reads dates; they are then exact to the minute,
and where a zone repeats an hour, up to an hour too much is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final, cast

from anyticket.errors import Unsupported
from anyticket.model.mapping import Mapping as Meanings
from anyticket.model.query import EMPTY, Native, Query

from .clauses import NOTHING, Clause, Tree, Verbatim, any_one, every_one, negated, rendered
from .states import closed_or_open, status_categories
from .text import quote, taken_apart, words
from .values import choice, first_day, milliseconds, named, operand


@dataclass(frozen=True, slots=True)
class SearchField:
    """What a native field is called in JQL, and whether it is searched for words instead of compared."""

    clause: str
    textual: bool = False


#: The filters that name one thing or several: the field that each stands for, and whether issues may lack it.
_CHOICES: Final[Mapping[str, tuple[str, bool]]] = {
    "project": ("project", False),
    "type": ("issuetype", False),
    "status": ("status", False),
    "priority": ("priority", True),
    "assignee": ("assignee", True),
    "reporter": ("reporter", True),
    "label": ("labels", True),
    "component": ("component", True),
    "sprint": ("sprint", True),
    "parent": ("parent", True),
    "key": ("key", False),
}
_MOMENTS: Final = {"created": ("created", False), "updated": ("updated", False), "resolved": ("resolved", True)}
#: The attributes of Ticket that are called otherwise in ORDER BY.
_ORDERS: Final[Mapping[str, str]] = {
    "affects_versions": "affectedVersion",
    "assignees": "assignee",
    "created_at": "created",
    "due": "due",
    "fix_versions": "fixVersion",
    "resolved_at": "resolved",
    "title": "summary",
    "type": "issuetype",
    "updated_at": "updated",
    "vote_count": "votes",
    "watcher_count": "watchers",
}
_FIELDS: Final = frozenset(
    "assignee component created creator description due environment fixVersion id issuetype key labels parent priority"
    " project rank reporter resolution resolved sprint status statusCategory summary updated votes watchers".split()
)
#: What may be ordered by without asking for the fields.
NATIVE_ORDERS: Final = _FIELDS | _ORDERS.keys()
#: A condition that every issue meets: Cloud refuses a search that has none.
_EVERYTHING: Final = "project IS NOT EMPTY"


def compile(
    query: Query,
    *,
    fields: Mapping[str, SearchField] | None = None,
    mapping: Meanings | None = None,
    zone: tzinfo | None = None,
    epic_link: str | None = None,
) -> str:
    """
    Return the JQL of a query.

    Args:
        query: What is wanted.
        fields: The native fields that the query names, by those names; others go by `cf[…]`, or as they are written.
        mapping: The tenant's own words, which have a say in what a status category is.
        zone: The account's, where the Jira does not take milliseconds.
        epic_link: The clause of the field in which issues have their epics, where `parent` is that of subtasks alone.
    """
    compiler = _Compiler(fields or {}, mapping or Meanings(), zone, epic_link)
    condition = compiler.tree(query)
    written = _EVERYTHING if condition is None else rendered(condition)
    order = compiler.order(query)
    return f"{written} ORDER BY {order}" if order else written


def ordered(query: Query) -> bool:
    """Tell whether a query says anything about the order, in it or in a native query."""
    return bool(_Compiler({}, Meanings(), None).order(query))


def moment_operand(moment: datetime, zone: tzinfo | None) -> str:
    """Write a moment as it can be compared; where the Jira does not take milliseconds, to the minute."""
    return milliseconds(moment) if zone is None else quote(f"{moment.astimezone(zone):%Y-%m-%d %H:%M}")


class _Compiler:
    def __init__(
        self,
        fields: Mapping[str, SearchField],
        mapping: Meanings,
        zone: tzinfo | None,
        epic_link: str | None = None,
    ) -> None:
        self._fields, self._mapping, self._zone, self._epic_link = fields, mapping, zone, epic_link

    def tree(self, query: Query) -> Tree | None:
        """Return the condition, or None if there is none."""
        given: Mapping[str, Any] = query.__dict__
        parts = [*self._filters(given), *self._dates(given), *_natives(given), *self._combined(given)]
        return every_one(parts) if parts else None

    def order(self, query: Query) -> str:
        """Return what follows ORDER BY. The query's own order wins over that of a native query in it."""
        if order := getattr(query, "order_by", ()):
            return ", ".join(map(self._ordered, order))
        written = [taken_apart(native.text).order for native in getattr(query, "natives", ())]
        return next(filter(None, written), "")

    def _filters(self, given: Mapping[str, Any]) -> Iterator[Tree]:
        for name, (field, may_be_empty) in _CHOICES.items():
            if name == "parent" and name in given and self._epic_link is not None:
                yield self._parent(given[name], self._epic_link)
            elif name in given:
                yield choice(field, given[name], named(field), may_be_empty=may_be_empty)
        if "status_category" in given:
            yield status_categories(given["status_category"], self._mapping)
        if "closed" in given:
            yield closed_or_open(given["closed"], self._mapping)
        if "text" in given:
            yield Clause("text", "~", quote(words(given["text"])))
        for name, value in given.get("fields", {}).items():
            yield self._native_field(self._field(name), value)

    def _parent(self, values: Sequence[Any], epic_link: str) -> Tree:
        """Return the condition that an issue is a subtask of one of the values, or in one of them as its epic."""
        fields = ("parent", epic_link)
        held = [value for value in values if value != EMPTY]
        trees = [choice(field, held, named("parent"), may_be_empty=True) for field in fields if held]
        if len(held) < len(values):
            trees.append(every_one(Clause(field, "IS", "EMPTY") for field in fields))
        return any_one(trees)

    def _native_field(self, field: SearchField, value: Any) -> Tree:
        several = isinstance(value, list | tuple | set | frozenset)
        values: tuple[Any, ...] = tuple(cast("Iterable[Any]", value)) if several else (value,)
        if value is None:
            return Clause(field.clause, "IS", "EMPTY")
        if field.textual and all(isinstance(one, str) for one in values):
            return any_one(Clause(field.clause, "~", quote(words(one))) for one in values)
        return choice(field.clause, values, operand, may_be_empty=True)

    def _field(self, name: str) -> SearchField:
        if name in self._fields:
            return self._fields[name]
        number = name.removeprefix("customfield_")
        known = number != name and number.isdecimal() and number.isascii()
        return SearchField(f"cf[{number}]" if known else quote(name))

    def _dates(self, given: Mapping[str, Any]) -> Iterator[Tree]:
        for name, (field, may_be_empty) in _MOMENTS.items():
            if (after := given.get(f"{name}_after")) is not None:
                yield Clause(field, ">=", self._moment(after, timedelta(0)), may_be_empty)
            if (before := given.get(f"{name}_before")) is not None:
                yield Clause(field, "<", self._moment(before, timedelta(minutes=1, microseconds=-1)), may_be_empty)
        for bound, operator in (("due_after", ">="), ("due_before", "<")):
            if (limit := given.get(bound)) is not None:
                yield Clause("due", operator, first_day(limit))

    def _moment(self, moment: datetime, slack: timedelta) -> str:
        """Write a moment. To the minute it may only find too much, hence the slack of the upper bound."""
        return moment_operand(moment if self._zone is None else moment + slack, self._zone)

    def _combined(self, given: Mapping[str, Any]) -> Iterator[Tree]:
        choices: Sequence[Query] = given.get("any_of", ())
        trees = [self.tree(choice) for choice in choices]
        if trees and None not in trees:  # without a condition it is met by every issue
            yield any_one(one for one in trees if one is not None)
        if "exclude" in given:
            excluded = self.tree(given["exclude"])
            yield NOTHING if excluded is None else negated(excluded)

    def _ordered(self, order: str) -> str:
        name, direction = order.removeprefix("-"), "DESC" if order.startswith("-") else "ASC"
        name = _ORDERS.get(name, name)
        return f"{name if name in _FIELDS else self._field(name).clause} {direction}"


def _natives(given: Mapping[str, Any]) -> Iterator[Tree]:
    natives: Sequence[Native] = given.get("natives", ())
    for native in natives:
        if native.dialect != "jira":
            why = f"Jira does not understand a query in {native.dialect!r}, only in 'jira'"
            raise Unsupported(why, operation="search_tickets", arguments=frozenset({"natives"}))
        if condition := taken_apart(native.text).condition:
            yield Verbatim(condition)
