"""
Bodies of requests: what is read while it is sent, piece by piece.

Memory stays constant whatever the size. A file is left where it was found, so that it can be sent again.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Generator, Iterator
from contextlib import aclosing, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from anyio.to_thread import run_sync

from ..provider.uploads import size_of
from ..request import Body, Multipart, Part, Upload

CHUNK_BYTES: Final = 131_072


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be sent: the pieces, in order, their size in all if it is known, and the type they make."""

    pieces: tuple[bytes | Upload, ...]
    size_bytes: int | None
    media_type: str | None = None


def plan(body: Body) -> Plan:
    """Find out what a body is made of. Raises OSError if a file is not there."""
    match body:
        case bytes():
            return Plan((body,), len(body))
        case Upload():
            return Plan((_measured(body),), size_of(body), body.media_type)
        case Multipart():
            boundary = secrets.token_hex(16)
            pieces = tuple(_multipart(body, boundary))
            return Plan(pieces, _total(pieces), f"multipart/form-data; boundary={boundary}")


def _measured(upload: Upload) -> Upload:
    """Fix the size now: it is announced before the content is read, and a file may grow meanwhile."""
    return replace(upload, size_bytes=size_of(upload))


def read(pieces: tuple[bytes | Upload, ...]) -> Generator[bytes]:
    """Yield the chunks of a body."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        else:
            yield from _exact(piece)


async def read_async(pieces: tuple[bytes | Upload, ...]) -> AsyncGenerator[bytes]:
    """Yield the chunks of a body; files are read in a worker thread."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        else:
            async with aclosing(_chunks_async(piece)) as chunks:
                async for chunk in chunks:
                    yield chunk


async def _chunks_async(upload: Upload) -> AsyncGenerator[bytes]:
    if not isinstance(upload.content, AsyncIterable):
        with closing(_exact(upload)) as chunks:
            while (chunk := await run_sync(partial(next, chunks, None))) is not None:
                yield chunk
        return
    count, size = 0, upload.size_bytes
    async for chunk in upload.content:
        count += len(chunk)
        if size is not None and count > size:
            break
        yield chunk
    _check_size(count, size)


def _chunks(content: bytes | os.PathLike[str] | BinaryIO) -> Generator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with _opened(content) as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


@contextmanager
def _opened(content: os.PathLike[str] | BinaryIO) -> Generator[BinaryIO]:
    """Give a file to read, and afterwards close it, or put it back to where it was."""
    if isinstance(content, os.PathLike):
        with Path(content).open("rb") as file:
            yield file
        return
    here = content.tell() if content.seekable() else None
    try:
        yield content
    finally:
        if here is not None:
            content.seek(here)


def _exact(upload: Upload) -> Generator[bytes]:
    """Yield as many bytes as were announced: of a file that grew meanwhile the rest is left."""
    if isinstance(upload.content, AsyncIterable):
        raise TypeError("an async iterable can only be sent by the asynchronous client: give a path, bytes or a file")
    count, size = 0, upload.size_bytes
    with closing(_chunks(upload.content)) as chunks:
        for chunk in chunks:
            kept = chunk if size is None else chunk[: size - count]
            count += len(kept)
            if kept:
                yield kept
            if count == size:
                return
    _check_size(count, size)


def _check_size(count: int, size: int | None) -> None:
    if size is not None and count != size:
        raise ValueError(f"the upload does not have the {size} bytes that were announced")


def _total(pieces: tuple[bytes | Upload, ...]) -> int | None:
    total = 0
    for piece in pieces:
        size = len(piece) if isinstance(piece, bytes) else piece.size_bytes
        if size is None:
            return None
        total += size
    return total


def _multipart(body: Multipart, boundary: str) -> Iterator[bytes | Upload]:
    escaped = _paired if body.quoted_pairs else _percented
    for part in body.parts:
        yield f"--{boundary}\r\n{_part_head(part, escaped)}\r\n".encode()
        yield part.body if isinstance(part.body, bytes) else _measured(part.body)
        yield b"\r\n"
    yield f"--{boundary}--\r\n".encode()


def _part_head(part: Part, escaped: Callable[[str], str]) -> str:
    """Return the header lines of a part. File names travel as raw UTF-8, as browsers send them."""
    # https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
    filename = _filename(part)
    disposition = f'form-data; name="{escaped(part.name)}"'
    if filename is None:
        return f"Content-Disposition: {disposition}\r\n"
    media_type = part.body.media_type if isinstance(part.body, Upload) else "application/octet-stream"
    if not media_type.isprintable():
        raise ValueError(f"{media_type!r} is no media type: it has control characters")
    return f'Content-Disposition: {disposition}; filename="{escaped(filename)}"\r\nContent-Type: {media_type}\r\n'


def _filename(part: Part) -> str | None:
    if part.filename is None and isinstance(part.body, Upload) and isinstance(part.body.content, os.PathLike):
        return Path(part.body.content).name
    return part.filename


def _percented(text: str) -> str:
    return _one_line(text).replace('"', "%22")


def _paired(text: str) -> str:
    # https://www.rfc-editor.org/rfc/rfc2045#appendix-A: a backslash before what would end the quotes
    return _one_line(text).replace("\\", "\\\\").replace('"', '\\"')


def _one_line(text: str) -> str:
    return text.replace("\r", "%0D").replace("\n", "%0A")
