"""Searching and counting tickets: what both kinds of Jira share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from anyticket.capability import accepts
from anyticket.flow import Flow, call, together
from anyticket.model.field import Field, FieldKind
from anyticket.model.page import Page
from anyticket.model.query import Query
from anyticket.model.ticket import Load, Ticket

from .. import jql
from ..jql import NATIVE_ORDERS, SearchField
from ..wire import Json, every, need, table, text
from .pages import window
from .tickets import TicketReading

#: What to ask for so that every attribute comes: the issue navigator's fields lack some, such as spent time. Worklogs
#: are no attribute; comments are one that is large, and comes where `load` names it.
_EVERYTHING: Final = ("*all", "-worklog")
_LARGE: Final = (("comments", "-comment"),)
#: The order in which nothing moves while pages are read: no issue is ever created anew.
STEADY: Final = "ORDER BY created ASC, key ASC"
FILTERS: Final = tuple(Query.model_fields)
_WORDS: Final = frozenset({FieldKind.TEXT, FieldKind.RICHTEXT})
#: The option of a connection to a Jira that does not take moments as numbers, and its one value.
_DATES, _BY_ZONE = "jql_dates", "account-zone"


@dataclass(frozen=True, slots=True)
class Found:
    """A page of a search: the answer, the cursor of the page after it, and how many there are on all, if that is told."""

    answer: Json
    cursor: str | None
    total: int | None = None


class TicketSearching(TicketReading):
    """Searches tickets."""

    _zone: tzinfo | None = None

    @abstractmethod
    def find(
        self, query: Query, fields: Sequence[str], expand: Sequence[str], page_size: int, cursor: str | None
    ) -> Flow[Found]:
        """Return a page of what a query finds."""

    @accepts(*FILTERS)
    def search_tickets(
        self, query: Query, /, *, load: Collection[Load] = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """
        Return the tickets that match, each that existed throughout once, unless `order_by` says otherwise.

        Every attribute comes but comments, history, watchers and the children of epics, which `load` names.
        """
        window(0, page_size)
        fields = (*_EVERYTHING, *(field for name, field in _LARGE if name not in load))
        found = yield from self.find(query, fields, self.expand(load), page_size, cursor)
        issues = self.issues(found.answer)
        if not load:
            tickets = need(found.answer, "issues", lambda value: every(value, issues.ticket))
        else:
            raws = need(found.answer, "issues", lambda value: every(value, table))
            tickets = yield from together([self.completed(raw, issues, load) for raw in raws])
        return Page(tickets, found.cursor, found.total)

    def compiled(self, query: Query) -> Flow[str]:
        """Return the JQL of a query, once the fields are known that it names."""
        fields: dict[str, SearchField] = {}
        for name in sorted(set(_native_names(query))):
            fields[name] = _search_field((yield from self.field_called(name)))
        zone = yield from self.zone_of_dates()
        epics = (yield from self.epic_link()) if "parent" in query.names() else None
        return jql.compile(query, fields=fields, mapping=self.words.mapping, zone=zone, epic_link=epics)

    @abstractmethod
    def epic_link(self) -> Flow[str | None]:
        """Return the clause of the field in which issues have their epics, where that is not `parent`."""

    def zone_of_dates(self) -> Flow[tzinfo | None]:
        """
        Return the zone in which the account reads dates, if they have to be written so.

        Milliseconds are what no zone shifts; a connection's option is for a Jira that does not take them. Jira reads
        everything else in the zone of the account's profile, to the minute. https://confluence.atlassian.com/x/ghGyCg
        """
        if self.connection.options.get(_DATES) != _BY_ZONE:
            return None
        if self._zone is None:
            me = yield from self.remembered("/myself")
            name = need(table(me), "timeZone", text)
            self._zone = yield from call(ZoneInfo, name)
        return self._zone


def _search_field(field: Field) -> SearchField:
    number = field.id.removeprefix("customfield_")
    clause = f"cf[{number}]" if number != field.id and number.isdecimal() else field.id
    return SearchField(clause, textual=field.kind in _WORDS)


def _native_names(query: Query) -> Iterator[str]:
    """Yield the native fields that a query names."""
    yield from getattr(query, "fields", ())
    for order in getattr(query, "order_by", ()):
        if (name := order.removeprefix("-")) not in NATIVE_ORDERS:
            yield name
    for choice in getattr(query, "any_of", ()):
        yield from _native_names(choice)
    if (excluded := getattr(query, "exclude", None)) is not None:
        yield from _native_names(excluded)
