"""A server's search: by place in the default order, by number in any other."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from anyticket.capability import accepts
from anyticket.flow import Flow
from anyticket.model.page import Count
from anyticket.model.query import Query
from anyticket.model.ticket import Load
from anyticket.request import Request

from ..jql import ordered, quote
from ..translate.fields import EPIC_LINK
from ..wire import Json, need, some, table, whole
from .pages import next_start, start_of
from .reading_many import ManyReading
from .search_places import place_of
from .searching import FILTERS, Found, TicketSearching


class ServerSearching(TicketSearching, ManyReading):
    """Searches servers."""

    def find(
        self, query: Query, fields: Sequence[str], expand: Sequence[str], page_size: int, cursor: str | None
    ) -> Flow[Found]:
        """Return a page. The server may give fewer than asked for, so the next one begins where this one ends."""
        # `maxResults` is cut to jira.search.views.default.max without a word.
        # https://developer.atlassian.com/server/jira/platform/rest/v10003/api-group-search/#api-api-2-search-post
        body = {"maxResults": page_size, "fields": list(fields), "expand": list(expand)}
        if ordered(query):
            return self._by_number(query, body, cursor)
        return self._by_place(query, body, cursor)

    def _by_number(self, query: Query, body: Json, cursor: str | None) -> Flow[Found]:
        """Return a page in an order of the caller's own, in which what changes meanwhile shifts the others."""
        start = start_of(cursor)
        jql = yield from self.compiled(query)
        answer = yield from self._searched({**body, "jql": jql, "startAt": start})
        return Found(answer, next_start(answer, start), _total(answer, 0))

    def _by_place(self, query: Query, body: Json, cursor: str | None) -> Flow[Found]:
        """Return a page in the order of creation."""
        place = place_of(cursor)
        jql = yield from self.compiled(query)
        zone = yield from self.zone_of_dates()
        asked: dict[str, Any] = {**body, "jql": place.rest_of(jql, zone), "startAt": place.start}
        if cursor is not None:  # an id that was given may be gone since, which a query must not name otherwise
            asked["validateQuery"] = False
        answer = yield from self._searched(asked)
        issues, after = some(answer, "issues", table), next_start(answer, place.start)
        total = _total(answer, place.total)
        if after is None:
            return Found(answer, None, total)
        there = place.after(issues, zone) if issues else replace(place, start=int(after))
        return Found(answer, there.cursor, total)

    def _searched(self, body: Json) -> Flow[Json]:
        response = yield Request.post(f"{self.rest}/search", json=body, repeatable=True)
        return table(response.json())

    @accepts(*FILTERS)
    def count_tickets(self, query: Query, /) -> Flow[Count]:
        """Count the tickets that match."""
        jql = yield from self.compiled(query)
        answer = yield from self._searched({"jql": jql, "maxResults": 0, "fields": ["key"]})
        return Count(need(answer, "total", whole), exact=True)

    def epic_link(self) -> Flow[str | None]:
        """Return the clause of the epic link, if the server has epics."""
        field = yield from self.field_of_type(EPIC_LINK)
        return None if field is None else f"cf[{field.id.removeprefix('customfield_')}]"

    def fetched(self, asked: Sequence[str], load: Collection[Load]) -> Flow[Json]:
        """Search for issues by id or key; what does not exist is no error of a query that is not validated."""
        names = ", ".join(name if name.isdecimal() and name.isascii() else quote(name) for name in asked)
        body = {
            "jql": f"key IN ({names})",
            "maxResults": len(asked),
            "fields": ["*all"],
            "expand": list(self.expand(load)),
            "validateQuery": False,
        }
        return self._searched(body)


def _total(answer: Json, before: int) -> int | None:
    """Return how many tickets there are with those that came before, if the server tells."""
    total = answer.get("total")
    return before + total if type(total) is int else None
