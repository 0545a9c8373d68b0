"""World: what an author tells the kit about the tracker that a provider is tested against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from anyticket.model.connection import Connection, RetryPolicy
from anyticket.model.query import Query


@dataclass(frozen=True)
class World:
    """
    A tracker with known content, or one in which the kit may write.

    Args:
        connection: The way to it. The kit takes the pauses out of its retries.
        project: Where the kit may write; nobody else does meanwhile. None for a tracker that has no projects.
        known: The keys of at least three tickets that `query` finds. Needed only where tickets cannot be created.
        query: Finds the tickets that searches are tested on; without it, those of the project.
        people: Ids of accounts that can be assigned and can watch; without it, those that `search_assignable` finds.
        values: What to set a native input to, by its name: `{"team": "Red", "fields": {"customfield_1": 3}}`. Needed
            for the inputs that a provider accepts and whose values the kit cannot find out.
        salt: What makes the names of this run unlike those of any other; from the tape, where there is one.
    """

    connection: Connection
    project: str | None = None
    known: tuple[str, ...] = ()
    query: Query | None = None
    people: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    salt: str = field(default_factory=lambda: uuid4().hex[:8])

    @property
    def hasty(self) -> Connection:
        """The connection with retries that do not pause."""
        retry = RetryPolicy(attempts=3, first_pause_seconds=0, longest_pause_seconds=0)
        return self.connection.model_copy(update={"retry": retry})

    @property
    def scope(self) -> Query:
        """The query that all searches of the kit are within."""
        return self.query or Query(project=self.project)
