"""Writing comments, once each."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from anyticket.capability import accepts
from anyticket.flow import Flow, exclusive
from anyticket.model.comment import Comment, CommentDraft, CommentPatch
from anyticket.model.ticket import Ticket, reference
from anyticket.provider.once import Marker, marker
from anyticket.request import Expects, Request

from ..translate.activity import comment as read_comment
from ..wire import Json, moment, need, some, table
from ..writing.comments import comment_json
from .audience import Audience
from .lost_answers import made_once
from .markers import REACH_DAYS, marker_in, property_of

_DRAFT: Final = ("body", "internal", "restricted_to")
_PAGE: Final = 100
_DAY_SECONDS: Final = 86_400


class Commenting(Audience):
    """Writes comments. They carry the marker of a key as a property, which lists of comments give."""

    codec: ClassVar[str]
    """The dialect of rich text: the name of its codec's module."""

    @accepts(*_DRAFT)
    def add_comment(
        self, ticket: str | Ticket, comment: str | CommentDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Comment]:
        """
        Write a comment.

        On an issue of a service desk `internal` must be given: what is not is mailed to customers.
        """
        draft = CommentDraft.of(comment)
        yield from self.check_audience(ticket, draft)
        body, issue = comment_json(draft, self.codec), reference(ticket)
        if idempotency_key is None:
            return (yield from self._write(issue, body))
        mark = marker(idempotency_key, draft)
        body["properties"] = [*body.get("properties", ()), property_of(mark)]
        flow = made_once(
            self.connection.retry, lambda: self._written_with(issue, mark), lambda: self._write(issue, body)
        )
        return (yield from exclusive(f"once {id(self.memory)} {mark.key}", flow))

    def _write(self, issue: str, body: Json) -> Flow[Comment]:
        response = yield Request.post(
            self.rest + "/issue/{}/comment", issue, query=(("expand", "properties"),), json=body
        )
        self.recent.wrote(issue)
        return read_comment(response.json())

    def _written_with(self, issue: str, mark: Marker) -> Flow[Comment | None]:
        """Return the comment of a key, looked for from the newest backwards over a week of comments."""
        start, newest = 0, None
        while True:
            page = yield from self._newest_comments(issue, start)
            comments = some(page, "comments", table)
            for one in comments:
                found = marker_in(one.get("properties"))
                if found is not None and found.key == mark.key:
                    mark.verify(found.draft, f"comment {one.get('id')}")
                    return read_comment(one)
            start += len(comments)
            if not comments or start >= page.get("total", 0):
                return None
            newest = newest or need(comments[0], "created", moment)
            if (newest - need(comments[-1], "created", moment)).total_seconds() > REACH_DAYS * _DAY_SECONDS:
                return None

    def _newest_comments(self, issue: str, start: int) -> Flow[Json]:
        query: Any = (
            ("startAt", str(start)), ("maxResults", str(_PAGE)), ("orderBy", "-created"), ("expand", "properties"),
        )  # fmt: skip
        response = yield self.get("/issue/{}/comment", issue, query=query)
        return table(response.json())

    @accepts("body", "restricted_to")
    def update_comment(
        self, ticket: str | Ticket, comment: str | Comment, change: str | CommentPatch, /
    ) -> Flow[Comment]:
        """
        Change a comment.

        Jira does not agree with itself on whether an edit without a restriction drops it: it is sent again.
        """
        patch = CommentPatch.of(change)
        issue, id = reference(ticket), comment if isinstance(comment, str) else comment.id
        body = comment_json(patch, self.codec)
        if not {"body", "visibility"} <= body.keys():
            response = yield self.get("/issue/{}/comment/{}", issue, id)
            before = table(response.json())
            if not body:
                return read_comment(before)
            kept = {name: before[name] for name in ("body", "visibility") if before.get(name) is not None}
            body = {**kept, **body}
        response = yield Request.put(
            self.rest + "/issue/{}/comment/{}",
            issue,
            id,
            query=(("expand", "properties"),),
            json=body,
            expects=Expects.JSON,
        )
        return read_comment(response.json())

    def delete_comment(self, ticket: str | Ticket, comment: str | Comment, /) -> Flow[None]:
        """Delete a comment."""
        id = comment if isinstance(comment, str) else comment.id
        yield Request.delete(self.rest + "/issue/{}/comment/{}", reference(ticket), id)
