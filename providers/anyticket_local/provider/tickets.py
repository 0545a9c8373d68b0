"""The operations on tickets themselves."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from anyticket.capability import accepts
from anyticket.errors import Error, NotFound
from anyticket.flow import Flow
from anyticket.model.change import Change
from anyticket.model.drafts import TicketDraft, TicketPatch
from anyticket.model.page import BulkResult, Count, Page
from anyticket.model.person import Person
from anyticket.model.query import Query, Special
from anyticket.model.sparse import loaded
from anyticket.model.ticket import Load, Ticket, reference
from anyticket.request import Pairs, Request, Response

from . import render, translate, wire
from .connected import Connected, keyed, page, paging

QUERY: Final = (
    "project",
    "type",
    "status",
    "status_category",
    "closed",
    "priority",
    "assignee",
    "reporter",
    "label",
    "component",
    "parent",
    "key",
    "text",
    "created_after",
    "created_before",
    "updated_after",
    "updated_before",
    "due_after",
    "due_before",
    "resolved_after",
    "resolved_before",
    "fields",
    "any_of",
    "exclude",
    "order_by",
)
"""The filters of Query that the tracker has."""

DRAFT: Final = (
    "project",
    "type",
    "title",
    "description",
    "priority",
    "reporter",
    "assignees",
    "parent",
    "labels",
    "components",
    "affects_versions",
    "fix_versions",
    "due",
    "estimate_seconds",
    "watchers",
    "fields",
    "extra",
)
"""The fields of TicketDraft that the tracker has."""

PATCH: Final = (
    *DRAFT,
    "resolution",
    "remaining_seconds",
    "assignees.amend",
    "labels.amend",
    "components.amend",
    "affects_versions.amend",
    "fix_versions.amend",
    "watchers.amend",
    "comment",
    "comment.body",
    "comment.internal",
    "comment.parent_id",
)
"""The fields of TicketPatch that the tracker has."""


class Tickets(Connected):
    """Read, search, write and delete tickets."""

    def get_ticket(self, ticket: str | Ticket, /, *, load: Collection[Load] = ()) -> Flow[Ticket]:
        response = yield Request.get("/tickets/{}", reference(ticket), query=loading(load))
        return self.translator.ticket(response.json())

    def get_tickets(
        self, tickets: Sequence[str | Ticket], /, *, load: Collection[Load] = ()
    ) -> Flow[BulkResult[Ticket]]:
        wanted = [reference(ticket) for ticket in tickets]
        request = Request.post("/tickets/bulk-get", query=loading(load), json={"tickets": wanted}, repeatable=True)
        response = yield request
        found = wire.needed(response.json(), "tickets", wire.each(wire.optional(self.translator.ticket)))
        missing = (NotFound(f"there is no ticket {name!r}") for name in wanted)
        return BulkResult(tuple(ticket or error for ticket, error in zip(found, missing, strict=True)))

    @accepts(*QUERY)
    def search_tickets(
        self, query: Query, /, *, load: Collection[Load] = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        body = yield from self.rendered(query)
        parameters = paging(page_size, cursor) + loading(load)
        response = yield Request.post("/tickets/search", query=parameters, json=body, repeatable=True)
        return page(response, self.translator.ticket)

    @accepts(*QUERY)
    def count_tickets(self, query: Query, /) -> Flow[Count]:
        body = yield from self.rendered(query)
        response = yield Request.post("/tickets/count", json=body, repeatable=True)
        return Count(wire.needed(response.json(), "count", wire.number), exact=True)

    @accepts(*DRAFT)
    def create_ticket(self, draft: TicketDraft, /, *, idempotency_key: str | None = None) -> Flow[Ticket]:
        body = yield from self._rendered(draft)
        request = Request.post("/tickets", json=body, repeatable=idempotency_key is not None)
        response = yield keyed(request, idempotency_key)
        return self.translator.ticket(response.json())

    @accepts(*DRAFT)
    def create_tickets(
        self, drafts: Sequence[TicketDraft], /, *, idempotency_keys: Sequence[str] | None = None
    ) -> Flow[BulkResult[Ticket]]:
        bodies: list[wire.JSON] = []
        for draft in drafts:
            body = yield from self._rendered(draft)
            bodies.append(body)
        request = Request.post("/tickets/bulk", json={"drafts": bodies}, repeatable=idempotency_keys is not None)
        keys = None if idempotency_keys is None else wire.encoded(list(idempotency_keys)).decode()
        response = yield keyed(request, keys)
        results = wire.needed(response.json(), "results", wire.each(wire.record))
        return BulkResult(tuple(self._result(request, raw) for raw in results))

    def _result(self, request: Request, raw: wire.JSON) -> Ticket | Error:
        """Read what became of one of many: a status and a body, as if it had been asked for alone."""
        answer = Response(wire.needed(raw, "status", wire.number), body=wire.encoded(raw["body"]))
        return self.read_error(request, answer) or self.translator.ticket(raw["body"])

    @accepts(*PATCH)
    def update_ticket(
        self, ticket: str | Ticket, patch: TicketPatch, /, *, if_version: str | None = None
    ) -> Flow[Ticket]:
        body = yield from self._rendered(patch)
        if not body:
            return ticket if isinstance(ticket, Ticket) else loaded(Ticket, {}, id=ticket, key=ticket)
        # A second comment, or a version that one has changed oneself, is why these are not sent again.
        repeatable = if_version is None and "comment" not in body
        request = Request.put("/tickets/{}", reference(ticket), json=body, repeatable=repeatable, expects=wire.AS_JSON)
        response = yield request if if_version is None else request.with_headers(if_match=if_version)
        return self.translator.ticket(response.json())

    def delete_ticket(self, ticket: str | Ticket, /) -> Flow[None]:
        yield Request.delete("/tickets/{}", reference(ticket))

    def assign_ticket(self, ticket: str | Ticket, to: str | Person | Special | None, /) -> Flow[Ticket]:
        people = [] if to is None else [render.person(to if isinstance(to, Special) else Person.of(to))]
        body = {"assignees": people}
        response = yield Request.put("/tickets/{}", reference(ticket), json=body, expects=wire.AS_JSON)
        return self.translator.ticket(response.json())

    def list_history(
        self, ticket: str | Ticket, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Change]]:
        response = yield Request.get("/tickets/{}/history", reference(ticket), query=paging(page_size, cursor))
        return page(response, translate.change)

    def _rendered(self, given: TicketDraft | TicketPatch) -> Flow[dict[str, object]]:
        fields = yield from self.named_fields(getattr(given, "fields", {}))
        return render.ticket(given, fields, self.dialect)


def loading(load: Collection[Load]) -> Pairs:
    """Return the parameter that asks for more."""
    return (("load", ",".join(sorted(load))),) if load else ()
