"""Audience: who gets to read a comment, which on a service desk nobody may leave open."""

from __future__ import annotations

from typing import Final

from anyticket.flow import Flow
from anyticket.model.comment import CommentDraft
from anyticket.model.ticket import Ticket

from ..site import JiraSite
from ..translate.issues import project_of
from ..wire import need, table, text
from ..writing.body import refused

_SERVICE_DESK: Final = "service_desk"


class Audience(JiraSite):
    """Knows the projects whose comments are mailed to customers."""

    def check_audience(self, ticket: str | Ticket, draft: CommentDraft) -> Flow[None]:
        """Raise Invalid for a comment that would be mailed to customers without anybody having said so."""
        if hasattr(draft, "internal"):
            return
        project = yield from self._project_of(ticket)
        answer = yield from self.remembered("/project/{}", project)
        if table(answer).get("projectTypeKey") == _SERVICE_DESK:
            advice = "say internal=True for a note of the team, or internal=False for one that customers get by mail"
            raise refused(f"{project} is a service desk: {advice}", "internal")

    def _project_of(self, ticket: str | Ticket) -> Flow[str]:
        key = ticket.key if isinstance(ticket, Ticket) else ticket
        if key.isdecimal():
            response = yield self.get("/issue/{}", key, query=(("fields", "project"),))
            key = need(table(response.json()), "key", text)
        return project_of(key)
