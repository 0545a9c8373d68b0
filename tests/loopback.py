"""A server on loopback that answers as a test tells it to."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TypeAlias

Answer: TypeAlias = "Callable[[Exchange], object]"


class Exchange(BaseHTTPRequestHandler):
    """One request as it came, and the ways to answer it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Loopback

    def log_message(self, format: str, *args: object) -> None:
        """Keep the output of the tests clean."""

    def handle_any(self) -> None:
        self.server.seen.append(self.path)
        self.server.answer_with(self)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any

    def content(self) -> bytes:
        """Read the body, of announced length or in chunks."""
        return b"".join(self.pieces())

    def pieces(self) -> Generator[bytes]:
        if self.headers.get("transfer-encoding") != "chunked":
            left = int(self.headers.get("content-length", 0))
            while left:
                piece = self.rfile.read(min(left, 65_536))
                left -= len(piece)
                yield piece
            return
        while size := int(self.rfile.readline(), 16):
            yield self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()

    def reply(self, status: int = 200, body: bytes = b"", **headers: str) -> None:
        """Answer; underscores in the names of headers become hyphens."""
        self.send_response(status)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"content-length": str(len(body)), **given}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Loopback(ThreadingHTTPServer):
    """A server that knows what it was asked for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, answer: Answer) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.answer_with = answer
        self.seen: list[str] = []
        self.hung_up = threading.Semaphore(0)

    def shutdown_request(self, request: object) -> None:
        super().shutdown_request(request)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
        self.hung_up.release()

    @property
    def port(self) -> int:
        return self.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up belong to the tests."""


@contextmanager
def serving(answer: Answer, tls: ssl.SSLContext | None = None) -> Generator[Loopback]:
    """Serve on loopback while the context lasts."""
    with Loopback(answer) as server:
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
