"""The toy, served over HTTP on loopback."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

from anyticket.request import Request
from loopback import Exchange, serving
from testing.toy.server import Server


@contextmanager
def served(token: str) -> Generator[str]:
    """Serve a toy that wants a token; return its URL."""
    toy = Server("http://127.0.0.1")

    def answer(exchange: Exchange) -> None:
        parts = urlsplit(exchange.path)
        headers = {name.lower(): value for name, value in exchange.headers.items()}
        body = exchange.content()
        if headers.get("authorization") != f"Bearer {token}":
            exchange.reply(401, b"{}", content_type="application/json")
            return
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        response = toy.handle(Request(exchange.command, "", parts.path, query, headers, body))
        more = {name.replace("-", "_"): value for name, value in response.headers.items()}
        exchange.reply(response.status, response.body, set_cookie="session=toy", **more)

    with serving(answer) as server:
        toy.site = server.url
        yield server.url
