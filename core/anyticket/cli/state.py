"""State: what the options before the command said, and how a command gets its client from it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import typer

from ..client.blocking import Client
from ..config import Settings, load
from ..plugin.manager import PluginManager
from ..runtime import Runtime
from .screen import Screen
from .verbose import Verbose


@dataclass(slots=True)
class State:
    """The options that every command has."""

    config: Path | None = None
    verbose: bool = False
    screen: Screen = field(default_factory=Screen)

    @contextmanager
    def client(self, name: str) -> Generator[Client]:
        """Open the connection called `name`, closed at the end of the block."""
        plugins = [Verbose(self.screen)] if self.verbose else []
        with Runtime(config=self.config, plugins=plugins, network="open") as runtime:
            yield Client(runtime.connection(name), runtime=runtime)

    def settings(self) -> Settings:
        """Read plugins.toml."""
        return load(self.config)

    def manager(self) -> PluginManager:
        """Load the plugins."""
        return PluginManager(enabled=self.settings().enabled)


def state_of(context: typer.Context) -> State:
    """Return the state of a command."""
    state = context.find_object(State)
    assert state is not None
    return state
