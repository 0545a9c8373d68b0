"""Making many issues with a few requests, each of them once, with the results in their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson

from anyticket.capability import accepts
from anyticket.errors import Conflict, Error, Invalid, NotApplied, ProviderError, TooLarge
from anyticket.flow import Flow
from anyticket.model.drafts import TicketDraft
from anyticket.model.page import BulkResult
from anyticket.model.project import Project
from anyticket.model.ticket import Ticket
from anyticket.provider.once import Marker, marker
from anyticket.request import Request, Response

from ..wire import Json, is_table, some, table, whole
from ..writing.body import Body
from .creating import DRAFT, Creating, made_of, place_of
from .markers import Made, property_of

#: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/#api-rest-api-3-issue-bulk-post
_MOST: Final = 50


@dataclass(slots=True)
class _Item:
    """One of many drafts, and what became of it."""

    draft: TicketDraft
    body: Body = field(default_factory=Body)
    mark: Marker | None = None
    outcome: Made | Error | None = None

    def found(self, made: Made) -> None:
        """Take what its key has made before, if that was made of the same draft."""
        try:
            if self.mark is not None:
                self.mark.verify(made.draft, made.key)
            self.outcome = made
        except Conflict as exc:
            self.outcome = exc

    def json(self) -> Json:
        return self.body.json(**({"properties": [property_of(self.mark)]} if self.mark else {}))


class CreatingMany(Creating):
    """Makes many issues."""

    @accepts(*DRAFT)
    def create_tickets(
        self, drafts: Sequence[TicketDraft], /, *, idempotency_keys: Sequence[str] | None = None
    ) -> Flow[BulkResult[Ticket]]:
        """Make many tickets, fifty with each request; return the results by position."""
        items = yield from self._items(drafts, idempotency_keys)
        if idempotency_keys is not None:
            yield from self._find_made(items)
            yield from self._leave_unsettled(items)
        left = [item for item in items if item.outcome is None]
        for start in range(0, len(left), _MOST):
            yield from self._make_chunk(left[start : start + _MOST], items)
        results: list[Ticket | Error] = []
        for item in items:
            results += [(yield from self._result(item))]
        return BulkResult(tuple(results))

    def _items(self, drafts: Sequence[TicketDraft], keys: Sequence[str] | None) -> Flow[list[_Item]]:
        if keys is not None and (len(keys) != len(drafts) or len(set(keys)) != len(keys)):
            raise ValueError(f"{len(drafts)} drafts need as many idempotency keys, each another one")
        items = [_Item(draft) for draft in drafts]
        for position, item in enumerate(items):
            try:
                if keys is not None:
                    item.mark = marker(keys[position], item.draft)
                    place_of(item.draft)
                item.body = yield from self.composed(item.draft)
            except Invalid as exc:
                item.outcome = exc
        return items

    def _find_made(self, items: Sequence[_Item]) -> Flow[None]:
        """Fill in what the keys have made before."""
        for project, marks in _by_project(items).items():
            found = yield from self.already_made(project, list(marks))
            for key, made in found.items():
                marks[key].found(made)

    def _leave_unsettled(self, items: Sequence[_Item]) -> Flow[None]:
        """Leave out what was sent with its key before and may still be made."""
        for item in items:
            if item.mark is not None and item.outcome is None:
                try:
                    yield from self.settled(item.mark)
                except ProviderError as exc:
                    item.outcome = exc

    def _make_chunk(self, chunk: Sequence[_Item], items: Sequence[_Item]) -> Flow[None]:
        if not chunk:
            return
        try:
            body = {"issueUpdates": [item.json() for item in chunk]}
            response = yield Request.post(f"{self.rest}/issue/bulk", json=body)
        except TooLarge as exc:
            if len(chunk) == 1:
                chunk[0].outcome = exc
                return
            half = len(chunk) // 2
            yield from self._make_chunk(chunk[:half], items)
            yield from self._make_chunk(chunk[half:], items)
        except ProviderError as exc:
            yield from self._explain(exc, chunk, items)
        else:
            yield from self._read(table(response.json()), chunk)

    def _read(self, answer: Json, chunk: Sequence[_Item]) -> Flow[None]:
        """Read an answer: the issues that were made in order, and the errors of the others."""
        for failed in some(answer, "errors", table):
            refusal = self._refusal(failed)
            if isinstance(refusal, Invalid):
                yield from self.explain(refusal)
            chunk[whole(failed.get("failedElementNumber"))].outcome = refusal
        left = [item for item in chunk if item.outcome is None]
        for item, made in zip(left, some(answer, "issues", table), strict=True):
            item.outcome = made_of(made, item.mark)
            if item.mark is not None:
                yield from self.remember(item.mark.key, item.outcome)

    def _refusal(self, failed: Json) -> Error:
        status = failed.get("status")
        answer = Response(status if type(status) is int else 400, body=orjson.dumps(failed.get("elementErrors")))
        request = Request.post(f"{self.rest}/issue/bulk")
        return self.read_error(request, answer) or Invalid("Jira refuses it without saying why", request=request)

    def _explain(self, exc: ProviderError, chunk: Sequence[_Item], items: Sequence[_Item]) -> Flow[None]:
        """Say what became of a chunk that failed as a whole: each refused for itself, or nobody knows."""
        told = _told(exc)
        if told is not None:
            yield from self._read(told, chunk)
            return
        if exc.may_have_happened and all(item.mark is not None for item in chunk):
            yield from self._find_made(chunk)
        for item in chunk:
            if item.outcome is None:
                item.outcome = exc
                if item.mark is not None and exc.may_have_happened:
                    yield from self.doubt(item.mark)
        if not any(isinstance(item.outcome, Made) for item in items):
            raise exc

    def _result(self, item: _Item) -> Flow[Ticket | Error]:
        if not isinstance(item.outcome, Made):
            return item.outcome or Invalid("it was not sent")
        ticket = self.made_ticket(item.outcome)
        try:
            yield from self._let_watch(ticket, getattr(item.draft, "watchers", ()))
        except NotApplied as exc:
            return exc
        return ticket


def _told(exc: ProviderError) -> Json | None:
    """Return what an answer says of each draft, where all of them were refused."""
    if not isinstance(exc, Invalid) or exc.response is None:
        return None
    try:
        answer: Any = exc.response.json()
    except ValueError:  # it was long, and what is kept of it is cut
        return None
    return answer if is_table(answer) and answer.get("errors") else None


def _by_project(items: Sequence[_Item]) -> Mapping[Project, Mapping[str, _Item]]:
    found: dict[Project, dict[str, _Item]] = {}
    for item in items:
        if item.mark is not None and item.outcome is None:
            found.setdefault(place_of(item.draft), {})[item.mark.key] = item
    return found
