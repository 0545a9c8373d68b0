"""The kit finds what it is there to find: a provider that breaks one law fails that law, and no other."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

import testing.mutant_dropping
import testing.mutants_around
import testing.mutants_once
import testing.mutants_parts
import testing.mutants_reading
import testing.mutants_writing  # noqa: F401 (each registers its mutants)
from anyticket.client import facade
from anyticket.flow import Flow
from anyticket.provider import Provider
from anyticket.provider.operations import OPERATIONS
from anyticket.request import Request
from testing.mutation import BROKEN, broken_laws, laws_of
from testing.toy.provider import ToyProvider

#: What core itself keeps, so that no provider can break it.
OF_THE_GATE = {
    "test_a_load_that_is_not_declared_is_unsupported_and_sends_nothing",
    "test_an_operation_that_is_not_declared_is_unsupported_and_sends_nothing",
    "test_inputs_that_are_not_declared_are_unsupported_and_send_nothing",
}


class Settling(ToyProvider):
    """Asks the tracker something before the first operation, so that a gate that is open is noticed."""

    reads = ToyProvider.reads - {"history"}

    def settle(self) -> Flow[Provider]:
        yield Request.get("/people/me")
        return self


#: Each mutant is held against every law if this is set, else against a part of them, another part for each.
THOROUGH = "ANYTICKET_EVERY_LAW" in os.environ
EVERY = 1 if THOROUGH else 20
ALL_CASES = 1000


@pytest.mark.parametrize(("law", "provider"), BROKEN, ids=lambda one: getattr(one, "__name__", ""))
def test_a_provider_that_breaks_a_law_fails_that_law_and_no_other(
    law: str, provider: type[Provider], tmp_path: Path
) -> None:
    others = sorted(laws_of(provider).keys() - {law})
    start = BROKEN.index((law, provider)) % EVERY

    assert broken_laws(provider, [law, *others[start::EVERY]], {law: ALL_CASES}, tmp_path) == [law]


def test_every_law_that_a_provider_can_break_is_broken_by_one() -> None:
    assert laws_of(ToyProvider).keys() - {law for law, _ in BROKEN} == OF_THE_GATE


@pytest.mark.parametrize("law", sorted(OF_THE_GATE))
def test_a_gate_that_lets_everything_through_fails_the_laws_of_the_gate(
    law: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ajar(provider: type[Provider], operation: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        return OPERATIONS[operation].signature.bind(None, *args, **kwargs).arguments

    monkeypatch.setattr(facade, "admit", ajar)

    assert broken_laws(Settling, [law], {law: ALL_CASES}, tmp_path) == [law]


def test_the_toy_breaks_no_law(tmp_path: Path) -> None:
    assert broken_laws(ToyProvider, sorted(laws_of(ToyProvider)), {}, tmp_path) == []
