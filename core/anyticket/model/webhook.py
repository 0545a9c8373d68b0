"""Webhook and Event: what a tracker tells by itself."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from pydantic import Field

from .comment import Comment
from .input import Input
from .person import Person
from .query import Query
from .sparse import ABSENT, Given, Sparse
from .ticket import Ticket
from .times import Moment


class EventKind(StrEnum):
    """What happened."""

    TICKET_CREATED = "ticket_created"
    TICKET_UPDATED = "ticket_updated"
    TICKET_DELETED = "ticket_deleted"
    COMMENT_ADDED = "comment_added"
    COMMENT_UPDATED = "comment_updated"
    COMMENT_DELETED = "comment_deleted"
    OTHER = "other"


class Event(Sparse, frozen=True):
    """Something that happened at a tracker. `native` is the tracker's own name for it; `id` is the same on redelivery."""

    id: str
    kind: EventKind
    native: str = ABSENT
    at: Moment = ABSENT
    actor: Person | None = ABSENT
    ticket: Ticket | None = ABSENT
    comment: Comment | None = ABSENT
    payload: Any = ABSENT


class Webhook(Sparse, frozen=True):
    """A registration."""

    id: str
    url: str = ABSENT
    events: tuple[str, ...] = ABSENT
    expires_at: Moment | None = ABSENT


class WebhookDraft(Input, frozen=True):
    """A registration to be made: where to tell, of what, and for which tickets."""

    url: str = Field(min_length=1)
    events: Given[Sequence[str | EventKind], tuple[str, ...]]
    query: Query = ABSENT
