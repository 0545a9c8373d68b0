"""`/__simulator/requests`: the journal of what the site was asked, and how it answered."""

from __future__ import annotations

from dataclasses import asdict

from ..refusal import Refused
from ..rest.call import Answer, Call
from ..rest.routing import Routes

routes = Routes()


@routes.get("/requests")
def read(call: Call) -> Answer:
    """Return what was received: `method`, `path` (a pattern), `account`, `status` and `dropped` filter, `limit` bounds."""
    status, dropped = call.text("status"), call.text("dropped").lower()
    if not ((status.isascii() and status.isdigit()) or not status) or dropped not in {"", "true", "false"}:
        raise Refused(400, "Give status as a number, dropped as true or false.")
    found = call.site.requests.find(
        method=call.text("method") or None,
        path=call.text("path") or None,
        account=call.text("account") or None,
        status=int(status) if status else None,
        dropped=dropped == "true" if dropped else None,
    )
    newest = found[-max(call.number("limit", 100), 0) :] if call.number("limit", 100) else []
    return Answer(
        {"count": len(found), "forgotten": call.site.requests.forgotten, "requests": list(map(asdict, newest))}
    )


@routes.delete("/requests")
def clear(call: Call) -> Answer:
    """Forget what was received."""
    call.site.requests.clear()
    return Answer(status=204)
