"""
Memory: what a provider remembers of one connection for a time, such as its catalogue and what a key has made.

A host may give a `Cache` that several processes share and that outlives them; without one a process remembers alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol

import orjson

from ..flow import Steps, call, done, exclusive

_NOTHING: Final = object()
_MOST_ENTRIES: Final = 2048


class Cache(Protocol):
    """
    Keeps bytes by key for a time. It is asked inside `call`, so it may block.

    An entry that it loses costs requests and nothing else; but see `idempotency_key`, whose reach a lasting one widens.
    """

    def get(self, key: str) -> bytes | None:
        """Return what is kept, unless its time is over."""
        ...

    def set(self, key: str, value: bytes, seconds: float) -> None:
        """Keep something for so long."""
        ...


class Memory:
    """
    JSON by name, each for a time.

    Args:
        clock: What tells the seconds; without it nothing grows old.
        cache: Where other processes find it too.
        key: What the connection is called there; without one, which no other process could know, it is not asked.
    """

    def __init__(
        self, *, clock: Callable[[], float] | None = None, cache: Cache | None = None, key: str | None = None
    ) -> None:
        self.clock: Final[Callable[[], float]] = clock or (lambda: 0.0)
        self._cache = cache if key else None
        self._prefix = f"anyticket {key} "
        self._entries: dict[str, tuple[float, Any]] = {}
        self._catalog: set[str] = set()
        self._renewed: set[str] | None = None

    def remembered(self, name: str, make: Callable[[], Steps[Any]], *, seconds: float) -> Steps[Any]:
        """Return the part of the catalogue called `name`; the first who asks makes it, and the others wait for that."""
        found = self._here(name)
        if found is not _NOTHING:
            return done(found)
        return exclusive(f"memory {id(self)} {name}", self._made(name, make, seconds))

    def _made(self, name: str, make: Callable[[], Steps[Any]], seconds: float) -> Steps[Any]:
        found = self._here(name)
        if found is not _NOTHING:
            return found
        self._catalog.add(name)
        shared = None if self._is_to_be_renewed(name) else (yield from self.recall(name, seconds=seconds))
        if shared is not None:
            return shared
        made = yield from make()
        yield from self.keep(name, made, seconds=seconds)
        return made

    def recall(self, name: str, *, seconds: float) -> Steps[Any]:
        """Return what was kept under `name`, or None; what came from the cache is remembered here for `seconds`."""
        found = self._here(name)
        if found is not _NOTHING:
            return found
        if self._cache is None:
            return None
        kept = yield from call(self._cache.get, self._prefix + name)
        if kept is None:
            return None
        value = orjson.loads(kept)
        self._note(name, value, seconds)
        return value

    def keep(self, name: str, value: Any, *, seconds: float) -> Steps[None]:
        """Keep JSON under `name` for so long."""
        self._note(name, value, seconds)
        if self._cache is not None:
            yield from call(self._cache.set, self._prefix + name, orjson.dumps(value), seconds)

    def forget_catalog(self) -> None:
        """Have everything that `remembered` knows made anew, whatever a cache still has."""
        for name in tuple(self._catalog):
            self._entries.pop(name, None)
        self._renewed = set()

    def _is_to_be_renewed(self, name: str) -> bool:
        if self._renewed is None or name in self._renewed:
            return False
        self._renewed.add(name)
        return True

    def _here(self, name: str) -> object:
        until, value = self._entries.get(name, (0.0, _NOTHING))
        return value if value is _NOTHING or self.clock() < until else _NOTHING

    def _note(self, name: str, value: object, seconds: float) -> None:
        self._entries.pop(name, None)
        self._entries[name] = self.clock() + seconds, value
        if len(self._entries) > _MOST_ENTRIES:
            for oldest in tuple(self._entries)[: _MOST_ENTRIES // 2]:
                self._entries.pop(oldest, None)
