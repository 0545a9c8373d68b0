"""What other people judged, kept beside the checkout; a test that needs it skips, saying so, where it is absent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

_SHARED: Final = Path(__file__).resolve().parents[3] / "shared"


def shared(path: str) -> Any:
    """Read a JSON file under `shared`."""
    file = _SHARED / path
    if not file.exists():
        pytest.skip(f"{path} is not beside the checkout")
    return json.loads(file.read_text("utf-8"))
