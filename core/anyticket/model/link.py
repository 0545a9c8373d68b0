"""LinkType and RemoteLink. The link between two tickets, Link, is with Ticket, for each holds the other."""

from __future__ import annotations

from pydantic import Field

from .input import Input
from .named import Named
from .sparse import ABSENT, Sparse


class LinkType(Named, frozen=True):
    """A kind of link with both of its phrases: A `outward` B ("blocks"), B `inward` A ("is blocked by")."""

    outward: str = ABSENT
    inward: str = ABSENT


class RemoteLink(Sparse, frozen=True):
    """A link from a ticket to something outside of the tracker."""

    id: str = ABSENT
    global_id: str | None = ABSENT
    url: str
    title: str = ABSENT
    summary: str | None = ABSENT
    relationship: str | None = ABSENT
    resolved: bool | None = ABSENT


class RemoteLinkDraft(Input, frozen=True):
    """A remote link to be made, or changed where the ticket has one with the same `global_id`."""

    url: str = Field(min_length=1)
    title: str = Field(min_length=1)
    global_id: str = ABSENT
    summary: str | None = ABSENT
    relationship: str | None = ABSENT
    resolved: bool | None = ABSENT
