"""
Deadline: the moment after which a run waits for nothing any more.

It bounds requests, sleeps and waits for locks. It does not bound a `Call`, which nothing can interrupt, nor shielded
steps once they have begun: a rotated token must be saved even if nobody waits for it any longer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from ..errors import Timeout
from ..request import Request


@dataclass(frozen=True, slots=True)
class Deadline:
    """A `moment` of `clock`, or None for no end; `lifted` also frees requests from the deadline they came with."""

    moment: float | None
    clock: Callable[[], float]
    lifted: bool = False

    def lift(self) -> Deadline:
        """Return the deadline of shielded steps: none."""
        return Deadline(None, self.clock, lifted=True)

    def left(self) -> float | None:
        """Return the seconds that remain, or None if there is no end."""
        return None if self.moment is None else self.moment - self.clock()

    def stamp(self, request: Request) -> Request:
        """Tell a request how long it may take. Raises Timeout if that time is over."""
        asked = request.context.deadline
        bounds = [] if self.lifted else [bound for bound in (self.moment, asked) if bound is not None]
        moment = min(bounds, default=None)
        if moment is not None and moment <= self.clock():
            what = f"{request.method} {request.route}"
            raise Timeout(f"{what} was not sent: the deadline has passed", request=request, sent=False)
        if moment == asked:
            return request
        return replace(request, context=replace(request.context, deadline=moment))

    def allow_pause(self, seconds: float) -> None:
        """Raise Timeout if a pause would end too late, rather than wait in vain."""
        left = self.left()
        if left is not None and seconds > left:
            raise Timeout(f"a pause of {seconds:.3g} s would end after the deadline", sent=False)

    def missed(self, key: str) -> Timeout:
        """Return the error of a wait for a lock that took too long."""
        return Timeout(f"{key!r} did not become free before the deadline", sent=False)
