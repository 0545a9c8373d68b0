"""
SavedFile: a file on disk that a broken download can go on with.

Its methods block, so flows run them inside `call`; nothing here runs in a flow itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final, Self

from ..errors import TransportError

_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_LONGEST_NAME_BYTES: Final = 200


class SavedFile:
    """The part of a file that has arrived, in `….part` until it is whole."""

    def __init__(self, target: Path) -> None:
        self._target = target
        self._part = target.with_name(target.name + ".part")
        self._part.write_bytes(b"")
        self.size = 0

    @classmethod
    def at(cls, path: Path, filename: str) -> Self:
        """Start a file at `path`, or under a safe form of `filename` in the folder `path`."""
        target = path / safe_name(filename) if path.is_dir() else path
        if target.exists():
            raise FileExistsError(f"{str(target)!r} exists already and is not overwritten: choose another path")
        return cls(target)

    def write(self, chunks: Iterable[bytes], start: int) -> None:
        """Append what follows the bytes that are here; a tracker that ignores ranges starts at 0 again."""
        skip = self.size - start
        with self._part.open("ab") as file:
            for chunk in chunks:
                if skip < len(chunk):
                    self.size += file.write(chunk[max(skip, 0) :])
                skip -= len(chunk)

    def finish(self, size_bytes: int | None) -> Path:
        """Give the file its name. Raises TransportError if it is not as long as it should be."""
        if size_bytes is not None and size_bytes != self.size:
            raise TransportError(f"{self.size} bytes came of an attachment of {size_bytes}; try again")
        return self._part.rename(self._target)


def safe_name(filename: str) -> str:
    """Return a form of `filename` that is one plain file in any folder of any system."""
    name = _UNSAFE.sub("_", filename.replace("\\", "/").rpartition("/")[2]).strip(" .")
    if not name or _DEVICES.match(name):
        name = f"_{name}"
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 16:
        stem, suffix = name, ""
    room = _LONGEST_NAME_BYTES - len(suffix.encode()) - 1
    short = stem.encode()[:room].decode(errors="ignore")
    return f"{short}.{suffix}" if suffix else short
