"""
Drift: laws that any site keeps, recorded from a live one into a temporary folder, and compared with what is committed.

`make drift` runs this; `pytest` does not by itself, for its name is that of no test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, Final

import pytest
from pydantic import SecretStr

from anyticket.model.connection import Connection
from anyticket.testing import Cassettes, Harness, Live, World
from anyticket.testing.cassettes import Mode, Tape
from anyticket.testing.colours import Colour
from anyticket.testing.drift import compared
from anyticket.testing.in_turn import IN_TURN
from anyticket.testing.laws.comments import CommentLaws, WorklogLaws
from anyticket.testing.laws.links import LinkLaws
from anyticket.testing.laws.projects import CatalogueLaws
from anyticket.testing.laws.tickets import TicketLaws
from anyticket.testing.laws.transitions import TransitionLaws
from anyticket.testing.recorder import CassetteError
from anyticket_jira.auth import ApiToken, Pat
from anyticket_jira.cloud import JiraCloud
from anyticket_jira.server import JiraServer

from .tapes import tape_of

COMMITTED: Final = Path(__file__).parents[3] / "cassettes"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where everything is recorded."""
    return tmp_path_factory.mktemp("drift")


class _Drift(Harness, TicketLaws, CommentLaws, WorklogLaws, LinkLaws, TransitionLaws, CatalogueLaws):
    colours = (Colour.BLOCKING,)
    layers = (IN_TURN,)
    project_variable: ClassVar[str]

    @pytest.fixture
    def world(self, folder: Path, request: pytest.FixtureRequest) -> Iterator[World]:
        live, project = self._live()
        name = tape_of(request.node)
        with Cassettes(folder, Mode.REWRITE).playing(name, lambda: live) as tape:
            yield World(self.connection(tape, name), project=project, salt=tape.salt)

    def _live(self) -> tuple[Live, str]:
        try:
            live = Live.from_environment(self.provider.name)
        except CassetteError as missing:
            pytest.skip(str(missing))
        project = os.environ.get(self.project_variable) or pytest.skip(f"set {self.project_variable} to a key")
        secrets = {name: value for name, value in live.secrets.items() if name != "project"}
        return Live(live.url, live.source, secrets), project

    def connection(self, tape: Tape, name: str) -> Connection:
        raise NotImplementedError


class TestCloud(_Drift):
    provider = JiraCloud
    project_variable = "ANYTICKET_LIVE_JIRA_CLOUD_PROJECT"

    def connection(self, tape: Tape, name: str) -> Connection:
        auth = ApiToken(email=tape.secret("email"), token=SecretStr(tape.secret("token")))
        return JiraCloud.connection(url=tape.url, auth=auth, key=name)


class TestServer(_Drift):
    provider = JiraServer
    project_variable = "ANYTICKET_LIVE_JIRA_SERVER_PROJECT"

    def connection(self, tape: Tape, name: str) -> Connection:
        return JiraServer.connection(url=tape.url, auth=Pat(token=SecretStr(tape.secret("token"))), key=name)


@pytest.mark.parametrize("provider", [JiraCloud.name, JiraServer.name])
def test_answers_have_the_form_that_was_recorded(folder: Path, provider: str) -> None:
    if not list((folder / provider).glob("*.yaml")):
        pytest.skip(f"nothing was recorded from a live {provider}")

    kinds, found = compared(COMMITTED / provider, folder / provider)

    told = f"\n{provider}: {kinds} kinds of requests compared, {len(found)} differences"
    print("\n  ".join([told, *found]))  # noqa: T201 (that is what `make drift` is for)
    assert not found
