"""The laws of links between tickets, and to things elsewhere."""

from __future__ import annotations

from anyticket.client.blocking import Client
from anyticket.model.link import LinkType, RemoteLinkDraft
from anyticket.model.ticket import Link, Ticket
from anyticket.testing.laws.law import Laws, needs
from anyticket.testing.made import Made


def asymmetric(client: Client) -> LinkType:
    """Return a link type whose two phrases differ, or any."""
    types = client.list_link_types()
    return next((kind for kind in types if kind.outward != kind.inward), types[0])


def links_of(client: Client, ticket: Ticket) -> tuple[Link, ...]:
    """Return the links that a ticket shows now."""
    return client.get_ticket(ticket, load=["links"]).links


class LinkLaws(Laws):
    """A link is seen from both sides, each in its own words."""

    @needs("link_tickets", "list_link_types", "create_ticket", ".links")
    def test_a_link_is_seen_from_both_sides_each_in_its_own_words(self, client: Client, made: Made) -> None:
        kind, one, other = asymmetric(client), made.ticket, made.other

        client.link_tickets(one, kind.outward, other)

        (mine,), (theirs,) = links_of(client, one), links_of(client, other)
        assert (mine.phrase, mine.ticket.id) == (kind.outward, other.id)
        assert (theirs.phrase, theirs.ticket.id) == (kind.inward, one.id)

    @needs("link_tickets", "list_link_types", "create_ticket", ".links")
    def test_the_inward_phrase_links_the_other_way_round(self, client: Client, made: Made) -> None:
        kind, one, other = asymmetric(client), made.ticket, made.other

        answered = client.link_tickets(one, kind.inward, other)

        (mine,), (theirs,) = links_of(client, one), links_of(client, other)
        assert (mine.phrase, theirs.phrase) == (kind.inward, kind.outward)
        assert (answered.phrase, answered.ticket.id) == (kind.inward, other.id)

    @needs("link_tickets", "list_link_types", "create_ticket", ".links")
    def test_a_link_type_means_its_outward_phrase(self, client: Client, made: Made) -> None:
        kind = asymmetric(client)

        client.link_tickets(made.ticket, kind, made.other)

        assert [link.phrase for link in links_of(client, made.ticket)] == [kind.outward]

    @needs("unlink_tickets", "link_tickets", "create_ticket", ".links")
    def test_an_unlinked_ticket_is_unlinked_on_both_sides(self, client: Client, made: Made) -> None:
        link = made.link

        client.unlink_tickets(made.ticket, link)

        assert links_of(client, made.ticket) == links_of(client, made.other) == ()


class RemoteLinkLaws(Laws):
    """Links to things elsewhere."""

    @needs("add_remote_link", "list_remote_links")
    def test_a_remote_link_is_read_back(self, client: Client, made: Made) -> None:
        client.add_remote_link(made.ticket, RemoteLinkDraft(url="https://kit.example/1", title="One"))

        assert [(link.url, link.title) for link in client.list_remote_links(made.ticket)] == [
            ("https://kit.example/1", "One")
        ]

    @needs("add_remote_link:global_id", "list_remote_links")
    def test_a_remote_link_with_the_same_global_id_is_changed_and_not_doubled(self, client: Client, made: Made) -> None:
        for title in ("One", "Two"):
            draft = RemoteLinkDraft(url="https://kit.example/1", title=title, global_id="kit=1")
            client.add_remote_link(made.ticket, draft)

        assert [link.title for link in client.list_remote_links(made.ticket)] == ["Two"]

    @needs("delete_remote_link", "add_remote_link", "list_remote_links")
    def test_a_deleted_remote_link_is_gone_and_others_are_not(self, client: Client, made: Made) -> None:
        link, other = made.remote_link, made.remote_link

        client.delete_remote_link(made.ticket, link)

        assert [one.url for one in client.list_remote_links(made.ticket)] == [other.url]
