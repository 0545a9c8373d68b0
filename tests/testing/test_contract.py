"""The whole contract kit, run on the toy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from anyticket.model.connection import Connection
from anyticket.provider import Provider
from anyticket.testing import ProviderContract, World
from testing.toy.provider import SERVERS, ToyProvider
from testing.toy.server import Server


class TestToy(ProviderContract):
    provider: ClassVar[type[Provider]] = ToyProvider

    @pytest.fixture
    def world(self) -> Iterator[World]:
        SERVERS["https://toy.example"] = Server()
        yield World(
            Connection(provider="toy", url="https://toy.example"), project="KIT", values={"fields": {"size": 3}}
        )
        del SERVERS["https://toy.example"]
