"""`/__simulator/faults`: what goes wrong with the next requests that match; `faults` has what can be ordered."""

from __future__ import annotations

from ..faults.reading import read_effect, read_options, told
from ..refusal import Refused
from ..rest.call import Answer, Call
from ..rest.routing import Routes

routes = Routes()


@routes.get("/faults")
def read(call: Call) -> Answer:
    """Return what is ordered, and how often it happened."""
    return Answer({"faults": [told(order) for order in call.site.faults.orders]})


@routes.post("/faults")
def order(call: Call) -> Answer:
    """Order a fault: its name in `fault`, what it takes, and which requests it is for."""
    asked = call.object()
    return Answer(told(call.site.faults.order(read_effect(asked), **read_options(asked))), 201)


@routes.delete("/faults")
def clear(call: Call) -> Answer:
    """Take back everything that is ordered."""
    call.site.faults.clear()
    return Answer(status=204)


@routes.delete("/faults/{id}")
def take_back(call: Call) -> Answer:
    """Take back one order."""
    number = call.path["id"]
    if number not in {str(order.number) for order in call.site.faults.orders}:
        raise Refused(404, f"No fault {number!r} is ordered.")
    call.site.faults.clear(int(number))
    return Answer(status=204)
