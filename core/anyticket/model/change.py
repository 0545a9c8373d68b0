"""Change: one edit in the history of a ticket."""

from __future__ import annotations

from typing import Any

from .person import Person
from .sparse import ABSENT, Sparse
from .times import Moment


class FieldChange(Sparse, frozen=True):
    """
    One field of an edit. `before` and `after` are the tracker's own values, None where there was none.

    `field` is the attribute of Ticket where there is one, else the native id; `name` is what the tracker shows.
    """

    field: str
    name: str = ABSENT
    before: Any = ABSENT
    after: Any = ABSENT
    before_name: str | None = ABSENT
    after_name: str | None = ABSENT


class Change(Sparse, frozen=True):
    """An edit: who changed which fields, and when."""

    id: str
    at: Moment
    author: Person | None = ABSENT
    fields: tuple[FieldChange, ...] = ABSENT
    comment_id: str | None = ABSENT
