"""
Serving: a site on a socket, in the foreground until a signal comes or in a thread while a context lasts.

The socket listens before the site is made, so that the site knows its own url, and nobody connects in vain.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final

import uvicorn

from .app import create_app
from .clock import Clock
from .launch import make_site
from .site import Site

__all__ = ["listen", "serve", "serving", "url_of"]

_TICK_SECONDS: Final = 1.0


def listen(host: str = "127.0.0.1", port: int = 0) -> socket.socket:
    """Return a socket that listens; port 0 takes any free one."""
    listener = socket.create_server((host, port))
    # asyncio turns Nagle's algorithm off only for sockets made with a protocol. With it an answer takes 40 ms.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def url_of(listener: socket.socket) -> str:
    """Return the url of what a socket serves, without a context path."""
    host, port = listener.getsockname()[:2]
    return f"http://{host}:{port}"


def serve(site: Site, listener: socket.socket, *, ready: Callable[[], object] = lambda: None) -> None:
    """Serve a site until SIGINT or SIGTERM asks to stop; `ready` is called when it answers."""
    _Server(site, ready).run(sockets=[listener])
    site.store.close()


@contextmanager
def serving(
    variant: str,
    *,
    port: int = 0,
    issues: int = 0,
    version: str | None = None,
    context: str = "",
    file: str | None = None,
    index_lag_seconds: float = 0.0,
    clock: Clock | None = None,
) -> Generator[Site]:
    """Serve a new site on loopback from a thread of its own; the arguments are those of `make_site`."""
    listener = listen(port=port)
    site = make_site(
        variant,
        url=url_of(listener),
        issues=issues,
        version=version,
        context=context,
        file=file,
        index_lag_seconds=index_lag_seconds,
        clock=clock,
    )
    ready = threading.Event()
    server = _Server(site, ready.set)
    thread = threading.Thread(target=_run, args=(server, listener, ready), name="jira-simulator", daemon=True)
    thread.start()
    ready.wait()
    try:
        if not server.started:
            raise RuntimeError("the simulator did not start; what its thread wrote says why")
        yield site
    finally:
        server.stop()
        thread.join()
        site.store.close()


def _run(server: _Server, listener: socket.socket, ready: threading.Event) -> None:
    try:
        server.run(sockets=[listener])
    finally:
        ready.set()


class _Server(uvicorn.Server):
    """
    uvicorn's server, which says when it listens and stops at once.

    uvicorn looks every tenth of a second whether it shall stop, and waits for clients that keep connections open; of
    tests that would take most of the time.
    """

    def __init__(self, site: Site, ready: Callable[[], object]) -> None:
        options: dict[str, Any] = {"loop": "asyncio", "http": "h11", "ws": "none", "lifespan": "off"}
        quiet: dict[str, Any] = {"log_config": None, "access_log": False, "server_header": False}
        super().__init__(uvicorn.Config(create_app(site), **options, **quiet))
        self._ready = ready
        self._site = site
        self._couriers: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await self.on_tick(0)
        await super().startup(sockets)
        self._couriers = [asyncio.create_task(each.webhooks.run()) for each in self._site.family]
        self._ready()

    async def main_loop(self) -> None:
        while not self._stopping.is_set():
            await self.on_tick(0)  # which sets the Date header
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), _TICK_SECONDS)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for courier in self._couriers:
            courier.cancel()
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for ended in await asyncio.gather(*self._couriers, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop for a signal: that is how a server ends, so the process ends well."""
        del sig, frame
        self.stop()

    def stop(self) -> None:
        """Stop, asked by any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)
