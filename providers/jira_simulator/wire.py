"""What JSON of a request is: objects and lists, seen with types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

__all__ = ["as_list", "as_object"]


def as_object(value: object) -> dict[str, Any]:
    """Return an object as it is, and an empty one for anything else."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def as_list(value: object) -> list[Any]:
    """Return a list as it is, and an empty one for anything else."""
    return list(cast("Sequence[Any]", value)) if isinstance(value, list) else []
