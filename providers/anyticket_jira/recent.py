"""
Recently written tickets: those of which Cloud's search may not know yet.

Its index lags behind by seconds. Tickets that are named by id in a search are looked up in the database instead, at most
fifty. https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile/
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from anyticket.model.ticket import Ticket, reference

#: How long search is taken to lag behind, and how many tickets one search may name.
LAG_SECONDS: Final = 60.0
MOST: Final = 50
_MOST_KEYS: Final = 1000


class Recent:
    """
    What was written lately, by id.

    Args:
        clock: What tells the seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._written: dict[str, float] = {}
        self._ids: dict[str, str] = {}

    def knows(self, id: str, key: str) -> None:
        """Remember which id a key has: search takes ids only."""
        if _is_number(id):
            self._ids[key] = id
        for oldest in tuple(self._ids)[:-_MOST_KEYS]:
            self._ids.pop(oldest, None)

    def wrote(self, ticket: str | Ticket) -> None:
        """Remember that a ticket was written just now, if its id is known."""
        id = self._id(ticket)
        if id is None:
            return
        self._written.pop(id, None)
        self._written[id] = self._clock()
        for oldest in tuple(self._written)[:-MOST]:
            self._written.pop(oldest, None)

    def deleted(self, ticket: str | Ticket) -> None:
        """Forget a ticket that is no more."""
        id = self._id(ticket)
        if id is not None:
            self._written.pop(id, None)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of what was written within the lag."""
        since = self._clock() - LAG_SECONDS
        return tuple(sorted((id for id, at in tuple(self._written.items()) if at >= since), key=int))

    def _id(self, ticket: str | Ticket) -> str | None:
        name = reference(ticket)
        return name if _is_number(name) else self._ids.get(name)


def _is_number(name: str) -> bool:
    return name.isdecimal() and name.isascii()
