"""Every operation of the Server provider against `jira820`, a Jira Data Center 8.20 that others wrote. https://pypi.org/project/jira820/"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from pydantic import SecretStr

from anyticket.client.blocking import Client
from anyticket.errors import ProviderError
from anyticket.model.person import Person
from anyticket.testing import Harness, World
from anyticket.testing.colours import Colour
from anyticket.testing.examples import EXAMPLES
from anyticket.testing.laws.law import declared, each
from anyticket.testing.made import Made
from anyticket.testing.results import flaws, run
from anyticket_jira.auth import Pat
from anyticket_jira.server import JiraServer

#: Requests of Data Center 8.20 that it does not know, or knows by another method.
MISSING: Final = frozenset(
    request.strip()
    for request in """
    DELETE /rest/agile/1.0/sprint/{}; DELETE /rest/api/2/issue/{}/watchers; DELETE /rest/api/2/issue/{}/worklog/{}
    GET /rest/api/2/attachment/meta; GET /rest/api/2/issue/createmeta/{}/issuetypes/{}
    GET /rest/api/2/issue/{}/comment/{}; GET /rest/api/2/issue/{}/votes; GET /rest/api/2/issue/{}/watchers
    GET /rest/api/2/user/assignable/search; GET /rest/webhooks/1.0/webhook; POST /rest/agile/1.0/sprint/{}
    POST /rest/api/2/component; POST /rest/api/2/issue/bulk; POST /rest/api/2/issue/{}/votes
    POST /rest/api/2/issue/{}/watchers; POST /rest/api/2/project; POST /rest/api/2/search; POST /rest/api/2/version
    POST /rest/webhooks/1.0/webhook; PUT /rest/agile/1.0/issue/rank; PUT /rest/api/2/issue/{}/worklog/{}
    """.strip()
    .replace("\n", ";")
    .split(";")
)
#: What it does otherwise than Data Center.
GAPS: Final[Mapping[str, str]] = {
    "link_tickets": "it knows a type of links by its name alone, and takes one by its id for `Relates`",
    "list_options": "its fields have no options",
    "search_people": "it gives the first page of people whatever page is asked for, so that they never end",
    "transition_ticket": "it does not know `expand=transitions` of an issue",
    "unlink_tickets": "it knows a type of links by its name alone, and takes one by its id for `Relates`",
}


class ByKey(Made):
    """What operations are done to, named as this server finds it: it knows no issue by its id."""

    @cached_property
    def ticket(self) -> Any:
        return self.client.create_ticket(self.draft).key

    @cached_property
    def other(self) -> Any:
        return self.client.create_ticket(self.draft).key

    @property
    def votable(self) -> Any:
        return self.ticket

    @property
    def person(self) -> Person:
        return Person(username="admin")


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """Run it on loopback while the tests of this module last."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "JIRA820_HOST": "127.0.0.1", "JIRA820_PORT": str(port), "JIRA820_DATE": "2026-11-01"}
    with subprocess.Popen([sys.executable, "-m", "jira820"], env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:  # fmt: skip
        try:
            _await(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _await(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{url}/rest/api/2/serverInfo").raise_for_status()
        except httpx.HTTPError:
            assert process.poll() is None, "jira820 did not start"
            time.sleep(0.1)
        else:
            return
    pytest.fail("jira820 does not answer")


class TestServer(Harness):
    provider = JiraServer
    colours = (Colour.BLOCKING,)

    @pytest.fixture
    def world(self, url: str, request: pytest.FixtureRequest) -> World:
        connection = JiraServer.connection(url=url, auth=Pat(token=SecretStr("any-token")), key=request.node.name)
        return World(connection, project="JIRA820", people=("admin",), values={"epic": "JIRA820-1"})

    @pytest.fixture
    def made(self, client: Client, world: World, tmp_path: Path) -> Made:
        return ByKey(client, world, tmp_path)

    @each(declared)
    def test_a_declared_operation_works(self, name: str, client: Client, made: Made) -> None:
        if name in GAPS:
            pytest.skip(GAPS[name])

        try:
            result = run(client, name, EXAMPLES[name](made))
        except ProviderError as exc:
            asked = f"{exc.request.method} {exc.request.route}" if exc.request else ""
            if asked not in MISSING or exc.response is None or exc.response.status not in {404, 405}:
                raise
            pytest.skip(f"jira820 has no {asked}")

        assert not flaws(result)
