"""The files of an issue."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import Final

from anyticket.errors import Malformed
from anyticket.flow import Flow
from anyticket.model.attachment import Attachment
from anyticket.model.ticket import Ticket, reference
from anyticket.provider.attachments import OpenAttachment
from anyticket.request import Request, Response

from ..site import JiraSite
from ..translate.activity import attachment as read_attachment
from ..wire import need, some, table

_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


class AttachmentReading(JiraSite):
    """Reads the files of an issue."""

    @abstractmethod
    def content_of(self, attachment: Attachment) -> Request:
        """Return the request for the content of a file."""

    def list_attachments(self, ticket: str | Ticket, /) -> Flow[tuple[Attachment, ...]]:
        """Return what is known of the files of a ticket."""
        response = yield self.get("/issue/{}", reference(ticket), query=(("fields", "attachment"),))
        fields = need(table(response.json()), "fields", table)
        return some(fields, "attachment", read_attachment)

    def open_attachment(
        self,
        ticket: str | Ticket,  # noqa: ARG002 (the id of a file suffices)
        attachment: str | Attachment,
        /,
        *,
        start: int = 0,
    ) -> Flow[OpenAttachment]:
        """Open a file, from byte `start` on. A tracker that ignores `start` begins at 0, and the result says so."""
        if isinstance(attachment, str) or not hasattr(attachment, "filename"):
            id = attachment if isinstance(attachment, str) else attachment.id
            response = yield self.get("/attachment/{}", id)
            attachment = read_attachment(response.json())
        response = yield _from(self.content_of(attachment), start)
        if 300 <= response.status < 400 and "location" in response.headers:
            there = response.headers["location"]
            response = yield _from(Request.elsewhere(there, expects=self.content_of(attachment).expects), start)
        return _opened(attachment, response)


def _from(request: Request, start: int) -> Request:
    return request.with_headers(range=f"bytes={start}-") if start else request


def _opened(attachment: Attachment, response: Response) -> OpenAttachment:
    if response.stream is None:
        raise Malformed("the content of an attachment is needed, and this answer has none")
    start, size = 0, getattr(attachment, "size_bytes", None)
    told = _RANGE.fullmatch(response.headers.get("content-range", ""))
    if response.status == 206 and told:
        start = int(told[1])
        size = int(told[2]) if told[2] != "*" else size
    return OpenAttachment(
        filename=attachment.filename,
        media_type=getattr(attachment, "media_type", None) or response.media_type or "application/octet-stream",
        size_bytes=size,
        start=start,
        stream=response.stream,
    )
