"""How the kit is tested: laws run on broken providers, without pytest in between."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from anyticket.provider import Provider
from anyticket.testing import ProviderContract
from anyticket.testing.colours import Bench, Colour, working
from anyticket.testing.examples import Things
from anyticket.testing.harness import runtime_for
from anyticket.testing.laws.law import applies, cases_of
from anyticket.testing.made import Made
from testing.toy.provider import toy_world

#: The broken providers, each with the law that it breaks.
BROKEN: list[tuple[str, type[Provider]]] = []


def breaks(law: str) -> Callable[[type[Provider]], type[Provider]]:
    """Register a provider that breaks one law."""

    def register(provider: type[Provider]) -> type[Provider]:
        name = f"test_{law}"
        assert hasattr(ProviderContract, name), f"no law is called {law}"
        BROKEN.append((name, provider))
        return provider

    return register


def laws_of(provider: type[Provider]) -> dict[str, Callable[..., None]]:
    """Return the laws that apply to a provider, by name."""
    found = {name: getattr(ProviderContract, name) for name in dir(ProviderContract) if name.startswith("test_")}
    return {name: law for name, law in found.items() if applies(law, provider)}


def broken_laws(
    provider: type[Provider], names: Iterator[str] | list[str], cases: dict[str, int], folder: Path
) -> list[str]:
    """Return which laws fail, each run with so many of its cases, one unless it is said."""
    contract = type("Broken", (ProviderContract,), {"provider": provider})()
    with working(Colour.BLOCKING, lambda traffic: runtime_for(provider, traffic)) as bench:
        return [
            name
            for name in names
            if any(_fails(contract, name, case, bench, folder) for case in _cases(provider, name, cases))
        ]


def _cases(provider: type[Provider], name: str, cases: dict[str, int]) -> list[str | None]:
    found = cases_of(getattr(ProviderContract, name), provider)
    return [None] if found is None else list(found[: cases.get(name, 1)])


def _fails(contract: ProviderContract, name: str, case: str | None, bench: Bench, folder: Path) -> bool:
    law = getattr(contract, name)
    with toy_world(people=("u1", "u2", "u3")) as world:
        bench.traffic.clear()
        own = folder / world.salt
        own.mkdir()
        client = bench.client(world.hasty)
        fixtures: dict[str, Any] = {
            "bench": bench, "client": client, "made": Made(client, world, own), "name": case,
            "things": Things(own), "traffic": bench.traffic, "world": world,
        }  # fmt: skip
        try:
            law(**{parameter: fixtures[parameter] for parameter in signature(law).parameters})
        except pytest.skip.Exception:
            return False
        except (Exception, pytest.fail.Exception):
            return True
    return False
