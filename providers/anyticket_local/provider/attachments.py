"""The operations on attachments."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from anyticket.capability import accepts
from anyticket.flow import Flow
from anyticket.model.attachment import Attachment, AttachmentDraft
from anyticket.model.ticket import Ticket, reference
from anyticket.provider.attachments import OpenAttachment
from anyticket.request import Expects, Request

from . import translate
from .connected import Connected, keyed, listing

_FILENAME: Final = "filename*=UTF-8''"


class Attachments(Connected):
    """List, add, read and delete files."""

    def list_attachments(self, ticket: str | Ticket, /) -> Flow[tuple[Attachment, ...]]:
        response = yield Request.get("/tickets/{}/attachments", reference(ticket))
        return listing(response, translate.attachment)

    @accepts("filename", "content", "media_type", "size_bytes")
    def add_attachment(
        self, ticket: str | Ticket, attachment: AttachmentDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Attachment]:
        query = (("filename", attachment.filename),)
        request = Request.post("/tickets/{}/attachments", reference(ticket), query=query, body=attachment.upload())
        response = yield keyed(replace(request, repeatable=idempotency_key is not None), idempotency_key)
        return translate.attachment(response.json())

    def open_attachment(
        self, ticket: str | Ticket, attachment: str | Attachment, /, *, start: int = 0
    ) -> Flow[OpenAttachment]:
        segments = (reference(ticket), _id(attachment))
        request = Request.get("/tickets/{}/attachments/{}/content", *segments, expects=Expects.STREAM)
        response = yield request if start == 0 else request.with_headers(range=f"bytes={start}-")
        begins = start if response.status == 206 else 0
        assert response.stream is not None, "read_error lets none pass without"
        headers, size = response.headers, response.headers.get("content-length")
        filename = unquote(headers.get("content-disposition", "").partition(_FILENAME)[2]) or _id(attachment)
        total = None if size is None else begins + int(size)
        return OpenAttachment(filename, response.media_type, total, begins, response.stream)

    def delete_attachment(self, ticket: str | Ticket, attachment: str | Attachment, /) -> Flow[None]:
        yield Request.delete("/tickets/{}/attachments/{}", reference(ticket), _id(attachment))


def _id(attachment: str | Attachment) -> str:
    return attachment if isinstance(attachment, str) else attachment.id
