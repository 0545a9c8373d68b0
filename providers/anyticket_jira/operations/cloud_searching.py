"""Cloud's search: tokens from page to page, and tickets written lately that its index may not know yet."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from anyticket.capability import accepts, support
from anyticket.errors import Gone, Invalid
from anyticket.flow import Flow
from anyticket.model.page import Count
from anyticket.model.query import Query
from anyticket.model.ticket import Load
from anyticket.request import Request

from ..jql import ordered
from ..wire import Json, need, table, text, whole
from .reading_many import ManyReading
from .searching import FILTERS, STEADY, Found, TicketSearching

#: Between the ids to reconcile and Jira's token, in a cursor.
_BETWEEN: Final = ":"


class CloudSearching(TicketSearching, ManyReading):
    """Searches Cloud."""

    def find(
        self, query: Query, fields: Sequence[str], expand: Sequence[str], page_size: int, cursor: str | None
    ) -> Flow[Found]:
        """Return a page. A short one is not the last, which has no token; how many there are is not told."""
        # `expand` is one string, even in a body; the ids to reconcile have to be the same on every page.
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/#api-rest-api-3-search-jql-post
        ids, token = (self.recent.ids(), None) if cursor is None else _taken_apart(cursor)
        jql = yield from self.compiled(query)
        body: Json = {
            "jql": jql if ordered(query) else f"{jql} {STEADY}",
            "maxResults": page_size,
            "fields": list(fields),
            "expand": ",".join(expand),
        }
        if ids:
            body["reconcileIssues"] = [int(id) for id in ids]
        answer = yield from self._searched(body, token)
        after = answer.get("nextPageToken")
        if answer.get("isLast") is True or not after:
            return Found(answer, None)
        return Found(answer, f"{','.join(ids)}{_BETWEEN}{text(after)}")

    def _searched(self, body: Json, token: str | None) -> Flow[Json]:
        """Ask for a page. Raises Gone for a token that Jira does not take, for its seven days may be over."""
        if token is None:
            response = yield Request.post(f"{self.rest}/search/jql", json=body, repeatable=True)
            return table(response.json())
        body["nextPageToken"] = token
        try:
            response = yield Request.post(f"{self.rest}/search/jql", json=body, repeatable=True)
        except (Invalid, Gone) as exc:
            advice = "a cursor lasts seven days, and for the query that it came from: start the search anew"
            raise Gone(f"Jira does not take this cursor: {advice}") from exc
        return table(response.json())

    @accepts(*FILTERS)
    @support(note="an estimate that lags behind changes")
    def count_tickets(self, query: Query, /) -> Flow[Count]:
        """Estimate how many tickets match."""
        jql = yield from self.compiled(query)
        body = {"jql": jql}
        response = yield Request.post(f"{self.rest}/search/approximate-count", json=body, repeatable=True)
        return Count(need(table(response.json()), "count", whole), exact=False)

    def fetched(self, asked: Sequence[str], load: Collection[Load]) -> Flow[Json]:
        """Fetch issues by id or key, from the database."""
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulkfetch-post
        body = {"issueIdsOrKeys": list(asked), "fields": ["*all"], "expand": list(self.expand(load))}
        response = yield Request.post(f"{self.rest}/issue/bulkfetch", json=body, repeatable=True)
        return table(response.json())


def _taken_apart(cursor: str) -> tuple[tuple[str, ...], str]:
    """Return the ids to reconcile and the token of a cursor. Raises ValueError for one that is none of ours."""
    listed, between, token = cursor.partition(_BETWEEN)
    ids = tuple(listed.split(",")) if listed else ()
    if not (between and token and all(id.isdecimal() and id.isascii() for id in ids)):
        raise ValueError(f"{cursor!r} is no cursor of this list: take those of its pages")
    return ids, token
