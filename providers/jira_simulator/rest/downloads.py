"""
Downloads: the bytes of an attachment, whole or in part: https://www.rfc-editor.org/rfc/rfc9110#name-range-requests

One range is answered by 206; several at once, and whatever is no range of bytes, by the whole file, as RFC 9110 allows.
"""

from __future__ import annotations

import re
from email.utils import formatdate
from typing import Final
from urllib.parse import quote

from ..refusal import Refused
from ..store.activity import Attachment
from .call import Answer, Call, Stream

__all__ = ["disposition", "download", "shown"]

_RANGE: Final = re.compile(r"bytes\s*=\s*(\d*)\s*-\s*(\d*)")
_SHOWN: Final = ("image/", "text/plain", "application/pdf")


def download(call: Call, found: Attachment, *, kind: str = "attachment") -> Answer:
    """
    Return the file as the request wants it.

    Raises:
        Refused: 416, there are no such bytes.
    """
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Disposition": disposition(found.filename, kind),
        "ETag": f'"{found.id}-{found.size}"',
        "Last-Modified": formatdate(found.created / 1000, usegmt=True),
        "Cache-Control": "private, max-age=31536000",
        "Content-Security-Policy": "sandbox",
    }
    start, end = 0, found.size
    wanted = _range(call, found, headers)
    if wanted is not None:
        start, end = wanted
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.size}"
    pieces = call.site.store.contents.pieces(found.content, found.file, start, end)
    return Answer(Stream(end - start, pieces), 200 if wanted is None else 206, headers, found.media_type)


def shown(media_type: str) -> str:
    """Return how Data Center has a browser treat a file: pictures and plain text are shown, all else is saved."""
    return "inline" if media_type.startswith(_SHOWN) else "attachment"


def disposition(filename: str, kind: str) -> str:
    """Return a Content-Disposition for a name in any script: https://www.rfc-editor.org/rfc/rfc6266"""
    plain = re.sub(r'[^ -~]|["\\%]', "_", filename)
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _range(call: Call, found: Attachment, headers: dict[str, str]) -> tuple[int, int] | None:
    """Return the bytes that are wanted, as start and end, or None for all."""
    asked = _RANGE.fullmatch(call.headers.get("range", "").strip())
    unchanged = call.headers.get("if-range", headers["ETag"]) in {headers["ETag"], headers["Last-Modified"]}
    if asked is None or asked[0].endswith("=-") or not unchanged:
        return None
    first, last = asked[1], asked[2]
    if first:
        start, end = int(first), min(int(last) + 1 if last else found.size, found.size)
        if last and int(last) < int(first):
            return None
    else:
        start, end = max(found.size - int(last or 0), 0), found.size
    if start >= end:
        raise Refused(416, body=b"", headers={"Content-Range": f"bytes */{found.size}", "Accept-Ranges": "bytes"})
    return start, end
