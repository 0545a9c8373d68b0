"""Attaching files, once each, and removing them."""

from __future__ import annotations

from anyticket.capability import accepts
from anyticket.errors import Malformed
from anyticket.flow import Flow, exclusive
from anyticket.model.attachment import Attachment, AttachmentDraft
from anyticket.model.sparse import ABSENT
from anyticket.model.ticket import Ticket, reference
from anyticket.provider.once import Marker, marker
from anyticket.provider.uploads import measured
from anyticket.request import Multipart, Part, Request, Upload

from ..translate.activity import attachment as read_attachment
from ..wire import every, maybe, table, whole
from .attachment_names import marked_name, marker_in_name, shortened
from .attachments import AttachmentReading
from .lost_answers import made_once


class Attaching(AttachmentReading):
    """Attaches files. They carry the marker of a key in their names, for Jira keeps nothing else with a file."""

    @accepts(*AttachmentDraft.model_fields)
    def add_attachment(
        self, ticket: str | Ticket, attachment: AttachmentDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Attachment]:
        """
        Attach a file. One that is larger than this Jira takes is refused before it is sent.

        With a key its name gets an ending by which it is known again: `report.pdf` becomes
        `report-5f0c1e9a7b32-08d1f6c4.pdf`. It is looked for among the files of the issue, so what was deleted is
        attached again.
        """
        upload = yield from measured(attachment.upload(), limit_bytes=(yield from self._limit_bytes()))
        issue = reference(ticket)
        if idempotency_key is None:
            return (yield from self._attach(issue, upload, attachment.filename))
        mark = marker(idempotency_key, attachment)
        name = marked_name(attachment.filename, mark)
        flow = made_once(
            self.connection.retry, lambda: self._attached_with(issue, mark), lambda: self._attach(issue, upload, name)
        )
        return (yield from exclusive(f"once {id(self.memory)} {mark.key}", flow))

    def _limit_bytes(self) -> Flow[int | None]:
        """Return what one file may have, as far as this Jira tells."""
        limit = maybe(table((yield from self.remembered("/attachment/meta"))), "uploadLimit", whole)
        return None if limit is ABSENT else limit

    def _attach(self, issue: str, upload: Upload, name: str) -> Flow[Attachment]:
        # Jira ignores `filename*` and reads UTF-8 as it stands; without the header it suspects a forged form.
        # https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-attachments/#api-rest-api-3-issue-issueidorkey-attachments-post
        body = Multipart((Part("file", upload, name),), quoted_pairs=True)
        request = Request.post(self.rest + "/issue/{}/attachments", issue, body=body)
        response = yield request.with_headers(x_atlassian_token="no-check")  # noqa: S106 (no secret, but its name)
        made = every(response.json(), read_attachment)
        if not made:
            raise Malformed("Jira took a file and does not say what it made of it", may_have_happened=True)
        return made[0]

    def _attached_with(self, issue: str, mark: Marker) -> Flow[Attachment | None]:
        wanted = shortened(mark)
        for found in (yield from self.list_attachments(issue)):
            known = marker_in_name(found.filename)
            if known is not None and known.key == wanted.key:
                wanted.verify(known.draft, f"attachment {found.id}")
                return found
        return None

    def delete_attachment(self, ticket: str | Ticket, attachment: str | Attachment, /) -> Flow[None]:  # noqa: ARG002
        """Delete a file; its id suffices."""
        id = attachment if isinstance(attachment, str) else attachment.id
        yield Request.delete(self.rest + "/attachment/{}", id)
