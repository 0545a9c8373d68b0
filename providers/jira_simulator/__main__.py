"""The command: `python -m jira_simulator {cloud,server}`; one line of JSON says when it is ready, and how to log in."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from .launch import access, add_sites, make_site, set_upload_limit
from .limits import limits_of, real_rules
from .serving import listen, serve, url_of
from .site import Site

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a site until it is stopped."""
    asked = _parser().parse_args(arguments)
    listener = listen(asked.host, asked.port)
    site = make_site(
        asked.variant,
        url=url_of(listener),
        issues=asked.seed,
        version=asked.jira_version,
        context=asked.context,
        file=asked.file,
        index_lag_seconds=asked.lag,
    )
    if asked.sites > 1:
        add_sites(site, asked.sites - 1, issues=asked.seed)
    if asked.limits:
        site.limits = limits_of(site, real_rules(site))
    if asked.upload_limit is not None:
        set_upload_limit(site, asked.upload_limit)
    site.webhooks.anywhere = asked.deliver_anywhere
    serve(site, listener, ready=lambda: _tell(site))
    return 0


def _tell(site: Site) -> None:
    sys.stdout.write(json.dumps(access(site)) + "\n")
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
    parser.add_argument("--sites", type=int, default=1, metavar="N", help="how many sites of Cloud the gateway reaches")
    parser.add_argument("--upload-limit", type=int, metavar="BYTES", help="the size of the largest attachment")
    parser.add_argument("--limits", action="store_true", help="refuse what the vendor's documents call too much")
    parser.add_argument("--deliver-anywhere", action="store_true", help="post webhooks beyond loopback too")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
