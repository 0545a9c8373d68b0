"""
What a kind of field does with its values: read them from requests, write them to answers, index and compare them.

A value is *stored* in one form for both platforms and all versions of the API: the id of what it refers to, text,
numbers, milliseconds, ISO days. Nothing else looks inside.
"""

# A kind of field takes what every kind takes.
# ruff: noqa: ARG002
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final, TypeAlias, cast

from ..jql import Key, Kind
from ..jql.tree import Literal
from ..refusal import BadValue

if TYPE_CHECKING:
    from ..site import Site
    from ..store.catalogue import IssueType
    from ..store.fields import FieldRecord
    from ..store.issues import Issue
    from ..store.people import Person
    from ..store.projects import Project
    from ..views import View

__all__ = ["FieldType", "Reading", "Several", "Stored", "items"]

Stored: TypeAlias = object
_MISSING: Final = "data was not an array"


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a value is read: who gives it through which API, for an issue of which project and type."""

    site: Site
    account: Person | None
    api: str
    project: Project
    type: IssueType
    issue: Issue | None = None


class FieldType:
    """
    The behaviour of one kind of field.

    Attributes:
        operations: What `update` may do, as metadata says.
        kind: How JQL compares its keys; None if it cannot be searched.
        jql_type: What functions of JQL must give for it.
        history: Whether `was` and `changed` work.
        empty: What an answer holds where there is no value.
    """

    operations: ClassVar[tuple[str, ...]] = ("set",)
    kind: Kind | None = None
    jql_type: str = ""
    history: bool = False
    sortable: bool = True
    may_be_empty: bool = True
    many: bool = False

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        """
        Return what to store for a value of a request, None to clear the field.

        Raises:
            BadValue: With Jira's message.
        """
        raise BadValue(f"Field '{field.key}' cannot be set. It is not on the appropriate screen, or unknown.")

    def change(
        self, operation: str, current: Stored | None, value: object, field: FieldRecord, reading: Reading
    ) -> Stored | None:
        """Return the value after one operation of `update`."""
        if operation not in self.operations:
            raise BadValue(f"Field does not support update '{field.key}'")
        return self.read(value, field, reading)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        """Return what an answer holds."""
        return stored

    def blank(self, field: FieldRecord, issue: Issue, view: View) -> object:
        """Return what an answer holds where nothing is stored."""
        return [] if self.many and not field.custom else None

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        """Return the keys that the index holds."""
        return ()

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        """Return the keys that a literal of JQL means."""
        return ()

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        """Return where a key stands when results are sorted."""
        return (key,)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        """Return id and text, as the changelog has them."""
        return (None, "" if stored is None else str(stored))

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        """Return `allowedValues`, or None where there is no list."""
        return None


class Several(FieldType):
    """A list of values of another kind."""

    operations: ClassVar[tuple[str, ...]] = ("add", "set", "remove")
    many: bool = True

    def __init__(self, one: FieldType) -> None:
        self.one = one
        self.kind = one.kind
        self.jql_type = one.jql_type
        self.history = one.history

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        if not isinstance(value, list):
            raise BadValue(_MISSING)
        found: list[Stored] = []
        for item in items(cast("Stored", value)):
            stored = self.one.read(item, field, reading)
            if stored is not None and stored not in found:
                found.append(stored)
        return found or None

    def change(
        self, operation: str, current: Stored | None, value: object, field: FieldRecord, reading: Reading
    ) -> Stored | None:
        if operation == "set":
            return self.read(value, field, reading)
        if operation not in self.operations:
            raise BadValue(f"Field does not support update '{field.key}'")
        held = items(current)
        stored = self.one.read(value, field, reading)
        if operation == "add":
            return held if stored in held or stored is None else [*held, stored]
        return [item for item in held if item != stored] or None

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return [self.one.write(item, field, issue, view) for item in items(stored)]

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return [key for item in items(stored) for key in self.one.keys(item, site)]

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        return self.one.find(literal, field, site)

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        return self.one.rank(key, site)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        pairs = [self.one.shown(item, site) for item in items(stored)]
        ids = ", ".join(id for id, _ in pairs if id)
        return (ids or None, ", ".join(text or "" for _, text in pairs))

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        return self.one.allowed(field, reading, view)


def items(stored: Stored | None) -> list[Stored]:
    """Return the members of a stored list; nothing else has any."""
    return list(cast("list[Stored]", stored)) if isinstance(stored, list) else []
