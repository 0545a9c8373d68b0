"""Routing: tables of routes, and finding the one that a request means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final, TypeAlias
from urllib.parse import unquote

from ..site import Settings
from .call import Answer, Call

__all__ = ["CLOUD", "SERVER", "Handler", "Route", "Router", "Routes"]

Handler: TypeAlias = Callable[[Call], Answer]
CLOUD: Final = "cloud"
SERVER: Final = "server"
_PARAMETER: Final = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Route:
    """
    One way in.

    Attributes:
        path: With `{name}` for single segments, `{name:path}` is not needed by Jira.
        on: `cloud`, `server` or both.
        scopes: The OAuth scopes that may use it: any of these on Cloud.
        since, until: Versions of Data Center between which it exists, the second exclusive.
        anonymous: Whether it answers without looking at credentials at all.
    """

    method: str
    path: str
    handler: Handler
    on: frozenset[str] = frozenset({CLOUD, SERVER})
    scopes: frozenset[str] = frozenset()
    since: tuple[int, ...] = ()
    until: tuple[int, ...] = ()
    anonymous: bool = False

    def exists(self, settings: Settings) -> bool:
        if (CLOUD if settings.cloud else SERVER) not in self.on:
            return False
        if settings.cloud:
            return True
        return settings.numbers >= self.since and (not self.until or settings.numbers < self.until)


@dataclass
class Routes:
    """The routes of one resource, below the root of its API."""

    found: list[Route] = field(default_factory=list[Route])

    def add(
        self,
        method: str,
        path: str,
        *,
        on: Iterable[str] = (CLOUD, SERVER),
        scopes: Iterable[str] = (),
        since: tuple[int, ...] = (),
        until: tuple[int, ...] = (),
        anonymous: bool = False,
    ) -> Callable[[Handler], Handler]:
        """Return the decorator that names a handler for a method and a path."""

        def name(handler: Handler) -> Handler:
            self.found.append(Route(method, path, handler, frozenset(on), frozenset(scopes), since, until, anonymous))
            return handler

        return name

    def get(self, path: str, *, on: Iterable[str] = (CLOUD, SERVER), scopes: Iterable[str] = ("read:jira-work",),
            since: tuple[int, ...] = (), until: tuple[int, ...] = (), anonymous: bool = False,
            ) -> Callable[[Handler], Handler]:  # fmt: skip
        return self.add("GET", path, on=on, scopes=scopes, since=since, until=until, anonymous=anonymous)

    def post(self, path: str, *, on: Iterable[str] = (CLOUD, SERVER), scopes: Iterable[str] = ("write:jira-work",),
             since: tuple[int, ...] = (), until: tuple[int, ...] = (),
             ) -> Callable[[Handler], Handler]:  # fmt: skip
        return self.add("POST", path, on=on, scopes=scopes, since=since, until=until)

    def put(self, path: str, *, on: Iterable[str] = (CLOUD, SERVER), scopes: Iterable[str] = ("write:jira-work",),
            since: tuple[int, ...] = (), until: tuple[int, ...] = (),
            ) -> Callable[[Handler], Handler]:  # fmt: skip
        return self.add("PUT", path, on=on, scopes=scopes, since=since, until=until)

    def delete(self, path: str, *, on: Iterable[str] = (CLOUD, SERVER), scopes: Iterable[str] = ("write:jira-work",),
               since: tuple[int, ...] = (), until: tuple[int, ...] = (),
               ) -> Callable[[Handler], Handler]:  # fmt: skip
        return self.add("DELETE", path, on=on, scopes=scopes, since=since, until=until)


class Router:
    """All routes of a site, below their prefixes."""

    def __init__(self, tables: Iterable[tuple[str, Iterable[Routes]]], settings: Settings) -> None:
        self._by_length: dict[int, list[tuple[re.Pattern[str], dict[str, Route]]]] = {}
        found: dict[str, dict[str, Route]] = {}
        for prefix, resources in tables:
            for routes in resources:
                for route in routes.found:
                    if route.exists(settings):
                        found.setdefault(prefix + route.path, {}).setdefault(route.method, route)
        for path, methods in sorted(found.items(), key=lambda item: (item[0].count("{"), item[0])):
            self._by_length.setdefault(path.count("/"), []).append((_pattern(path), methods))

    def find(self, method: str, path: str) -> tuple[Route | None, Mapping[str, str], bool]:
        """Return the route, its parameters, and whether the path exists at all; the path is still encoded."""
        exists = False
        for pattern, methods in self._by_length.get(path.count("/"), ()):
            matched = pattern.fullmatch(path)
            if matched is None:
                continue
            exists = True
            if method in methods:
                return methods[method], {name: unquote(value) for name, value in matched.groupdict().items()}, True
        return None, {}, exists


@cache  # that of `re` is too small for all routes, and sites are made by the hundred
def _pattern(path: str) -> re.Pattern[str]:
    parts = _PARAMETER.split(path)
    return re.compile(
        "".join(f"(?P<{part}>[^/]+)" if index % 2 else re.escape(part) for index, part in enumerate(parts))
    )
