"""The laws of reading tickets."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest

from anyticket.client.blocking import Client
from anyticket.errors import Error, Invalid, NotFound, NotLoaded
from anyticket.model.ticket import Ticket
from anyticket.testing.laws.law import Laws, each, needs
from anyticket.testing.made import Made


class TicketLaws(Laws):
    """What is read is the same, however it is asked for, and says no more than the provider declares."""

    @needs("get_ticket")
    def test_a_ticket_is_the_same_by_id_by_key_and_as_an_object(self, client: Client, made: Made) -> None:
        ticket = made.ticket

        assert client.get_ticket(ticket.id) == ticket
        assert client.get_ticket(ticket.key) == ticket
        assert client.get_ticket(ticket) == ticket

    @needs("get_ticket", ".url")
    def test_a_ticket_has_the_url_of_its_page(self, made: Made) -> None:
        assert urlsplit(made.ticket.url).scheme

    @needs("get_ticket")
    def test_a_ticket_keeps_the_trackers_own_json(self, made: Made) -> None:
        assert made.ticket.raw

    @needs("get_ticket")
    def test_a_ticket_has_the_attributes_that_the_provider_reads_and_no_other(self, client: Client, made: Made) -> None:
        ticket = client.get_ticket(made.ticket, load=sorted(client.provider.loadable()))

        shown = set(vars(ticket))
        assert shown <= client.provider.reads | {"id", "key"}, "an attribute that `reads` does not name was there"
        assert shown >= client.provider.reads, "an attribute that `reads` names was not there"

    @each(lambda provider: provider.loadable())
    @needs("get_ticket")
    def test_load_brings_what_it_names(self, name: Any, client: Client, made: Made) -> None:
        ticket = client.get_ticket(made.ticket, load=[name])

        assert isinstance(getattr(ticket, name), tuple)

    @needs("get_ticket")
    def test_what_a_provider_does_not_read_is_not_loaded(self, client: Client, made: Made) -> None:
        ticket = made.ticket

        for name in Ticket.model_fields.keys() - client.provider.reads - {"id", "key"}:
            with pytest.raises(NotLoaded):
                getattr(ticket, name)

    @needs("get_tickets")
    def test_many_tickets_come_in_order_and_what_is_missing_leaves_its_error_in_its_place(
        self, client: Client, made: Made
    ) -> None:
        missing = f"{made.ticket.key}000"

        result = client.get_tickets([made.other.key, missing, made.ticket.id])

        first, second, third = result.results
        assert isinstance(first, Ticket) and first.id == made.other.id  # noqa: PT018
        assert isinstance(second, NotFound)
        assert isinstance(third, Ticket) and third.id == made.ticket.id  # noqa: PT018

    @needs("get_ticket")
    def test_a_ticket_that_does_not_exist_is_not_found(self, client: Client, made: Made) -> None:
        with pytest.raises(NotFound):
            client.get_ticket(f"{made.ticket.key}000")

    @each(lambda _: ["../users", "?all=1", "A-1/../../users", "a b\x00", "", "%2e%2e/users", "'; DROP TABLE tickets"])
    @needs("get_ticket")
    def test_a_hostile_key_finds_nothing(self, name: str, client: Client) -> None:
        with pytest.raises((Error, ValueError)) as failure:
            client.get_ticket(name)

        assert isinstance(failure.value, NotFound | Invalid | ValueError)
