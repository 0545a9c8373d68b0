"""What belongs to a ticket of the toy: comments, files, links, time, watchers, votes, history."""

from __future__ import annotations

from typing import Any, TypeVar

from anyticket.capability import accepts
from anyticket.flow import Flow
from anyticket.model.attachment import Attachment, AttachmentDraft
from anyticket.model.change import Change
from anyticket.model.comment import Comment, CommentDraft, CommentPatch
from anyticket.model.link import LinkType, RemoteLink
from anyticket.model.page import Page
from anyticket.model.person import Person
from anyticket.model.query import ME
from anyticket.model.sparse import Sparse
from anyticket.model.ticket import Link, reference
from anyticket.model.worklog import Worklog
from anyticket.provider.attachments import OpenAttachment
from anyticket.request import Expects, Request
from testing.toy.reading import MemoryStream, read, read_link

S = TypeVar("S", bound=Sparse)


class ToyParts:
    """Reads and writes parts."""

    def once(self, request: Request, key: str | None) -> Flow[Any]:
        raise NotImplementedError

    def page(
        self, model: type[S], route: str, *segments: str, size: int = 50, cursor: str | None = None, text: str = ""
    ) -> Flow[Page[S]]:
        pairs = [("limit", str(size)), *([("after", cursor)] if cursor else []), *([("text", text)] if text else [])]
        response = yield Request.get(route, *segments, query=tuple(pairs))
        found = response.json()
        return Page(tuple(read(model, one) for one in found["items"]), found["next"], found["total"])

    def all(self, model: type[S], route: str, *segments: str) -> Flow[tuple[S, ...]]:
        items: list[S] = []
        cursor: str | None = None
        while True:
            page = yield from self.page(model, route, *segments, cursor=cursor)
            items += page.items
            cursor = page.cursor
            if cursor is None:
                return tuple(items)

    def list_history(self, ticket: Any, /, *, page_size: int = 100, cursor: str | None = None) -> Flow[Page[Change]]:
        return (yield from self.page(Change, "/tickets/{}/history", reference(ticket), size=page_size, cursor=cursor))

    def list_comments(self, ticket: Any, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Comment]]:
        return (yield from self.page(Comment, "/tickets/{}/comments", reference(ticket), size=page_size, cursor=cursor))

    @accepts("body", "internal", "parent_id")
    def add_comment(self, ticket: Any, comment: Any, /, *, idempotency_key: str | None = None) -> Flow[Comment]:
        draft = CommentDraft.of(comment).model_dump(mode="json")
        request = Request.post("/tickets/{}/comments", reference(ticket), json=draft)
        return read(Comment, (yield from self.once(request, idempotency_key)))

    @accepts("body", "internal")
    def update_comment(self, ticket: Any, comment: Any, change: Any, /) -> Flow[Comment]:
        patch = CommentPatch.of(change).model_dump(mode="json")
        response = yield self.put("/tickets/{}/comments/{}", reference(ticket), _id(comment), json=patch)
        return read(Comment, response.json())

    def delete_comment(self, ticket: Any, comment: Any, /) -> Flow[None]:
        yield Request.delete("/tickets/{}/comments/{}", reference(ticket), _id(comment))

    def list_attachments(self, ticket: Any, /) -> Flow[tuple[Attachment, ...]]:
        return (yield from self.all(Attachment, "/tickets/{}/attachments", reference(ticket)))

    @accepts("filename", "content", "media_type", "size_bytes")
    def add_attachment(
        self, ticket: Any, attachment: AttachmentDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Attachment]:
        upload = attachment.upload()
        pairs = (("filename", attachment.filename), ("type", upload.media_type))
        request = Request.post("/tickets/{}/attachments", reference(ticket), query=pairs, body=upload)
        return read(Attachment, (yield from self.once(request, idempotency_key)))

    def open_attachment(self, ticket: Any, attachment: Any, /, *, start: int = 0) -> Flow[OpenAttachment]:
        found = yield Request.get("/tickets/{}/attachments/{}", reference(ticket), _id(attachment))
        facts = read(Attachment, found.json())
        pairs = (("start", str(start)),)
        response = yield Request.get("/contents/{}", facts.id, query=pairs, expects=Expects.BYTES)
        stream = MemoryStream(response.body)
        return OpenAttachment(facts.filename, facts.media_type or "", facts.size_bytes, start, stream)

    def delete_attachment(self, ticket: Any, attachment: Any, /) -> Flow[None]:
        yield Request.delete("/tickets/{}/attachments/{}", reference(ticket), _id(attachment))

    def list_link_types(self) -> Flow[tuple[LinkType, ...]]:
        response = yield Request.get("/catalogue/link_types")
        return tuple(read(LinkType, one) for one in response.json())

    def link_tickets(
        self, ticket: Any, phrase: Any, other: Any, /, *, idempotency_key: str | None = None
    ) -> Flow[Link]:
        inward = phrase == "is blocked by"
        one, two = (other, ticket) if inward else (ticket, other)
        body = {"from": reference(one), "to": reference(two), "outward": not inward}
        return read_link((yield from self.once(Request.post("/links", json=body), idempotency_key)))

    def unlink_tickets(self, ticket: Any, link: Any, /) -> Flow[None]:
        yield Request.delete("/links/{}", _id(link))

    def list_remote_links(self, ticket: Any, /) -> Flow[tuple[RemoteLink, ...]]:
        return (yield from self.all(RemoteLink, "/tickets/{}/remote_links", reference(ticket)))

    @accepts("url", "title", "global_id", "summary", "relationship", "resolved")
    def add_remote_link(self, ticket: Any, link: Any, /, *, idempotency_key: str | None = None) -> Flow[RemoteLink]:
        draft = link.model_dump(mode="json")
        request = Request.post("/tickets/{}/remote_links", reference(ticket), json=draft)
        return read(RemoteLink, (yield from self.once(request, idempotency_key)))

    def delete_remote_link(self, ticket: Any, link: Any, /) -> Flow[None]:
        yield Request.delete("/tickets/{}/remote_links/{}", reference(ticket), _id(link))

    def list_worklogs(self, ticket: Any, /, *, page_size: int = 100, cursor: str | None = None) -> Flow[Page[Worklog]]:
        return (yield from self.page(Worklog, "/tickets/{}/worklogs", reference(ticket), size=page_size, cursor=cursor))

    @accepts("spent_seconds", "started_at", "comment")
    def add_worklog(self, ticket: Any, worklog: Any, /, *, idempotency_key: str | None = None) -> Flow[Worklog]:
        request = Request.post("/tickets/{}/worklogs", reference(ticket), json=worklog.model_dump(mode="json"))
        return read(Worklog, (yield from self.once(request, idempotency_key)))

    @accepts("spent_seconds", "started_at", "comment")
    def update_worklog(self, ticket: Any, worklog: Any, change: Any, /) -> Flow[Worklog]:
        patch = change.model_dump(mode="json")
        response = yield self.put("/tickets/{}/worklogs/{}", reference(ticket), _id(worklog), json=patch)
        return read(Worklog, response.json())

    def delete_worklog(self, ticket: Any, worklog: Any, /) -> Flow[None]:
        yield Request.delete("/tickets/{}/worklogs/{}", reference(ticket), _id(worklog))

    def list_watchers(self, ticket: Any, /) -> Flow[tuple[Person, ...]]:
        return (yield from self.all(Person, "/tickets/{}/watchers", reference(ticket)))

    def add_watcher(self, ticket: Any, person: Any, /) -> Flow[None]:
        yield Request.put("/tickets/{}/watchers/{}", reference(ticket), _id(person))

    def remove_watcher(self, ticket: Any, person: Any, /) -> Flow[None]:
        yield Request.delete("/tickets/{}/watchers/{}", reference(ticket), _id(person))

    def list_voters(self, ticket: Any, /) -> Flow[tuple[Person, ...]]:
        return (yield from self.all(Person, "/tickets/{}/voters", reference(ticket)))

    def add_vote(self, ticket: Any, /) -> Flow[None]:
        yield Request.put("/tickets/{}/voters/{}", reference(ticket), "u1")

    def remove_vote(self, ticket: Any, /) -> Flow[None]:
        yield Request.delete("/tickets/{}/voters/{}", reference(ticket), "u1")

    @staticmethod
    def put(route: str, *segments: str, json: Any) -> Request:
        return Request.put(route, *segments, json=json, expects=Expects.JSON)


def _id(thing: Any) -> str:
    if thing == ME:
        return "u1"
    return thing if isinstance(thing, str) else thing.id
