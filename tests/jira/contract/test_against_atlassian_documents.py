"""Both Jiras keep every law against the running simulator, and every request is valid by Atlassian's documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from anyticket.testing import ProviderContract, World
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.server import JiraServer

from .kit_site import Variant, kit_site
from .worlds import secrets_of, world_of


class _Live(ProviderContract):
    colours = ("blocking",)
    variant: ClassVar[Variant]

    @pytest.fixture
    def world(self, request: pytest.FixtureRequest) -> Iterator[World]:
        with kit_site(self.variant) as site:
            secret = secrets_of(self.variant)["token"]
            yield world_of(self.variant, site.settings.url, secret, name=request.node.nodeid, salt="5a175a17")


class TestCloud(_Live):
    provider = JiraCloud
    variant = "cloud"


class TestServer(_Live):
    provider = JiraServer
    variant = "server"
