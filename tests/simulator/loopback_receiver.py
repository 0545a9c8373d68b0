"""A receiver of webhooks on loopback, which keeps what it gets, and another one in process."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from jira_simulator import Site
from jira_simulator.webhooks import Outgoing, Undelivered

__all__ = ["Collector", "Got", "Receiver", "receiving"]

_PATIENCE_SECONDS: Final = 10


@dataclass(frozen=True, slots=True)
class Got:
    """One POST; the names of headers are lower-case."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def event(self) -> str:
        return str(self.json["webhookEvent"])

    @property
    def identifier(self) -> str:
        return self.headers["x-atlassian-webhook-identifier"]


class Receiver:
    """Answers with the statuses that it is given, and with 200 after those; `?to=` redirects."""

    def __init__(self) -> None:
        self.url = ""
        self._got: list[Got] = []
        self._answers: Iterator[int] = iter(())
        self._news = threading.Condition()

    def answer(self, statuses: Iterable[int]) -> None:
        self._answers = iter(tuple(statuses))

    def take(self, got: Got) -> int:
        """Keep what came and return the status to answer."""
        with self._news:
            self._got.append(got)
            self._news.notify_all()
            return next(self._answers, 200)

    def wait(self, count: int) -> list[Got]:
        """Return what came, once there are so many."""
        return self._when(lambda got: len(got) >= count)

    def wait_for(self, event: str) -> list[Got]:
        """Return what came, once an event is among it."""
        return self._when(lambda got: any(each.event == event for each in got))

    def _when(self, enough: Callable[[list[Got]], bool]) -> list[Got]:
        with self._news:
            came = self._news.wait_for(lambda: enough(self._got), _PATIENCE_SECONDS)
            assert came, f"only {len(self._got)} deliveries came: {[got.path for got in self._got]}"
            return list(self._got)


@contextmanager
def receiving() -> Generator[Receiver]:
    """Receive on a free port of loopback while the context lasts."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            moved = dict(parse_qsl(urlsplit(self.path).query)).get("to")
            status = receiver.take(Got(self.path, headers, body))
            self.send_response(307 if moved else status)
            if moved:
                self.send_header("Location", moved)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Collector:
    """What sends in process: keeps what a site sends, and answers like a receiver; 0 is no answer."""

    site: Site
    answers: list[int] = field(default_factory=list[int])

    def deliver(self) -> list[Got]:
        """Have the site send what is due, and return it."""
        got: list[Got] = []

        async def send(outgoing: Outgoing) -> int:
            headers = {name.lower(): value for name, value in outgoing.headers.items()}
            got.append(Got(outgoing.url, headers, outgoing.body))
            status = self.answers.pop(0) if self.answers else 200
            if not status:
                raise Undelivered("nobody listens")
            return status

        asyncio.run(self.site.webhooks.deliver(send))
        return got
