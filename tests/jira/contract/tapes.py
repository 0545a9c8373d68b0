"""Which cassette a law is on: one for each law, and for each of its cases."""

from __future__ import annotations

import re
from typing import Any, Final
from zlib import crc32

import pytest

SALT: Final = "5a175a17"
_ODD: Final = re.compile(r"[^A-Za-z0-9_.-]+")


def tape_of(item: pytest.Function) -> str:
    """Return the name of the cassette of a test, the same in every colour."""
    assert item.cls is not None
    return tape_name(item.cls.provider.name, item.originalname, item.callspec.params.get("name"))


def tape_name(provider: str, law: str, case: Any = None) -> str:
    """Return the name of the cassette of a case of a law; what no file can be called is spelled by its checksum."""
    name = law.removeprefix("test_")
    if case is not None:
        word = str(case)
        plain = _ODD.sub("_", word)
        name += f"-{plain}" if plain == word else f"-{crc32(word.encode()):08x}"
    return f"{provider}/{name}"
