"""The files of an issue, and what is in them."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from anyticket.errors import Malformed, ProviderError
from anyticket.flow import Flow
from anyticket.model.attachment import Attachment
from anyticket.model.ticket import Ticket, reference
from anyticket.provider.attachments import OpenAttachment
from anyticket.request import Expects, Request, Response, Stream

from ..site import JiraSite
from ..translate.activity import attachment as read_attachment
from ..wire import need, some, table

_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")
_NO_SUCH_BYTES: Final = 416
_MOST_REDIRECTS: Final = 5


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
        try:
            response = yield from _content(self.content_of(attachment), start)
        except ProviderError as exc:
            if exc.response is None or exc.response.status != _NO_SUCH_BYTES:
                raise
            return _opened(attachment, start, Nothing(), None)
        if response.stream is None:
            raise Malformed("the content of an attachment is needed, and this answer has none")
        told = _RANGE.fullmatch(response.headers.get("content-range", "")) if response.status == 206 else None
        if told is None:
            return _opened(attachment, 0, response.stream, response)
        return _opened(attachment, int(told[1]), response.stream, response, size=told[2])


def _content(request: Request, start: int) -> Flow[Response]:
    """
    Ask for the content, and wherever that leads.

    Cloud sends on to a store of media by an address that is signed for a few minutes, so it is asked for anew each
    time, and never with credentials.
    """
    # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-attachments/#api-rest-api-3-attachment-content-id-get
    there = ""
    for _ in range(_MOST_REDIRECTS + 1):
        response = yield request.with_headers(range=f"bytes={start}-") if start else request
        if not 300 <= response.status < 400:
            return response
        there = urljoin(there, response.headers["location"])
        request = Request.elsewhere(there, expects=Expects.STREAM)
    raise Malformed(f"the content of an attachment leads on and on: {_MOST_REDIRECTS} redirects were followed")


def _opened(
    attachment: Attachment, start: int, stream: Stream, response: Response | None, *, size: str = "*"
) -> OpenAttachment:
    media_type = getattr(attachment, "media_type", None) or (response.media_type if response else None)
    return OpenAttachment(
        filename=attachment.filename,
        media_type=media_type or "application/octet-stream",
        size_bytes=int(size) if size != "*" else getattr(attachment, "size_bytes", None),
        start=start,
        stream=stream,
    )


@dataclass(frozen=True, slots=True)
class Nothing:
    """The rest of a file behind its end."""

    def chunks(self) -> Iterator[bytes]:
        """Yield nothing."""
        return iter(())

    def close(self) -> None:
        """There is nothing to close."""
