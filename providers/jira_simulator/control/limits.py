"""`/__simulator/limits`: how much may be asked of the site; nothing is limited until it is set here."""

from __future__ import annotations

from ..limits import limits_of, real_rules
from ..limits.reading import changed, told
from ..refusal import Refused
from ..rest.call import Answer, Call
from ..rest.routing import Routes

routes = Routes()


@routes.get("/limits")
def read(call: Call) -> Answer:
    """Return the rules that hold."""
    return Answer(told(call.site.limits))


@routes.post("/limits")
def change(call: Call) -> Answer:
    """Change rules and count from zero: `preset` real or off to begin with, and single rules as GET tells them."""
    asked, site = call.object(), call.site
    match asked.pop("preset", None):
        case None:
            rules = site.limits.rules
        case "real":
            rules = real_rules(site)
        case "off":
            rules = limits_of(site).rules
        case _:
            raise Refused(400, errors={"preset": "It is real or off."})
    site.limits = limits_of(site, changed(rules, asked))
    return read(call)


@routes.delete("/limits")
def clear(call: Call) -> Answer:
    """Limit nothing."""
    call.site.limits = limits_of(call.site)
    return Answer(status=204)
