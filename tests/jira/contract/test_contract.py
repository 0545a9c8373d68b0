"""Both Jiras keep every law of the contract against the running simulator, each law on a site of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anyticket.testing import World
from anyticket.testing.colours import Colour
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.server import JiraServer

from .differences import JiraContract, colours
from .kit_site import kit_site
from .sent import SENT
from .tapes import SALT, tape_of
from .worlds import secrets_of, world_of


class Live(JiraContract):
    colours = colours(Colour.BLOCKING)

    @pytest.fixture
    def world(self, request: pytest.FixtureRequest) -> Iterator[World]:
        with kit_site(self.variant) as site:
            secret = secrets_of(self.variant)["token"]
            yield world_of(self.variant, site.settings.url, secret, name=tape_of(request.node), salt=SALT)


class TestCloud(Live):
    provider = JiraCloud
    variant = "cloud"
    layers = (SENT["cloud"].slotted,)


class TestServer(Live):
    provider = JiraServer
    variant = "server"
    layers = (SENT["server"].slotted,)
