"""
The tables of routes: every file of `rest.api`, `rest.agile`, `rest.servicedesk` and `rest.root` that has `routes` is
found by itself.

Routes of `rest.api` hang under each version of the platform API, those of `rest.agile` under the agile API, those of
`rest.servicedesk` under `/rest/servicedeskapi`, those of `rest.root` have their whole path. Those of `control` have a
router of their own, below `/__simulator`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from functools import lru_cache

from .. import control
from ..site import Settings
from . import agile, api, root, servicedesk
from .routing import Route, Router, Routes
from .service_desk_calls import desk_routes

__all__ = ["control_router_for", "control_routes", "router_for"]


@lru_cache(maxsize=1)
def _resources() -> dict[str, list[Routes]]:
    found: dict[str, list[Routes]] = {}
    for package in (api, agile, servicedesk, root, control):
        names = [f"{package.__name__}.{module.name}" for module in pkgutil.iter_modules(package.__path__)]
        modules = [importlib.import_module(name) for name in sorted(names)]
        found[package.__name__] = [module.routes for module in modules if isinstance(module.routes, Routes)]
    return found


def router_for(settings: Settings) -> Router:
    """Return the routes that exist on a site."""
    return Router(_tables(settings), settings)


def control_router_for(settings: Settings) -> Router:
    """Return the routes by which tests order what they need."""
    return Router([("/__simulator", _resources()[control.__name__])], settings)


def control_routes() -> list[Route]:
    """Return every route of orders, whatever the site."""
    return [route for routes in _resources()[control.__name__] for route in routes.found]


def _tables(settings: Settings) -> Iterator[tuple[str, list[Routes]]]:
    found = _resources()
    versions = ("2", "3", "latest") if settings.cloud else ("2", "latest")
    for version in versions:
        yield f"/rest/api/{version}", found[api.__name__]
    for version in ("1.0", "latest"):
        yield f"/rest/agile/{version}", found[agile.__name__]
    yield "/rest/servicedeskapi", [desk_routes(routes) for routes in found[servicedesk.__name__]]
    yield "", found[root.__name__]
