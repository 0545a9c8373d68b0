"""The laws of capabilities, from both sides: what is declared works, what is not is refused before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from anyticket.client.blocking import Client
from anyticket.errors import Unsupported
from anyticket.model.ticket import LOADS
from anyticket.testing.examples import EXAMPLES, Things
from anyticket.testing.laws.law import Laws, declared, each, needs, undeclared, undeclared_inputs
from anyticket.testing.made import Made
from anyticket.testing.results import flaws, run, times
from anyticket.testing.samples import given, input_of, with_input
from anyticket.testing.traffic import Traffic


class CapabilityLaws(Laws):
    """Both directions."""

    @each(declared)
    def test_a_declared_operation_returns_sound_objects(self, name: str, client: Client, made: Made) -> None:
        result = run(client, name, EXAMPLES[name](made))

        assert not flaws(result), "what an operation returns must survive its own validation, JSON, pickle and copies"

    @each(declared)
    def test_times_are_aware_and_in_utc(self, name: str, client: Client, made: Made) -> None:
        result = run(client, name, EXAMPLES[name](made))

        wrong = [moment for moment in times(result) if moment.tzinfo is None or moment.utcoffset()]
        assert not wrong, "moments must be aware and in UTC"

    @each(undeclared)
    def test_an_operation_that_is_not_declared_is_unsupported_and_sends_nothing(
        self, name: str, client: Client, things: Things, traffic: Traffic
    ) -> None:
        with pytest.raises(Unsupported) as refusal:
            run(client, name, EXAMPLES[name](things))

        assert refusal.value.operation == name
        assert not traffic.requests

    @each(declared)
    def test_inputs_that_are_not_declared_are_unsupported_and_send_nothing(
        self, name: str, client: Client, things: Things, traffic: Traffic
    ) -> None:
        unnoticed: list[str] = []
        for field in undeclared_inputs(self.provider, name):
            _, kind = input_of(name)
            try:
                run(client, name, with_input(name, EXAMPLES[name](things), given(kind, field)))
            except Unsupported as refusal:
                if field in refusal.arguments and not traffic.requests:
                    continue
            unnoticed.append(field)

        assert not unnoticed

    @each(lambda provider: [load for load in LOADS if load not in provider.loadable()])
    @needs("get_ticket")
    def test_a_load_that_is_not_declared_is_unsupported_and_sends_nothing(
        self, name: Any, client: Client, traffic: Traffic
    ) -> None:
        with pytest.raises(Unsupported):
            client.get_ticket("KIT-1", load=[name])

        assert not traffic.requests
