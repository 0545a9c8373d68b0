"""
Boards and the tickets on them.

The agile interface counts its pages from `startAt` in an order that a rank or a move changes, so that a ticket which
moves while pages are read may be left out or come twice; who must have each once asks `search_tickets`.
"""

from __future__ import annotations

from typing import Final, TypeVar

from anyticket.capability import accepts, support
from anyticket.flow import Flow
from anyticket.model.page import Page
from anyticket.model.project import Project
from anyticket.model.query import Query
from anyticket.model.sprint import Board
from anyticket.model.ticket import Ticket
from anyticket.request import Pairs, Request

from ..site import project_reference
from ..translate.boards import board as read_board
from ..wire import Reader, every, need, table
from ..writing.sprints import board_number
from .pages import counted_page, next_start, start_of, window
from .searching import FILTERS, TicketSearching

T = TypeVar("T")

#: The path of the agile interface, which Cloud and servers share.
AGILE: Final = "/rest/agile/1.0"
MOVING: Final = "pages are counted: a ticket that is ranked or moved meanwhile may be left out or come twice"


class BoardReading(TicketSearching):
    """Reads boards. Without a licence for Jira Software there is nothing of this."""

    def list_boards(
        self, project: str | Project | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Board]]:
        """Return the boards, those that are about a project or all that this account may see."""
        about = () if project is None else (("projectKeyOrId", project_reference(project)),)
        return self.agile_page("/board", reader=read_board, page_size=page_size, cursor=cursor, query=about)

    def get_board(self, board: str | Board, /) -> Flow[Board]:
        """Return a board."""
        response = yield Request.get(f"{AGILE}/board/{{}}", board_number(board))
        return read_board(response.json())

    @accepts(*FILTERS)
    @support(note=MOVING)
    def list_board_tickets(
        self, board: str | Board, query: Query | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets of a board that match, by rank, unless the query says another order."""
        number = board_number(board)
        return self.agile_tickets("/board/{}/issue", number, asked=query, page_size=page_size, cursor=cursor)

    @accepts(*FILTERS)
    @support(note=MOVING)
    def list_backlog_tickets(
        self, board: str | Board, query: Query | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets of a board that match and are in no open sprint, by rank."""
        number = board_number(board)
        return self.agile_tickets("/board/{}/backlog", number, asked=query, page_size=page_size, cursor=cursor)

    def agile_page(
        self,
        route: str,
        *segments: str | int,
        reader: Reader[T],
        page_size: int,
        cursor: str | None,
        query: Pairs = (),
    ) -> Flow[Page[T]]:
        """Return a page of a resource of the agile interface, which gives fifty at most."""
        start = start_of(cursor)
        response = yield Request.get(AGILE + route, *segments, query=(*window(start, page_size), *query))
        return counted_page(response.json(), start, reader)

    def agile_tickets(
        self, route: str, *segments: str | int, asked: Query | None, page_size: int, cursor: str | None
    ) -> Flow[Page[Ticket]]:
        """Return a page of tickets, which the agile interface orders by rank unless the query does it."""
        start = start_of(cursor)
        jql = () if asked is None else (("jql", (yield from self.compiled(asked))),)
        query = (*window(start, page_size), *jql, ("expand", ",".join(self.expand(()))))
        response = yield Request.get(AGILE + route, *segments, query=query)
        answer = table(response.json())
        tickets = need(answer, "issues", lambda value: every(value, self.issues(answer).ticket))
        total = answer.get("total")
        return Page(tickets, next_start(answer, start), total if type(total) is int else None)
