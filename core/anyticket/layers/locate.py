"""Locate: from paths on a connection to URLs, with every query strictly encoded."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, urlsplit

from ..flow import Layer, Send, Steps
from ..model.connection import origin
from ..request import FOLLOWED, Pairs, Request, Response


def locate(base_url: str) -> Layer:
    """
    Make the layer of the connection at `base_url`.

    A link out of an answer has the path of the connection in it already, unless it names the tracker as others see it.
    A request that has its URL keeps it; a foreign one learns which origin is the connection's own.
    """
    base = base_url.rstrip("/")
    base_path = urlsplit(base).path
    own_origin = origin(base)

    def layer(send: Send) -> Send:
        def located(request: Request) -> Steps[Response]:
            if request.url:
                own = own_origin if request.foreign else request.own_origin
                return send(replace(request, url=_with_query(request.url, request.query), own_origin=own))
            path = request.path
            if request.route == FOLLOWED and base_path and path.startswith(base_path + "/"):
                path = path.removeprefix(base_path)
            return send(replace(request, url=_with_query(base + path, request.query)))

        return located

    return layer


def _with_query(url: str, query: Pairs) -> str:
    """Append the query. No value can end its pair, whatever is in it."""
    if not query:
        return url
    encoded = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in query)
    return f"{url}{'&' if '?' in url else '?'}{encoded}"
