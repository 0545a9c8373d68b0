"""Paging: a slice of a list in the ways that Jira says what it is a slice of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from .call import Call

__all__ = ["page_of", "start_and_size"]

Item = TypeVar("Item")


def start_and_size(call: Call, *, usual: int, most: int) -> tuple[int, int]:
    """Return `startAt` and `maxResults` of a request; what is too much is cut in silence."""
    start = max(call.number("startAt", 0), 0)
    size = call.number("maxResults", usual)
    return start, min(size if size >= 0 else usual, most)


def page_of(
    call: Call, items: Sequence[Any], *, usual: int = 50, most: int = 100, name: str = "values"
) -> dict[str, Any]:
    """Return a page with `isLast`, as the newer resources have it."""
    start, size = start_and_size(call, usual=usual, most=most)
    found = list(items[start : start + size])
    end = start + len(found)
    page: dict[str, Any] = {"self": f"{call.base}{call.url}"}
    if end < len(items) and found:
        page["nextPage"] = f"{call.base}{call.url.split('?')[0]}?startAt={end}&maxResults={size}"
    return page | {
        "maxResults": size,
        "startAt": start,
        "total": len(items),
        "isLast": end >= len(items),
        name: found,
    }
