"""
The export command: tickets as JSON lines, page by page, to be gone on with where it stopped.

Beside FILE stands FILE.cursor while it is not complete: the cursor of the next page, how many bytes and tickets are
written, and of what. What a crash left half written is cut off when the export goes on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, BinaryIO

import orjson
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..client.blocking import Client
from ..errors import ConfigError
from ..model.query import Query
from .reading import Name
from .screen import Screen, json_line
from .searching import Texts
from .state import state_of


@dataclass(frozen=True, slots=True)
class _Place:
    """How far an export of `query` has come. Without a cursor it has not begun."""

    query: str
    cursor: str | None = None
    size_bytes: int = 0
    tickets: int = 0


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("export")(export)


def export(
    context: typer.Context,
    name: Name,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write; it must not exist.")],
    project: Annotated[Texts, typer.Option(help="Only this project; may be given more than once.")] = None,
    page_size: Annotated[int, typer.Option(min=1, max=1000)] = 100,
) -> None:
    """Write tickets with all that can be loaded to FILE, one JSON object a line. After a stop, the same command goes on."""
    state = state_of(context)
    query = Query(project=project or None)
    begun = _resumed(output, f"{name} {query.model_dump_json()}")
    with state.client(name) as client:
        total = client.count_tickets(query).value if client.supports("count_tickets") else None
        with _progress(state.screen, total) as advance:
            advance(begun.tickets)
            written = _write(client, query, page_size, output, begun, advance)
    state.screen.note(f"{written} tickets in {output}")


def _write(
    client: Client, query: Query, page_size: int, output: Path, place: _Place, advance: Callable[[int], object]
) -> int:
    with output.open("r+b" if place.cursor else "xb") as file:
        file.truncate(place.size_bytes)
        file.seek(place.size_bytes)
        for page in client.export_tickets(query, page_size=page_size, cursor=place.cursor).pages():
            file.writelines(f"{json_line(ticket)}\n".encode() for ticket in page.items)
            place = _Place(place.query, page.cursor, _saved(file), place.tickets + len(page.items))
            if place.cursor is not None:
                _remember(output, place)
            advance(len(page.items))
    _beside(output).unlink(missing_ok=True)
    return place.tickets


def _saved(file: BinaryIO) -> int:
    """Make sure that what was written is on the disk; return how long the file is."""
    file.flush()
    os.fsync(file.fileno())
    return file.tell()


def _resumed(output: Path, query: str) -> _Place:
    """Return where to begin. Raises ConfigError rather than overwrite anything or mix two exports."""
    beside = _beside(output)
    if not beside.exists():
        if output.exists():
            raise ConfigError(f"{str(output)!r} exists already and is not overwritten: choose another --output")
        return _Place(query)
    try:
        place = _Place(**orjson.loads(beside.read_bytes()))
    except (ValueError, TypeError):
        raise ConfigError(f"{str(beside)!r} is damaged: remove it and {str(output)!r}, and begin anew") from None
    if place.query != query:
        raise ConfigError(f"{str(output)!r} is the unfinished export of something else: choose another --output")
    return place


def _remember(output: Path, place: _Place) -> None:
    fresh = _beside(output).with_suffix(".new")
    fresh.write_bytes(orjson.dumps(asdict(place)))
    fresh.replace(_beside(output))


def _beside(output: Path) -> Path:
    return output.with_name(f"{output.name}.cursor")


@contextmanager
def _progress(screen: Screen, total: int | None) -> Generator[Callable[[int], object]]:
    """Show how far it is, on a terminal only."""
    if not screen.err.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=screen.err) as progress:
        task = progress.add_task("tickets", total=total)
        yield lambda count: progress.advance(task, count)
