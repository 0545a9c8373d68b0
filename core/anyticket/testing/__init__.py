"""The contract kit: what an author of a provider tests it with. Loaded name by name, for it needs pytest."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .contract import ProviderContract
    from .faults import Fault
    from .script import Script, ScriptError
    from .world import World

__all__ = ["Fault", "ProviderContract", "Script", "ScriptError", "World"]

_HOMES: Final = {
    "Fault": "faults",
    "ProviderContract": "contract",
    "Script": "script",
    "ScriptError": "script",
    "World": "world",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
