"""HostPlugin: what a host gives to a runtime directly, as the plugin that answers first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from pydantic import SecretStr

from ..auth.tokens import TokenStore
from ..model.connection import Connection
from ..model.secret import Secret
from . import hookimpl

#: Returns the secret that a reference leads to, or None for references that others look up.
LookUp: TypeAlias = Callable[[str], str | None]


class HostPlugin:
    """Looks up references and keeps tokens, as far as the host says how."""

    def __init__(self, look_up: LookUp | None, token_store: TokenStore | None) -> None:
        self._look_up, self._token_store = look_up, token_store

    @hookimpl(tryfirst=True)
    def anyticket_secret(self, reference: str) -> Secret | None:
        """Ask the host."""
        found = self._look_up(reference) if self._look_up else None
        return None if found is None else Secret(SecretStr(found), "the host")

    @hookimpl(tryfirst=True)
    def anyticket_token_store(self, connection: Connection) -> TokenStore | None:
        """Return the host's store."""
        return self._token_store
