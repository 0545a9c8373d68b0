"""
Local: the provider of the embedded tracker, written as one for HTTP is.

Its operations yield requests for paths; that a server in this process answers them is a matter of `wire` alone.
Read `connected` first, then `tickets`, `transitions` and `render`.
"""

from __future__ import annotations

from typing import ClassVar, Final

from anyticket.capability import Limits
from anyticket.model.ticket import LOADS, Load, Ticket

from .attachments import Attachments
from .catalogue import Catalogue
from .checks import Checks
from .comments import Comments
from .links import Links
from .people import People
from .projects import Projects
from .tickets import Tickets
from .transitions import Transitions
from .watchers import Watchers

__all__ = ["Local"]

#: What a ticket of this tracker never has.
_LACKING: Final = frozenset({"team", "sprint", "security"})


class Local(Tickets, Transitions, Comments, Attachments, Links, Watchers, People, Projects, Catalogue, Checks):
    """A tracker in an SQLite file, or in memory if the URL is empty or `:memory:`."""

    name = "local"
    default_url = "anyticket.db"
    reads = frozenset(Ticket.model_fields) - _LACKING
    loads: ClassVar[frozenset[Load]] = frozenset(LOADS)
    limits = Limits(page_size=500)
