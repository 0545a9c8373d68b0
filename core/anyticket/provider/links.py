"""The operations on links between tickets, and to things outside of the tracker."""

from __future__ import annotations

from ..capability import reads, writes
from ..errors import Unsupported
from ..flow import Flow
from ..model.link import LinkType, RemoteLink, RemoteLinkDraft
from ..model.ticket import Link, Ticket


class LinkOperations:
    """Link tickets to each other and to other things. The links themselves come with a ticket, by load=["links"]."""

    @reads
    def list_link_types(self) -> Flow[tuple[LinkType, ...]]:
        """Return the kinds of links with both of their phrases."""
        raise Unsupported("list_link_types")

    @writes
    def link_tickets(
        self,
        ticket: str | Ticket,
        phrase: str | LinkType,
        other: str | Ticket,
        /,
        *,
        idempotency_key: str | None = None,
    ) -> Flow[Link]:
        """
        Link two tickets as people read it: `link_tickets("A-1", "blocks", "A-2")`.

        `phrase` is either phrase of a link type, the type's name or the type itself, which mean its outward phrase.
        """
        raise Unsupported("link_tickets")

    @writes
    def unlink_tickets(self, ticket: str | Ticket, link: str | Link, /) -> Flow[None]:
        """Remove a link, on both sides."""
        raise Unsupported("unlink_tickets")

    @reads
    def list_remote_links(self, ticket: str | Ticket, /) -> Flow[tuple[RemoteLink, ...]]:
        """Return the links of a ticket to things outside of the tracker."""
        raise Unsupported("list_remote_links")

    @writes
    def add_remote_link(
        self, ticket: str | Ticket, link: RemoteLinkDraft, /, *, idempotency_key: str | None = None
    ) -> Flow[RemoteLink]:
        """Add a link, or change the one with the same global id."""
        raise Unsupported("add_remote_link")

    @writes
    def delete_remote_link(self, ticket: str | Ticket, link: str | RemoteLink, /) -> Flow[None]:
        """Remove a link to something outside of the tracker."""
        raise Unsupported("delete_remote_link")
