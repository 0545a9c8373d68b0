"""Catalogue: the tracker's words as JSON, each table read once in a transaction and only if it is needed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, TypeAlias

from .database import Transaction

JSON: TypeAlias = dict[str, Any]

CLOSED_CATEGORIES = ("done", "cancelled")


def shown(row: sqlite3.Row, *columns: str) -> JSON:
    """Return a row as JSON: its id, which is a string outside, and some of its columns."""
    return {"id": str(row["id"]), **{column: row[column] for column in columns}}


def person_json(row: sqlite3.Row) -> JSON:
    """Return a person."""
    return shown(row, "username", "name", "email", "kind", "avatar_url") | {"active": bool(row["active"])}


class Catalogue:
    """The words of one database, by the ids of their rows."""

    def __init__(self, rows: Transaction) -> None:
        self._rows = rows

    @cached_property
    def statuses(self) -> Mapping[int, JSON]:
        """The statuses; `closed` follows from the category."""
        rows = self._rows.all("SELECT * FROM status ORDER BY id")
        return {
            row["id"]: shown(row, "name", "category", "description") | {"closed": row["category"] in CLOSED_CATEGORIES}
            for row in rows
        }

    @cached_property
    def types(self) -> Mapping[int, JSON]:
        """The ticket types."""
        rows = self._rows.all("SELECT * FROM type ORDER BY id")
        return {row["id"]: shown(row, "name", "kind", "hierarchy_level", "description") for row in rows}

    @cached_property
    def priorities(self) -> Mapping[int, JSON]:
        """The priorities, the most urgent first."""
        rows = self._rows.all("SELECT * FROM priority ORDER BY position, id")
        return {row["id"]: shown(row, "name", "level") for row in rows}

    @cached_property
    def resolutions(self) -> Mapping[int, JSON]:
        """The resolutions."""
        rows = self._rows.all("SELECT * FROM resolution ORDER BY id")
        return {row["id"]: shown(row, "name", "description") for row in rows}

    @cached_property
    def link_types(self) -> Mapping[int, JSON]:
        """The link types with both phrases."""
        rows = self._rows.all("SELECT * FROM link_type ORDER BY id")
        return {row["id"]: shown(row, "name", "outward", "inward") for row in rows}

    def people(self, ids: Iterable[int | None]) -> Mapping[int | None, JSON | None]:
        """Return people by id; nobody is None."""
        rows = by_ids(self._rows, "SELECT * FROM person WHERE id IN ({})", ids)
        return {None: None} | {row["id"]: person_json(row) for row in rows}


def by_ids(rows: Transaction, statement: str, ids: Iterable[int | None], *values: Any) -> list[sqlite3.Row]:
    """Run a statement whose `{}` stands for row ids; however many there are, they are one bound value."""
    listing = ",".join(str(int(id)) for id in dict.fromkeys(ids) if id is not None)
    return rows.all(statement.format("SELECT value FROM json_each(?)"), f"[{listing}]", *values)
