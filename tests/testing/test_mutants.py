"""The kit finds what it is there to find: a provider that breaks one law fails that law, and no other."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import testing.mutant_dropping
import testing.mutants_reading
import testing.mutants_writing  # noqa: F401 (each registers its mutants)
from testing.mutation import BROKEN, broken_laws, laws_of
from testing.toy.provider import ToyProvider

#: Each mutant is held against every law if this is set, else against a part of them, another part for each.
THOROUGH = "ANYTICKET_EVERY_LAW" in os.environ
EVERY = 1 if THOROUGH else 6
ALL_CASES = 1000


@pytest.mark.parametrize("law", sorted(BROKEN), ids=lambda law: law.removeprefix("test_"))
def test_a_provider_that_breaks_a_law_fails_that_law_and_no_other(law: str, tmp_path: Path) -> None:
    provider = BROKEN[law]
    others = sorted(laws_of(provider).keys() - {law})
    start = sorted(BROKEN).index(law) % EVERY

    assert broken_laws(provider, [law, *others[start::EVERY]], {law: ALL_CASES}, tmp_path) == [law]


def test_the_toy_breaks_no_law(tmp_path: Path) -> None:
    assert broken_laws(ToyProvider, sorted(laws_of(ToyProvider)), {}, tmp_path) == []
