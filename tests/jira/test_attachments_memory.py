"""
Memory: a file of any size goes up and down in 40 MB, in both colours and to both kinds of Jira.

The file has 60 MB, and 300 MB with HYPOTHESIS_PROFILE=long. Its client is a fresh process; Jira is in this one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import orjson
import pytest

from anyticket.testing import SimulatedJira

pytestmark = pytest.mark.jira(issues=9)

MEGABYTE: Final = 1_000_000
SIZE: Final = (300 if os.environ.get("HYPOTHESIS_PROFILE") == "long" else 60) * MEGABYTE
BOUND: Final = 40 * MEGABYTE
PROGRAM: Final = Path(__file__).with_name("attachment_memory.py")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "large.bin"
    block = os.urandom(MEGABYTE)
    with path.open("wb") as file:
        for number in range(SIZE // MEGABYTE):
            file.write(number.to_bytes(8) + block[8:])
    return path


def went(jira: SimulatedJira, file: Path, colour: str, *, whole: bool = False) -> dict[str, Any]:
    """Have a fresh process send the file and get it back; return what it tells."""
    setting = jira.site.store.settings.first(name="uploadLimit")
    assert setting is not None
    jira.site.store.settings.save(replace(setting, value=2 * SIZE))
    folder = file.parent / "saved"
    folder.mkdir()
    cloud = jira.gateway is not None
    told = {
        "variant": "cloud" if cloud else "server",
        "url": jira.url,
        "login": jira.admin.username,
        "secret": jira.admin.password if cloud else jira.admin.token,
        "issue": "DEMO-1",
        "file": str(file),
        "folder": str(folder),
        "colour": colour,
        "whole": whole,
    }
    done = subprocess.run(
        [sys.executable, str(PROGRAM), orjson.dumps(told).decode()], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = orjson.loads(done.stdout)
    return answer


@pytest.mark.parametrize("colour", ["blocking", "awaited"])
@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_a_large_file_goes_up_and_down_in_little_memory(
    variant: str, colour: str, simulated_jira: Callable[..., SimulatedJira], file: Path
) -> None:
    told = went(simulated_jira(variant), file, colour)

    sys.stdout.write(f"{variant} {colour}: {SIZE // MEGABYTE} MB, {told['base']} KiB, then {told['peak']} KiB\n")
    assert told["same"]
    assert (told["peak"] - told["base"]) * 1024 < BOUND


def test_the_gauge_sees_a_file_that_is_held_in_memory(simulated_jira: Callable[..., SimulatedJira], file: Path) -> None:
    told = went(simulated_jira("cloud"), file, "blocking", whole=True)

    assert told["same"]
    assert told["base"] * 1024 > SIZE
