"""Naming: the one thing among several that a caller means by its id or its name."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import TypeVar

from anyticket.errors import Ambiguous, NotFound
from anyticket.model.named import Named

N = TypeVar("N", bound=Named)


def one_called(things: Sequence[N], wanted: str, what: str) -> N:
    """
    Return the thing with an id, else with exactly that name, else with that name in any case.

    Raises NotFound with the nearest name, or Ambiguous with the ids. `what` is the noun for the message.
    """
    folded = wanted.casefold()
    for fits in (
        [thing for thing in things if getattr(thing, "id", None) == wanted],
        [thing for thing in things if getattr(thing, "name", None) == wanted],
        [thing for thing in things if getattr(thing, "name", "").casefold() == folded],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            choices = tuple(thing.id for thing in fits)
            raise Ambiguous(f"{len(fits)} {what}s are called {wanted!r}: give an id", choices=choices)
    near = get_close_matches(wanted, [thing.name for thing in things if hasattr(thing, "name")], n=1)
    raise NotFound(f"there is no {what} {wanted!r}{f'; the nearest is {near[0]!r}' if near else ''}")
