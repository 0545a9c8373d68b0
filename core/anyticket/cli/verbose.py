"""Verbose: a plugin of the command itself, which shows each attempt of each request."""

from __future__ import annotations

import time

from ..layers.slots import Slot, SlottedLayer
from ..layers.trace import Attempt, trace
from ..model.connection import Connection
from ..plugin import hookimpl
from .screen import Screen


class Verbose:
    """Writes a line on standard error for each attempt."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    @hookimpl
    def anyticket_layers(self, connection: Connection) -> list[SlottedLayer]:
        """Return the layer that watches."""
        return [(Slot.REQUEST, trace(self._show, clock=time.monotonic))]

    def _show(self, attempt: Attempt) -> None:
        outcome = attempt.error if attempt.status is None else str(attempt.status)
        again = f" (attempt {attempt.attempt})" if attempt.attempt > 1 else ""
        self._screen.note(f"{attempt.name} -> {outcome} in {attempt.seconds * 1000:.0f} ms{again}", style="dim")
