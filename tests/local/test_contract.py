"""The embedded tracker keeps every law of the contract, in every colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

import pytest

from anyticket.model.connection import Connection
from anyticket.request import Request
from anyticket.testing import ProviderContract, World
from anyticket_local import servers
from anyticket_local.provider import Local

_NUMBERS: Final = count(1)
_CONTENT: Final = (
    Request.post("/people", json={"username": "ann", "name": "Ann Example", "email": "ann@example.org"}),
    Request.post("/people", json={"username": "bob", "name": "Bob Example", "email": "bob@example.org"}),
    Request.post("/projects", json={"key": "KIT", "name": "The kit's"}),
    Request.post("/projects", json={"key": "OTHER", "name": "Another one"}),
    Request.post("/fields", json={"id": "severity", "name": "Severity", "kind": "option", "options": ["A", "B"]}),
    Request.post("/projects/KIT/components", json={"name": "core"}),
    Request.post("/projects/KIT/components", json={"name": "docs"}),
    Request.post("/projects/KIT/versions", json={"name": "1.0"}),
    Request.post("/projects/KIT/versions", json={"name": "2.0"}),
)


class TestLocal(ProviderContract):
    provider = Local

    @pytest.fixture
    def world(self) -> Iterator[World]:
        connection = Connection(provider="local", url=":memory:", key=f"kit {next(_NUMBERS)}")
        server = servers.server_of(connection)
        for request in _CONTENT:
            assert server.handle(request).status == 201
        yield World(connection, project="KIT", people=("2", "3"), values={"fields": {"severity": "A"}})
        servers._BY_KEY.pop(str(connection.key))
        server.database.close()
