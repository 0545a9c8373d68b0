"""
SqliteTokenStore: tokens in a database file, for many tenants and many workers on one machine.

Each question opens the file anew: a connection belongs to one thread and does not survive a fork.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Final

from pydantic import SecretStr

from ..auth.tokens import Lease, Token
from ..errors import ConfigError
from .leases import holds
from .sealing import Sealing

_TABLES: Final = """
    CREATE TABLE IF NOT EXISTS tokens (key TEXT PRIMARY KEY, version TEXT NOT NULL, token TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS leases (key TEXT PRIMARY KEY, id TEXT NOT NULL, since REAL NOT NULL, until REAL NOT NULL)
       ;
"""
#: Others are in and out in milliseconds; only a stopped disk takes longer.
_BUSY_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class SqliteLease:
    """A lease in a database."""

    store: SqliteTokenStore
    key: str
    id: str

    def release(self) -> None:
        """Let others have it."""
        self.store.end(self)


class SqliteTokenStore:
    """
    Keeps tokens in a database that its owner alone may read.

    Args:
        path: The file. It is made, with its folder, when it is first used.
        key: Encrypts the tokens; by default the key in ANYTICKET_TOKEN_KEY, if there is one.
        clock: Seconds that mean the same in every process.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, key: SecretStr | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._path, self._clock = Path(os.path.realpath(path)), clock
        self._sealing = Sealing(key, str(self._path))

    def load(self, key: str) -> tuple[Token, str] | None:
        """Return a token and its version."""
        with self._opened() as database:
            found = database.execute("SELECT token, version FROM tokens WHERE key = ?", (key,)).fetchone()
        return None if found is None else (self._sealing.open(found[0]), found[1])

    def save(self, key: str, token: Token, expected: str | None) -> bool:
        """Keep a token if the stored version is the expected one."""
        sealed, version = self._sealing.seal(token), token_hex(8)
        with self._opened() as database:
            if expected is None:
                sql = "INSERT INTO tokens (version, token, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                return database.execute(sql, (version, sealed, key)).rowcount == 1
            sql = "UPDATE tokens SET version = ?, token = ? WHERE key = ? AND version = ?"
            return database.execute(sql, (version, sealed, key, expected)).rowcount == 1

    def delete(self, key: str) -> None:
        """Forget a token."""
        with self._opened() as database:
            database.execute("DELETE FROM tokens WHERE key = ?", (key,))

    def lease(self, key: str, seconds: float) -> Lease | None:
        """Take the lease of a token, unless somebody has it."""
        with self._opened() as database:
            database.execute("BEGIN IMMEDIATE")
            now = self._clock()
            held = database.execute("SELECT since, until FROM leases WHERE key = ?", (key,)).fetchone()
            if held is not None and holds({"since": held[0], "until": held[1]}, now):
                return None
            lease = SqliteLease(self, key, token_hex(8))
            database.execute("REPLACE INTO leases VALUES (?, ?, ?, ?)", (key, lease.id, now, now + seconds))
            database.execute("COMMIT")
            return lease

    def end(self, lease: SqliteLease) -> None:
        """End a lease, unless it ended already and another one took its place."""
        with self._opened() as database:
            database.execute("DELETE FROM leases WHERE key = ? AND id = ?", (lease.key, lease.id))

    @contextmanager
    def _opened(self) -> Generator[sqlite3.Connection]:
        """Open the database; what was begun and not committed is undone at the end."""
        self._make()
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)) as database:
            try:
                database.execute("PRAGMA synchronous = FULL")
                yield database
            except sqlite3.DatabaseError as exc:
                if getattr(exc, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB:
                    raise
                raise ConfigError(f"{self._path} is no database: move it away, or name another file") from None

    def _make(self) -> None:
        """Make the file before SQLite does, so that it is never anybody else's to read."""
        if self._path.exists() and self._path.stat().st_size:
            return
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
        with closing(sqlite3.connect(self._path, timeout=_BUSY_SECONDS)) as database:
            database.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
