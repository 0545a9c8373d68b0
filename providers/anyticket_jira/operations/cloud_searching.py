"""Cloud's search: tokens from page to page, and tickets written lately that its index may not know yet."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from anyticket.capability import accepts, support
from anyticket.errors import Gone, Invalid
from anyticket.flow import Flow, done
from anyticket.model.page import Count
from anyticket.model.query import Query
from anyticket.model.ticket import Load
from anyticket.request import Request

from ..jql import ordered
from ..wire import Json, every, identifier, is_table, need, table, text, whole
from .reading_many import ManyReading
from .searching import FILTERS, STEADY, Found, TicketSearching

_CURSOR: Final = re.compile(r"((?:[0-9]+(?:,[0-9]+)*)?):((?:[0-9]+(?:,[0-9]+)*)?):(.+)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Cursor:
    """
    A place between pages.

    Attributes:
        reconciled: The ids to reconcile, which have to be the same on every page.
        given: The ids that were given of the last moment of creation. Behind it the order is by key, and a new key would
            bring them again; it can hide another ticket of that very moment, which nothing tells.
        token: Jira's own.
    """

    reconciled: tuple[str, ...]
    given: tuple[str, ...] = ()
    token: str | None = None

    def __str__(self) -> str:
        return f"{','.join(self.reconciled)}:{','.join(self.given)}:{self.token}"


class CloudSearching(TicketSearching, ManyReading):
    """Searches Cloud."""

    def find(
        self, query: Query, fields: Sequence[str], expand: Sequence[str], page_size: int, cursor: str | None
    ) -> Flow[Found]:
        """Return a page. A short one is not the last, which has no token; how many there are is not told."""
        # `expand` is one string, even in a body.
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/#api-rest-api-3-search-jql-post
        here = _Cursor(self.recent.ids()) if cursor is None else _taken_apart(cursor)
        jql, in_order = (yield from self.compiled(query)), ordered(query)
        body: Json = {
            "jql": jql if in_order else f"{jql} {STEADY}",
            "maxResults": page_size,
            "fields": list(fields),
            "expand": ",".join(expand),
        }
        if here.reconciled:
            body["reconcileIssues"] = [int(id) for id in here.reconciled]
        answer = yield from self._searched(body, here.token)
        issues = need(answer, "issues", lambda value: every(value, table))
        given = () if in_order else _given_last(issues, here.given)
        fresh = [issue for issue in issues if not here.given or need(issue, "id", identifier) not in here.given]
        answer, after = {**answer, "issues": fresh}, answer.get("nextPageToken")
        if answer.get("isLast") is True or not after:
            return Found(answer, None)
        return Found(answer, str(_Cursor(here.reconciled, given, text(after))))

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

    def epic_link(self) -> Flow[str | None]:
        """Return None: `parent` holds parents of every kind."""
        return done(None)

    def fetched(self, asked: Sequence[str], load: Collection[Load]) -> Flow[Json]:
        """Fetch issues by id or key, from the database."""
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulkfetch-post
        body = {"issueIdsOrKeys": list(asked), "fields": ["*all"], "expand": list(self.expand(load))}
        response = yield Request.post(f"{self.rest}/issue/bulkfetch", json=body, repeatable=True)
        return table(response.json())


def _given_last(issues: Sequence[Json], before: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ids that share the last moment of creation; those given before come along while it may be theirs."""
    if not issues:
        return before
    created = [_created(issue) for issue in issues]
    last = tuple(need(issue, "id", identifier) for issue, at in zip(issues, created, strict=True) if at == created[-1])
    return tuple(dict.fromkeys((*before, *last))) if created[0] == created[-1] else last


def _created(issue: Json) -> object:
    """Return when an issue was created, as the answer says it: two that are equal are the same moment."""
    fields = issue.get("fields")
    return fields.get("created") if is_table(fields) else None


def _taken_apart(cursor: str) -> _Cursor:
    """Return what a cursor says. Raises ValueError for one that is none of ours."""
    found = _CURSOR.fullmatch(cursor)
    if found is None:
        raise ValueError(f"{cursor!r} is no cursor of this list: take those of its pages")
    reconciled, given = (tuple(ids.split(",")) if ids else () for ids in (found[1], found[2]))
    return _Cursor(reconciled, given, found[3])
