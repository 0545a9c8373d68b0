"""Tickets moved into sprints and backlogs, and ranked: fifty with each request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from anyticket.errors import Malformed, NotApplied, ProviderError
from anyticket.flow import Flow
from anyticket.model.sprint import Sprint
from anyticket.model.ticket import Ticket, reference
from anyticket.request import Expects, Request, Response

from ..site import JiraSite
from ..wire import identifier, need, some, table, text, whole
from ..writing.body import refused
from ..writing.sprints import sprint_number
from .boards import AGILE

#: https://developer.atlassian.com/cloud/jira/software/rest/api-group-issue/#api-rest-agile-1-0-issue-rank-put
_MOST: Final = 50
_IN_PART: Final = 207


class Ranking(JiraSite):
    """Moves and ranks. All of it can be said twice without harm."""

    def move_to_sprint(self, tickets: Sequence[str | Ticket], sprint: str | Sprint, /) -> Flow[None]:
        """Move tickets into a sprint that is not closed. A subtask goes where its parent goes, and not by itself."""
        number = sprint_number(sprint)
        yield from self._moved(
            tickets,
            lambda chunk: Request.post(
                f"{AGILE}/sprint/{{}}/issue",
                number,
                json={"issues": chunk},
                repeatable=True,
                expects=Expects.NOTHING,
            ),
        )

    def move_to_backlog(self, tickets: Sequence[str | Ticket], /) -> Flow[None]:
        """Take tickets out of their open sprints."""
        route = f"{AGILE}/backlog/issue"
        yield from self._moved(
            tickets,
            lambda chunk: Request.post(route, json={"issues": chunk}, repeatable=True, expects=Expects.NOTHING),
        )

    def rank_tickets(
        self,
        tickets: Sequence[str | Ticket],
        /,
        *,
        before: str | Ticket | None = None,
        after: str | Ticket | None = None,
    ) -> Flow[None]:
        """
        Rank tickets, in the order given, directly before or after another one.

        Without either, the first of them stays where it is, and the others follow it.
        Raises NotApplied with those that Jira refused; the others are in their order.
        """
        names = _distinct(tickets)
        if before is not None and after is not None:
            raise refused("tickets are ranked before or after another one, not both", "before", "after")
        anchor = before if before is not None else after
        if anchor is None:
            anchor, names = (names[0], names[1:]) if names else ("", [])
        refusals = yield from self._ranked(names, reference(anchor), before=before is not None)
        if refusals:
            left = tuple(name for name in names if name not in refusals)
            told = "; ".join(refusals.values())
            raise NotApplied(f"Jira did not rank {told}", applied=left, refused=tuple(refusals))

    def _ranked(self, names: Sequence[str], anchor: str, *, before: bool) -> Flow[dict[str, str]]:
        """Rank in chunks: each ends up right before the anchor, or right after the last one of the chunk before it."""
        refusals: dict[str, str] = {}
        side = "rankBeforeIssue" if before else "rankAfterIssue"
        for start in range(0, len(names), _MOST):
            chunk = names[start : start + _MOST]
            body = {"issues": chunk, side: anchor}
            response = yield Request.put(f"{AGILE}/issue/rank", json=body, expects=Expects.BYTES)
            wrong = _refused(response, chunk)
            refusals |= wrong
            done = [name for name in chunk if name not in wrong]
            for name in done:
                self.recent.wrote(name)
            anchor = anchor if before or not done else done[-1]
        return refusals

    def _moved(self, tickets: Sequence[str | Ticket], request: Callable[[list[str]], Request]) -> Flow[None]:
        """Move tickets chunk by chunk. Raises NotApplied if a later chunk is refused, for the first ones have moved."""
        names = _distinct(tickets)
        for start in range(0, len(names), _MOST):
            try:
                yield request(names[start : start + _MOST])
                for name in names[start : start + _MOST]:
                    self.recent.wrote(name)
            except ProviderError as exc:
                if not start:
                    raise
                message = f"{start} of {len(names)} tickets were moved, the others not: {exc.message}"
                raise NotApplied(
                    message,
                    applied=tuple(names[:start]),
                    refused=tuple(names[start:]),
                    temporary=exc.temporary,
                    may_have_happened=exc.may_have_happened,
                ) from exc


def _distinct(tickets: Sequence[str | Ticket]) -> list[str]:
    return list(dict.fromkeys(reference(ticket) for ticket in tickets))


def _refused(response: Response, chunk: Sequence[str]) -> dict[str, str]:
    """Return who was refused, by the name that the caller used, and for each a sentence part for people."""
    if response.status != _IN_PART:
        return {}
    try:
        answer = table(response.json())
    except ValueError:
        raise Malformed("the answer to a ranking is not JSON, or was cut short", may_have_happened=True) from None
    found: dict[str, str] = {}
    for entry in some(answer, "entries", table):
        status = need(entry, "status", whole)
        if 200 <= status < 300:
            continue
        id, key = need(entry, "issueId", identifier), need(entry, "issueKey", text)
        found[next((name for name in chunk if name in {id, key}), key)] = f"{key} ({status})"
    return found
