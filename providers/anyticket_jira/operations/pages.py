"""
Pages: how Jira's resources are cut, and cursors of our own for each way.

Most count from `startAt`, and give fewer than was asked for whenever they like, so the next page begins where what
really came ends. A cursor is then the number to start at.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, Final, TypeVar

from anyticket.errors import Malformed
from anyticket.flow import Effect, Flow
from anyticket.model.page import Page
from anyticket.request import Pairs, Response

from ..wire import Json, Reader, every, items, table, within

T = TypeVar("T")

#: Where the members of a page are, by resource and by age.
_MEMBERS: Final = (
    "values",
    "issues",
    "comments",
    "worklogs",
    "histories",
    "issueTypes",
    "createMetaIssueType",
    "fields",
    "results",
)


def start_of(cursor: str | None) -> int:
    """Return where a page starts. Raises ValueError for a cursor that is none of ours."""
    if cursor is None:
        return 0
    if not (cursor.isdecimal() and cursor.isascii()):
        raise ValueError(f"{cursor!r} is no cursor of this list: take those of its pages")
    return int(cursor)


def window(start: int, page_size: int) -> Pairs:
    """Return the query that asks for a page."""
    if page_size < 1:
        raise ValueError(f"page_size must be at least 1, not {page_size}")
    return (("startAt", str(start)), ("maxResults", str(page_size)))


def members(data: Json) -> tuple[str, list[Any]]:
    """Return what is on a page, and under which name."""
    for name in _MEMBERS:
        if name in data:
            try:
                return name, items(data[name])
            except Malformed as exc:
                raise within(exc, name) from None
    raise Malformed(f"a page is needed, with one of {', '.join(_MEMBERS)}", path="")


def counted_page(answer: Any, start: int, reader: Reader[T]) -> Page[T]:
    """Read a page of a resource that counts."""
    data = table(answer)
    name, found = members(data)
    try:
        read = every(found, reader)
    except Malformed as exc:
        raise within(exc, name) from None
    return Page(read, next_start(data, start), _integer(data, "total"))


def next_start(data: Json, start: int) -> str | None:
    """Return where the next page starts. An empty page with more behind it hides what this account may not see."""
    if data.get("isLast") is True:
        return None
    count, total, asked = len(members(data)[1]), _integer(data, "total"), _integer(data, "maxResults")
    began = _integer(data, "startAt")
    here = start if began is None else began
    after = here + (count or asked or 0)
    if total is not None:
        return str(after) if here < after < total else None
    return str(after) if count and data.get("isLast") is False else None


def _integer(data: Json, name: str) -> int | None:
    value = data.get(name)
    return value if type(value) is int else None


def listed_page(answer: Any, start: int, reader: Reader[T]) -> Page[T]:
    """Read a page of a resource that answers with bare lists: an empty one is the end."""
    read = every(answer, reader)
    return Page(read, str(start + len(read)) if read else None)


def slice_of(whole_list: Sequence[T], page_size: int, cursor: str | None) -> Page[T]:
    """Cut a page out of a list that came in one piece."""
    start = start_of(cursor)
    window(start, page_size)
    end = start + page_size
    return Page(tuple(whole_list[start:end]), str(end) if end < len(whole_list) else None, len(whole_list))


def all_pages(fetch: Callable[[str | None], Flow[Page[T]]]) -> Generator[Effect, Response, tuple[T, ...]]:
    """Return the members of all pages."""
    found: list[T] = []
    cursor: str | None = None
    while True:
        page = yield from fetch(cursor)
        found += page.items
        if page.cursor is None or page.cursor == cursor:
            return tuple(found)
        cursor = page.cursor
