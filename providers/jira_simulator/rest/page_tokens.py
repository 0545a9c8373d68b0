"""Page tokens of Cloud: how far one has come, and after which issue, so that what comes and goes hides nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Final

import orjson

from ..refusal import Refused
from .call import Call

__all__ = ["next_token", "start_after"]

_BAD_PAGE: Final = "The provided nextPageToken is invalid or has expired."
_TOKEN_LIFE: Final = 7 * 24 * 3600 * 1000


def next_token(position: int, last: int, call: Call) -> str:
    """Return the token of the page that begins at a position, behind an issue."""
    content = orjson.dumps([position, last, call.site.clock.now()])
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def start_after(ids: Sequence[int], token: object, call: Call) -> int:
    """Return where a page starts: behind the issue that the last one ended with, if it is still found."""
    if token in {None, ""}:
        return 0
    try:
        padded = str(token) + "=" * (-len(str(token)) % 4)
        position, last, made = orjson.loads(base64.urlsafe_b64decode(padded))
    except (binascii.Error, orjson.JSONDecodeError, ValueError, TypeError):
        raise Refused(400, _BAD_PAGE) from None
    if call.site.clock.now() - made > _TOKEN_LIFE:
        raise Refused(400, _BAD_PAGE)
    if 0 < position <= len(ids) and ids[position - 1] == last:
        return int(position)
    return ids.index(last) + 1 if last in ids else min(int(position), len(ids))
