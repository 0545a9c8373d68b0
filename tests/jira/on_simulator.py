"""Clients of simulated Jiras, which see what they send."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

import anyticket
from anyticket import Client, Connection, Runtime, Settings
from anyticket.flow import Send, Steps
from anyticket.layers.slots import Slot
from anyticket.request import Request, Response
from anyticket.testing import SimulatedJira


@dataclass
class Worked:
    """A Jira, a client of it, and the requests that the client sends."""

    jira: SimulatedJira
    client: Client
    sent: list[Request] = field(default_factory=list[Request])

    @property
    def cloud(self) -> bool:
        return self.jira.gateway is not None

    def routes(self) -> list[str]:
        """Return method and route of each request."""
        return [f"{request.method} {request.route}" for request in self.sent]


@contextmanager
def working(jira: SimulatedJira, connection: Connection | None = None) -> Generator[Worked]:
    """Open a client of a Jira."""
    sent: list[Request] = []

    def noting(send: Send) -> Send:
        def note(request: Request) -> Steps[Response]:
            sent.append(request)
            return send(request)

        return note

    with Runtime(config=Settings(), network="open", layers=[(Slot.REQUEST, noting)]) as runtime:
        with anyticket.connect(connection or jira.connection(), runtime=runtime) as client:
            yield Worked(jira, client, sent)
