"""Getting many tickets with few requests, by position: what both kinds of Jira share."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from typing import Final

from anyticket.errors import Error, NotFound
from anyticket.flow import Flow, Steps, done, together
from anyticket.model.page import BulkResult
from anyticket.model.ticket import Load, Ticket, reference

from ..wire import Json, identifier, need, some, table, text
from .tickets import TicketReading

#: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulkfetch-post
_CHUNK: Final = 100


class ManyReading(TicketReading):
    """Gets many tickets."""

    @abstractmethod
    def fetched(self, asked: Sequence[str], load: Collection[Load]) -> Flow[Json]:
        """Return an answer with those of at most a hundred issues that exist and can be seen, by id or by key."""

    def get_tickets(
        self, tickets: Sequence[str | Ticket], /, *, load: Collection[Load] = ()
    ) -> Flow[BulkResult[Ticket]]:
        """
        Return many tickets by position, a hundred with each request.

        One that moved is found by its id, and by the key that it had before with a request of its own.
        """
        asked = [reference(ticket) for ticket in tickets]
        distinct = list(dict.fromkeys(asked))
        chunks = [distinct[start : start + _CHUNK] for start in range(0, len(distinct), _CHUNK)]
        found: dict[str, Steps[Ticket | Error]] = {}
        for chunk in chunks:
            found |= self._of_answer((yield from self.fetched(chunk, load)), frozenset(chunk), load)
        flows = [found.get(id) or _caught(self.get_ticket(id, load=load)) for id in distinct]
        results = dict(zip(distinct, (yield from together(flows)), strict=True))
        return BulkResult(tuple(results[id] for id in asked))

    def _of_answer(
        self, answer: Json, asked: frozenset[str], load: Collection[Load]
    ) -> dict[str, Steps[Ticket | Error]]:
        """Return what became of those of the issues asked for that an answer names."""
        issues = self.issues(answer)
        found: dict[str, Steps[Ticket | Error]] = {}
        for raw in some(answer, "issues", table):
            for id in {need(raw, "id", identifier), need(raw, "key", text)} & asked:
                found[id] = _caught(self.completed(raw, issues, load))
        for failed in some(answer, "issueErrors", table):
            id = need(failed, "id", identifier)
            why = "it does not exist, or this account may not see it"
            found[id] = done(NotFound(f"{id!r}: {why}", provider=self.name, operation="get_tickets"))
        return found


def _caught(flow: Steps[Ticket]) -> Steps[Ticket | Error]:
    try:
        return (yield from flow)
    except Error as exc:
        return exc
