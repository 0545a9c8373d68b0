"""The commands `anyticket local …`: look after the files of this tracker."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich import print as show
from rich.table import Table

from anyticket.errors import ConfigError
from anyticket.request import Request, Response

from .server import Server

commands = typer.Typer(name="local", help="Look after the files of the embedded tracker.", no_args_is_help=True)

_File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The file of a tracker.")]


@commands.command()
def backup(source: _File, target: Annotated[Path, typer.Argument(help="A new file.")]) -> None:
    """Copy a tracker into a new file, consistently, also while it is in use."""
    if target.exists():
        raise ConfigError(f"{str(target)!r} exists already and is not overwritten: choose another path")
    server = Server(str(source))
    try:
        server.database.copy_to(str(target))
    finally:
        server.database.close()
    show(f"{target}: {target.stat().st_size:,} bytes")


@commands.command()
def info(file: _File) -> None:
    """Tell what is in a tracker, and whether its file is sound."""
    server = Server(str(file))
    try:
        found = _content(server.handle(Request.get("/server", query=(("check", "1"),))))
    finally:
        server.database.close()
    table = Table("what", "value")
    for name, value in found.items():
        table.add_row(name.replace("_", " "), str(value))
    show(table)
    if found["integrity"] != "ok":
        raise typer.Exit(1)


@commands.command()
def person(
    file: _File,
    username: Annotated[str, typer.Argument(help="How the person is called in the tracker.")],
    name: Annotated[str, typer.Argument(help="How the person is called.")],
    email: Annotated[str | None, typer.Option(help="An e-mail address that nobody else has.")] = None,
) -> None:
    """Add a person, to whom tickets can be assigned."""
    server = Server(str(file))
    try:
        body = {"username": username, "name": name, "email": email}
        made = _content(server.handle(Request.post("/people", json=body)))
    finally:
        server.database.close()
    show(f"{made['name']} has the id {made['id']}")


def _content(response: Response) -> dict[str, object]:
    content: dict[str, object] = response.json()
    if response.status >= 400:
        raise ConfigError(str(content["message"]))
    return content
