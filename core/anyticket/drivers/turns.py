"""
Turns: the named locks and slots of one runtime.

Each key has one queue; whoever is among its first `slots` holds it, the others wait in the order in which they came.
A key that nobody wants takes no memory.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import takewhile


@dataclass(eq=False, slots=True)
class Turn:
    """A place in the queue of `key`. `wake` is called, perhaps more than once, when it holds one of the `slots`."""

    key: str
    slots: int
    wake: Callable[[], object]


class Turns:
    """
    Who holds what, and who comes next.

    `leave` may be called at any moment and more than once, so that an interrupted wait leaves nothing behind.
    """

    def __init__(self) -> None:
        self.forget()

    def __len__(self) -> int:
        """Count the keys that somebody holds."""
        return len(self._queues)

    def forget(self) -> None:
        """Begin anew: whoever held something does not exist in a forked child, nor in a loop that has ended."""
        self._mutex = threading.Lock()
        self._queues: dict[str, dict[Turn, None]] = {}

    def enter(self, turn: Turn) -> None:
        """Queue up."""
        with self._mutex:
            queue = self._queues.setdefault(turn.key, {})
            queue[turn] = None
            if len(queue) <= turn.slots:
                turn.wake()

    def leave(self, turn: Turn) -> None:
        """Give up what was held, or the wish for it, and wake those whose turn it is."""
        with self._mutex:
            queue = self._queues.get(turn.key, {})
            queue.pop(turn, None)
            if not queue:
                self._queues.pop(turn.key, None)
            for _, holder in takewhile(lambda place: place[0] < place[1].slots, enumerate(queue)):
                holder.wake()


def refuse_held(key: str, held: frozenset[str]) -> None:
    """Raise if this flow, or one around it, holds `key` already: the wait would never end."""
    if key in held:
        raise RuntimeError(f"{key!r} is already held by this flow or one around it, so it would wait for itself")
