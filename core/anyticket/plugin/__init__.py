"""
Plugins: installed packages that implement hooks.

A package names its module in the entry point group `anyticket`; the module marks its functions with `hookimpl`.
"""

from __future__ import annotations

from typing import Final

import pluggy

PROJECT: Final = "anyticket"

hookimpl: Final = pluggy.HookimplMarker(PROJECT)

__all__ = ["PROJECT", "hookimpl"]
