"""
Lost answers: making a thing once, when nobody knows whether the request that makes it arrived.

`patience` is the connection's, whose longest pause bounds those before a server is looked at again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from anyticket.errors import Error, ProviderError
from anyticket.flow import Flow, sleep
from anyticket.model.connection import RetryPolicy

T = TypeVar("T")

#: A server that lost the client may still be at work; these are the pauses before it is looked at again, in seconds.
_PAUSES: Final = (0.0, 2.0, 6.0)


def made_once(patience: RetryPolicy, look: Callable[[], Flow[T | None]], make: Callable[[], Flow[T]]) -> Flow[T]:
    """
    Return what is there already, or make it; if the answer to that is lost, return what is there then.

    Raises what `make` raised if nothing is found, for that proves nothing: it may still happen.
    """
    found = yield from look()
    return found if found is not None else (yield from made_or_found(patience, look, make))


def made_or_found(patience: RetryPolicy, look: Callable[[], Flow[T | None]], make: Callable[[], Flow[T]]) -> Flow[T]:
    """Make something; if the answer is lost, return what is there."""
    try:
        return (yield from make())
    except ProviderError as exc:
        if not exc.may_have_happened:
            raise
        lost = exc
    for seconds in _PAUSES:
        try:
            if seconds:
                yield from sleep(min(seconds, patience.longest_pause_seconds))
            found = yield from look()
        except Error:
            break
        if found is not None:
            return found
    raise lost
