"""
Colours: one client for all of them, so that a law is written once.

In the async colours the client that a law gets does each call of an `AsyncClient` on an event loop in another thread,
and waits for it. It looks like a `Client`, and whatever a law may call on that, it has.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, ExitStack, contextmanager
from enum import StrEnum
from inspect import iscoroutine
from typing import Any, TypeVar, cast

from anyio.from_thread import BlockingPortal, start_blocking_portal

from anyticket.client.awaiting import AsyncClient
from anyticket.client.blocking import Client
from anyticket.client.opened import AsyncOpenedAttachment
from anyticket.model.connection import Connection
from anyticket.model.page import AsyncPages, Page
from anyticket.runtime import Runtime
from anyticket.testing.traffic import Traffic

T = TypeVar("T")


class Colour(StrEnum):
    """How operations are run."""

    BLOCKING = "blocking"
    ASYNCIO = "asyncio"
    TRIO = "trio"


class Bench:
    """Runtimes that are used in one colour, and whose traffic is seen."""

    def __init__(self, make: Callable[[Traffic], Runtime], portal: BlockingPortal | None) -> None:
        self._make, self._portal = make, portal
        self.traffic = Traffic()
        self.runtime = make(self.traffic)

    def restart(self) -> None:
        """Forget all that the process knows, as if another one went on."""
        self.close()
        self.runtime = self._make(self.traffic)

    def close(self) -> None:
        """Close the runtime."""
        if self._portal is None:
            self.runtime.close()
        else:
            self._portal.call(self.runtime.aclose)

    def client(self, connection: Connection) -> Client:
        """Return a client that is called without awaiting, in every colour."""
        if self._portal is None:
            return Client(connection, runtime=self.runtime)
        return cast("Client", _Awaited(AsyncClient(connection, runtime=self.runtime), self._portal))


@contextmanager
def working(colour: Colour, make: Callable[[Traffic], Runtime]) -> Generator[Bench]:
    """Make a bench, and close it in its colour."""
    with ExitStack() as stack:
        portal = None if colour is Colour.BLOCKING else stack.enter_context(start_blocking_portal(colour.value))
        bench = Bench(make, portal)
        stack.callback(bench.close)
        yield bench


class _Awaited:
    """What stands for a `Client` in an async colour."""

    def __init__(self, client: AsyncClient, portal: BlockingPortal) -> None:
        self._client, self._portal = client, portal

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._client, name)
        if not callable(found):
            return found

        def call(*args: Any, **kwargs: Any) -> Any:
            return self._awaited(found(*args, **kwargs))

        return call

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
