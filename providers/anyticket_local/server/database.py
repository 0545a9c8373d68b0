"""
Database: an SQLite file, or a private database in memory, and its transactions.

A write takes the write lock when it begins, so it never fails halfway because another thread or process was faster.
A commit is on disk before it is acknowledged. Connections are lent from a pool, one user at a time; before a fork
those at rest are closed, for SQLite forbids to use, and even to close, one that a child has inherited. A database in
memory has one connection, which a forked child gets a copy of, with all data.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, Final
from weakref import WeakSet, finalize

from .schema import is_current, migrate

_BUSY_SECONDS: Final = 20.0
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")


class Transaction:
    """What statements are run in. Values are always bound, never part of the statement."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def run(self, statement: str, *values: Any) -> int:
        """Run a statement; return the row id that it inserted last."""
        return self._connection.execute(statement, values).lastrowid or 0

    def all(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        """Return all rows."""
        return self._connection.execute(statement, values).fetchall()

    def first(self, statement: str, *values: Any) -> sqlite3.Row | None:
        """Return the first row, if there is one."""
        row: sqlite3.Row | None = self._connection.execute(statement, values).fetchone()
        return row

    def value(self, statement: str, *values: Any) -> Any:
        """Return the first column of the first row, or None."""
        row = self.first(statement, *values)
        return None if row is None else row[0]

    @contextmanager
    def part(self) -> Generator[None]:
        """Undo what happens inside if it fails, and nothing else of the transaction."""
        self.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK TO part")
            raise
        finally:
            self.run("RELEASE part")


class Database:
    """A database at `path`, or in memory if that is None. It is opened when it is first used."""

    def __init__(self, path: str | None) -> None:
        self.path = path
        self._idle: list[sqlite3.Connection] = []
        self._alone = RLock() if path is None else None
        self._close = finalize(self, _close_all, self._idle, os.getpid())
        _OPEN.add(self)

    def close(self) -> None:
        """Close what is at rest. A database in memory ends with it."""
        _close_all(self._idle, os.getpid())

    @contextmanager
    def reading(self) -> Generator[Transaction]:
        """Read from one state of the database, whatever others write meanwhile."""
        with self._lent() as connection, _transaction(connection, "BEGIN"):
            yield Transaction(connection)

    @contextmanager
    def writing(self) -> Generator[Transaction]:
        """Write; all of it, or nothing if something is raised."""
        with self._lent() as connection, _transaction(connection, "BEGIN IMMEDIATE"):
            yield Transaction(connection)

    def copy_to(self, target: str) -> None:
        """Write a consistent copy, also while others write. Raises FileExistsError rather than overwrite a file."""
        Path(target).touch(exist_ok=False)
        copy = sqlite3.connect(target)
        try:
            with self._lent() as connection:
                connection.backup(copy)
        finally:
            copy.close()

    @contextmanager
    def _lent(self) -> Generator[sqlite3.Connection]:
        self.hold()
        try:
            connection = self._at_rest() or self._opened()
            try:
                yield connection
            finally:
                self._idle.append(connection)
        finally:
            self.let_go()

    def _at_rest(self) -> sqlite3.Connection | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def hold(self) -> None:
        """Keep others out, where there is one connection only."""
        if self._alone is not None:
            self._alone.acquire()

    def let_go(self) -> None:
        """Undo `hold`."""
        if self._alone is not None:
            self._alone.release()

    def prepare_for_fork(self) -> None:
        """Leave nothing for a child that it must not use."""
        self.hold()
        if self.path is not None:
            self.close()

    def _opened(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path or ":memory:", timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.row_factory = sqlite3.Row
            connection.create_function("fold", 1, fold, deterministic=True)
            _patiently(connection, _PRAGMAS)
            if not is_current(connection):
                with _transaction(connection, "BEGIN IMMEDIATE"):
                    migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def fold(text: str | None) -> str | None:
    """Return `text` as it is compared where case does not count."""
    return None if text is None else text.casefold().replace("\0", "\N{REPLACEMENT CHARACTER}")


@contextmanager
def _transaction(connection: sqlite3.Connection, begin: str) -> Generator[None]:
    connection.execute(begin)
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _patiently(connection: sqlite3.Connection, pragmas: tuple[str, ...]) -> None:
    """Set pragmas. While another process turns the file to WAL, SQLite says "locked" at once instead of waiting."""
    end = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
            return
        except sqlite3.OperationalError as exc:
            if exc.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)


def _close_all(connections: list[sqlite3.Connection], owner: int) -> None:
    while connections and os.getpid() == owner:
        connections.pop().close()


_OPEN: Final[WeakSet[Database]] = WeakSet()
_HELD: Final[list[Database]] = []


def _before_fork() -> None:
    for database in list(_OPEN):
        database.prepare_for_fork()
        _HELD.append(database)


def _after_fork() -> None:
    while _HELD:
        _HELD.pop().let_go()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork)
