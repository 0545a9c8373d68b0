"""
Uploads: how large a file is, before it is sent.

A provider asks for that where its tracker has a limit, so that nobody sends what is refused in the end; the transport,
because it announces the size.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterable
from dataclasses import replace
from io import SEEK_END
from pathlib import Path

from ..errors import TooLarge
from ..flow import Flow, call
from ..request import Upload


def size_of(upload: Upload) -> int | None:
    """
    Return how many bytes there are to send, or None if nobody knows before the end.

    It blocks: in a flow, use `measured`. Raises OSError if the file is not there.
    """
    content = upload.content
    found = Path(content).stat().st_size if isinstance(content, os.PathLike) else None
    if upload.size_bytes is not None:
        return upload.size_bytes
    if found is not None:
        return found
    if isinstance(content, bytes):
        return len(content)
    if isinstance(content, os.PathLike | AsyncIterable) or not content.seekable():
        return None
    here = content.tell()
    try:
        return content.seek(0, SEEK_END) - here
    finally:
        content.seek(here)


def measured(upload: Upload, *, limit_bytes: int | None = None) -> Flow[Upload]:
    """Return an upload with its size, if that can be known. Raises TooLarge, before anything is sent."""
    size = yield from call(size_of, upload)
    if size is not None and limit_bytes is not None and size > limit_bytes:
        message = f"the file has {size} bytes, and the tracker takes {limit_bytes}: make it smaller, or split it"
        raise TooLarge(message, limit_bytes=limit_bytes, sent=False)
    return replace(upload, size_bytes=size)
