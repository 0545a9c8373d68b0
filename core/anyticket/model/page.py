"""Page and the two ways to walk pages; Count; BulkResult."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, Self, TypeVar

from ..errors import Error, Malformed

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)  # with slots, python 3.11 cannot make a Page[Ticket](...)
class Page(Generic[T_co]):
    """
    Some of the items. `cursor` leads to the next page and is None on the last one; a short page is not the last.

    `total` is the number of all items, where the tracker tells it.
    """

    items: tuple[T_co, ...]
    cursor: str | None = None
    total: int | None = None


class Pages(Generic[T_co]):
    """All items, fetched page by page as they are iterated. `pages` iterates the pages, whose cursors can be kept."""

    def __init__(self, fetch: Callable[[str | None], Page[T_co]], cursor: str | None = None) -> None:
        self._fetch, self._cursor = fetch, cursor

    def pages(self) -> Iterator[Page[T_co]]:
        """Iterate pages; a later call of the operation may start from the cursor of any of them."""
        cursor = self._cursor
        while True:
            page = self._fetch(cursor)
            yield page
            cursor = _next(page, cursor)
            if cursor is None:
                return

    def __iter__(self) -> Iterator[T_co]:
        for page in self.pages():
            yield from page.items


class AsyncPages(Generic[T_co]):
    """All items, fetched page by page as they are iterated. `pages` iterates the pages, whose cursors can be kept."""

    def __init__(self, fetch: Callable[[str | None], Awaitable[Page[T_co]]], cursor: str | None = None) -> None:
        self._fetch, self._cursor = fetch, cursor

    def pages(self) -> AsyncIterator[Page[T_co]]:
        """Iterate pages; a later call of the operation may start from the cursor of any of them."""
        return _PageWalk(self._fetch, self._cursor)

    def __aiter__(self) -> AsyncIterator[T_co]:
        return _ItemWalk(self.pages())


class _PageWalk(Generic[T_co]):
    """A walk over pages. No generator: trio complains of those that a `break` leaves behind."""

    def __init__(self, fetch: Callable[[str | None], Awaitable[Page[T_co]]], cursor: str | None) -> None:
        self._fetch, self._cursor, self._ended = fetch, cursor, False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Page[T_co]:
        if self._ended:
            raise StopAsyncIteration
        page = await self._fetch(self._cursor)
        self._cursor = _next(page, self._cursor)
        self._ended = self._cursor is None
        return page


class _ItemWalk(Generic[T_co]):
    """A walk over the items of pages."""

    def __init__(self, pages: AsyncIterator[Page[T_co]]) -> None:
        self._pages = pages
        self._items: Iterator[T_co] = iter(())

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> T_co:
        while (item := next(self._items, _NOTHING)) is _NOTHING:
            self._items = iter((await anext(self._pages)).items)
        found: T_co = item
        return found


_NOTHING: Final[Any] = object()


def _next(page: Page[Any], cursor: str | None) -> str | None:
    """Return the cursor of the page after `page`. Raises Malformed if that is `page` again: nobody would ever arrive."""
    if page.cursor is not None and page.cursor == cursor:
        raise Malformed(
            "the tracker says that the next page is the same one again: start anew, or ask for less at once"
        )
    return page.cursor


@dataclass(frozen=True, slots=True)
class Count:
    """How many; not `exact` where the tracker estimates."""

    value: int
    exact: bool


@dataclass(frozen=True)
class BulkResult(Generic[T_co]):
    """What became of each of many, by position: the thing, or why not."""

    results: tuple[T_co | Error, ...]

    @property
    def succeeded(self) -> tuple[T_co, ...]:
        """The things, in order, without those that failed."""
        return tuple(result for result in self.results if not isinstance(result, Error))

    @property
    def failed(self) -> dict[int, Error]:
        """The errors by position."""
        return {index: result for index, result in enumerate(self.results) if isinstance(result, Error)}

    def all(self) -> tuple[T_co, ...]:
        """Return every thing, or raise the first error."""
        for error in self.failed.values():
            raise error
        return self.succeeded
