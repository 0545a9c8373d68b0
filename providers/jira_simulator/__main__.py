"""The command: `python -m jira_simulator {cloud,server}`; one line of JSON says when it is ready, and how to log in."""

from __future__ import annotations

import argparse
import json
import socket
import sys
from collections.abc import Sequence
from typing import Any

import uvicorn

from .app import create_app
from .launch import access, make_site

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a site until it is stopped."""
    asked = _parser().parse_args(arguments)
    listener = socket.create_server((asked.host, asked.port))
    url = f"http://{asked.host}:{listener.getsockname()[1]}"
    site = make_site(
        asked.variant,
        url=url,
        issues=asked.seed,
        version=asked.jira_version,
        context=asked.context,
        file=asked.file,
        index_lag_seconds=asked.lag,
    )
    server = _Ready(
        uvicorn.Config(create_app(site), log_level="warning", access_log=False, lifespan="off", server_header=False),
        access(site),
    )
    server.run(sockets=[listener])
    return 0


class _Ready(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, told: dict[str, Any]) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        sys.stdout.write(json.dumps(self._told) + "\n")
        sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m jira_simulator", description="Run a Jira on loopback.")
    parser.add_argument("variant", choices=("cloud", "server"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free one")
    parser.add_argument("--seed", type=int, default=100, metavar="N", help="how many issues to make")
    parser.add_argument("--context", default="", metavar="PATH", help="the context path of a server, such as /jira")
    parser.add_argument("--jira-version", default=None, help="what a server claims to be: 8.20, 9.12, 10.3, 11.3")
    parser.add_argument("--file", default=None, help="keep everything in this SQLite file")
    parser.add_argument("--lag", type=float, default=0.0, metavar="SECONDS", help="how long search lags behind")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
