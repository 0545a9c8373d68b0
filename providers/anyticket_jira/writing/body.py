"""Body: what a request says of an issue: fields that are set, and operations on fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from anyticket.errors import Invalid

from ..wire import Json


@dataclass(slots=True)
class Body:
    """
    The two halves of what Jira is told about an issue. A field may be in one of them only.

    Attributes:
        fields: The new values by field id; None clears.
        update: The operations by field id, each `{"add": …}`, `{"remove": …}` or `{"set": …}`.
    """

    fields: Json = field(default_factory=dict[str, Any])
    update: dict[str, list[Json]] = field(default_factory=dict[str, list[Any]])

    def json(self, **more: Any) -> Json:
        """Return the body of a request, without the half that is empty."""
        halves = {"fields": self.fields, "update": self.update}
        return {name: half for name, half in halves.items() if half} | more

    def amend(self, id: str, add: list[Any], remove: list[Any]) -> None:
        """Add to and remove from what a field holds."""
        operations = [{"add": value} for value in add] + [{"remove": value} for value in remove]
        if operations:
            self.update.setdefault(id, []).extend(operations)

    def __bool__(self) -> bool:
        return bool(self.fields or self.update)


def refused(message: str, *names: str) -> Invalid:
    """Return the error for a value that cannot be written, under each of the names of its field."""
    return Invalid(f"{names[0]}: {message}", fields=dict.fromkeys(names, message), sent=False)
