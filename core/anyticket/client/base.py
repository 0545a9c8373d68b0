"""BaseClient: what a client of either colour is."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from typing import Self

from ..flow import Flow
from ..model.connection import Connection
from ..provider import Provider
from ..request import Context, Request, Response
from ..runtime import Runtime
from ..session import Session


class BaseClient:
    """What has no colour. Without a `runtime` the client makes one of its own and closes it with itself."""

    def __init__(self, connection: Connection, *, runtime: Runtime | None = None) -> None:
        self.connection = connection
        self.owns_runtime = runtime is None
        self._runtime = runtime or Runtime(network="open")
        self._limits = Context(connection_key=connection.key, timeout_seconds=connection.timeout_seconds)
        self._deadline_seconds: float | None = None

    @property
    def provider(self) -> Provider:
        """The provider, for `run`: `client.run(client.provider.get_ticket("A-1"))`."""
        return self.session().provider

    def supports(self, operation: str, *names: str) -> bool:
        """Tell whether the tracker has an operation and can be told these fields of its input."""
        return type(self.provider).supports(operation, *names)

    def with_options(
        self,
        *,
        deadline_seconds: float | None = None,
        attempts: int | None = None,
        max_wait_seconds: float | None = None,
    ) -> Self:
        """
        Return a view of this client with other bounds, which closes nothing. Bounds that are not given stay.

        Args:
            deadline_seconds: For each operation, over all its requests, pauses and waits for locks.
            attempts: For each request.
            max_wait_seconds: For the pauses of one request that the tracker asks for.
        """
        view = type(self)(self.connection, runtime=self._runtime)
        view._deadline_seconds = self._deadline_seconds if deadline_seconds is None else deadline_seconds
        view._limits = replace(
            self._limits,
            attempts=self._limits.attempts if attempts is None else attempts,
            max_wait_seconds=self._limits.max_wait_seconds if max_wait_seconds is None else max_wait_seconds,
        )
        return view

    def refresh_catalog(self) -> None:
        """Have the catalogue (fields, statuses, types …) read anew when it is next needed."""
        self.provider.memory.forget_catalog()

    def session(self) -> Session:
        """Return what the runtime keeps for the connection."""
        return self._runtime.session(self.connection)

    def context(self, operation: str) -> Context:
        """Return for whom, and within which bounds, the requests of an operation are made."""
        return replace(self._limits, operation=operation)

    def deadline(self) -> float | None:
        """Return the moment at which an operation that begins now must end."""
        seconds = self._deadline_seconds
        return None if seconds is None or seconds == math.inf else time.monotonic() + seconds


def exchange(request: Request) -> Flow[Response]:
    """Make one request."""
    return (yield request)
