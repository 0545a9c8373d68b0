"""The laws of transitions."""

from __future__ import annotations

from collections import Counter

import pytest

from anyticket.client.blocking import Client
from anyticket.errors import Ambiguous, Error, Invalid
from anyticket.model.ticket import Ticket
from anyticket.model.transition import Transition
from anyticket.testing.laws.law import Laws, needs
from anyticket.testing.made import Made
from anyticket.testing.traffic import Traffic


def asking(client: Client, ticket: Ticket) -> Transition:
    """Return a way that asks for fields."""
    ways = client.list_transitions(ticket)
    way = next((way for way in ways if getattr(way, "required", ())), None)
    return way if way is not None else pytest.skip("no way here asks for anything")


class TransitionLaws(Laws):
    """A ticket goes where it was sent, once, by a way that is open."""

    @needs("list_transitions", "transition_ticket", "create_ticket")
    def test_a_way_leads_to_its_target(self, client: Client, made: Made) -> None:
        way = made.transition

        client.transition_ticket(made.ticket, way)

        assert client.get_ticket(made.ticket).status.id == way.target.id

    @needs("list_transitions", "transition_ticket", "create_ticket")
    def test_a_status_can_be_given_by_its_name_or_as_an_object(self, client: Client, made: Made) -> None:
        target = made.transition.target

        client.transition_ticket(made.ticket, target.name)
        client.transition_ticket(made.other, target)

        assert client.get_ticket(made.ticket).status.id == target.id
        assert client.get_ticket(made.other).status.id == target.id

    @needs("transition_ticket", "create_ticket")
    def test_already_there_is_success_and_writes_nothing(self, client: Client, made: Made, traffic: Traffic) -> None:
        ticket = made.ticket
        traffic.clear()

        client.transition_ticket(ticket, ticket.status.name)

        assert not traffic.writes
        assert client.get_ticket(ticket).status.id == ticket.status.id

    @needs("transition_ticket", "create_ticket")
    def test_a_status_that_no_way_leads_to_is_an_error_and_writes_nothing(
        self, client: Client, made: Made, traffic: Traffic
    ) -> None:
        ticket = made.ticket
        traffic.clear()

        with pytest.raises(Error):
            client.transition_ticket(ticket, "Kit: no such status")

        assert not traffic.writes

    @needs("list_transitions", "transition_ticket", "create_ticket")
    def test_an_ambiguous_target_lists_its_choices_and_writes_nothing(
        self, client: Client, made: Made, traffic: Traffic
    ) -> None:
        ticket = made.ticket
        categories = Counter(way.target.category for way in client.list_transitions(ticket))
        category = next((name for name, ways in categories.items() if ways > 1), None)
        if category is None or category == ticket.status.category:
            pytest.skip("no two ways lead into the same category from here")
        traffic.clear()

        with pytest.raises(Ambiguous) as refusal:
            client.transition_ticket(ticket, category)

        assert len(refusal.value.choices) == categories[category]
        assert not traffic.writes

    @needs("list_transitions", "transition_ticket", "create_ticket")
    def test_what_a_way_asks_for_is_told_before_anything_is_written(
        self, client: Client, made: Made, traffic: Traffic
    ) -> None:
        way = asking(client, made.ticket)
        traffic.clear()

        with pytest.raises(Invalid) as refusal:
            client.transition_ticket(made.ticket, way)

        assert {field.id for field in way.required} <= refusal.value.fields.keys()
        assert not traffic.writes

    @needs("list_transitions", "transition_ticket", "get_transition_form", "create_ticket")
    def test_the_form_of_a_way_asks_for_what_the_way_asks_for(self, client: Client, made: Made) -> None:
        way = asking(client, made.ticket)

        form = client.get_transition_form(made.ticket, way)

        assert {field.id for field in way.required} <= set(form.required)
