"""Comments, worklogs, watchers, votes and links of an issue."""

from __future__ import annotations

from anyticket.flow import Flow
from anyticket.model.comment import Comment
from anyticket.model.link import LinkType, RemoteLink
from anyticket.model.page import Page
from anyticket.model.person import Person
from anyticket.model.ticket import Ticket, reference
from anyticket.model.worklog import Worklog

from ..site import JiraSite
from ..translate.activity import comment, worklog
from ..translate.links import link_type, remote_link
from ..translate.people import person
from ..wire import every, need, some, table


class ActivityReading(JiraSite):
    """Reads what belongs to an issue."""

    def list_comments(
        self, ticket: str | Ticket, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Comment]]:
        """Return the comments of a ticket, oldest first, and whether a service desk keeps them internal."""
        return self.counted(
            "/issue/{}/comment",
            reference(ticket),
            reader=comment,
            page_size=page_size,
            cursor=cursor,
            query=(("orderBy", "created"), ("expand", "properties")),
        )

    def list_worklogs(
        self, ticket: str | Ticket, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Worklog]]:
        """Return the worklogs of a ticket."""
        return self.counted("/issue/{}/worklog", reference(ticket), reader=worklog, page_size=page_size, cursor=cursor)

    def list_watchers(self, ticket: str | Ticket, /) -> Flow[tuple[Person, ...]]:
        """Return who watches a ticket. Jira counts people who are gone and does not list them."""
        response = yield self.get("/issue/{}/watchers", reference(ticket))
        return some(table(response.json()), "watchers", person)

    def list_voters(self, ticket: str | Ticket, /) -> Flow[tuple[Person, ...]]:
        """Return who voted for a ticket."""
        response = yield self.get("/issue/{}/votes", reference(ticket))
        return some(table(response.json()), "voters", person)

    def list_link_types(self) -> Flow[tuple[LinkType, ...]]:
        """Return the kinds of links with both of their phrases."""
        answer = yield from self.remembered("/issueLinkType")
        return need(table(answer), "issueLinkTypes", lambda value: every(value, link_type))

    def list_remote_links(self, ticket: str | Ticket, /) -> Flow[tuple[RemoteLink, ...]]:
        """Return the links of a ticket to things outside of Jira."""
        return self.whole("/issue/{}/remotelink", reference(ticket), reader=remote_link)
