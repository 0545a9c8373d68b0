"""Laws on cassettes: recorded from the toy over HTTP by --record-mode, replayed in every colour without a socket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import ClassVar

import pytest
from pydantic import SecretStr

from anyticket.auth.bearer import Bearer
from anyticket.model.connection import Connection
from anyticket.provider import Provider
from anyticket.testing import Cassettes, Harness, Live, World
from anyticket.testing.cassettes import suspicious
from anyticket.testing.laws.comments import CommentLaws
from anyticket.testing.laws.links import LinkLaws
from anyticket.testing.laws.transitions import TransitionLaws
from testing.toy.provider import ToyProvider
from testing.toy.served import served

TOKEN = "toy-token-that-must-never-be-written"
FOLDER = Path(__file__).parents[2] / "cassettes"


class TestToyReplayed(Harness, CommentLaws, LinkLaws, TransitionLaws):
    provider: ClassVar[type[Provider]] = ToyProvider

    @pytest.fixture
    def world(self, cassettes: Cassettes, request: pytest.FixtureRequest) -> Iterator[World]:
        case = request.node.callspec.params.get("name")
        name = request.node.originalname.removeprefix("test_") + (f"-{case}" if case else "")
        with ExitStack() as servers:

            def live() -> Live:
                return Live(servers.enter_context(served(TOKEN)), "the toy on loopback", {"token": TOKEN})

            with cassettes.playing(f"toy/{name}", live) as tape:
                auth = Bearer(token=SecretStr(tape.secret("token")))
                connection = Connection(provider="toy", url=tape.url, auth=auth)
                yield World(connection, project="KIT", values={"fields": {"size": 3}}, salt=tape.salt)


def test_no_cassette_holds_anything_like_a_secret_and_each_says_where_it_is_from() -> None:
    files = sorted(FOLDER.rglob("*.yaml"))

    assert files
    assert {str(file): found for file in files if (found := suspicious(file))} == {}
    assert [file for file in files if TOKEN in file.read_text()] == []
