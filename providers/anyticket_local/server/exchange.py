"""Exchange: one request being answered, with the transaction and the account it is answered in; Routes finds by what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias, cast
from urllib.parse import unquote

import orjson

from anyticket.request import Request, Stream

from .content import StoredContent
from .database import Database, Transaction
from .refusal import Refusal, invalid

_MOST_PER_PAGE: Final = 500


@dataclass(frozen=True)
class Exchange:
    """
    A request on its way. `now` is the moment of the whole transaction; `site` what URLs of tickets begin with.

    `stored` is the content that came with the request and has been written already.
    """

    database: Database
    rows: Transaction
    request: Request
    now: str
    site: str
    account: int
    stored: StoredContent | None = None

    @cached_property
    def body(self) -> dict[str, Any]:
        """The JSON object that was sent."""
        return json_object(self.request)

    def parameter(self, name: str, default: str = "") -> str:
        """Return a parameter of the query."""
        return dict(self.request.query).get(name, default)

    def number(self, name: str, default: int, least: int = 0) -> int:
        """Return a parameter that is a number."""
        text = self.parameter(name, str(default))
        if (number := row_id(text)) is None or number < least:
            raise invalid(name, f"{text!r} is not a number from {least} on")
        return number

    @property
    def page_size(self) -> int:
        """How many items are wanted at once; a page may hold fewer."""
        return min(self.number("limit", 50, 1), _MOST_PER_PAGE)

    @property
    def loads(self) -> frozenset[str]:
        """What is to be loaded with tickets."""
        return frozenset(self.parameter("load").split(",")) - {""}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a resource answers: JSON, with 201 if something was made and 204 if there is nothing to say."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    stream: Stream | None = None

    @classmethod
    def made(cls, body: Any) -> Answer:
        """Answer with what was made."""
        return cls(body, 201)

    @classmethod
    def nothing(cls) -> Answer:
        """Answer that it is done."""
        return cls(None, 204)


Handler: TypeAlias = Callable[..., Answer]


@dataclass(frozen=True, slots=True)
class Route:
    """Which requests a handler answers. Its placeholders become the handler's arguments, by position."""

    method: str
    pattern: re.Pattern[str]
    handler: Handler


class Routes:
    """The routes of one kind of resource, or of all."""

    def __init__(self) -> None:
        self._routes: list[Route] = []

    def on(self, method: str, template: str) -> Callable[[Handler], Handler]:
        """Answer requests whose path fits `template`, in which each `{}` is one segment."""
        pattern = re.compile("/".join("([^/]+)" if part == "{}" else re.escape(part) for part in template.split("/")))

        def register(handler: Handler) -> Handler:
            self._routes.append(Route(method, pattern, handler))
            return handler

        return register

    def include(self, other: Routes) -> None:
        """Take over the routes of another one."""
        self._routes.extend(other._routes)

    def find(self, request: Request) -> tuple[Handler, tuple[str, ...]]:
        """Return what answers a request, with its arguments. Raises Refusal with 404 or 405."""
        fitting = [(route, match) for route, match in self._fitting(request.path)]
        for route, match in fitting:
            if route.method == request.method:
                return route.handler, tuple(unquote(segment) for segment in match.groups())
        if fitting:
            raise Refusal(405, f"{request.method} is not for {request.route}")
        raise Refusal(404, f"there is no resource {request.route}")

    def _fitting(self, path: str) -> Iterator[tuple[Route, re.Match[str]]]:
        for route in self._routes:
            if match := route.pattern.fullmatch(path):
                yield route, match


def json_object(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request."""
    try:
        value = orjson.loads(request.body if isinstance(request.body, bytes) else b"")
    except ValueError as exc:
        raise Refusal(400, "the body is not JSON") from exc
    if not isinstance(value, dict):
        raise Refusal(400, "the body is not a JSON object")
    return dict(cast("Mapping[str, Any]", value))


def row_id(text: object) -> int | None:
    """Return the number that an id is, or None if it is none."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 19 else None
