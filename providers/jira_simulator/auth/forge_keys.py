"""The keys that sign invocations of Forge apps: one at a time, those before it for whoever still has to check."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import uuid4

from joserfc.jwk import RSAKey

__all__ = ["ForgeKeys"]


class ForgeKeys:
    """The keys of one site, the newest last."""

    def __init__(self) -> None:
        self._rotated: list[tuple[str, RSAKey]] | None = None

    @property
    def _keys(self) -> list[tuple[str, RSAKey]]:
        if self._rotated is None:
            self._rotated = [("forge-1", _first())]
        return self._rotated

    @property
    def current(self) -> tuple[str, RSAKey]:
        """The key id that tokens are signed with now, and its key."""
        return self._keys[-1]

    def rotate(self, *, forget: bool = False) -> str:
        """Sign with a new key from now on; return its id. `forget` publishes the others no longer."""
        fresh = (f"forge-{uuid4().hex[:8]}", RSAKey.generate_key(2048))
        self._rotated = [fresh] if forget else [*self._keys, fresh]
        return fresh[0]

    def published(self) -> dict[str, Any]:
        """Return the public halves, as a set of JSON web keys."""
        facts = {"use": "sig", "alg": "RS256"}
        return {"keys": [{**key.as_dict(private=False), **facts, "kid": kid} for kid, key in self._keys]}


@cache
def _first() -> RSAKey:
    """Return one key for all sites of a process, for making one takes a while."""
    return RSAKey.generate_key(2048)
