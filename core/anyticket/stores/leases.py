"""
Leases in a file: who may renew which token, for stores that have no better place for it.

A lease is over when its time is; if the clock was set back since it began, it is over too, or nobody could renew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

import orjson

from .locked_file import LockedFile


@dataclass(frozen=True, slots=True)
class FileLease:
    """A lease in a file."""

    leases: FileLeases
    key: str
    id: str

    def release(self) -> None:
        """Let others have it."""
        self.leases.end(self)


class FileLeases:
    """Leases in the file at `path`. `clock` tells seconds that mean the same in every process."""

    def __init__(self, path: str | os.PathLike[str], clock: Callable[[], float]) -> None:
        self._file, self._clock = LockedFile(path), clock

    def take(self, key: str, seconds: float) -> FileLease | None:
        """Take a lease, unless somebody has it."""
        with self._file.locked():
            now = self._clock()
            held = {name: lease for name, lease in self._held().items() if holds(lease, now)}
            if key in held:
                return None
            lease = FileLease(self, key, token_hex(8))
            self._write({**held, key: {"id": lease.id, "since": now, "until": now + seconds}})
            return lease

    def end(self, lease: FileLease) -> None:
        """End a lease, unless it ended already and another one took its place."""
        with self._file.locked():
            held = self._held()
            if lease.key in held and held[lease.key]["id"] == lease.id:
                del held[lease.key]
                self._write(held)

    def _held(self) -> dict[str, Any]:
        try:
            held: dict[str, Any] = orjson.loads(self._file.read() or b"{}")
        except ValueError:  # a power cut; leases are not brought to the disk at once, for all are over after it
            return {}
        return held

    def _write(self, held: dict[str, Any]) -> None:
        self._file.replace(orjson.dumps(held), durable=False)


def holds(lease: dict[str, float], now: float) -> bool:
    """Tell whether a lease is still somebody's."""
    return lease["since"] <= now < lease["until"]
