"""The embedded tracker keeps every law of the contract, in every colour."""

from __future__ import annotations

import pytest

from anyticket.model.connection import Connection
from anyticket.request import Request
from anyticket.testing import ProviderContract, World
from anyticket_local.provider import Local
from anyticket_local.server import Server

SEED = (
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

    @pytest.fixture(scope="class")
    @classmethod
    def world(cls, tmp_path_factory: pytest.TempPathFactory) -> World:
        file = tmp_path_factory.mktemp("local") / "kit.db"
        server = Server(str(file))
        for request in SEED:
            assert server.handle(request).status == 201
        server.database.close()
        return World(
            Connection(provider="local", url=str(file)),
            project="KIT",
            people=("2", "3"),
            values={"type": "Bug", "fields": {"severity": "A"}},
        )
