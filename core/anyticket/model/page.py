"""Page and the two ways to walk pages; Count; BulkResult."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from ..errors import Error

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
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
            cursor = page.cursor
            if cursor is None:
                return

    def __iter__(self) -> Iterator[T_co]:
        for page in self.pages():
            yield from page.items


class AsyncPages(Generic[T_co]):
    """All items, fetched page by page as they are iterated. `pages` iterates the pages, whose cursors can be kept."""

    def __init__(self, fetch: Callable[[str | None], Awaitable[Page[T_co]]], cursor: str | None = None) -> None:
        self._fetch, self._cursor = fetch, cursor

    async def pages(self) -> AsyncIterator[Page[T_co]]:
        """Iterate pages; a later call of the operation may start from the cursor of any of them."""
        cursor = self._cursor
        while True:
            page = await self._fetch(cursor)
            yield page
            cursor = page.cursor
            if cursor is None:
                return

    async def __aiter__(self) -> AsyncIterator[T_co]:
        async for page in self.pages():
            for item in page.items:
                yield item


@dataclass(frozen=True, slots=True)
class Count:
    """How many; not `exact` where the tracker estimates."""

    value: int
    exact: bool


@dataclass(frozen=True, slots=True)
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
