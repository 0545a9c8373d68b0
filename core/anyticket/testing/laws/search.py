"""The laws of searching. What a filter must find is read off the tickets themselves, so nothing need be written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from anyticket.client.blocking import Client
from anyticket.model.query import EMPTY, Query
from anyticket.model.ticket import Ticket
from anyticket.testing.laws.law import Laws, accepted_by, each, needs
from anyticket.testing.made import Made
from anyticket.testing.oracle import Oracle

_ALWAYS: Final = ("id", "key", "title", "status", "updated_at")
#: These are no filters on one attribute, and have laws of their own.
_OTHERS: Final = frozenset({"any_of", "exclude", "order_by", "natives", "text", "fields", "sprint"})


def ids(found: Any) -> list[str]:
    """Return the ids of tickets, in order."""
    return [ticket.id for ticket in found]


class SearchLaws(Laws):
    """Every ticket once, in pages of any size; filters mean what they say."""

    @each(lambda _: ["1", "2", "3", "4", "7", "1000"])
    @needs("search_tickets")
    def test_a_search_finds_every_ticket_exactly_once_in_pages_of_any_size(
        self, name: str, client: Client, made: Made
    ) -> None:
        expected = {ticket.id for ticket in made.several}

        found = ids(client.search_tickets(made.query, page_size=int(name)))

        assert len(found) == len(set(found)), "a ticket came twice"
        assert expected <= set(found), "a ticket did not come"

    @needs("search_tickets")
    def test_a_page_holds_no_more_than_was_asked_for(self, client: Client, made: Made) -> None:
        assert len(made.several) > 2

        sizes = [len(page.items) for page in client.search_tickets(made.query, page_size=2).pages()]

        assert max(sizes) <= 2

    @needs("search_tickets")
    def test_a_search_goes_on_from_the_cursor_of_any_page(self, client: Client, made: Made) -> None:
        assert len(made.several) > 2
        pages = list(client.search_tickets(made.query, page_size=2).pages())

        for number, page in enumerate(pages[:-1], 1):
            rest = [ticket.id for later in pages[number:] for ticket in later.items]
            assert page.cursor is not None
            assert ids(client.search_tickets(made.query, page_size=2, cursor=page.cursor)) == rest

    @needs("search_tickets", "count_tickets")
    def test_a_count_agrees_with_the_search(self, client: Client, made: Made) -> None:
        assert made.several

        count = client.count_tickets(made.query)

        assert count.value == len(list(client.search_tickets(made.query))) or not count.exact

    @needs("search_tickets")
    def test_a_found_ticket_has_what_lists_always_have(self, client: Client, made: Made) -> None:
        assert made.several

        for ticket in client.search_tickets(made.query):
            assert {*_ALWAYS} - vars(ticket).keys() == set()

    @each(lambda provider: set(accepted_by("search_tickets")(provider)) - _OTHERS)
    def test_a_filter_finds_what_matches_and_nothing_else(self, name: str, client: Client, made: Made) -> None:
        oracle = Oracle(client, made)
        value = oracle.choice(name)
        expected = oracle.matching(name, value)

        found = set(ids(client.search_tickets(made.query & Query.model_validate({name: value}))))

        assert found == expected

    @each(
        lambda provider: (
            {"assignee", "label", "component", "parent", "priority"} & set(accepted_by("search_tickets")(provider))
        )
    )
    @needs("create_ticket", "search_tickets")
    def test_the_empty_filter_finds_tickets_without_a_value(self, name: str, client: Client, made: Made) -> None:
        oracle = Oracle(client, made)
        expected = {ticket.id for ticket in oracle.tickets if not oracle.shown(ticket, name)}

        found = set(ids(client.search_tickets(made.query & Query.model_validate({name: EMPTY}))))

        assert found == expected

    @needs("search_tickets:any_of", "search_tickets:key")
    def test_any_of_finds_what_one_of_its_queries_finds(self, client: Client, made: Made) -> None:
        one, two, *_ = made.several

        found = ids(client.search_tickets(made.query & Query(any_of=[Query(key=one.key), Query(key=two.key)])))

        assert sorted(found) == sorted([one.id, two.id])

    @needs("search_tickets:exclude", "search_tickets:key")
    def test_exclude_finds_all_but_what_its_query_finds(self, client: Client, made: Made) -> None:
        one, *_ = made.several
        everything = set(ids(client.search_tickets(made.query)))

        found = ids(client.search_tickets(made.query & Query(exclude=Query(key=one.key))))

        assert set(found) == everything - {one.id}

    @needs("search_tickets:text", "search_tickets")
    def test_text_finds_a_word_of_the_title(self, client: Client, made: Made) -> None:
        ticket = made.several[0]
        word = max(ticket.title.split(), key=len)

        assert ticket.id in ids(client.search_tickets(made.query & Query(text=word)))

    @each(lambda _: ["created_at", "-created_at"])
    @needs("search_tickets:order_by", ".created_at")
    def test_tickets_come_in_the_order_that_was_asked_for(self, name: str, client: Client, made: Made) -> None:
        assert len(made.several) > 2

        found = list(client.search_tickets(made.query & Query(order_by=name), page_size=2))

        moment: Callable[[Ticket], datetime] = lambda ticket: ticket.created_at  # noqa: E731
        moments = [moment(client.get_ticket(ticket)) for ticket in found]
        assert moments == sorted(moments, reverse=name.startswith("-"))

    @each(lambda _: ['"', "'", '" OR 1=1 --', "' OR '1'='1", "%", "_", "*", "\\", ") OR (", "a\nb", "\u2028", "🦆"])
    @needs("search_tickets:label")
    def test_a_hostile_value_never_widens_a_filter(self, name: str, client: Client, made: Made) -> None:
        assert made.several

        assert ids(client.search_tickets(made.query & Query(label=f"kit {name} no such label"))) == []
