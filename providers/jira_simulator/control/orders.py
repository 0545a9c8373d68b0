"""`/__simulator/`: what can be ordered."""

from __future__ import annotations

from ..rest.call import Answer, Call
from ..rest.routing import Route, Routes

routes = Routes()


@routes.get("/")
def read(call: Call) -> Answer:
    """Return every order that this site takes, with what it does."""
    from ..rest.tables import control_routes

    return Answer({"orders": [_told(route) for route in control_routes() if route.exists(call.site.settings)]})


def _told(route: Route) -> dict[str, str]:
    meaning = (route.handler.__doc__ or "").strip().split("\n\n", 1)[0]
    return {"method": route.method, "path": f"/__simulator{route.path}", "meaning": meaning}
