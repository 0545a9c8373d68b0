"""The operations on tickets themselves."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence

from ..capability import derived, reads, writes
from ..errors import Error, Unsupported
from ..flow import Flow, Steps, together
from ..model.change import Change
from ..model.drafts import TicketDraft, TicketPatch
from ..model.form import Form
from ..model.page import BulkResult, Count, Page
from ..model.person import Person
from ..model.project import Project
from ..model.query import Query, Special
from ..model.status import Status, StatusCategory
from ..model.ticket import Load, Ticket
from ..model.ticket_type import TicketType
from ..model.transition import Transition


class TicketOperations:
    """Read, search, write and move tickets."""

    @classmethod
    @abstractmethod
    def loadable(cls) -> frozenset[Load]:
        """Return what `load=` can bring."""

    @reads
    def get_ticket(self, ticket: str | Ticket, /, *, load: Collection[Load] = ()) -> Flow[Ticket]:
        """Return a ticket with everything the tracker gives at once, and with what `load` names."""
        raise Unsupported("get_ticket")

    @derived("get_ticket")
    def get_tickets(
        self, tickets: Sequence[str | Ticket], /, *, load: Collection[Load] = ()
    ) -> Flow[BulkResult[Ticket]]:
        """Return many tickets by position; one that is missing leaves its error in its place."""
        results = yield from together([_caught(self.get_ticket(ticket, load=load)) for ticket in tickets])
        return BulkResult(results)

    @reads
    def search_tickets(
        self, query: Query, /, *, load: Collection[Load] = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        """Return the tickets that match. Id, key, title, status and updated_at are always there."""
        raise Unsupported("search_tickets")

    @reads
    def count_tickets(self, query: Query, /) -> Flow[Count]:
        """Count the tickets that match."""
        raise Unsupported("count_tickets")

    @derived("search_tickets")
    def export_tickets(self, query: Query, /, *, page_size: int = 50, cursor: str | None = None) -> Flow[Page[Ticket]]:
        """Return the tickets that match with everything the tracker can load."""
        return (yield from self.search_tickets(query, load=sorted(self.loadable()), page_size=page_size, cursor=cursor))

    @writes
    def create_ticket(self, draft: TicketDraft, /, *, idempotency_key: str | None = None) -> Flow[Ticket]:
        """
        Make a ticket; return what the tracker answered: id, key and url at least.

        With `idempotency_key` the ticket is made once, whatever answers are lost and however often this is repeated;
        the same key with another draft is a Conflict. Without one nothing that may have arrived is repeated.
        """
        raise Unsupported("create_ticket")

    @writes
    def create_tickets(
        self, drafts: Sequence[TicketDraft], /, *, idempotency_keys: Sequence[str] | None = None
    ) -> Flow[BulkResult[Ticket]]:
        """Make many tickets; return the results by position. `idempotency_keys` has one for each draft."""
        raise Unsupported("create_tickets")

    @writes
    def update_ticket(
        self, ticket: str | Ticket, patch: TicketPatch, /, *, if_version: str | None = None
    ) -> Flow[Ticket]:
        """
        Change what the patch holds; an empty one sends nothing. With `if_version`, only if nobody else did meanwhile.

        Raises Conflict, with what is there now, if somebody did.
        """
        raise Unsupported("update_ticket")

    @writes
    def delete_ticket(self, ticket: str | Ticket, /) -> Flow[None]:
        """Delete a ticket and what belongs to it alone."""
        raise Unsupported("delete_ticket")

    @writes
    def assign_ticket(self, ticket: str | Ticket, to: str | Person | Special | None, /) -> Flow[Ticket]:
        """Make `to` the only assignee: a person, `ME`, or None for nobody."""
        raise Unsupported("assign_ticket")

    @reads
    def list_transitions(self, ticket: str | Ticket, /) -> Flow[tuple[Transition, ...]]:
        """Return the ways that are open to the ticket now."""
        raise Unsupported("list_transitions")

    @writes
    def transition_ticket(
        self,
        ticket: str | Ticket,
        to: str | Status | StatusCategory | Transition,
        change: TicketPatch | None = None,
        /,
    ) -> Flow[Ticket]:
        """
        Move a ticket to a status, given by its name, as an object, by category, or by the way that leads there.

        Already there is success: no way is taken, and only a `change` is sent.
        Raises Ambiguous with the choices if several ways fit, and Invalid with the fields that `change` lacks before
        anything is sent.
        """
        raise Unsupported("transition_ticket")

    @reads
    def get_create_form(self, project: str | Project, type: str | TicketType, /) -> Flow[Form]:
        """Return what the tracker asks for when such a ticket is made."""
        raise Unsupported("get_create_form")

    @reads
    def get_transition_form(self, ticket: str | Ticket, transition: str | Transition, /) -> Flow[Form]:
        """Return what the tracker asks for on the way that has this id or name."""
        raise Unsupported("get_transition_form")

    @reads
    def list_history(
        self, ticket: str | Ticket, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Change]]:
        """Return the edits of a ticket, oldest first."""
        raise Unsupported("list_history")


def _caught(flow: Steps[Ticket]) -> Steps[Ticket | Error]:
    return _catching(flow)


def _catching(flow: Steps[Ticket]) -> Steps[Ticket | Error]:
    try:
        return (yield from flow)
    except Error as exc:
        return exc
