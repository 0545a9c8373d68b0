"""The operations on watchers and votes."""

from __future__ import annotations

from ..capability import reads, writes
from ..errors import Unsupported
from ..flow import Flow
from ..model.person import Person
from ..model.query import Special
from ..model.ticket import Ticket


class WatcherOperations:
    """See and change who follows a ticket, and who wants it."""

    @reads
    def list_watchers(self, ticket: str | Ticket, /) -> Flow[tuple[Person, ...]]:
        """Return who watches a ticket, as far as this account may see them."""
        raise Unsupported("list_watchers")

    @writes
    def add_watcher(self, ticket: str | Ticket, person: str | Person | Special, /) -> Flow[None]:
        """Let a person, or `ME`, watch a ticket; who watches already is left alone."""
        raise Unsupported("add_watcher")

    @writes
    def remove_watcher(self, ticket: str | Ticket, person: str | Person | Special, /) -> Flow[None]:
        """Let a person, or `ME`, no longer watch a ticket."""
        raise Unsupported("remove_watcher")

    @reads
    def list_voters(self, ticket: str | Ticket, /) -> Flow[tuple[Person, ...]]:
        """Return who voted for a ticket."""
        raise Unsupported("list_voters")

    @writes
    def add_vote(self, ticket: str | Ticket, /) -> Flow[None]:
        """Vote for a ticket."""
        raise Unsupported("add_vote")

    @writes
    def remove_vote(self, ticket: str | Ticket, /) -> Flow[None]:
        """Take the vote back."""
        raise Unsupported("remove_vote")
