"""Buckets and windows: how much is left now, by a clock that is given in milliseconds."""

from __future__ import annotations

from collections import deque

__all__ = ["Bucket", "Window"]


class Bucket:
    """A token bucket: full at first, and `fill` tokens richer after every interval, up to its size."""

    def __init__(self, size: int, fill: int, interval_ms: int, now: int) -> None:
        self.size = size
        self._fill = fill
        self._interval = interval_ms
        self._tokens = size
        self._filled = now

    def left(self, now: int) -> int:
        """Return how many tokens there are."""
        intervals = (now - self._filled) // self._interval
        if intervals > 0:
            self._tokens = min(self.size, self._tokens + intervals * self._fill)
            self._filled += intervals * self._interval
        return self._tokens

    def take(self, now: int) -> bool:
        """Take a token if there is one."""
        if self.left(now) < 1:
            return False
        self._tokens -= 1
        return True

    def wait_ms(self, now: int) -> int:
        """Return how long it is until there is a token."""
        return 0 if self.left(now) else self._filled + self._interval - now


class Window:
    """At most so many events in any span of time."""

    def __init__(self, limit: int, span_ms: int) -> None:
        self.limit = limit
        self.span_ms = span_ms
        self._events: deque[int] = deque()

    def wait_ms(self, now: int) -> int:
        """Return how long it is until one more event fits."""
        while self._events and self._events[0] <= now - self.span_ms:
            self._events.popleft()
        return 0 if len(self._events) < self.limit else self._events[0] + self.span_ms - now

    def note(self, now: int) -> None:
        self._events.append(now)
