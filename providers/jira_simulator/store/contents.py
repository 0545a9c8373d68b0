"""
Contents: bytes that may be many, in memory while they are few and in files of their own after that.

Rows of SQLite hold what is small; a file is named by its row, in a folder beside the database, or in a temporary one
that goes with the store.
"""

from __future__ import annotations

import io
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

__all__ = ["Contents", "Draft"]

_MOST_IN_MEMORY: Final = 64 * 1024
_PIECE: Final = 256 * 1024


class Draft:
    """What is being received; it is thrown away unless it is kept."""

    def __init__(self, contents: Contents) -> None:
        self._contents = contents
        self._few = bytearray()
        self._file: IO[bytes] | None = None
        self.size = 0

    def write(self, data: bytes) -> None:
        self.size += len(data)
        if self._file is None and self.size <= _MOST_IN_MEMORY:
            self._few += data
            return
        if self._file is None:
            self._file = tempfile.NamedTemporaryFile(dir=self._contents.folder(), delete=False)  # noqa: SIM115
            self._file.write(self._few)
            self._few.clear()
        self._file.write(data)

    def keep(self) -> tuple[bytes, str]:
        """Return what a row holds of it: the bytes, or the name of the file that has them."""
        if self._file is None:
            return bytes(self._few), ""
        self._file.close()
        name, self._file = Path(self._file.name).name, None
        return b"", name

    def discard(self) -> None:
        """Throw away what was not kept."""
        if self._file is not None:
            self._file.close()
            Path(self._file.name).unlink()
            self._file = None
        self._few.clear()


class Contents:
    """The files of one store; `path` is that of its database, None for one in memory."""

    def __init__(self, path: str | None) -> None:
        self._folder = Path(f"{path}.contents") if path else None
        self._temporary = path is None

    def draft(self) -> Draft:
        return Draft(self)

    def folder(self) -> Path:
        """Return where the files are; it is made when it is first needed."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="jira-simulator-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._folder.mkdir(exist_ok=True)
        return self._folder

    def pieces(self, content: bytes, file: str, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from `start` to before `end`, of a row or of the file that it names."""
        if not file:
            yield content[start:end]
            return
        with (self.folder() / file).open("rb") as opened:
            opened.seek(start)
            while start < end:
                piece = opened.read(min(_PIECE, end - start))
                if not piece:
                    raise LookupError(f"{file!r} is shorter than the {end} bytes that its row says")
                start += len(piece)
                yield piece

    def opened(self, content: bytes, file: str) -> IO[bytes]:
        """Return the bytes as a file to read from."""
        return (self.folder() / file).open("rb") if file else io.BytesIO(content)

    def remove(self, file: str) -> None:
        """Delete the file that a row named, if it named one."""
        if file:
            (self.folder() / file).unlink(missing_ok=True)
