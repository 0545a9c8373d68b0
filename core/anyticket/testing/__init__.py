"""The contract kit: what an author of a provider tests it with. Loaded name by name, for it needs pytest."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .cassettes import Cassettes, Live, Tape
    from .contract import ProviderContract
    from .faults import Fault
    from .harness import Harness
    from .script import Script, ScriptError
    from .simulation import Login, SimulatedJira, simulated
    from .token_stores import TokenStoreContract
    from .world import World

__all__ = [
    "Cassettes",
    "Fault",
    "Harness",
    "Live",
    "Login",
    "ProviderContract",
    "Script",
    "ScriptError",
    "SimulatedJira",
    "Tape",
    "TokenStoreContract",
    "World",
    "simulated",
]

_HOMES: Final = {
    "Cassettes": "cassettes",
    "Fault": "faults",
    "Harness": "harness",
    "Live": "cassettes",
    "Login": "simulation",
    "ProviderContract": "contract",
    "Script": "script",
    "ScriptError": "script",
    "SimulatedJira": "simulation",
    "Tape": "cassettes",
    "TokenStoreContract": "token_stores",
    "World": "world",
    "simulated": "simulation",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)
