"""The tickets of an epic, which is a parent on Cloud and a thing of the agile interface on servers."""

from __future__ import annotations

from anyticket.capability import accepts, support
from anyticket.flow import Flow
from anyticket.model.page import Page
from anyticket.model.query import Query
from anyticket.model.ticket import Ticket, reference

from .boards import MOVING, BoardReading
from .searching import FILTERS, TicketSearching


class CloudEpics(TicketSearching):
    """Epics of Cloud, of company-managed and team-managed projects alike."""

    @accepts(*FILTERS)
    def list_epic_tickets(
        self, epic: str | Ticket, query: Query | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets of an epic that match, in the order of a search."""
        # The agile interface knows no epics of team-managed projects:
        # https://developer.atlassian.com/cloud/jira/software/rest/api-group-epic/#api-rest-agile-1-0-epic-epicidorkey-issue-get
        asked = Query(parent=epic) if query is None else Query(parent=epic) & query
        return self.search_tickets(asked, page_size=page_size, cursor=cursor)


class ServerEpics(BoardReading):
    """Epics of a server."""

    @accepts(*FILTERS)
    @support(note=MOVING)
    def list_epic_tickets(
        self, epic: str | Ticket, query: Query | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets of an epic that match, by rank, unless the query says another order."""
        return self.agile_tickets("/epic/{}/issue", reference(epic), asked=query, page_size=page_size, cursor=cursor)
