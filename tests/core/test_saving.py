"""Names of saved files: whatever a tracker calls a file, it is one plain file in the folder, on any system."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anyticket.provider.saving import safe_name

# https://learn.microsoft.com/en-us/windows/win32/fileio/naming-a-file#naming-conventions
DEVICES = ["con", "PRN", "Aux", "nul", "COM1", "com9", "LPT1", "lpt0", "COM¹", "LPT³", "CONIN$", "conout$"]


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example("../../etc/passwd")
@example("..\\..\\boot.ini")
@example("C:\\x")
@example("a/..")
@example("x" * 199 + " .y" * 20)
def test_any_name_becomes_one_plain_file(name: str) -> None:
    safe = safe_name(name)

    assert safe == PurePosixPath(safe).name == PureWindowsPath(safe).name
    assert safe not in {"", ".", ".."}
    assert safe == safe.strip(" .")
    assert len(safe.encode()) <= 200
    assert not re.search(r'[\x00-\x1f\x7f<>:"/\\|?*]', safe)
    assert safe_name(safe) == safe


@pytest.mark.parametrize("device", DEVICES)
@pytest.mark.parametrize("rest", ["", ".txt", ".tar.gz", " .txt", "."])
def test_no_name_is_that_of_a_device(device: str, rest: str) -> None:
    assert safe_name(f"folder/{device}{rest}").startswith("_")


@pytest.mark.parametrize("name", ["console.txt", "com10.txt", "nullable", "report.pdf", "Grüße 🦆.txt", "a.tar.gz"])
def test_other_names_are_kept(name: str) -> None:
    assert safe_name(name) == name


def test_a_long_name_keeps_its_suffix() -> None:
    safe = safe_name("ü" * 300 + ".pdf")

    assert safe.endswith("ü.pdf")
    assert len(safe.encode()) <= 200
