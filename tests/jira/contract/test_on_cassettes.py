"""Both Jiras keep every law on cassettes: recorded from the simulator over HTTP, replayed in every colour without one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from anyticket.testing import Cassettes, Live, World
from anyticket.testing.colours import Colour
from anyticket.testing.in_turn import IN_TURN
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.server import JiraServer

from .differences import JiraContract, colours
from .kit_site import kit_site
from .tapes import SALT, tape_of
from .worlds import secrets_of, source_of, world_of


class _Recorded(JiraContract):
    colours = colours(Colour.ASYNCIO)
    layers = (IN_TURN,)

    @pytest.fixture
    def world(self, cassettes: Cassettes, request: pytest.FixtureRequest) -> Iterator[World]:
        item: pytest.Function = request.node
        with ExitStack() as servers:

            def live() -> Live:
                site = servers.enter_context(kit_site(self.variant))
                return Live(site.settings.url, source_of(self.variant), secrets_of(self.variant), SALT)

            with cassettes.playing(tape_of(item), live) as tape:
                yield world_of(self.variant, tape.url, tape.secret("token"), name=tape_of(item), salt=tape.salt)


class TestCloud(_Recorded):
    provider = JiraCloud
    variant = "cloud"


class TestServer(_Recorded):
    provider = JiraServer
    variant = "server"
