"""
Database: one SQLite connection, in memory or a file, and its transactions.

One request is one transaction: what fails halfway leaves nothing behind. The simulator works one request at a time,
so there is one connection and no lock.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

__all__ = ["Database", "Row"]

Row: TypeAlias = tuple[Any, ...]


class Database:
    """Where tables keep their rows; `path` None keeps them in memory."""

    def __init__(self, path: str | None = None) -> None:
        self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._connection.close)  # Python 3.13 warns of one that nobody closed
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "temp_store = MEMORY"):
            self._connection.execute(f"PRAGMA {pragma}")
        self._undo: list[Callable[[], None]] = []
        self.transactions = 0  # how many have begun

    def run(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        return self._connection.execute(statement, values)

    def run_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(statement, rows)

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        return self._connection.execute(statement, values).fetchall()

    @property
    def writes(self) -> int:
        """How many rows have been written; as long as it is the same, so is everything."""
        return self._connection.total_changes

    def on_rollback(self, forget: Callable[[], None]) -> None:
        """Name what must be forgotten when a transaction fails: caches."""
        self._undo.append(forget)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Keep everything that happens inside, or nothing; within another one, be part of it."""
        if self._connection.in_transaction:
            yield
            return
        self._connection.execute("BEGIN")
        self.transactions += 1
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            for forget in self._undo:
                forget()
            raise
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()
