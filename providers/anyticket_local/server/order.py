"""
Order: by what a search is sorted, and where its next page begins.

A cursor holds the values that the last ticket was sorted by, and its id, so that a page begins right after it
whatever was made or changed meanwhile. By default the newest ticket comes first: nothing about that ever changes,
so each ticket that was there throughout comes exactly once. By anything that may change, a ticket that changes while
one pages can come twice or not at all. Tickets without a value come last, in both directions.
"""

from __future__ import annotations

import base64
import binascii
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final, cast

import orjson

from .attributes import ATTRIBUTES
from .database import Transaction
from .field_values import custom_field
from .filters import Condition, both, either
from .references import nearest
from .refusal import invalid

_MEMBER_NAMES: Final = """
(SELECT fold(min(w.name)) FROM ticket_member m JOIN {table} w ON w.id = m.member_id
 WHERE m.ticket_id = t.id AND m.role = '{role}')
"""


def _named(table: str, column: str) -> str:
    return f"(SELECT fold(w.name) FROM {table} w WHERE w.id = t.{column})"


_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "id": ("t.id",),
    "key": ("(SELECT w.key FROM project w WHERE w.id = t.project_id)", "t.number"),
    "project": ("(SELECT w.key FROM project w WHERE w.id = t.project_id)",),
    "title": ("fold(t.title)",),
    "type": (_named("type", "type_id"),),
    "status": ("t.status_id",),
    "priority": ("(SELECT w.position FROM priority w WHERE w.id = t.priority_id)",),
    "resolution": (_named("resolution", "resolution_id"),),
    "reporter": (_named("person", "reporter_id"),),
    "creator": (_named("person", "creator_id"),),
    "assignees": (_MEMBER_NAMES.format(table="person", role="assignee"),),
    "labels": (_MEMBER_NAMES.format(table="label", role="label"),),
    "components": (_MEMBER_NAMES.format(table="component", role="component"),),
    "parent": ("t.parent_id",),
    "due": ("t.due_at",),
    "estimate_seconds": ("t.estimate_seconds",),
    "remaining_seconds": ("t.remaining_seconds",),
    "created_at": ("t.created_at",),
    "updated_at": ("t.updated_at",),
    "resolved_at": ("t.resolved_at",),
}
_FIELD: Final = (
    "(SELECT f.value FROM ticket_field f WHERE f.ticket_id = t.id AND f.field_id = ? ORDER BY position LIMIT 1)"
)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to sort by."""

    sql: str
    descending: bool = False
    values: tuple[Any, ...] = ()

    def beyond(self, value: Any) -> Condition:
        """Return the condition that a ticket comes after one that has `value`."""
        return Condition(f"ifnull({self.sql} {'<' if self.descending else '>'} ?, 0)", (*self.values, value))

    def same(self, value: Any) -> Condition:
        """Return the condition that a ticket has `value` too."""
        return Condition(f"{self.sql} IS ?", (*self.values, value))


@dataclass(frozen=True, slots=True)
class Order:
    """All terms, of which the last one decides for good; `query` is what cursors of this order belong to."""

    terms: tuple[Term, ...]
    query: bytes

    @property
    def sql(self) -> str:
        """What to put after ORDER BY: the columns `k0`, `k1` … of the terms."""
        return ", ".join(f"k{index}{' DESC' if term.descending else ''}" for index, term in enumerate(self.terms))

    @property
    def columns(self) -> Condition:
        """What to select for the cursor."""
        listing = ", ".join(f"{term.sql} AS k{index}" for index, term in enumerate(self.terms))
        return Condition(listing, tuple(value for term in self.terms for value in term.values))

    def cursor(self, row: sqlite3.Row) -> str:
        """Return the cursor to what comes after a row."""
        keys = [row[f"k{index}"] for index in range(len(self.terms))]
        return base64.urlsafe_b64encode(orjson.dumps([self._digest, keys])).decode()

    def after(self, cursor: str) -> Condition:
        """Return the condition that a ticket comes after a cursor. Raises Refusal if it belongs to another query."""
        keys = self._keys(cursor)
        ways = [
            both([*(term.same(key) for term, key in zip(self.terms[:end], keys, strict=False)), last.beyond(keys[end])])
            for end, last in enumerate(self.terms)
        ]
        return either(ways)

    def _keys(self, cursor: str) -> Sequence[Any]:
        try:
            digest, keys = cast("tuple[Any, Any]", orjson.loads(base64.urlsafe_b64decode(cursor.encode())))
        except (ValueError, TypeError, binascii.Error) as exc:
            raise invalid("cursor", "is not one of this tracker's") from exc
        values = cast("Sequence[Any]", keys) if isinstance(keys, list) else ()
        scalars = all(isinstance(value, str | int | float | None) for value in values)
        if digest != self._digest or not scalars or len(values) != len(self.terms):
            raise invalid("cursor", "belongs to another query")
        return values

    @property
    def _digest(self) -> str:
        return sha256(self.query).hexdigest()[:16]


def order(rows: Transaction, query: Mapping[str, Any]) -> Order:
    """Return the order that a query asks for."""
    terms: list[Term] = []
    for name in query.get("order_by", ()):
        terms.extend(_terms(rows, name.removeprefix("-"), name.startswith("-")))
    written = orjson.dumps(query, option=orjson.OPT_SORT_KEYS)
    return Order((*terms, Term("t.id", descending=True)), written)


def _terms(rows: Transaction, name: str, descending: bool) -> Sequence[Term]:
    if name in _BY:
        found = [Term(sql, descending) for sql in _BY[name]]
    elif (field := custom_field(rows, name)) is not None:
        found = [Term(_FIELD, descending, (field["id"],))]
    else:
        known = [*_BY, *(row["id"] for row in rows.all("SELECT id FROM field"))]
        hint = "cannot be sorted by" if name in ATTRIBUTES else "is not a field"
        raise invalid("order_by", f"{name!r} {hint}{nearest(name, known)}")
    return [part for term in found for part in (Term(f"({term.sql} IS NULL)", False, term.values), term)]
