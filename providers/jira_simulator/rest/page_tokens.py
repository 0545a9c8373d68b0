"""
Page tokens of Cloud: how far one has come, and after what, so that what comes and goes hides nothing.

A search puts the place of the last issue in its order into the token. So the next page begins behind that place, even
if the issue and those around it are gone or have moved elsewhere.
"""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_left
from collections.abc import Callable, Sequence
from typing import Any, Final

import orjson

from ..refusal import Refused
from .call import Call

__all__ = ["next_token", "start_after"]

_BAD_PAGE: Final = "The provided nextPageToken is invalid or has expired."
_TOKEN_LIFE: Final = 7 * 24 * 3600 * 1000


def next_token(position: int, last: int, call: Call, mark: Sequence[Any] = ()) -> str:
    """Return the token of the page that begins at a position, behind an issue, whose place `mark` tells."""
    content = orjson.dumps([position, last, call.site.clock.now(), mark])
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def start_after(
    ids: Sequence[int], token: object, call: Call, passed: Callable[[int, Sequence[Any]], bool] | None = None
) -> int:
    """
    Return where a page starts: behind the place of the issue that the last one ended with.

    Args:
        ids: What is listed now.
        token: The token, if there is one.
        call: Who asks.
        passed: Whether one of them stands at a mark or before it. Without it the issue itself is looked for.
    """
    if token in {None, ""}:
        return 0
    try:
        padded = str(token) + "=" * (-len(str(token)) % 4)
        position, last, made, mark = orjson.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, orjson.JSONDecodeError, ValueError, TypeError):
        raise Refused(400, _BAD_PAGE) from None
    if call.site.clock.now() - made > _TOKEN_LIFE:
        raise Refused(400, _BAD_PAGE)
    if passed is not None and mark:
        return bisect_left(ids, True, key=lambda found: not passed(found, mark))
    if 0 < position <= len(ids) and ids[position - 1] == last:
        return int(position)
    return ids.index(last) + 1 if last in ids else min(int(position), len(ids))
