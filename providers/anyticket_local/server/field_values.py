"""
Custom fields: their values as they are given, kept and shown.

A value is kept as one row a member, in a form that SQLite can compare: a number, a text, an ISO date, or the id of
what it refers to. A field without rows is empty. A kind knows two ways: `kept` from JSON and `shown` to JSON.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, cast

import orjson

from .database import Transaction, fold
from .references import as_reference, nearest, person_id, word_id
from .refusal import Refusal, invalid
from .words import JSON, by_ids, person_json, shown

SINGLE_KINDS: Final = (
    "text",
    "number",
    "bool",
    "date",
    "datetime",
    "option",
    "cascading",
    "person",
    "version",
    "richtext",
    "raw",
)
ITEM_KINDS: Final = ("text", "number", "date", "datetime", "option", "person", "version")


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a value is given: the field, the ticket's project, and by whom."""

    rows: Transaction
    field: sqlite3.Row
    project: int | None
    account: int


def kept_values(place: FieldPlace, value: Any) -> list[Any]:
    """Return the rows of a value; none for an empty one. Raises Refusal if it does not fit the field."""
    kind = place.field["kind"]
    if value is None:
        return []
    if kind != "list":
        return [KEPT[kind](place, value)]
    if not isinstance(value, list):
        raise _wrong("a list")
    members = cast("Sequence[Any]", value)
    return list(dict.fromkeys(KEPT[place.field["items"]](place, member) for member in members))


def moment(value: object) -> str:
    """Return a moment as it is kept."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise _wrong("a time in ISO 8601 with its time zone")
    return found.astimezone(UTC).isoformat(timespec="microseconds")


def day(value: object) -> str:
    """Return a date as it is kept."""
    try:
        return date.fromisoformat(text(value)).isoformat()
    except ValueError as exc:
        raise _wrong("a date in ISO 8601") from exc


def day_or_moment(value: object) -> str:
    """Return a date or a moment as it is kept."""
    return day(value) if isinstance(value, str) and len(value) == 10 else moment(value)


def text(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise _wrong("a text")
    return value


def _wrong(expected: str) -> Refusal:
    return invalid("value", f"is not {expected}")


def _number(_: FieldPlace, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _wrong("a number")
    return float(value)


def _bool(_: FieldPlace, value: object) -> int:
    if not isinstance(value, bool):
        raise _wrong("true or false")
    return int(value)


def _option(place: FieldPlace, value: object) -> int:
    return option_id(place.rows, place.field["id"], value, None)


def _cascading(place: FieldPlace, value: Any) -> int:
    """Follow a path of options, from the outermost; a single one is a path too."""
    path = cast("Sequence[Any]", value) if isinstance(value, list) else (value,)
    found: int | None = None
    for step in path:
        found = option_id(place.rows, place.field["id"], step, found)
    if found is None:
        raise _wrong("a path of options")
    return found


def option_id(rows: Transaction, field: str, reference: object, parent: int | None) -> int:
    """Return the option of a field, below `parent`, that is meant by its id or name."""
    known = rows.all("SELECT * FROM option WHERE field_id = ? AND parent_id IS ? AND NOT disabled", field, parent)
    given = as_reference("option", reference)
    name = str(given.get("id") or given.get("name"))
    matches: tuple[Callable[[sqlite3.Row], bool], ...] = (
        lambda row: str(row["id"]) == name,
        lambda row: bool(row["name"] == name),
        lambda row: fold(row["name"]) == fold(name),
    )
    for fits in matches:
        for row in filter(fits, known):
            return int(row["id"])
    raise invalid("option", f"there is no option {name!r}{nearest(name, [row['name'] for row in known])}")


Kept = Callable[[FieldPlace, object], Any]

#: How a value of each kind is kept.
KEPT: Final[Mapping[str, Kept]] = {
    "text": lambda _, value: text(value),
    "richtext": lambda _, value: text(value),
    "number": _number,
    "bool": _bool,
    "date": lambda _, value: day(value),
    "datetime": lambda _, value: moment(value),
    "option": _option,
    "cascading": _cascading,
    "person": lambda place, value: person_id(place.rows, value, place.account),
    "version": lambda place, value: word_id(place.rows, "version", value, project=place.project),
    "raw": lambda _, value: orjson.dumps(value).decode(),
}


class FieldValues:
    """The custom fields of some tickets as JSON."""

    def __init__(self, rows: Transaction, tickets: Sequence[int]) -> None:
        self._rows = rows
        self._fields = rows.all("SELECT * FROM field ORDER BY id")
        self._places: dict[str, set[int]] = {}
        for row in rows.all("SELECT field_id, project_id FROM field_project"):
            self._places.setdefault(row["field_id"], set()).add(row["project_id"])
        found = by_ids(rows, "SELECT * FROM ticket_field WHERE ticket_id IN ({}) ORDER BY position", tickets)
        self._kept: dict[tuple[int, str], list[Any]] = {}
        for row in found if self._fields else ():
            self._kept.setdefault((row["ticket_id"], row["field_id"]), []).append(row["value"])
        self._words = {kind: self._read_words(kind) for kind in _REFERENCES}

    def of(self, ticket: int, project: int) -> JSON:
        """Return the fields that a ticket can have, by id; empty ones are null."""
        return {
            field["id"]: {
                "name": field["name"],
                "kind": field["kind"],
                "items": field["items"],
                "value": self._shown(field, self._kept.get((ticket, field["id"]), [])),
            }
            for field in self._fields
            if project in self._places.get(field["id"], {project})
        }

    def _shown(self, field: sqlite3.Row, values: list[Any]) -> Any:
        if not values:
            return None
        if field["kind"] == "list":
            return [self._one(field["items"], value) for value in values]
        return self._one(field["kind"], values[0])

    def _one(self, kind: str, value: Any) -> Any:
        match kind:
            case "bool":
                return bool(value)
            case "raw":
                return orjson.loads(value)
            case "cascading":
                return self._path(value)
            case "option" | "person" | "version":
                return self._words[kind].get(value)
            case _:
                return value

    def _path(self, option: int | None) -> list[JSON]:
        path: list[JSON] = []
        while option is not None and (found := self._words["cascading"].get(option)) is not None:
            path.insert(0, {"id": found["id"], "name": found["name"]})
            option = found["parent"]
        return path

    def _read_words(self, kind: str) -> Mapping[int, JSON]:
        """Return what the values of a kind refer to."""
        fields = {field["id"] for field in self._fields if kind in (field["kind"], field["items"])}
        ids = [value for (_, field), values in self._kept.items() if field in fields for value in values]
        if not ids:
            return {}
        if kind == "cascading":
            rows = self._rows.all("SELECT * FROM option")
            return {row["id"]: shown(row, "name") | {"parent": row["parent_id"]} for row in rows}
        if kind == "person":
            return {
                row["id"]: person_json(row) for row in by_ids(self._rows, "SELECT * FROM person WHERE id IN ({})", ids)
            }
        table = {"option": "option", "version": "version"}[kind]
        return {
            row["id"]: shown(row, "name")
            for row in by_ids(self._rows, f"SELECT * FROM {table} WHERE id IN ({{}})", ids)
        }


_REFERENCES: Final = ("option", "cascading", "person", "version")


def custom_field(rows: Transaction, id: str) -> sqlite3.Row | None:
    """Return a custom field."""
    return rows.first("SELECT * FROM field WHERE id = ?", id)
