"""
Multipart bodies, read as they arrive: https://www.rfc-editor.org/rfc/rfc7578

Files go to drafts of the store, so that however large they are, only a piece of them is ever in memory. Names are UTF-8
as they stand; `filename*` of RFC 2231 is not read, as Jira does not read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ..store.contents import Contents, Draft

__all__ = ["Multipart", "Part"]

_DEFAULT_TYPE: Final = "application/octet-stream"
_BOUNDARY: Final = re.compile(r'multipart/form-data\s*;.*?boundary=(?:"([^"]+)"|([^\s;]+))', re.IGNORECASE)
_PARAMETER: Final = re.compile(r';\s*([!#-+\-./\w]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_LONGEST_HEAD: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """
    One part.

    Attributes:
        filename: None for a field that is no file; without folders.
        too_large: More arrived than may; the draft has only the beginning.
    """

    name: str
    filename: str | None
    media_type: str
    draft: Draft
    too_large: bool = False


class Multipart:
    """A body that arrives; `parts` has those that have arrived whole."""

    def __init__(self, boundary: str, contents: Contents, most_bytes: int) -> None:
        self._mark = b"\r\n--" + boundary.encode("latin-1")
        self._contents = contents
        self._most = most_bytes
        self._rest = b"\r\n"
        self._in_head = False
        self._part: Part | None = None
        self._received = 0
        self.parts: list[Part] = []
        self.whole = False
        self.broken = False
        self.needed = False

    @classmethod
    def of(cls, content_type: str, contents: Contents, most_bytes: int) -> Multipart | None:
        """Return the reader for a body of this type, None if it is no multipart one."""
        found = _BOUNDARY.match(content_type)
        return None if found is None else cls(found[1] or found[2], contents, most_bytes)

    def feed(self, data: bytes) -> None:
        """Take what has arrived next."""
        self._rest += data
        while not (self.whole or self.broken) and (self._head() if self._in_head else self._body()):
            pass

    def discard(self) -> None:
        """Throw away the files that nobody kept, unless the request is still to be done."""
        if self.needed:
            return
        for part in [*self.parts, *([self._part] if self._part else [])]:
            part.draft.discard()

    def _head(self) -> bool:
        """Read the head of a part, if all of it is there."""
        end = self._rest.find(b"\r\n\r\n")
        if end < 0:
            self.broken = len(self._rest) > _LONGEST_HEAD
            return False
        self._part = _begun(self._rest[:end], self._contents.draft())
        self._received = 0
        self._rest = self._rest[end + 4 :]
        self._in_head = False
        return True

    def _body(self) -> bool:
        """Read what belongs to a part, up to the next boundary if it is there."""
        at = self._rest.find(self._mark)
        if at < 0:
            self._take(max(len(self._rest) - len(self._mark) + 1, 0))
            return False
        after = self._rest[at + len(self._mark) :]
        if len(after) < 2:
            self._take(at)
            return False
        if after[:2] not in {b"\r\n", b"--"}:
            self._take(at + len(self._mark))
            return True
        self._take(at)
        if self._part is not None:
            self.parts.append(self._part)
            self._part = None
        self.whole = after[:2] == b"--"
        self._rest = after
        self._in_head = True
        return True

    def _take(self, size: int) -> None:
        """Give the beginning of what is there to the part that is open; what is too much is thrown away."""
        if self._part is not None:
            self._received += size
            if self._received <= self._most:
                self._part.draft.write(self._rest[:size])
            elif not self._part.too_large:
                part = self._part
                self._part = Part(part.name, part.filename, part.media_type, part.draft, too_large=True)
        self._rest = self._rest[size:]


def _begun(head: bytes, draft: Draft) -> Part:
    fields: dict[str, str] = {}
    for line in head.decode("utf-8", "replace").split("\r\n"):
        name, _, value = line.partition(":")
        fields[name.strip().lower()] = value.strip()
    parameters = {
        name.lower(): _unquoted(value) for name, value in _PARAMETER.findall(fields.get("content-disposition", ""))
    }
    filename = parameters.get("filename")
    media_type = fields.get("content-type", "").split(";")[0].strip().lower() or _DEFAULT_TYPE
    return Part(
        parameters.get("name", ""),
        None if filename is None else re.split(r"[/\\]", filename)[-1],
        media_type,
        draft,
    )


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value.strip()
    return re.sub(r'\\(["\\])', r"\1", value[1:-1])
