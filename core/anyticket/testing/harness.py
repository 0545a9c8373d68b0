"""
Harness: what laws are run with. It makes clients of every colour, sees their traffic, and knows the tracker.

`ProviderContract` is a harness with all laws; a class of one's own may take it with only some of them.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import ClassVar

import pytest

from anyticket.client.blocking import Client
from anyticket.config import Settings
from anyticket.layers.slots import SlottedLayer
from anyticket.plugin import hookimpl
from anyticket.provider import Provider
from anyticket.runtime import Runtime
from anyticket.testing.colours import Bench, Colour, working
from anyticket.testing.examples import Things
from anyticket.testing.laws.law import Laws, cases_of
from anyticket.testing.made import Made
from anyticket.testing.traffic import Traffic
from anyticket.testing.world import World


class Harness(Laws):
    """Fixtures for laws. Name the `provider`, and give the fixture `world` any scope that suits the tracker."""

    colours: ClassVar[Sequence[str]] = tuple(Colour)
    """The colours to run in."""

    layers: ClassVar[Sequence[SlottedLayer]] = ()
    """Further layers of the runtimes, inside of the kit's own: those in the slot REQUEST see what is really sent."""

    @pytest.fixture
    def world(self) -> World:
        """Return the tracker to test against."""
        raise NotImplementedError(f"{type(self).__name__} must have a fixture `world` that returns a World")

    @pytest.fixture(scope="class")
    @classmethod
    def bench(cls, colour: str) -> Generator[Bench]:
        """A runtime with the provider, and with a layer that sees all traffic."""
        with working(Colour(colour), lambda traffic: runtime_for(cls.provider, traffic, cls.layers)) as bench:
            yield bench

    @pytest.fixture
    def traffic(self, bench: Bench) -> Traffic:
        """The requests that the test has made."""
        bench.traffic.clear()
        return bench.traffic

    @pytest.fixture
    def client(self, bench: Bench, world: World, traffic: Traffic) -> Client:
        """A client of the world; called the same in every colour."""
        return bench.client(world.hasty)

    @pytest.fixture
    def made(self, client: Client, world: World, tmp_path: Path) -> Made:
        """Things in the tracker, made when they are asked for."""
        return Made(client, world, tmp_path)

    @pytest.fixture
    def things(self, tmp_path: Path) -> Things:
        """Things that exist nowhere."""
        return Things(tmp_path)

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Run a law in every colour, and for each of its cases."""
        if "colour" in metafunc.fixturenames:
            metafunc.parametrize("colour", [str(colour) for colour in self.colours], scope="class")
        if "name" in metafunc.fixturenames and (cases := cases_of(metafunc.function, self.provider)) is not None:
            metafunc.parametrize("name", cases)


class _Brings:
    """The plugin that brings the provider under test."""

    def __init__(self, provider: type[Provider]) -> None:
        self._provider = provider

    @hookimpl
    def anyticket_providers(self) -> Sequence[type[Provider]]:
        return [self._provider, *self._provider.variants]


def runtime_for(provider: type[Provider], traffic: Traffic, further: Sequence[SlottedLayer] = ()) -> Runtime:
    """Return a runtime that knows nothing but the provider under test, and whose traffic is seen."""
    nothing_installed = Settings(enabled=frozenset())
    layers = [traffic.slotted, *further]
    return Runtime(config=nothing_installed, plugins=[_Brings(provider)], layers=layers, network="open")
