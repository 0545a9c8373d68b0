"""A tracker in memory with one project and three people."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from anyticket import Client, Connection, ProjectDraft, Request

PEOPLE = ("ann", "bob")


def prepare(client: Client) -> None:
    """Make the project and the people."""
    client.create_project(ProjectDraft(key="PROJ", name="Project"))
    for name in PEOPLE:
        body = {"username": name, "name": name.title(), "email": f"{name}@example.org"}
        client.request(Request.post("/people", json=body))


@pytest.fixture
def client() -> Iterator[Client]:
    with Client(Connection(provider="local", url=":memory:")) as made:
        prepare(made)
        yield made
