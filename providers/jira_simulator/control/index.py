"""`/__simulator/index`: how far search lags behind, and bringing it up to date."""

from __future__ import annotations

from ..refusal import Refused
from ..rest.call import Answer, Call
from ..rest.routing import Routes

routes = Routes()


@routes.get("/index")
def read(call: Call) -> Answer:
    """Return the lag, and how many changes search has not seen."""
    index = call.site.index
    return Answer({"lag_seconds": index.lag_seconds, "stale": index.stale, "pending": index.pending})


@routes.post("/index")
def change(call: Call) -> Answer:
    """Set `lag_seconds` of later changes and `stale` (nothing new is seen at all); `settle` shows what is pending."""
    index, asked = call.site.index, call.object()
    lag, stale = asked.get("lag_seconds", index.lag_seconds), asked.get("stale", index.stale)
    if isinstance(lag, bool) or not isinstance(lag, (int, float)) or lag < 0 or not isinstance(stale, bool):
        raise Refused(400, "Give lag_seconds as a number from 0, stale and settle as true or false.")
    index.papers()  # what is seen from now on is known, also if nobody has searched yet
    index.lag_seconds, index.stale = float(lag), stale
    if asked.get("settle") is True:
        index.settle()
    return read(call)
