"""FileTokenStore: tokens in one file, for a program and its workers on one machine."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from secrets import token_hex
from typing import Any

import orjson
from pydantic import SecretStr

from ..auth.tokens import Lease, Token
from ..errors import ConfigError
from .leases import FileLeases
from .locked_file import LockedFile
from .sealing import Sealing


class FileTokenStore:
    """
    Keeps tokens in a file that its owner alone may read; beside it are a lock and the leases.

    Args:
        path: The file. It is made, with its folder, when the first token is saved.
        key: Encrypts the tokens; by default the key in ANYTICKET_TOKEN_KEY, if there is one.
        clock: Seconds that mean the same in every process.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, key: SecretStr | None = None, clock: Callable[[], float] = time.time
    ) -> None:
        self._file = LockedFile(path)
        self._sealing = Sealing(key, str(self._file.path))
        self._leases = FileLeases(f"{self._file.path}.leases", clock)

    def load(self, key: str) -> tuple[Token, str] | None:
        """Return a token and its version."""
        found = self._entries().get(key)
        return None if found is None else (self._sealing.open(found["token"]), found["version"])

    def save(self, key: str, token: Token, expected: str | None) -> bool:
        """Keep a token if the stored version is the expected one."""
        sealed = self._sealing.seal(token)
        with self._file.locked():
            entries = self._entries()
            if expected != (entries[key]["version"] if key in entries else None):
                return False
            self._write({**entries, key: {"version": token_hex(8), "token": sealed}})
            return True

    def delete(self, key: str) -> None:
        """Forget a token."""
        with self._file.locked():
            entries = self._entries()
            if entries.pop(key, None) is not None:
                self._write(entries)

    def lease(self, key: str, seconds: float) -> Lease | None:
        """Take the lease of a token, unless somebody has it."""
        return self._leases.take(key, seconds)

    def _entries(self) -> dict[str, Any]:
        content = self._file.read()
        if not content:
            return {}
        try:
            return dict(orjson.loads(content)["tokens"])
        except (ValueError, KeyError, TypeError):
            raise ConfigError(f"{self._file.path} is no file of tokens: move it away, or name another one") from None

    def _write(self, entries: dict[str, Any]) -> None:
        self._file.replace(orjson.dumps({"tokens": entries}, option=orjson.OPT_INDENT_2))
