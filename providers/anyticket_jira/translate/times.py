"""Time planned, left and spent: in a field of its own, or in three of the issue."""

from __future__ import annotations

from typing import Any, Final

from anyticket.model.sparse import ABSENT, loaded
from anyticket.model.ticket import TimeTracking

from ..wire import Json, maybe, need, table, whole

#: The fields of which time tracking is made.
_TIMES: Final = frozenset({"timetracking", "timeestimate", "timeoriginalestimate", "timespent"})


def time_tracking(fields: Json) -> TimeTracking:
    """Read what an issue says of time."""
    tracked = maybe(fields, "timetracking", _tracked) if fields.get("timetracking") else None
    return _time_in_fields(fields) if tracked is None else tracked


def _tracked(value: Any) -> TimeTracking:
    data = table(value)
    return loaded(
        TimeTracking,
        data,
        estimate_seconds=_seconds(data, "originalEstimateSeconds"),
        remaining_seconds=_seconds(data, "remainingEstimateSeconds"),
        spent_seconds=_seconds(data, "timeSpentSeconds"),
    )


def _time_in_fields(fields: Json) -> TimeTracking:
    made = loaded(
        TimeTracking,
        None,
        estimate_seconds=_seconds(fields, "timeoriginalestimate"),
        remaining_seconds=_seconds(fields, "timeestimate"),
        spent_seconds=_seconds(fields, "timespent"),
    )
    return ABSENT if _TIMES.isdisjoint(fields) else made


def _seconds(data: Json, name: str) -> int | None:
    value = data.get(name)
    return value if value is None or type(value) is int else need(data, name, whole)
