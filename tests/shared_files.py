"""Files of others that judge ours; tests that need them skip where they are absent."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

SHARED: Final = Path(__file__).resolve().parents[2] / "shared"


def shared_file(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"needs {name} of the folder `shared` beside the project")
    return path


def shared_json(name: str) -> Any:
    """Read a file under `shared`; skip the test where it is not there."""
    return _read(shared_file(name))


@cache
def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def vectors(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shared_json(f"vectors/{name}.json")["vectors"]
    return found


def schema() -> Any:
    return shared_json("specs/adf-schema-57.7.22.json")


@cache
def meaning() -> ModuleType:
    """Return the comparison of two documents that comes with the vectors."""
    spec = importlib.util.spec_from_file_location("meaning", shared_file("vectors/meaning.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
