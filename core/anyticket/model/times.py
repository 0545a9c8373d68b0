"""Times: every moment of ours is aware and in UTC; a day is no moment."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Field


def to_utc(moment: datetime) -> datetime:
    """Return an aware datetime in UTC. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime could be any moment: give it a time zone, such as tzinfo=UTC")
    return moment.astimezone(UTC)


def _day_or_moment(value: object) -> object:
    """Read a string as what it says. Pydantic would take midnight for a day."""
    if not isinstance(value, str):
        return value
    return date.fromisoformat(value) if _DAY.fullmatch(value) else datetime.fromisoformat(value)


_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")

Moment: TypeAlias = Annotated[datetime, AfterValidator(to_utc)]
#: A day or a moment, which are never taken for each other.
Due: TypeAlias = Annotated[
    Annotated[date, Field(strict=True)] | Annotated[Moment, Field(strict=True)], BeforeValidator(_day_or_moment)
]
