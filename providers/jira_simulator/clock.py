"""The clock of a site: tests turn it."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Clock"]


class Clock:
    """Milliseconds since the epoch; `source` gives seconds, the machine's own if None."""

    def __init__(self, source: Callable[[], float] | None = None) -> None:
        self._source = source or time.time
        self._ahead = 0

    def now(self) -> int:
        return int(self._source() * 1000) + self._ahead

    def turn(self, seconds: float) -> None:
        """Turn the clock forward."""
        self._ahead += int(seconds * 1000)
