"""
KeyringTokenStore: tokens in the keyring of the system, for the programs of one person at a desk.

A keyring knows neither versions nor leases: the file at `path`, which holds no secret, has the lock and the leases.
That of Windows takes no more than 2560 bytes, which some vendors' tokens exceed; a file with a key takes any.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from secrets import token_hex
from types import ModuleType
from typing import Any

import orjson

from ..auth.tokens import Lease, Token
from ..errors import ConfigError
from .leases import FileLeases
from .locked_file import LockedFile
from .sealing import Sealing


class KeyringTokenStore:
    """
    Keeps tokens in the keyring. It needs the extra `anyticket[keyring]`.

    Args:
        path: The file of lock and leases, one for all programs that share the tokens.
        service: Under which name the keyring lists them.
        clock: Seconds that mean the same in every process.
    """

    def __init__(
        self, path: str | os.PathLike[str], *, service: str = "anyticket tokens", clock: Callable[[], float] = time.time
    ) -> None:
        self._file, self._service, self._keyring = LockedFile(path), service, _keyring()
        self._leases = FileLeases(f"{self._file.path}.leases", clock)
        self._sealing = Sealing(None, f"the keyring entry {service!r}")

    def load(self, key: str) -> tuple[Token, str] | None:
        """Return a token and its version."""
        found = self._entry(key)
        return None if found is None else (self._sealing.open(found["token"]), found["version"])

    def save(self, key: str, token: Token, expected: str | None) -> bool:
        """Keep a token if the stored version is the expected one."""
        entry = {"version": token_hex(8), "token": self._sealing.seal(token)}
        with self._file.locked():
            found = self._entry(key)
            if expected != (None if found is None else found["version"]):
                return False
            self._keyring.set_password(self._service, key, orjson.dumps(entry).decode())
            return True

    def delete(self, key: str) -> None:
        """Forget a token."""
        with self._file.locked():
            if self._entry(key) is not None:
                self._keyring.delete_password(self._service, key)

    def lease(self, key: str, seconds: float) -> Lease | None:
        """Take the lease of a token, unless somebody has it."""
        return self._leases.take(key, seconds)

    def _entry(self, key: str) -> dict[str, Any] | None:
        kept = self._keyring.get_password(self._service, key)
        return None if kept is None else dict(orjson.loads(kept))


def _keyring() -> ModuleType:
    try:
        import keyring
    except ModuleNotFoundError as exc:
        raise ConfigError('the keyring needs an extra: pip install "anyticket[keyring]"') from exc
    return keyring
