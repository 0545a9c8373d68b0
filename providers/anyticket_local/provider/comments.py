"""The operations on comments."""

from __future__ import annotations

from anyticket.capability import accepts
from anyticket.flow import Flow
from anyticket.model.comment import Comment, CommentDraft, CommentPatch
from anyticket.model.page import Page
from anyticket.model.ticket import Ticket, reference
from anyticket.request import Request

from . import render, translate, wire
from .connected import Connected, keyed, page, paging


class Comments(Connected):
    """Read and write comments."""

    def list_comments(
        self, ticket: str | Ticket, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Comment]]:
        response = yield Request.get("/tickets/{}/comments", reference(ticket), query=paging(page_size, cursor))
        return page(response, translate.comment)

    @accepts("body", "internal", "parent_id")
    def add_comment(
        self, ticket: str | Ticket, comment: str | CommentDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Comment]:
        body = render.comment(CommentDraft.of(comment))
        repeatable = idempotency_key is not None
        request = Request.post("/tickets/{}/comments", reference(ticket), json=body, repeatable=repeatable)
        response = yield keyed(request, idempotency_key)
        return translate.comment(response.json())

    @accepts("body", "internal")
    def update_comment(
        self, ticket: str | Ticket, comment: str | Comment, change: str | CommentPatch, /
    ) -> Flow[Comment]:
        body, segments = render.comment(CommentPatch.of(change)), (reference(ticket), _id(comment))
        response = yield Request.put("/tickets/{}/comments/{}", *segments, json=body, expects=wire.AS_JSON)
        return translate.comment(response.json())

    def delete_comment(self, ticket: str | Ticket, comment: str | Comment, /) -> Flow[None]:
        yield Request.delete("/tickets/{}/comments/{}", reference(ticket), _id(comment))


def _id(comment: str | Comment) -> str:
    return comment if isinstance(comment, str) else comment.id
