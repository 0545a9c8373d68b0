"""Searching and counting tickets: what both kinds of Jira share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
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

#: The fields that a search has to be asked for, for they are not in the issue navigator.
_FIELDS: Final[Mapping[str, str]] = {
    "attachments": "attachment",
    "children": "subtasks",
    "comments": "comment",
    "links": "issuelinks",
}
FILTERS: Final = tuple(Query.model_fields)
_WORDS: Final = frozenset({FieldKind.TEXT, FieldKind.RICHTEXT})
#: The option of a connection to a Jira that does not take moments as numbers, and its one value.
_DATES, _BY_ZONE = "jql_dates", "account-zone"


class TicketSearching(TicketReading):
    """Searches tickets."""

    _zone: tzinfo | None = None

    @abstractmethod
    def find(
        self, query: Query, fields: Sequence[str], expand: Sequence[str], page_size: int, cursor: str | None
    ) -> Flow[tuple[Json, str | None]]:
        """Search; return the answer, and the cursor of the page after it."""

    @accepts(*FILTERS)
    def search_tickets(
        self, query: Query, /, *, load: Collection[Load] = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets that match, with the fields of the issue navigator and what `load` names."""
        window(0, page_size)
        fields = ("*navigable", *(_FIELDS[name] for name in sorted(load) if name in _FIELDS))
        answer, after = yield from self.find(query, fields, self.expand(load), page_size, cursor)
        issues = self.issues(answer)
        total = answer.get("total")
        if not load:
            tickets = need(answer, "issues", lambda value: every(value, issues.ticket))
        else:
            raws = need(answer, "issues", lambda value: every(value, table))
            tickets = yield from together([self.completed(raw, issues, load) for raw in raws])
        return Page(tickets, after, total if type(total) is int else None)

    def compiled(self, query: Query) -> Flow[str]:
        """Return the JQL of a query, once the fields are known that it names."""
        fields: dict[str, SearchField] = {}
        for name in sorted(set(_native_names(query))):
            fields[name] = _search_field((yield from self.field_called(name)))
        zone = yield from self._zone_of_dates()
        return jql.compile(query, fields=fields, mapping=self.words.mapping, zone=zone)

    def _zone_of_dates(self) -> Flow[tzinfo | None]:
        """Return the zone in which the account reads dates, if they have to be written so."""
        if self.connection.options.get(_DATES) != _BY_ZONE:
            return None
        if self._zone is None:
            response = yield self.get("/myself")
            name = need(table(response.json()), "timeZone", text)
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
