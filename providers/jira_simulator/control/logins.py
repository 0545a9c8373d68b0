"""`/__simulator/logins`: passwords of a Server taken or not, and the CAPTCHA after failures."""

from __future__ import annotations

from ..refusal import Refused
from ..rest.call import Answer, Call
from ..rest.routing import SERVER, Routes

routes = Routes()


@routes.get("/logins", on=[SERVER])
def read(call: Call) -> Answer:
    """Return whether passwords are taken, and after how many failures a CAPTCHA is asked for."""
    logins = call.site.logins
    return Answer({"attempts": logins.attempts, "passwords_allowed": logins.passwords_allowed})


@routes.post("/logins", on=[SERVER])
def change(call: Call) -> Answer:
    """Set `attempts` (null for any number) and `passwords_allowed`."""
    asked, logins = call.object(), call.site.logins
    attempts, allowed = asked.get("attempts", logins.attempts), asked.get("passwords_allowed", logins.passwords_allowed)
    is_count = isinstance(attempts, int) and not isinstance(attempts, bool) and attempts > 0
    if not (attempts is None or is_count) or not isinstance(allowed, bool):
        raise Refused(400, "Give attempts as a whole number from 1 or null, passwords_allowed as true or false.")
    logins.attempts, logins.passwords_allowed = attempts, allowed
    return read(call)


@routes.delete("/logins/captcha", on=[SERVER])
def solve(call: Call) -> Answer:
    """Let everybody log in again, or the account in `name` alone."""
    call.site.logins.solve(call.text("name") or None)
    return Answer(status=204)
