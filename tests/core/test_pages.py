"""Pages: walked in both colours, to their end and no further, and left at any moment."""

from __future__ import annotations

import gc

import anyio
import anyio.lowlevel
import pytest

from anyticket import AsyncPages, Malformed, Page, Pages
from colours import backends

BOOK = {None: Page((1, 2), "a"), "a": Page[int]((), "b"), "b": Page((3,), None), "again": Page((4,), "again")}


def fetch(cursor: str | None) -> Page[int]:
    return BOOK[cursor]


async def fetch_async(cursor: str | None) -> Page[int]:
    await anyio.lowlevel.checkpoint()
    return BOOK[cursor]


def test_pages_are_walked_as_often_as_one_likes() -> None:
    pages = Pages(fetch)

    assert list(pages) == list(pages) == [1, 2, 3]
    assert [page.cursor for page in pages.pages()] == ["a", "b", None]
    assert list(Pages(fetch, "b")) == [3]


@backends
def test_awaited_pages_are_walked_as_often_as_one_likes(backend: str) -> None:
    async def walk() -> None:
        pages = AsyncPages(fetch_async)

        assert [item async for item in pages] == [item async for item in pages] == [1, 2, 3]
        assert [page.cursor async for page in pages.pages()] == ["a", "b", None]
        assert [item async for item in AsyncPages(fetch_async, "b")] == [3]

    anyio.run(walk, backend=backend)


@backends
def test_awaited_pages_may_be_left_at_any_moment(backend: str) -> None:
    # trio warns of generators that are left; pytest makes errors of warnings, also of those that nobody can catch
    async def leave() -> int | None:
        async for item in AsyncPages(fetch_async):
            return item
        return None

    async def main() -> int | None:
        item = await leave()
        gc.collect()
        await anyio.lowlevel.checkpoint()
        return item

    assert anyio.run(main, backend=backend) == 1


@backends
def test_a_page_that_is_its_own_next_ends_the_walk(backend: str) -> None:
    async def walk() -> None:
        with pytest.raises(Malformed, match="same one again"):
            async for _ in AsyncPages(fetch_async, "again"):
                pass

    with pytest.raises(Malformed, match="same one again"):
        list(Pages(fetch, "again"))
    anyio.run(walk, backend=backend)
