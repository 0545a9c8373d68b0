"""The commands that read: connections, plugins, check, get."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, cast

import typer

from ..errors import Error
from ..model.checkup import Checkup
from ..model.ticket import LOADS, Load
from .exits import ExitCode
from .state import State, state_of
from .tickets import show_ticket

Json = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]
Name = Annotated[str, typer.Argument(help="The connection, as plugins.toml calls it.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("connections")(connections)
    app.command("plugins")(plugins)
    app.command("check")(check)
    app.command("get")(get)


def connections(context: typer.Context, as_json: Json = False) -> None:
    """List the connections, and what each of them lacks to be used."""
    state = state_of(context)
    rows = [_connection_row(state, name) for name in _names(state)]
    if as_json:
        for row in rows:
            state.screen.json(row)
    elif rows:
        state.screen.table(list(rows[0]), [[value or "" for value in row.values()] for row in rows])
    else:
        state.screen.line("No connections: no plugins.toml was found, and no plugin brings one.")


def _names(state: State) -> list[str]:
    own = [name for name, provider in state.manager().providers().items() if provider.default_url is not None]
    return list(dict.fromkeys([*state.settings().connections, *own]))


def _connection_row(state: State, name: str) -> dict[str, str | None]:
    settings = state.settings()
    table = settings.connections.get(name)
    row: dict[str, str | None] = {
        "name": name,
        "provider": name if table is None else table.provider,
        "url": None if table is None else table.url,
        "auth": None if table is None or table.auth is None else str(table.auth.get("mode")),
        "problem": None,
    }
    try:
        row["url"] = settings.connection(name, state.manager()).url
    except Error as exc:
        row["problem"] = str(exc)
    return row


def plugins(context: typer.Context, as_json: Json = False) -> None:
    """List the plugins: which load, what they bring, and why one is broken."""
    state = state_of(context)
    found = state.manager().listing()
    if as_json:
        for info in found:
            state.screen.json(asdict(info))
        return
    rows = [
        (
            info.name,
            info.state,
            f"{info.distribution or ''} {info.version or ''}".strip(),
            ", ".join(info.providers),
            info.problem or "",
        )
        for info in found
    ]
    state.screen.table(("plugin", "state", "distribution", "providers", "problem"), rows)


def check(context: typer.Context, name: Name, as_json: Json = False) -> None:
    """Ask the tracker who one is there and what is missing. Fails if something is."""
    state = state_of(context)
    with state.client(name) as client:
        found = client.check()
        if as_json:
            state.screen.json(found)
        else:
            _show_checkup(state, name, found)
    if not found.ok:
        raise typer.Exit(ExitCode.FAILED)


def _show_checkup(state: State, name: str, found: Checkup) -> None:
    account = getattr(found, "account", None)
    who = getattr(account, "name", None) or getattr(account, "username", None) or getattr(account, "id", "nobody")
    where = " ".join(str(getattr(found, part)) for part in ("site", "deployment", "version") if hasattr(found, part))
    state.screen.line(f"{name}: {who} on {where}" if where else f"{name}: {who}")
    for finding in found.findings:
        state.screen.line(f"{finding.severity}: {finding.message} {getattr(finding, 'advice', '')}")
    state.screen.line("Everything is in order." if found.ok else "Something is missing.")


def get(
    context: typer.Context,
    name: Name,
    key: Annotated[str, typer.Argument(help="The key or id of the ticket.")],
    load: Annotated[list[str] | None, typer.Option(help=f"What to bring with it: {', '.join(LOADS)}.")] = None,
    as_json: Json = False,
) -> None:
    """Show a ticket."""
    state = state_of(context)
    for wanted in load or ():
        if wanted not in LOADS:
            raise typer.BadParameter(f"{wanted!r} cannot be loaded; there is {', '.join(LOADS)}")
    with state.client(name) as client:
        ticket = client.get_ticket(key, load=cast("list[Load]", load or []))
        if as_json:
            state.screen.json(ticket)
        else:
            show_ticket(state.screen, ticket)
