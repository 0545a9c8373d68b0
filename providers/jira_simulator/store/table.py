"""
Table: records of one noun, as rows of SQLite and back.

The columns are the fields of a frozen dataclass: texts, numbers and bytes as they are, everything else as JSON. So a
noun is declared once, in the record. Small tables are `kept`: read once and held in memory beside the database.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from types import NoneType
from typing import Any, Final, Generic, TypeVar

import orjson

from .database import Database, Row

__all__ = ["Record", "Table"]

_PLAIN: Final = {int: "INTEGER", float: "REAL", str: "TEXT", bool: "INTEGER", bytes: "BLOB"}
_FIRST_ID: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A row; the id 0 means that the table gives the next one."""

    id: int = 0


R = TypeVar("R", bound=Record)


class Table(Generic[R]):
    """The records of one type."""

    def __init__(
        self,
        database: Database,
        name: str,
        record: type[R],
        *,
        indexed: Iterable[str] = (),
        kept: bool = False,
        first_id: int = _FIRST_ID,
    ) -> None:
        self.name = name
        self._database = database
        self._record = record
        self._columns = _columns_of(typing.cast("Hashable", record))  # mypy doubts it of a type variable
        self._names = [column.name for column in self._columns]
        self._special = [(index, column) for index, column in enumerate(self._columns) if not column.plain]
        self._kept: dict[int, R] | None = None
        self._finders: dict[str, dict[Any, list[R]]] = {}
        self._is_kept = kept
        self._first_id = first_id
        self._last_id: int | None = None
        self._create(indexed)
        database.on_rollback(self._forget)

    def _create(self, indexed: Iterable[str]) -> None:
        columns = ", ".join(
            f'"{column.name}" {column.sql}{" PRIMARY KEY" if column.name == "id" else ""}' for column in self._columns
        )
        self._database.run(f'CREATE TABLE IF NOT EXISTS "{self.name}" ({columns})')
        for column in indexed:
            self._database.run(f'CREATE INDEX IF NOT EXISTS "{self.name}_{column}" ON "{self.name}" ("{column}")')
        names = ", ".join(f'"{name}"' for name in self._names)
        self._select = f'SELECT {names} FROM "{self.name}"'  # noqa: S608
        marks = ", ".join("?" for _ in self._names)
        self._insert = f'INSERT INTO "{self.name}" ({names}) VALUES ({marks})'  # noqa: S608
        self._replace = f'INSERT OR REPLACE INTO "{self.name}" ({names}) VALUES ({marks})'  # noqa: S608

    def _forget(self) -> None:
        self._kept = None
        self._finders.clear()
        self._last_id = None

    def next_id(self) -> int:
        """Return an id that no record has had yet."""
        last = self._last_id
        if last is None:
            ((highest,),) = self._database.rows(f'SELECT MAX(id) FROM "{self.name}"')  # noqa: S608
            last = max(int(highest or 0), self._first_id - 1)
        self._last_id = last + 1
        return self._last_id

    def add(self, record: R) -> R:
        """Insert a record and return it with its id."""
        found = self._numbered(record)
        self._database.run(self._insert, self._row(found))
        self._hold(found)
        return found

    def add_many(self, records: Iterable[R]) -> list[R]:
        """Insert records at once."""
        found = [self._numbered(record) for record in records]
        self._database.run_many(self._insert, map(self._row, found))
        for record in found:
            self._hold(record)
        return found

    def save(self, record: R) -> R:
        """Write a record over the one with its id."""
        self._database.run(self._replace, self._row(record))
        self._hold(record)
        return record

    def remove(self, id: int) -> None:
        self._database.run(f'DELETE FROM "{self.name}" WHERE id = ?', (id,))  # noqa: S608
        if self._kept is not None:
            self._kept.pop(id, None)
            self._finders.clear()

    def get(self, id: int) -> R | None:
        if self._is_kept:
            return self._all_kept().get(id)
        rows = self._database.rows(f"{self._select} WHERE id = ?", (id,))
        return self._made(rows[0]) if rows else None

    def __getitem__(self, id: int) -> R:
        """Return the record that must be there: a reference from another one."""
        found = self.get(id)
        if found is None:
            raise LookupError(f"{self.name} {id} is referred to but missing")
        return found

    def get_many(self, ids: Iterable[int]) -> list[R]:
        """Return the records with these ids that exist, in this order."""
        wanted = list(ids)
        if self._is_kept:
            kept = self._all_kept()
            return [kept[id] for id in wanted if id in kept]
        marks = ", ".join("?" for _ in wanted)
        rows = self._database.rows(f"{self._select} WHERE id IN ({marks})", wanted)
        found = {record.id: record for record in map(self._made, rows)}
        return [found[id] for id in wanted if id in found]

    def all(self) -> list[R]:
        """Return every record, by id."""
        if self._is_kept:
            kept = self._all_kept()
            return [kept[id] for id in sorted(kept)]
        return [self._made(row) for row in self._database.rows(f"{self._select} ORDER BY id")]

    def where(self, **equals: Any) -> list[R]:
        """Return the records whose columns have these values, by id."""
        if self._is_kept and len(equals) == 1:
            ((name, value),) = equals.items()
            return list(self._finder(name).get(value, ()))
        if self._is_kept:
            wanted = equals.items()
            return [record for record in self.all() if all(getattr(record, name) == value for name, value in wanted)]
        condition, values = self._condition(equals)
        return [self._made(row) for row in self._database.rows(f"{self._select} {condition} ORDER BY id", values)]

    def first(self, **equals: Any) -> R | None:
        found = self.where(**equals)
        return found[0] if found else None

    def count(self, **equals: Any) -> int:
        condition, values = self._condition(equals)
        ((number,),) = self._database.rows(f'SELECT COUNT(*) FROM "{self.name}" {condition}', values)  # noqa: S608
        return int(number)

    def remove_where(self, **equals: Any) -> None:
        for record in self.where(**equals):
            self.remove(record.id)

    def __iter__(self) -> Iterator[R]:
        return iter(self.all())

    def _condition(self, equals: dict[str, Any]) -> tuple[str, list[Any]]:
        unknown = equals.keys() - set(self._names)
        if unknown:
            raise LookupError(f"{self.name} has no columns {sorted(unknown)}")
        parts = [f'"{name}" IS ?' for name in equals]
        return ("WHERE " + " AND ".join(parts) if parts else ""), list(equals.values())

    def _numbered(self, record: R) -> R:
        if not record.id:
            return replace(record, id=self.next_id())
        if self._last_id is not None:
            self._last_id = max(self._last_id, record.id)
        return record

    def _row(self, record: R) -> list[Any]:
        row = [getattr(record, name) for name in self._names]
        for index, column in self._special:
            row[index] = column.stored(row[index])
        return row

    def _made(self, row: Row) -> R:
        values = list(row)
        for index, column in self._special:
            values[index] = column.restored(values[index])
        return self._record(**dict(zip(self._names, values, strict=True)))

    def _all_kept(self) -> dict[int, R]:
        if self._kept is None:
            self._kept = {record.id: record for record in map(self._made, self._database.rows(self._select))}
        return self._kept

    def _finder(self, name: str) -> dict[Any, list[R]]:
        if name not in self._finders:
            index: dict[Any, list[R]] = {}
            for record in self.all():
                index.setdefault(getattr(record, name), []).append(record)
            self._finders[name] = index
        return self._finders[name]

    def _hold(self, record: R) -> None:
        if self._kept is not None:
            self._kept[record.id] = record
            self._finders.clear()


class _Column:
    """How values of one field are stored and come back."""

    def __init__(self, name: str, hint: Any) -> None:
        options = [option for option in typing.get_args(hint) if option is not NoneType]
        kind = options[0] if len(options) == 1 and NoneType in typing.get_args(hint) else hint
        self.name = name
        self.sql = _PLAIN.get(kind, "TEXT")
        self.plain = kind in _PLAIN and kind is not bool
        self._restore: Callable[[Any], Any] = bool if kind is bool else orjson.loads
        self._is_tuple = typing.get_origin(kind) is tuple
        self._is_json = kind is not bool

    def stored(self, value: Any) -> Any:
        if not self._is_json or value is None:
            return value
        return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()

    def restored(self, value: Any) -> Any:
        if value is None:
            return None
        found = self._restore(value)
        return tuple(found) if self._is_tuple else found


@cache
def _columns_of(record: Any) -> tuple[_Column, ...]:
    hints = typing.get_type_hints(record)
    return tuple(_Column(found.name, hints[found.name]) for found in fields(record))
