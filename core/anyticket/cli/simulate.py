"""The simulate command: a Jira on loopback until it is stopped, with all that one needs to log in to it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer

from ..errors import ConfigError
from .screen import Screen
from .state import state_of


class Variant(Enum):
    """The trackers that can be simulated."""

    CLOUD = "jira-cloud"
    SERVER = "jira-server"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("simulate")(simulate)


def simulate(
    context: typer.Context,
    variant: Annotated[Variant, typer.Argument(show_choices=True, help="What to run.")],
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="How many issues to make.")] = 100,
    path: Annotated[str, typer.Option("--context", help="The context path of a Server, such as /jira.")] = "",
    jira_version: Annotated[
        str | None, typer.Option(help="What a Server claims to be: 8.20, 9.12, 10.3 or 11.3.")
    ] = None,
    file: Annotated[Path | None, typer.Option(help="Keep everything in this SQLite file.")] = None,
    lag: Annotated[float, typer.Option(min=0, help="How many seconds search does not see a change.")] = 0.0,
    limits: Annotated[bool, typer.Option("--limits", help="Refuse what the vendor's documents call too much.")] = False,
    anywhere: Annotated[bool, typer.Option("--deliver-anywhere", help="Post webhooks beyond loopback too.")] = False,
    sites: Annotated[int, typer.Option(min=1, help="How many sites of Cloud the gateway reaches.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Say in one line of JSON when it is ready.")] = False,
) -> None:
    """Run a Jira on this machine until Ctrl-C or SIGTERM, to try things out and to test against."""
    try:
        from jira_simulator.launch import access, add_sites, make_site
        from jira_simulator.limits import limits_of, real_rules
        from jira_simulator.serving import listen, serve, url_of
    except ModuleNotFoundError as exc:
        raise ConfigError('simulate needs an extra: pip install "anyticket[simulator]"') from exc
    listener = listen(host, port)
    site = make_site(
        variant.value.removeprefix("jira-"),
        url=url_of(listener),
        issues=seed,
        version=jira_version,
        context=path,
        file=None if file is None else str(file),
        index_lag_seconds=lag,
    )
    if sites > 1:
        add_sites(site, sites - 1, issues=seed)
    if limits:
        site.limits = limits_of(site, real_rules(site))
    site.webhooks.anywhere = anywhere
    screen = state_of(context).screen
    as_json = as_json or not sys.stdout.isatty()

    def tell() -> None:
        if as_json:
            screen.json(access(site))
        else:
            _show(screen, access(site), kept=file)
        sys.stdout.flush()

    serve(site, listener, ready=tell)


def _show(screen: Screen, told: Mapping[str, Any], *, kept: Path | None) -> None:
    cloud = told["variant"] == "cloud"
    screen.line(f"{'Jira Cloud' if cloud else 'Jira Data Center ' + told['version']} is ready", style="bold green")
    rows = [("url", told["url"])]
    if cloud:
        rows += [("gateway", told["gateway"]), ("cloud id", told["cloudId"])]
    rows += [("projects", ", ".join(told["projects"])), ("issues", str(told["issues"]))]
    screen.table(("what", "is"), rows)
    secrets = {"apiToken": "API token", "scopedApiToken": "API token with scopes"}
    if not cloud:
        secrets = {"password": "password", "token": "personal access token"}
    people = {who: told[who] for who in ("admin", "user")}
    logins = [(who, _name(of), *(of[name] for name in secrets)) for who, of in people.items()]
    screen.table(("who", "logs in as", *secrets.values()), logins)
    end = "everything in it is gone" if kept is None else f"{kept} keeps everything"
    screen.line(f"Open the url in a browser to look around. Ctrl-C stops it, and {end}.")


def _name(login: Mapping[str, str]) -> str:
    return login.get("email") or login["name"]
