"""Times: every moment of ours is aware and in UTC; a day is no moment."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field


def to_utc(moment: datetime) -> datetime:
    """Return an aware datetime in UTC. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime could be any moment: give it a time zone, such as tzinfo=UTC")
    return moment.astimezone(UTC)


Moment: TypeAlias = Annotated[datetime, AfterValidator(to_utc)]
#: A day or a moment. The day is strict, or midnight in UTC would be read back as a day.
Due: TypeAlias = Annotated[date, Field(strict=True)] | Moment
