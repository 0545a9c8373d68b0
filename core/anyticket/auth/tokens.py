"""
Tokens: what an OAuth grant gives, and the store that keeps it when it rotates.

A store answers at once and never waits: it is asked inside `call`, and whoever does not get a lease asks again later.
Two stores of one host, or two processes, agree through `save` alone: it swaps only what the caller has seen.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from pydantic import BaseModel, SecretStr

from ..model.times import Moment

_MARGIN: Final = timedelta(seconds=60)


class Token(BaseModel, frozen=True, extra="forbid", hide_input_in_errors=True):
    """An access token, and what renews it."""

    access_token: SecretStr
    refresh_token: SecretStr | None = None
    issued_at: Moment | None = None
    expires_at: Moment | None = None
    scopes: tuple[str, ...] = ()

    def expired(self, now: datetime) -> bool:
        """Tell whether it is of no more use at `now`; one without an end never is."""
        return self.expires_at is not None and now >= self.expires_at

    def aging(self, now: datetime) -> bool:
        """Tell whether to renew it: in its last minute, or in the last tenth of a life that is short."""
        if self.expires_at is None:
            return False
        margin = _MARGIN if self.issued_at is None else min(_MARGIN, (self.expires_at - self.issued_at) / 10)
        return now >= self.expires_at - margin


class Lease(Protocol):
    """The right to renew a token, until it is released or its time is over."""

    def release(self) -> None:
        """Let others have it; a lease that is over or released already is left alone."""
        ...


class TokenStore(Protocol):
    """Keeps tokens by key. `version` is opaque."""

    def load(self, key: str) -> tuple[Token, str] | None:
        """Return a token and its version."""
        ...

    def save(self, key: str, token: Token, expected: str | None) -> bool:
        """Keep a token if the stored version is the expected one, None where there is none; tell whether it was."""
        ...

    def delete(self, key: str) -> None:
        """Forget a token; one that is not there is forgotten already."""
        ...

    def lease(self, key: str, seconds: float) -> Lease | None:
        """Take the lease of a token for so long, or return None: somebody has it."""
        ...


@dataclass(frozen=True, slots=True)
class MemoryLease:
    """A lease of a MemoryTokenStore."""

    store: MemoryTokenStore
    key: str
    until: float

    def release(self) -> None:
        """Let others have it."""
        self.store.end(self)


class MemoryTokenStore:
    """
    Keeps tokens as long as the process lives: a default for scripts and tests.

    `clock` tells seconds that only grow; `lock` lets one thread in at a time.
    """

    def __init__(self, clock: Callable[[], float], lock: AbstractContextManager[Any]) -> None:
        self._clock, self._lock = clock, lock
        self._tokens: dict[str, tuple[Token, int]] = {}
        self._leases: dict[str, MemoryLease] = {}
        self._saves = 0

    def load(self, key: str) -> tuple[Token, str] | None:
        """Return a token and its version."""
        with self._lock:
            found = self._tokens.get(key)
        return None if found is None else (found[0], str(found[1]))

    def save(self, key: str, token: Token, expected: str | None) -> bool:
        """Keep a token if the stored version is the expected one."""
        with self._lock:
            found = self._tokens.get(key)
            if expected != (None if found is None else str(found[1])):
                return False
            self._saves += 1  # over all keys, so that a deleted token's version never comes back
            self._tokens[key] = (token, self._saves)
            return True

    def delete(self, key: str) -> None:
        """Forget a token."""
        with self._lock:
            self._tokens.pop(key, None)

    def lease(self, key: str, seconds: float) -> Lease | None:
        """Take the lease of a token, unless somebody has it."""
        with self._lock:
            now, held = self._clock(), self._leases.get(key)
            if held is not None and now < held.until:
                return None
            lease = self._leases[key] = MemoryLease(self, key, now + seconds)
            return lease

    def end(self, lease: MemoryLease) -> None:
        """End a lease, unless it ended already and another one took its place."""
        with self._lock:
            if self._leases.get(lease.key) is lease:
                del self._leases[lease.key]
