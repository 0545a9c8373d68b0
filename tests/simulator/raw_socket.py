"""A client that sees every byte: one request on a socket of its own, and how the connection ended."""

from __future__ import annotations

import base64
import json
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from jira_simulator import Site

__all__ = ["Seen", "send"]


@dataclass(frozen=True)
class Seen:
    """What came back until the server closed the connection; `reset` if it did so with a TCP reset."""

    data: bytes
    reset: bool = False

    @property
    def status(self) -> int:
        return int(self.data.split(b" ", 2)[1])

    @property
    def headers(self) -> dict[str, str]:
        lines = self.data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}

    @property
    def body(self) -> bytes:
        return self.data.partition(b"\r\n\r\n")[2]


def send(site: Site, method: str, path: str, content: Any = None, *, timeout_seconds: float = 5.0) -> Seen:
    """Send one request as the administrator; nothing more is read once the time is over."""
    address = urlsplit(site.settings.url)
    body = b"" if content is None else json.dumps(content).encode()
    login = "admin@example.com:api-token-admin" if site.cloud else "admin:password-admin"
    head = (
        f"{method} {address.path}{path} HTTP/1.1\r\nHost: {address.netloc}\r\nConnection: close\r\n"
        f"Authorization: Basic {base64.b64encode(login.encode()).decode()}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port or 80), timeout=timeout_seconds) as plug:
        plug.sendall(head.encode() + body)
        return _read(plug)


def _read(plug: socket.socket) -> Seen:
    data = b""
    try:
        while piece := plug.recv(65_536):
            data += piece
    except ConnectionResetError:
        return Seen(data, reset=True)
    return Seen(data)
