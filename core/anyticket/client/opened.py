"""OpenedAttachment and AsyncOpenedAttachment: the content of an attachment, read piece by piece in a `with` block."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Protocol, Self, runtime_checkable

import anyio
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


class _InThread:
    """The chunks of a stream that blocks. No generator: trio complains of those that a `break` leaves behind."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        chunk = await run_sync(next, self._chunks, None)
        if chunk is None:
            raise StopAsyncIteration
        return chunk


class AsyncOpenedAttachment(_Opened):
    """An attachment that is open. Its content can be read once."""

    def chunks(self) -> AsyncIterator[bytes]:
        """Read the content piece by piece."""
        return aiter(self._stream) if isinstance(self._stream, _Awaited) else _InThread(self._stream.chunks())

    async def read(self) -> bytes:
        """Read all of the content into memory."""
        return b"".join([chunk async for chunk in self.chunks()])

    async def aclose(self) -> None:
        """Let go of the content, also while the task is being cancelled."""
        with anyio.CancelScope(shield=True):
            if isinstance(self._stream, _Awaited):
                await self._stream.aclose()
            else:
                await run_sync(self._stream.close)
