"""The `anyticket` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command of this process, and end it."""
    from .running import run

    sys.exit(run(sys.argv[1:]))
