"""The plugin that is always there: secrets from the environment, files and keyring; tokens in memory."""

from __future__ import annotations

import threading
import time

from ..auth.tokens import MemoryTokenStore, TokenStore
from ..model.connection import Connection
from ..model.secret import Secret
from . import hookimpl
from .secrets import look_up


class Builtin:
    """Answers last, so that whatever a host or another plugin brings comes first."""

    def __init__(self) -> None:
        self._tokens = MemoryTokenStore(time.monotonic, threading.Lock())

    @hookimpl(trylast=True)
    def anyticket_secret(self, reference: str) -> Secret | None:
        """Look a reference up where no plugin is needed."""
        return look_up(reference)

    @hookimpl(trylast=True)
    def anyticket_token_store(self, connection: Connection) -> TokenStore:
        """Keep tokens while the process lives: all that a script needs."""
        return self._tokens
