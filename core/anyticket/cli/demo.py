"""The demo command: the main job on the embedded tracker, each result held against what was to be expected."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from ..client.blocking import Client
from ..config import Settings
from ..model.connection import Connection
from ..runtime import Runtime
from .exits import ExitCode
from .screen import Screen
from .state import state_of
from .verbose import Verbose


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the story: how many calls it made, and how long it took."""

    name: str
    calls: int
    seconds: float


class Demo:
    """What the story is told with: a client, a screen, and a record of what it did."""

    def __init__(self, client: Client, screen: Screen, folder: Path) -> None:
        self.client, self.screen, self.folder = client, screen, folder
        self.steps: list[Step] = []
        self.checked = 0
        self.differences: list[str] = []
        self._calls = 0

    @contextmanager
    def step(self, name: str) -> Generator[None]:
        """Time a part of the story."""
        self._calls, began = 0, time.perf_counter()
        yield
        self.steps.append(Step(name, self._calls, time.perf_counter() - began))

    def called(self, times: int = 1) -> None:
        """Count calls of operations."""
        self._calls += times

    def expect(self, what: str, found: object, expected: object) -> None:
        """Hold a result against what was to be expected."""
        self.checked += 1
        if found != expected:
            self.differences.append(f"{what}: {found!r} instead of {expected!r}")

    def show_steps(self) -> None:
        """Show what was done, and what differed."""
        rows = [(step.name, str(step.calls), f"{step.seconds * 1000:.0f} ms") for step in self.steps]
        seconds = sum(step.seconds for step in self.steps)
        calls = sum(step.calls for step in self.steps)
        self.screen.table(("step", "calls", "time"), rows, title="What was done")
        for difference in self.differences:
            self.screen.line(f"DIFFERENT  {difference}", style="bold red")
        verdict = f"{len(self.differences)} differ" if self.differences else "all of them as expected"
        self.screen.line(f"{calls} calls in {seconds:.1f} s; {self.checked} results checked, {verdict}.", style="bold")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    tickets: Annotated[int, typer.Option(min=12, max=2000, help="How many tickets the project has.")] = 48,
) -> None:
    """Do the main job on the embedded tracker, in a temporary file. Fails if anything is not as expected."""
    from .demo_story import tell

    state = state_of(context)
    plugins = [Verbose(state.screen)] if state.verbose else []
    with TemporaryDirectory(prefix="anyticket-demo-") as folder:
        connection = Connection(provider="local", url=str(Path(folder) / "demo.db"), key="demo")
        with Runtime(config=Settings(), plugins=plugins) as runtime:
            told = Demo(Client(connection, runtime=runtime), state.screen, Path(folder))
            tell(told, tickets)
        told.show_steps()
    if told.differences:
        raise typer.Exit(ExitCode.FAILED)
