"""
Renewal: a token that is always good, asked for once by however many need it.

    in memory -> in the store -> with the lease of the store, from the token endpoint

One thread or task of a runtime at a time is past the first step, and of all processes the one that has the lease is
past the second. A rotated token is saved before anybody sees it; who finds that somebody else was faster takes what is
there. From the request on to the save nothing is cancelled, but waiting for others is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from ..errors import ProviderError, ReconnectNeeded, Unavailable
from ..flow import Steps, call, exclusive, sleep
from ..request import Context, Request
from .equipment import Equipment
from .token_requests import read_token_error, token_of
from .tokens import Lease, Token

#: Longer than the attempts of one renewal take; a process that dies meanwhile keeps others waiting no longer.
LEASE_SECONDS: Final = 60.0
_FIRST_PAUSE_SECONDS: Final = 0.02
_LONGEST_PAUSE_SECONDS: Final = 0.5


class Renewal:
    """
    The token that is kept under `key`.

    `ask` makes the request for another one, out of the token so far, if there is one; it raises ReconnectNeeded if
    there is nothing to ask with.
    """

    def __init__(self, key: str, ask: Callable[[Token | None, Context], Request], equipment: Equipment) -> None:
        self._key, self._ask, self._equipment = key, ask, equipment
        self._store = equipment.store
        self._send = equipment.exchange(read_token_error)
        self._known: Token | None = None
        self._unsaved: tuple[Token, str | None] | None = None

    def token(self, context: Context, refused: Token | None = None) -> Steps[Token]:
        """Return a token that is good, and another one than was `refused`."""
        waited, pause = 0.0, _FIRST_PAUSE_SECONDS
        while True:
            known = self._known
            if known is not None and self._fresh(known, refused):
                return known
            found = yield from exclusive(f"token {self._key}", self._found(context, refused), shielded=True)
            if found is not None:
                return found
            if waited > LEASE_SECONDS:
                raise Unavailable("somebody else has been renewing this token for too long", sent=False)
            yield from sleep(pause)
            waited, pause = waited + pause, min(pause * 2, _LONGEST_PAUSE_SECONDS)

    def _found(self, context: Context, refused: Token | None) -> Steps[Token | None]:
        """Return a token, or None while somebody else renews it and there is none for the meantime."""
        known = self._known
        if known is not None and self._fresh(known, refused):
            return known
        stored = yield from call(self._store.load, self._key)
        if stored is not None and self._fresh(stored[0], refused):
            return self._remembered(stored[0])
        lease = yield from call(self._store.lease, self._key, LEASE_SECONDS)
        if lease is None:
            return stored[0] if stored is not None and self._lives(stored[0], refused) else None
        return (yield from self._leased(lease, context, refused))

    def _leased(self, lease: Lease, context: Context, refused: Token | None) -> Steps[Token]:
        try:
            token = yield from self._renewed(context, refused)
        except Exception:
            yield from call(lease.release)
            raise
        except BaseException:  # nothing can be asked of a driver that is going away
            lease.release()
            raise
        yield from call(lease.release)
        return self._remembered(token)

    def _renewed(self, context: Context, refused: Token | None) -> Steps[Token]:
        """Return another token, with the lease: what is in the store now is what counts."""
        stored = yield from call(self._store.load, self._key)
        if stored is not None and self._fresh(stored[0], refused):
            return stored[0]
        before, version = stored or (None, None)
        if self._unsaved is not None and self._unsaved[1] == version:  # the store failed the last time
            return (yield from self._saved(self._unsaved[0], version))
        spare = before if before is not None and self._lives(before, refused) else None
        asked_at = self._equipment.now()
        try:
            request = self._ask(before, replace(context, attempts=1) if spare is not None else context)
            response = yield from self._send(request)
            token = token_of(response, asked_at, before)
        except ReconnectNeeded:
            again = yield from call(self._store.load, self._key)
            if again is not None and again[1] != version:
                return again[0]
            raise
        except ProviderError as exc:
            if spare is not None and exc.temporary:
                return spare
            raise
        return (yield from self._saved(token, version))

    def _saved(self, token: Token, version: str | None) -> Steps[Token]:
        """Save a token, or return the one that somebody else has saved meanwhile."""
        self._unsaved = token, version
        won = yield from call(self._store.save, self._key, token, version)
        self._unsaved = None
        if won:
            return token
        other = yield from call(self._store.load, self._key)
        if other is None:
            raise ReconnectNeeded("the grant was taken away while its token was renewed", sent=False)
        return other[0]

    def _remembered(self, token: Token) -> Token:
        self._known = token
        return token

    def _fresh(self, token: Token, refused: Token | None) -> bool:
        return not token.aging(self._now()) and not _same(token, refused)

    def _lives(self, token: Token, refused: Token | None) -> bool:
        return not token.expired(self._now()) and not _same(token, refused)

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._equipment.now(), UTC)


def _same(token: Token, refused: Token | None) -> bool:
    return refused is not None and token.access_token == refused.access_token
