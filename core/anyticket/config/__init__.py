"""The configuration: plugins.toml, read into frozen settings."""

from __future__ import annotations

from .reading import load
from .settings import Settings

__all__ = ["Settings", "load"]
