"""Clients of Jiras that answer on loopback as a test tells them to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import SecretStr

from anyticket import Client, Connection, Runtime, Settings
from anyticket.model.connection import Auth
from anyticket.model.mapping import Mapping
from anyticket_jira.auth import ApiToken, Pat
from loopback import Exchange, Loopback, serving

CLOUD, SERVER = "jira-cloud", "jira-server"


@dataclass
class Asked:
    """A request as the site got it."""

    method: str
    path: str
    query: str
    body: Any
    headers: dict[str, str] = field(repr=False)


@dataclass
class Reply:
    """An answer to be given."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    content_type: str = "application/json;charset=UTF-8"


@dataclass
class Site:
    """A Jira whose answers are functions of what it is asked."""

    answer: Callable[[Asked], Any] = lambda asked: Reply({}, 404)
    asked: list[Asked] = field(default_factory=list[Asked])
    url: str = ""

    def __call__(self, exchange: Exchange) -> None:
        content = exchange.content()
        path, _, query = exchange.path.partition("?")
        headers = {name.lower(): value for name, value in exchange.headers.items()}
        asked = Asked(exchange.command, path, query, orjson.loads(content) if content else None, headers)
        self.asked.append(asked)
        reply = self.answer(asked)
        reply = reply if isinstance(reply, Reply) else Reply(reply)
        body = reply.body if isinstance(reply.body, bytes) else orjson.dumps(reply.body)
        exchange.reply(reply.status, body, content_type=reply.content_type, **reply.headers)


def auth_for(provider: str) -> Auth:
    token = SecretStr("secret-token")
    return Pat(token=token) if provider == SERVER else ApiToken(email="ada@example.com", token=token)


@contextmanager
def jira(
    provider: str,
    answer: Callable[[Asked], Any],
    *,
    mapping: Mapping | None = None,
    context: str = "",
    anonymous: bool = False,
    **options: Any,
) -> Iterator[tuple[Client, Site]]:
    """Serve a site, and open a client of it."""
    site = Site(answer)
    with serving(site) as server, Runtime(config=Settings(), network="open") as runtime:
        site.url = server.url + context
        connection = _connection(provider, server, context, mapping, anonymous, options)
        yield Client(connection, runtime=runtime), site


def _connection(
    provider: str, server: Loopback, context: str, mapping: Mapping | None, anonymous: bool, options: dict[str, Any]
) -> Connection:
    return Connection(
        provider=provider,
        url=server.url + context,
        auth=None if anonymous else auth_for(provider),
        mapping=mapping or Mapping(),
        options=options,
    )
