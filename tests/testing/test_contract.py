"""The whole contract kit, run on the toy in one colour; the embedded tracker is tested in all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from anyticket.provider import Provider
from anyticket.testing import ProviderContract, World
from testing.toy.provider import ToyProvider, toy_world


class TestToy(ProviderContract):
    provider: ClassVar[type[Provider]] = ToyProvider
    colours = ("blocking",)

    @pytest.fixture
    def world(self) -> Iterator[World]:
        with toy_world() as world:
            yield world
