"""
Delivery: how an answer goes out that does not arrive whole.

ASGI has no way to close a connection without an answer. uvicorn's `send` is a method of what holds the transport, for
h11 and httptools alike, so the connection is found there; it is closed with no further byte, or reset. Where there is
no connection, in process, `ConnectionResetError` is what the caller gets.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, cast

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

__all__ = ["CONNECTION", "Delivery", "FaultyResponse", "connection_of"]

CONNECTION: Final = "jira_simulator.connection"
_LOOK_SECONDS: Final = 0.01
_RESET_AT_ONCE: Final = struct.pack("ii", 1, 0)


class Connection(Protocol):
    """What is used of asyncio's transports."""

    def abort(self) -> None: ...

    def close(self) -> None: ...

    def get_extra_info(self, name: str) -> object: ...


@dataclass(frozen=True, slots=True)
class Delivery:
    """
    How an answer goes out.

    Attributes:
        drop: Close the connection instead of answering.
        reset: Drop it by a TCP reset.
        keep_bytes: Close the connection after so many bytes of the body; None sends all.
        chunked: Do not say how long the body is.
        piece_bytes: Send the body in pieces of this size; 0 sends it at once.
        pause_seconds: Between pieces.
        hold: Asked until it says False; so long nothing is sent.
    """

    drop: bool = False
    reset: bool = False
    keep_bytes: int | None = None
    chunked: bool = False
    piece_bytes: int = 0
    pause_seconds: float = 0.0
    hold: Callable[[], bool] | None = None

    @property
    def lossy(self) -> bool:
        """Whether the client does not get the whole answer."""
        return self.drop or self.keep_bytes is not None


class FaultyResponse(Response):
    """A response that goes out as ordered."""

    def __init__(self, response: Response, delivery: Delivery) -> None:
        super().__init__(response.body, response.status_code)
        self.raw_headers = [
            (name, value) for name, value in response.raw_headers if name != b"content-length" or not delivery.chunked
        ]
        self._delivery = delivery

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        delivery = self._delivery
        if delivery.hold is not None:
            await _held(delivery.hold, receive)
        if delivery.drop:
            await _close(scope, receive, reset=delivery.reset)
            return
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        body = bytes(self.body)[: delivery.keep_bytes]
        size = delivery.piece_bytes or max(len(body), 1)
        for start in range(0, len(body), size):
            if start:
                await asyncio.sleep(delivery.pause_seconds)
            await send({"type": "http.response.body", "body": body[start : start + size], "more_body": True})
        if delivery.keep_bytes is not None:
            await _close(scope, receive, reset=False)
            return
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def connection_of(send: Send) -> Connection | None:
    """Return the connection that an ASGI server's own `send` writes to, None where there is none."""
    found: object = getattr(getattr(send, "__self__", None), "transport", None)
    return cast("Connection", found) if callable(getattr(found, "abort", None)) else None


async def _held(hold: Callable[[], bool], receive: Receive) -> None:
    """Wait until it is over, or the client has gone."""
    gone = asyncio.ensure_future(_gone(receive))
    try:
        while hold() and not gone.done():
            await asyncio.wait([gone], timeout=_LOOK_SECONDS)
    finally:
        gone.cancel()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _close(scope: Scope, receive: Receive, *, reset: bool) -> None:
    connection: Connection | None = scope.get(CONNECTION)
    if connection is None:
        raise ConnectionResetError("the connection was dropped, as ordered")
    plug = connection.get_extra_info("socket")
    if reset and plug is not None:
        cast("socket.socket", plug).setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_AT_ONCE)
        connection.abort()
    else:
        connection.close()  # what was sent before still goes out
    await _gone(receive)
