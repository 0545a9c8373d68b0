"""The operations on boards, sprints and rank."""

from __future__ import annotations

from collections.abc import Sequence

from ..capability import reads, writes
from ..errors import Unsupported
from ..flow import Flow
from ..model.page import Page
from ..model.project import Project
from ..model.query import Query
from ..model.sprint import Board, Sprint, SprintDraft, SprintPatch, SprintState
from ..model.ticket import Ticket


class AgileOperations:
    """Read boards; plan sprints. Boards and sprints are given by id or as objects."""

    @reads
    def list_boards(
        self, project: str | Project | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Board]]:
        """Return the boards, of one project or of all."""
        raise Unsupported("list_boards")

    @reads
    def get_board(self, board: str | Board, /) -> Flow[Board]:
        """Return a board."""
        raise Unsupported("get_board")

    @reads
    def list_sprints(
        self,
        board: str | Board,
        /,
        *,
        state: SprintState | None = None,
        page_size: int = 50,
        cursor: str | None = None,
    ) -> Flow[Page[Sprint]]:
        """Return the sprints of a board."""
        raise Unsupported("list_sprints")

    @reads
    def get_sprint(self, sprint: str | Sprint, /) -> Flow[Sprint]:
        """Return a sprint."""
        raise Unsupported("get_sprint")

    @writes
    def create_sprint(self, board: str | Board, draft: str | SprintDraft, /) -> Flow[Sprint]:
        """Plan a sprint on a board."""
        raise Unsupported("create_sprint")

    @writes
    def update_sprint(self, sprint: str | Sprint, patch: SprintPatch, /) -> Flow[Sprint]:
        """Change a sprint."""
        raise Unsupported("update_sprint")

    @writes
    def start_sprint(self, sprint: str | Sprint, patch: SprintPatch | None = None, /) -> Flow[Sprint]:
        """Start a sprint; `patch` gives the dates, where it has none yet."""
        raise Unsupported("start_sprint")

    @writes
    def complete_sprint(self, sprint: str | Sprint, /, *, move_rest_to: str | Sprint | None = None) -> Flow[Sprint]:
        """Complete a sprint; what is not done goes to another sprint, or to the backlog."""
        raise Unsupported("complete_sprint")

    @writes
    def delete_sprint(self, sprint: str | Sprint, /) -> Flow[None]:
        """Delete a sprint; its tickets go to the backlog."""
        raise Unsupported("delete_sprint")

    @reads
    def list_board_tickets(
        self, board: str | Board, query: Query | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets of a board that match, by rank."""
        raise Unsupported("list_board_tickets")

    @reads
    def list_backlog_tickets(
        self, board: str | Board, query: Query | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets of a board that match and are in no active or future sprint, by rank."""
        raise Unsupported("list_backlog_tickets")

    @reads
    def list_sprint_tickets(
        self, sprint: str | Sprint, query: Query | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets of a sprint that match, by rank."""
        raise Unsupported("list_sprint_tickets")

    @reads
    def list_epic_tickets(
        self, epic: str | Ticket, query: Query | None = None, /, *, page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets of an epic that match."""
        raise Unsupported("list_epic_tickets")

    @writes
    def move_to_sprint(self, tickets: Sequence[str | Ticket], sprint: str | Sprint, /) -> Flow[None]:
        """Move tickets into a sprint that is not closed."""
        raise Unsupported("move_to_sprint")

    @writes
    def move_to_backlog(self, tickets: Sequence[str | Ticket], /) -> Flow[None]:
        """Take tickets out of their open sprints."""
        raise Unsupported("move_to_backlog")

    @writes
    def rank_tickets(
        self,
        tickets: Sequence[str | Ticket],
        /,
        *,
        before: str | Ticket | None = None,
        after: str | Ticket | None = None,
    ) -> Flow[None]:
        """Rank tickets, in the order given, directly before or after another one."""
        raise Unsupported("rank_tickets")
