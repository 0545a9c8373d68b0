"""Worklog: time that somebody spent on a ticket."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from .comment import Restriction
from .input import Input, Maybe
from .person import Person
from .richtext import RichText
from .sparse import ABSENT, Given, Sparse
from .times import Moment


class Worklog(Sparse, frozen=True):
    """An entry of spent time."""

    id: str
    author: Person | None = ABSENT
    spent_seconds: int = ABSENT
    started_at: Moment = ABSENT
    comment: RichText | None = ABSENT
    created_at: Moment = ABSENT
    updated_at: Moment | None = ABSENT
    restricted_to: Restriction | None = ABSENT


class WorklogDraft(Input, frozen=True):
    """An entry to be made. Without `started_at` the tracker takes the present."""

    spent_seconds: int = Field(gt=0)
    started_at: Given[datetime, Moment] = ABSENT
    comment: Maybe[RichText] = ABSENT
    remaining_seconds: int = ABSENT
    restricted_to: Restriction | None = ABSENT


class WorklogPatch(Input, frozen=True):
    """A change of an entry."""

    spent_seconds: int = Field(default=ABSENT, gt=0)
    started_at: Given[datetime, Moment] = ABSENT
    comment: Maybe[RichText] = ABSENT
