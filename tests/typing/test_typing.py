"""Both checkers see the exact types, refuse mistakes, and accept the example of the design."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from anyticket.provider.operations import OPERATIONS

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHECKERS = {"mypy": ["mypy", "--no-error-summary"], "pyright": ["pyright"]}


@pytest.mark.parametrize("checker", CHECKERS)
def test_checkers_refuse_exactly_the_marked_lines(checker: str) -> None:
    files = {path.name: path for path in (HERE / "api.py", HERE / "mistakes.py", HERE / "design_example.py")}
    marked = {
        (name, number)
        for name, path in files.items()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if line.endswith("# error")
    }

    run = subprocess.run(
        [sys.executable, "-m", *CHECKERS[checker], *map(str, files.values())],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    found = {(Path(path).name, int(line)) for path, line in re.findall(r"([\w/.-]+\.py):(\d+).*?error", run.stdout)}
    assert found == marked, run.stdout + run.stderr
    assert len(marked) > 30


def test_every_operation_is_checked_in_both_colours() -> None:
    text = (HERE / "api.py").read_text()

    assert {name: text.count(f"client.{name}(") for name in OPERATIONS} == dict.fromkeys(OPERATIONS, 2)
