"""JiraCloud: version 3 of the interface, with its tokens for pages and its account ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import ClassVar, Final
from urllib.parse import urlsplit

from anyticket.capability import accepts, support
from anyticket.errors import Error, NotFound
from anyticket.flow import Flow, Steps, done, together
from anyticket.model.attachment import Attachment
from anyticket.model.change import Change
from anyticket.model.connection import Auth, Connection
from anyticket.model.mapping import Mapping as Words
from anyticket.model.page import BulkResult, Count, Page
from anyticket.model.query import Query
from anyticket.model.ticket import Load, Ticket, reference
from anyticket.provider import Provider
from anyticket.request import Expects, Request

from .auth import ApiToken, Basic
from .base import JiraBase
from .jql import quote
from .operations.checks import site_of
from .operations.cloud_lists import CloudLists
from .operations.cloud_writing import CloudWriting
from .operations.epics import CloudEpics
from .operations.pages import all_pages
from .operations.searching import FILTERS
from .translate.activity import change
from .wire import Json, identifier, need, some, table, text, whole

#: Where OAuth, scoped tokens and service accounts go; the site's own address has to be asked for.
_GATEWAY: Final = "api.atlassian.com"
_BULK_FETCH: Final = 100


class JiraCloud(CloudLists, CloudWriting, CloudEpics, JiraBase):
    """Jira Cloud."""

    name = "jira-cloud"
    auth_modes: ClassVar[Mapping[str, type[Auth]]] = {ApiToken.mode: ApiToken, Basic.mode: Basic}
    rest = "/rest/api/3"

    @classmethod
    def connection(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]
        cls, *, url: str, auth: ApiToken | Basic | None = None, key: str | None = None, mapping: Words | None = None
    ) -> Connection:
        """Return a connection to a site, `https://example.atlassian.net`, or to the gateway."""
        return Connection(provider=cls.name, url=url, auth=auth, key=key, mapping=mapping or Words())

    def settle(self) -> Flow[Provider]:
        """Find out the site's own address where requests go to the gateway."""
        if urlsplit(self.site).hostname == _GATEWAY:
            self.site = yield from site_of()
        return self

    def find(
        self, query: Query, fields: Sequence[str], expand: Sequence[str], page_size: int, cursor: str | None
    ) -> Flow[tuple[Json, str | None]]:
        """Search. A short page is not the last one; the last one has no token."""
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/
        jql = yield from self.compiled(query)
        body = {"jql": jql, "maxResults": page_size, "fields": list(fields), "expand": ",".join(expand)}
        if cursor is not None:
            body["nextPageToken"] = cursor
        response = yield Request.post(f"{self.rest}/search/jql", json=body, repeatable=True)
        answer = table(response.json())
        token = answer.get("nextPageToken")
        return answer, None if answer.get("isLast") is True or not token else text(token)

    @accepts(*FILTERS)
    @support(note="an estimate that lags behind changes")
    def count_tickets(self, query: Query, /) -> Flow[Count]:
        """Estimate how many tickets match."""
        jql = yield from self.compiled(query)
        body = {"jql": jql}
        response = yield Request.post(f"{self.rest}/search/approximate-count", json=body, repeatable=True)
        return Count(need(table(response.json()), "count", whole), exact=False)

    def get_tickets(
        self, tickets: Sequence[str | Ticket], /, *, load: Collection[Load] = ()
    ) -> Flow[BulkResult[Ticket]]:
        """Return many tickets by position, a hundred with each request."""
        asked = [reference(ticket) for ticket in tickets]
        found: dict[str, Steps[Ticket | Error]] = {}
        for start in range(0, len(asked), _BULK_FETCH):
            found.update((yield from self._bulk_fetched(asked[start : start + _BULK_FETCH], load)))
        distinct = list(dict.fromkeys(asked))
        flows = [found.get(id) or _caught(self.get_ticket(id, load=load)) for id in distinct]
        results = dict(zip(distinct, (yield from together(flows)), strict=True))
        return BulkResult(tuple(results[id] for id in asked))

    def _bulk_fetched(self, asked: Sequence[str], load: Collection[Load]) -> Flow[dict[str, Steps[Ticket | Error]]]:
        """Fetch at most a hundred; one that has moved is not in the answer under the key that was asked for."""
        body = {"issueIdsOrKeys": asked, "fields": ["*all"], "expand": list(self.expand(load))}
        response = yield Request.post(f"{self.rest}/issue/bulkfetch", json=body, repeatable=True)
        answer = table(response.json())
        issues = self.issues(answer)
        found: dict[str, Steps[Ticket | Error]] = {}
        for raw in some(answer, "issues", table):
            for id in {need(raw, "id", identifier), need(raw, "key", text)} & {*asked}:
                found[id] = _caught(self.completed(raw, issues, load))
        for failed in some(answer, "issueErrors", table):
            id = need(failed, "id", identifier)
            why = "it does not exist, or this account may not see it"
            found[id] = done(NotFound(f"{id!r}: {why}", provider=self.name, operation="get_tickets"))
        return found

    def list_history(
        self, ticket: str | Ticket, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Change]]:
        """Return the edits of a ticket, oldest first."""
        return self.counted("/issue/{}/changelog", reference(ticket), reader=change, page_size=page_size, cursor=cursor)

    def children_of(self, raw: Json) -> Flow[tuple[Ticket, ...]]:
        """Return what has an issue as its parent."""
        query = Query.native(self.dialect, f"parent = {quote(need(raw, 'key', text))}")
        return (yield from all_pages(lambda cursor: self.search_tickets(query, page_size=100, cursor=cursor)))

    def content_of(self, attachment: Attachment) -> Request:
        """Return the request for the content, which leads on to a store of media by a signed address."""
        return self.get("/attachment/content/{}", attachment.id, expects=Expects.STREAM)


def _caught(flow: Steps[Ticket]) -> Steps[Ticket | Error]:
    try:
        return (yield from flow)
    except Error as exc:
        return exc
