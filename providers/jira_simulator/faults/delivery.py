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
from starlette.types import Message, Receive, Scope, Send

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
    """Another response, also one that streams, which goes out as ordered."""

    def __init__(self, response: Response, delivery: Delivery) -> None:
        super().__init__(status_code=response.status_code)
        self._response = response
        self._delivery = delivery

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        delivery = self._delivery
        if delivery.hold is not None:
            await _held(delivery.hold, receive)
        if delivery.drop:
            await _close(scope, receive, reset=delivery.reset)
            return
        sending = _Sending(send, delivery)
        try:
            await self._response(scope, receive, sending.send)
        except _Cut:
            await _close(scope, receive, reset=False)


class _Cut(Exception):
    """Enough of the body was sent."""


class _Sending:
    """What comes between a response and the server."""

    def __init__(self, send: Send, delivery: Delivery) -> None:
        self._send = send
        self._delivery = delivery
        self._sent = 0

    async def send(self, message: Message) -> None:
        """Pass a message on, as far as it is to arrive."""
        if message["type"] == "http.response.body":
            await self._send_body(message)
            return
        if message["type"] == "http.response.start" and self._delivery.chunked:
            headers = [header for header in message["headers"] if header[0] != b"content-length"]
            message = {**message, "headers": headers}
        await self._send(message)

    async def _send_body(self, message: Message) -> None:
        body, keep = message.get("body", b""), self._delivery.keep_bytes
        ends = keep is not None and self._sent + len(body) >= keep
        if keep is not None:
            body = body[: keep - self._sent]
        size = self._delivery.piece_bytes or max(len(body), 1)
        for start in range(0, len(body), size):
            if self._sent and self._delivery.pause_seconds:
                await asyncio.sleep(self._delivery.pause_seconds)
            piece = body[start : start + size]
            self._sent += len(piece)
            await self._send({"type": "http.response.body", "body": piece, "more_body": True})
        if ends or (keep is not None and not message.get("more_body", False)):
            raise _Cut
        if not message.get("more_body", False):
            await self._send({"type": "http.response.body", "body": b"", "more_body": False})


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
