"""`/__simulator/clock`: the time of the site, turned forward on order."""

from __future__ import annotations

from ..refusal import Refused
from ..rest.call import Answer, Call
from ..rest.routing import Routes

routes = Routes()


@routes.get("/clock")
def read(call: Call) -> Answer:
    """Return the time, in milliseconds since the epoch."""
    return Answer({"now": call.site.clock.now()})


@routes.post("/clock")
def turn(call: Call) -> Answer:
    """Turn the clock forward by `turn_seconds`."""
    seconds = call.object().get("turn_seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or seconds < 0:
        raise Refused(400, "Say by how many seconds to turn the clock forward: {'turn_seconds': 60}.")
    call.site.clock.turn(seconds)
    return read(call)
