"""Fields that Jira puts together from something else: votes, watchers, links, comments, time tracking and the like."""

# A kind of field takes what every kind takes.
# ruff: noqa: ARG002
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from ..jql import Kind
from ..refusal import BadValue
from .base import FieldType, Reading, Stored
from .quantities import parse_duration, pretty_duration

if TYPE_CHECKING:
    from ..store.fields import FieldRecord
    from ..store.issues import Issue
    from ..views import View

__all__ = ["Part", "TimeTracking"]


class Part(FieldType):
    """A field whose value is put together when it is asked for, by `views.parts`."""

    operations: ClassVar[tuple[str, ...]] = ()

    def blank(self, field: FieldRecord, issue: Issue, view: View) -> object:
        from ..views.parts import PARTS

        return PARTS[field.key](issue, view)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return self.blank(field, issue, view)


class TimeTracking(FieldType):
    """Estimates, kept in fields of their own: `timeoriginalestimate` and `timeestimate`."""

    operations: ClassVar[tuple[str, ...]] = ("set", "edit")
    kind: Kind | None = None

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if not isinstance(value, dict):
            raise BadValue("data was not an object")
        given = cast("dict[str, object]", value)
        found: dict[str, int | None] = {}
        for name in ("originalEstimate", "remainingEstimate"):
            text = given.get(name)
            if text is None:
                continue
            seconds = parse_duration(str(text))
            if text and seconds is None:
                raise BadValue(f"'{text}' is an invalid time duration. Enter a valid one, such as 4d 6h 30m.")
            found[name] = seconds
        return found

    def blank(self, field: FieldRecord, issue: Issue, view: View) -> object:
        answer: dict[str, object] = {}
        names: Sequence[tuple[str, str]] = (
            ("originalEstimate", "timeoriginalestimate"),
            ("remainingEstimate", "timeestimate"),
            ("timeSpent", "timespent"),
        )
        for name, key in names:
            seconds = issue.ref(key)
            if seconds is not None:
                answer[name] = pretty_duration(seconds)
                answer[f"{name}Seconds"] = seconds
        return answer
