"""A simulated Jira as the world of the contract kit, and a client of it whose retries do not pause."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Literal
from uuid import uuid4

from anyticket import Client, Connection, Runtime
from anyticket.testing import World
from anyticket.testing.harness import runtime_for
from anyticket.testing.made import Made
from anyticket.testing.simulation import SimulatedJira, simulated
from anyticket.testing.traffic import Traffic
from anyticket_jira.auth import ApiToken, Pat
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.server import JiraServer

__all__ = ["Kit", "connection_to", "kit"]

Variant = Literal["cloud", "server"]


class Kit:
    """A simulator, a client of it, and the kit's maker of things."""

    def __init__(self, jira: SimulatedJira, variant: Variant, runtime: Runtime, folder: Path) -> None:
        self.jira = jira
        self.site = jira.site
        self.provider = JiraCloud if variant == "cloud" else JiraServer
        self.world = World(connection_to(jira), project=jira.site.store.projects.all()[0].key)
        self.client = Client(self.world.hasty, runtime=runtime)
        self._folder = folder

    @property
    def made(self) -> Made:
        """A maker of new things, whose names nobody else has."""
        return Made(self.client, replace(self.world, salt=uuid4().hex[:8]), self._folder)


def connection_to(jira: SimulatedJira) -> Connection:
    """Return the connection as its administrator."""
    if jira.gateway is None:
        return JiraServer.connection(url=jira.url, auth=Pat(token=jira.admin.token))
    return JiraCloud.connection(url=jira.url, auth=ApiToken(email=jira.admin.username, token=jira.admin.password))


@contextmanager
def kit(variant: Variant, folder: Path, *, issues: int = 20) -> Generator[Kit]:
    """Run a simulator and connect to it."""
    provider = JiraCloud if variant == "cloud" else JiraServer
    with simulated(variant, issues=issues) as jira, runtime_for(provider, Traffic()) as runtime:
        yield Kit(jira, variant, runtime, folder)
