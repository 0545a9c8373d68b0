"""
SavedFile: a file on disk that a broken download can go on with.

Its methods block, so flows run them inside `call`; only `give_up` may be called anywhere, also while another thread
is inside `receive`, which then ends.
"""

from __future__ import annotations

import os
import re
import secrets
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from ..errors import TransportError
from ..request import Stream

_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file#naming-conventions
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³])\s*(\..*)?$", re.IGNORECASE)
_LONGEST_NAME_BYTES: Final = 200


class SavedFile:
    """
    A file at `path`, or in the folder `path`, of which `size` bytes have arrived.

    They are in a `….part` of its own until it is whole, so that two downloads of one file never mix.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._target, self._part = path, path
        self._begun = self._given_up = False
        self._stream: Stream | None = None
        self.size = 0

    def take(self, stream: Stream) -> None:
        """Take over a stream, which from now on is closed whatever happens."""
        self._stream = stream

    def receive(self, filename: str, start: int) -> None:
        """
        Append what of the stream follows the bytes that are here, and close it.

        A tracker that ignores ranges starts at 0 again; what is here already is not written again.
        """
        stream, self._stream = self._stream, None
        if stream is None:
            return
        try:
            with closing(stream):
                if not self._begun:
                    self._begin(filename)
                self._append(stream, self.size - start)
        finally:
            if self._given_up:
                self.give_up()

    def _append(self, stream: Stream, skip: int) -> None:
        with self._part.open("ab") as file:
            for chunk in stream.chunks():
                if self._given_up:
                    return
                if skip < len(chunk):
                    self.size += file.write(chunk[max(skip, 0) :])
                skip -= len(chunk)

    def finish(self, size_bytes: int | None) -> Path:
        """Give the file its name. Raises TransportError if it is not as long as it should be."""
        if size_bytes is not None and size_bytes != self.size:
            raise TransportError(f"{self.size} bytes came of an attachment of {size_bytes}; try again")
        try:
            os.link(self._part, self._target)  # unlike a rename it never replaces what is there
        except FileExistsError:
            raise _taken(self._target) from None
        except OSError:  # a file system without hard links
            _refuse_taken(self._target)
            self._part.rename(self._target)
        return self._target

    def give_up(self) -> None:
        """Remove what has arrived, unless it was finished; close a stream that nobody came to read."""
        self._given_up = True
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()
        if self._begun:
            with suppress(FileNotFoundError):
                self._part.unlink()

    def _begin(self, filename: str) -> None:
        self._target = self._path / safe_name(filename) if self._path.is_dir() else self._path
        _refuse_taken(self._target)
        self._part = self._target.with_name(f"{self._target.name}.{secrets.token_hex(4)}.part")
        self._part.open("xb").close()
        self._begun = True


def _refuse_taken(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise _taken(target)


def _taken(target: Path) -> FileExistsError:
    return FileExistsError(f"{str(target)!r} exists already and is not overwritten: choose another path")


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
    return f"{short}.{suffix}" if suffix else short.rstrip(" .")
