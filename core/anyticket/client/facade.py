"""
The facade: what makes a method of a client of an operation, in either colour.

Each function takes an operation of a provider mixin and returns the method, with the operation's signature, its
docstring, and the return type of the colour. The gate is passed when the method is called, for pages too.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Coroutine, Generator
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager, contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, get_args

from ..flow import Flow, Steps
from ..model.page import AsyncPages, Page, Pages
from ..provider import Provider
from ..provider.attachments import OpenAttachment
from ..provider.operations import OPERATIONS
from .gate import admit, kept
from .opened import AsyncOpenedAttachment, OpenedAttachment

if TYPE_CHECKING:
    from .awaiting import AsyncClient
    from .base import BaseClient
    from .blocking import Client

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S")
F = TypeVar("F", bound=Callable[..., Any])


def blocking(operation: Callable[Concatenate[S, P], Flow[T]]) -> Callable[Concatenate[Client, P], T]:
    """Make the blocking method of an operation."""
    name = operation.__name__

    @wraps(operation)
    def method(self: Client, /, *args: P.args, **kwargs: P.kwargs) -> T:
        result: T = self.drive(_steps(self, name, args, kwargs))
        return result

    return _signed(method, name, lambda result: result)


def awaiting(
    operation: Callable[Concatenate[S, P], Flow[T]],
) -> Callable[Concatenate[AsyncClient, P], Coroutine[Any, Any, T]]:
    """Make the method of an operation that is awaited."""
    name = operation.__name__

    @wraps(operation)
    async def method(self: AsyncClient, /, *args: P.args, **kwargs: P.kwargs) -> T:
        result: T = await self.drive(_steps(self, name, args, kwargs))
        return result

    return _signed(method, name, lambda result: result)


def blocking_pages(
    operation: Callable[Concatenate[S, P], Flow[Page[T]]],
) -> Callable[Concatenate[Client, P], Pages[T]]:
    """Make the blocking method of an operation that answers page by page."""
    name = operation.__name__

    @wraps(operation)
    def method(self: Client, /, *args: P.args, **kwargs: P.kwargs) -> Pages[T]:
        page, cursor = _paged(self, name, args, kwargs)
        return Pages(lambda after: self.drive(page(after)), cursor)

    return _signed(method, name, lambda result: Pages[get_args(result)[0]])  # type: ignore[misc]


def awaiting_pages(
    operation: Callable[Concatenate[S, P], Flow[Page[T]]],
) -> Callable[Concatenate[AsyncClient, P], AsyncPages[T]]:
    """Make the method of an operation that answers page by page, to be iterated by `async for`."""
    name = operation.__name__

    @wraps(operation)
    def method(self: AsyncClient, /, *args: P.args, **kwargs: P.kwargs) -> AsyncPages[T]:
        page, cursor = _paged(self, name, args, kwargs)
        return AsyncPages(lambda after: self.drive(page(after)), cursor)

    return _signed(method, name, lambda result: AsyncPages[get_args(result)[0]])  # type: ignore[misc]


def opening(
    operation: Callable[Concatenate[S, P], Flow[OpenAttachment]],
) -> Callable[Concatenate[Client, P], AbstractContextManager[OpenedAttachment]]:
    """Make the blocking method that opens an attachment for a `with` block."""
    name = operation.__name__

    @contextmanager
    def opened(self: Client, steps: Steps[OpenAttachment]) -> Generator[OpenedAttachment]:
        attachment = self.drive(steps)
        try:
            yield OpenedAttachment(attachment)
        finally:
            attachment.stream.close()

    @wraps(operation)
    def method(self: Client, /, *args: P.args, **kwargs: P.kwargs) -> AbstractContextManager[OpenedAttachment]:
        return opened(self, _steps(self, name, args, kwargs))

    return _signed(method, name, lambda _: AbstractContextManager[OpenedAttachment])


def awaiting_opening(
    operation: Callable[Concatenate[S, P], Flow[OpenAttachment]],
) -> Callable[Concatenate[AsyncClient, P], AbstractAsyncContextManager[AsyncOpenedAttachment]]:
    """Make the method that opens an attachment for an `async with` block."""
    name = operation.__name__

    @asynccontextmanager
    async def opened(self: AsyncClient, steps: Steps[OpenAttachment]) -> AsyncGenerator[AsyncOpenedAttachment]:
        attachment = AsyncOpenedAttachment(await self.drive(steps))
        try:
            yield attachment
        finally:
            await attachment.aclose()

    @wraps(operation)
    def method(
        self: AsyncClient, /, *args: P.args, **kwargs: P.kwargs
    ) -> AbstractAsyncContextManager[AsyncOpenedAttachment]:
        return opened(self, _steps(self, name, args, kwargs))

    return _signed(method, name, lambda _: AbstractAsyncContextManager[AsyncOpenedAttachment])


def _steps(client: BaseClient, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Steps[Any]:
    """Pass the gate, and return the steps of an operation."""
    session = client.session()
    args, kwargs = kept(args, kwargs)
    arguments = admit(type(session.provider), name, args, kwargs)

    def make(provider: Provider) -> Flow[Any]:
        if provider is not asked:  # it has settled on another class meanwhile
            admit(type(provider), name, args, kwargs)
        flow: Flow[Any] = getattr(provider, name)(*args, **kwargs)
        return flow

    asked = session.provider
    return session.perform(client.context(name), arguments, make)


def _paged(
    client: BaseClient, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[Callable[[str | None], Steps[Page[Any]]], str | None]:
    """Pass the gate now; return what makes the steps of the page after a cursor, and the first cursor."""
    args, kwargs = kept(args, kwargs)
    admit(type(client.session().provider), name, args, kwargs)
    return lambda after: _steps(client, name, args, {**kwargs, "cursor": after}), kwargs.get("cursor")


def _signed(method: F, name: str, returned: Callable[[Any], Any]) -> F:
    """Give a method the signature of its operation, with the return type of its colour."""
    entry = OPERATIONS[name]
    result = returned(entry.result)
    vars(method)["__signature__"] = entry.signature.replace(return_annotation=result)
    method.__annotations__ = {**method.__annotations__, "return": result}
    return method
