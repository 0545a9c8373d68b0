"""Ticket and its links to other tickets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal, TypeAlias

from .attachment import Attachment
from .catalogue import Resolution, SecurityLevel
from .change import Change
from .comment import Comment
from .label import Label
from .link import LinkType
from .person import Person, Team
from .priority import Priority
from .project import Component, Project, Version
from .richtext import RichText
from .sparse import ABSENT, Sparse
from .sprint import Sprint
from .status import Status
from .ticket_type import TicketType
from .times import Due, Moment
from .values import Fields

#: What `load=` may ask for beyond what a ticket brings by itself.
Load: TypeAlias = Literal["attachments", "children", "comments", "history", "links", "watchers"]
LOADS: tuple[Load, ...] = ("attachments", "children", "comments", "history", "links", "watchers")


class TimeTracking(Sparse, frozen=True):
    """Time planned, left and spent, in seconds."""

    estimate_seconds: int | None = ABSENT
    remaining_seconds: int | None = ABSENT
    spent_seconds: int | None = ABSENT


class Link(Sparse, frozen=True):
    """
    A link, seen from the ticket that holds it: this ticket `phrase` the other one.

    `outward` tells which phrase of the type that is: True "blocks", False "is blocked by".
    """

    id: str = ABSENT
    type: LinkType
    outward: bool
    ticket: Ticket

    @property
    def phrase(self) -> str:
        """The link as people read it."""
        return self.type.outward if self.outward else self.type.inward


class Ticket(Sparse, frozen=True):
    """
    A ticket, as far as it was loaded. Only id and key are always there.

    `id` is opaque and survives moves; `key` is what people say. `url` is the page for people, not the API.
    `version` is opaque and serves optimistic locking. `fields` holds every native field without an attribute here.
    """

    brought_by: ClassVar[Mapping[str, str]] = {name: name for name in LOADS}

    id: str
    key: str
    url: str = ABSENT
    title: str = ABSENT
    description: RichText | None = ABSENT
    type: TicketType | None = ABSENT
    status: Status = ABSENT
    resolution: Resolution | None = ABSENT
    priority: Priority | None = ABSENT
    project: Project | None = ABSENT
    reporter: Person | None = ABSENT
    creator: Person | None = ABSENT
    assignees: tuple[Person, ...] = ABSENT
    team: Team | None = ABSENT
    parent: Ticket | None = ABSENT
    children: tuple[Ticket, ...] = ABSENT
    links: tuple[Link, ...] = ABSENT
    labels: tuple[Label, ...] = ABSENT
    components: tuple[Component, ...] = ABSENT
    affects_versions: tuple[Version, ...] = ABSENT
    fix_versions: tuple[Version, ...] = ABSENT
    sprint: Sprint | None = ABSENT
    due: Due | None = ABSENT
    created_at: Moment = ABSENT
    updated_at: Moment = ABSENT
    resolved_at: Moment | None = ABSENT
    time: TimeTracking = ABSENT
    attachments: tuple[Attachment, ...] = ABSENT
    comments: tuple[Comment, ...] = ABSENT
    history: tuple[Change, ...] = ABSENT
    watchers: tuple[Person, ...] = ABSENT
    watcher_count: int = ABSENT
    vote_count: int = ABSENT
    security: SecurityLevel | None = ABSENT
    version: str = ABSENT
    fields: Fields = ABSENT


def reference(ticket: str | Ticket) -> str:
    """Return what addresses a ticket: the id of a Ticket, else the key or id that was given."""
    return ticket.id if isinstance(ticket, Ticket) else ticket
