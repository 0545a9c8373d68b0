"""The embedded tracker keeps every law of the contract, in every colour."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Final

import pytest

from anyticket.model.connection import Connection
from anyticket.request import Request
from anyticket.testing import ProviderContract, World
from anyticket_local.provider import Local
from anyticket_local.servers import forget, server_of

_NUMBERS: Final = count(1)
_WORKFLOW: Final = {
    "name": "kit",
    "statuses": ["To Do", "In Progress", {"name": "Review", "category": "in_progress"}, "Done"],
    "transitions": [
        {"name": "Start", "from": ["To Do"], "to": "In Progress"},
        {"name": "Finish", "to": "Done"},
        {"name": "Submit", "to": "Review"},
        {"name": "Put back", "from": ["In Progress", "Review", "Done"], "to": "To Do"},
        {"name": "Finish with an estimate", "to": "Done", "required": ["estimate_seconds"]},
    ],
}
_CONTENT: Final = (
    Request.post("/workflows", json=_WORKFLOW),
    Request.post("/people", json={"username": "ann", "name": "Ann Example", "email": "ann@example.org"}),
    Request.post("/people", json={"username": "bob", "name": "Bob Example", "email": "bob@example.org"}),
    Request.post("/projects", json={"key": "KIT", "name": "The kit's", "workflow": "kit"}),
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
        server = server_of(connection)
        for request in _CONTENT:
            assert server.handle(request).status == 201
        yield World(connection, project="KIT", people=("2", "3"), values={"fields": {"severity": "A"}})
        forget(connection)
