"""
Discretion: the headers of our answers stay out of httpcore's debug log.

It writes them in full, and with them the cookie by which a tracker would know the account again. What others in this
process do with httpcore is none of our business: only records that are made while we wait for an answer are cut.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_LOGGER: Final = logging.getLogger("httpcore.http11")
_TOLD: Final = " return_value="
_ours: Final = ContextVar("anyticket answer", default=False)


@contextmanager
def discreet() -> Generator[None]:
    """Keep what httpcore has to tell of the answers in this block to itself."""
    token = _ours.set(True)
    try:
        yield
    finally:
        _ours.reset(token)


def _cut(record: logging.LogRecord) -> bool:
    if _ours.get() and isinstance(record.msg, str):
        record.msg = record.msg.partition(_TOLD)[0]
    return True


_LOGGER.addFilter(_cut)
