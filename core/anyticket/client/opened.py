"""OpenedAttachment and AsyncOpenedAttachment: the content of an attachment, read piece by piece in a `with` block."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Protocol, runtime_checkable

from anyio.to_thread import run_sync

from ..provider.attachments import OpenAttachment


class _Opened:
    """What is known of the content. `size_bytes` is that of the whole file, None where the tracker does not tell."""

    def __init__(self, attachment: OpenAttachment) -> None:
        self._stream = attachment.stream
        self.filename = attachment.filename
        self.media_type = attachment.media_type
        self.size_bytes = attachment.size_bytes


class OpenedAttachment(_Opened):
    """An attachment that is open. Its content can be read once."""

    def chunks(self) -> Iterator[bytes]:
        """Read the content piece by piece."""
        return self._stream.chunks()

    def read(self) -> bytes:
        """Read all of the content into memory."""
        return b"".join(self._stream.chunks())


@runtime_checkable
class _Awaited(Protocol):
    """A stream that comes from an event loop; any other one blocks, and is read in a worker thread."""

    def __aiter__(self) -> AsyncIterator[bytes]: ...
    async def aclose(self) -> None: ...


class AsyncOpenedAttachment(_Opened):
    """An attachment that is open. Its content can be read once."""

    async def chunks(self) -> AsyncIterator[bytes]:
        """Read the content piece by piece."""
        if isinstance(self._stream, _Awaited):
            async for chunk in self._stream:
                yield chunk
            return
        blocking = self._stream.chunks()
        while (piece := await run_sync(next, blocking, None)) is not None:
            yield piece

    async def read(self) -> bytes:
        """Read all of the content into memory."""
        return b"".join([chunk async for chunk in self.chunks()])

    async def aclose(self) -> None:
        """Let go of the content."""
        if isinstance(self._stream, _Awaited):
            await self._stream.aclose()
        else:
            await run_sync(self._stream.close)
