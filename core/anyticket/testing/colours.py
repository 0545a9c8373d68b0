"""
Colours: one client for all of them, so that a law is written once.

In the async colours the client that a law gets does each call of an `AsyncClient` on an event loop in another thread,
and waits for it. It looks like a `Client`, and whatever a law may call on that, it has.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, contextmanager
from enum import StrEnum
from inspect import iscoroutine
from typing import Any, TypeVar, cast

from anyio.from_thread import BlockingPortal, start_blocking_portal

from ..client.awaiting import AsyncClient
from ..client.blocking import Client
from ..client.opened import AsyncOpenedAttachment
from ..model.connection import Connection
from ..model.page import AsyncPages, Page
from ..runtime import Runtime

T = TypeVar("T")


class Colour(StrEnum):
    """How operations are run."""

    BLOCKING = "blocking"
    ASYNCIO = "asyncio"
    TRIO = "trio"


class Bench:
    """A runtime that is used in one colour."""

    def __init__(self, runtime: Runtime, portal: BlockingPortal | None) -> None:
        self.runtime, self._portal = runtime, portal

    def client(self, connection: Connection) -> Client:
        """Return a client that is called without awaiting, in every colour."""
        if self._portal is None:
            return Client(connection, runtime=self.runtime)
        return cast("Client", _Awaited(AsyncClient(connection, runtime=self.runtime), self._portal))


@contextmanager
def bench(colour: Colour, make: Callable[[], Runtime]) -> Generator[Bench]:
    """Make a runtime, use it in one colour, and close it there."""
    if colour is Colour.BLOCKING:
        with make() as runtime:
            yield Bench(runtime, None)
        return
    with start_blocking_portal(colour.value) as portal:
        runtime = make()
        try:
            yield Bench(runtime, portal)
        finally:
            portal.call(runtime.aclose)


class _Awaited:
    """What stands for a `Client` in an async colour."""

    def __init__(self, client: AsyncClient, portal: BlockingPortal) -> None:
        self._client, self._portal = client, portal

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._client, name)
        if not callable(found):
            return found
        return lambda *args, **kwargs: self._awaited(found(*args, **kwargs))

    def _awaited(self, result: Any) -> Any:
        match result:
            case AsyncPages():
                return _AwaitedPages(result, self._portal)  # pyright: ignore[reportUnknownArgumentType]
            case AsyncClient():
                return _Awaited(result, self._portal)
            case AbstractAsyncContextManager():
                return self._opened(result)  # pyright: ignore[reportUnknownArgumentType]
            case _ if iscoroutine(result):
                return self._portal.call(lambda: result)
            case _:
                return result

    def _opened(self, manager: AbstractAsyncContextManager[Any]) -> AbstractContextManager[Any]:
        @contextmanager
        def opened() -> Generator[Any]:
            with self._portal.wrap_async_context_manager(manager) as attachment:
                yield _AwaitedAttachment(attachment, self._portal)

        return opened()


class _AwaitedAttachment:
    def __init__(self, attachment: AsyncOpenedAttachment, portal: BlockingPortal) -> None:
        self._attachment, self._portal = attachment, portal

    def __getattr__(self, name: str) -> Any:
        return getattr(self._attachment, name)

    def chunks(self) -> Iterator[bytes]:
        return _iterated(self._attachment.chunks(), self._portal)

    def read(self) -> bytes:
        return self._portal.call(self._attachment.read)


class _AwaitedPages:
    def __init__(self, pages: AsyncPages[Any], portal: BlockingPortal) -> None:
        self._pages, self._portal = pages, portal

    def pages(self) -> Iterator[Page[Any]]:
        return _iterated(self._pages.pages(), self._portal)

    def __iter__(self) -> Iterator[Any]:
        return _iterated(aiter(self._pages), self._portal)


def _iterated(source: AsyncIterator[T], portal: BlockingPortal) -> Iterator[T]:
    ended = object()

    async def step() -> T | object:
        return await anext(source, ended)

    while (item := portal.call(step)) is not ended:
        yield cast("T", item)
