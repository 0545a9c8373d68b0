"""How servers are told of issues: people by username, text in wiki markup, epics in a field of their own."""

from __future__ import annotations

from anyticket.flow import Flow
from anyticket.model.drafts import TicketDraft
from anyticket.model.ticket import Ticket, reference
from anyticket.model.ticket_type import TicketKind, TicketType
from anyticket.request import Request, Response

from ..translate.catalogue import ticket_type
from ..translate.fields import EPIC_LINK
from ..translate.richtext import WIKI
from ..wire import every, need, table, text
from ..writing.body import Body, refused
from .changing import as_given
from .commenting import Commenting
from .composing import Given, address
from .creating_many import CreatingMany
from .linking import Linking
from .markers import ServerMarkers
from .transitioning import Transitioning
from .worklog_markers import ServerWorklogs


class ServerWriting(ServerMarkers, CreatingMany, Transitioning, Commenting, ServerWorklogs, Linking):
    """Writes issues of a server."""

    codec = WIKI
    identity_key = "name"
    identity_attribute = "username"
    component_lead_key = "leadUserName"
    watcher_parameter = "username"

    def compose_parent(self, body: Body, given: Given, parent: str | Ticket | None) -> Flow[None]:
        """
        Say what holds the issue: a subtask its parent, any other its epic.

        A subtask that exists cannot be given another parent by the interface.
        """
        kind: TicketType | None = getattr(given, "type", None)
        if isinstance(given, TicketDraft) and kind is not None and (yield from self._is_subtask(kind)):
            body.fields["parent"] = None if parent is None else address(parent)
            return
        field = yield from self.field_of_type(EPIC_LINK)
        if field is None:
            raise refused("this Jira has no epics, and only a new subtask can be given a parent", "parent")
        body.fields[field.id] = None if parent is None else (yield from self._key(parent))

    def _is_subtask(self, kind: TicketType) -> Flow[bool]:
        types = yield from self.remembered("/issuetype")
        for one in every(types, lambda value: ticket_type(value, self.words)):
            if (getattr(kind, "id", None) or one.id) == one.id and (
                getattr(kind, "name", None) or one.name
            ) == one.name:
                return one.kind is TicketKind.SUBTASK
        return False

    def _key(self, ticket: str | Ticket) -> Flow[str]:
        """Return the key of an issue, which is all that an epic link takes."""
        if isinstance(ticket, Ticket):
            return ticket.key
        if not ticket.isdecimal():
            return ticket
        response = yield self.get("/issue/{}", ticket, query=(("fields", "summary"),))
        return need(table(response.json()), "key", text)

    def edit(self, ticket: str | Ticket, body: Body, *, repeatable: bool) -> Request:
        """Return the request that changes an issue."""
        return Request.put(self.rest + "/issue/{}", reference(ticket), json=body.json(), repeatable=repeatable)

    def edited(self, ticket: str | Ticket, response: Response) -> Ticket:  # noqa: ARG002 (servers answer nothing)
        """Return what is known of it without asking again."""
        return as_given(ticket, self.site)
