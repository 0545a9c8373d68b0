"""Logging work, once each."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, Final

from anyticket.capability import accepts
from anyticket.flow import Flow
from anyticket.model.ticket import Ticket, reference
from anyticket.model.worklog import Worklog, WorklogDraft, WorklogPatch
from anyticket.request import Expects, Pairs, Request

from ..site import JiraSite
from ..translate.activity import worklog as read_worklog
from ..wire import Json
from ..writing import plain
from ..writing.body import refused
from ..writing.comments import visibility

DRAFT: Final = tuple(WorklogDraft.model_fields)


class Worklogging(JiraSite):
    """Writes worklogs."""

    codec: ClassVar[str]
    """The dialect of rich text: the name of its codec's module."""

    @abstractmethod
    def log_once(self, issue: str, body: Json, query: Pairs, draft: WorklogDraft, key: str) -> Flow[Json]:
        """Log work that a key stands for."""

    @accepts(*DRAFT)
    def add_worklog(
        self, ticket: str | Ticket, worklog: WorklogDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[Worklog]:
        """Log spent time; what remains is lowered by it, unless the draft says what remains."""
        body, issue = self._json(worklog), reference(ticket)
        query: Pairs = ()
        if hasattr(worklog, "remaining_seconds"):
            query = (("adjustEstimate", "new"), ("newEstimate", _minutes(worklog.remaining_seconds)))
        if idempotency_key is None:
            return read_worklog((yield from self.log(issue, body, query)))
        return read_worklog((yield from self.log_once(issue, body, query, worklog, idempotency_key)))

    def log(self, issue: str, body: Json, query: Pairs) -> Flow[Json]:
        """Log work."""
        response = yield Request.post(self.rest + "/issue/{}/worklog", issue, query=query, json=body)
        answer: Json = response.json()
        return answer

    @accepts(*WorklogPatch.model_fields)
    def update_worklog(self, ticket: str | Ticket, worklog: str | Worklog, change: WorklogPatch, /) -> Flow[Worklog]:
        """Change a worklog."""
        issue, id = reference(ticket), worklog if isinstance(worklog, str) else worklog.id
        route = self.rest + "/issue/{}/worklog/{}"
        body = self._json(change)
        request = (
            Request.put(route, issue, id, json=body, expects=Expects.JSON) if body else Request.get(route, issue, id)
        )
        response = yield request
        return read_worklog(response.json())

    def delete_worklog(self, ticket: str | Ticket, worklog: str | Worklog, /) -> Flow[None]:
        """Delete a worklog."""
        id = worklog if isinstance(worklog, str) else worklog.id
        yield Request.delete(self.rest + "/issue/{}/worklog/{}", reference(ticket), id)

    def _json(self, worklog: WorklogDraft | WorklogPatch) -> Json:
        given = vars(worklog)
        written: Json = {}
        if "spent_seconds" in given:
            written["timeSpentSeconds"] = worklog.spent_seconds
        if "started_at" in given:
            written["started"] = plain.moment(worklog.started_at)
        if "comment" in given:
            written["comment"] = None if worklog.comment is None else worklog.comment.to_native(self.codec)
        if given.get("restricted_to") is not None:
            written["visibility"] = visibility(given["restricted_to"])
        return written


def _minutes(seconds: int) -> str:
    try:
        return plain.minutes(seconds)
    except ValueError as exc:
        raise refused(str(exc), "remaining_seconds") from exc
