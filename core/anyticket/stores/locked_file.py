"""
LockedFile: a small file that processes and threads share.

Readers need no lock, for a file is always replaced as a whole. Who changes what is there holds the lock meanwhile: a
second file beside it, since the first one is another one after each change. The system lets go of the lock of a
process that dies.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import Final

_OWNER_ONLY: Final = 0o600


class LockedFile:
    """The file at `path`, which its owner alone may read. A link leads to the file that is meant."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path: Final = Path(os.path.realpath(path))

    def read(self) -> bytes:
        """Return the content, which is empty if there is no file."""
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return b""

    def replace(self, content: bytes, *, durable: bool = True) -> None:
        """Put other content in its place: all of it or, whatever happens, nothing. `durable` outlives a power cut."""
        handle, name = mkstemp(dir=self.path.parent, prefix=f".{self.path.name}-")  # of its owner alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            Path(name).replace(self.path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        if durable:
            _settle(self.path.parent)

    @contextmanager
    def locked(self) -> Generator[None]:
        """Hold the lock; not twice in one thread."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = self.path.with_name(f"{self.path.name}.lock")
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
        try:
            _lock(handle)
            try:
                yield
            finally:  # closing would not do: a forked child may have the file open too
                _unlock(handle)
        finally:
            os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_LOCK, 1)

    def _unlock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

    def _settle(folder: Path) -> None:
        """Do nothing: folders cannot be opened there."""

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)

    def _settle(folder: Path) -> None:
        """Bring the folder's own entry to the disk."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
