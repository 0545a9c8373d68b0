"""`python -m anyticket.cli` is the `anyticket` command."""

from __future__ import annotations

from . import main

if __name__ == "__main__":
    main()
