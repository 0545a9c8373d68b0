"""
The gate: what an operation is asked with, held against what the provider declares. Nothing is sent before it opens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from ..errors import Unsupported
from ..model.input import Input
from ..model.ticket import LOADS
from ..provider import Provider
from ..provider.operations import OPERATIONS


def admit(provider: type[Provider], operation: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the arguments of a call by name. Raises Unsupported with the ones that the tracker cannot be told.

    Wrong names and numbers of arguments raise TypeError, as with any function.
    """
    entry = OPERATIONS[operation]
    given = entry.signature.bind(None, *args, **kwargs).arguments
    del given["self"]
    if not provider.supports(operation):
        raise _unsupported(provider, operation, f"{provider.name} has no {operation}", frozenset())
    asked = frozenset(name for parameter in entry.inputs for name in _names(entry.inputs[parameter], given, parameter))
    refused = frozenset(name for name in asked if not provider.supports(operation, name))
    if refused:
        what = f"{provider.name} cannot be told {', '.join(sorted(refused))} in {operation}; leave it out"
        raise _unsupported(provider, operation, what, refused)
    loads = provider.loadable()
    if refused := frozenset(load for load in given.get("load", ()) if load not in loads):
        known = ", ".join(sorted(loads)) or "nothing"
        wrong = ", ".join(sorted(refused))
        sense = "load" if refused <= set(LOADS) else "understand load="
        what = f"{provider.name} cannot {sense} {wrong} in {operation}; it loads {known}"
        raise _unsupported(provider, operation, what, refused)
    return given


def _names(kind: type[Input], given: Mapping[str, Any], parameter: str) -> Iterator[str]:
    """Yield the names of the inputs that one argument holds: an input, many of them, or the string that stands for one."""
    value = given.get(parameter)
    if isinstance(value, Input):
        yield from value.names()
    elif isinstance(value, str):
        yield from kind.from_shorthand(value)
    elif isinstance(value, Sequence):
        for item in cast("Sequence[object]", value):
            yield from _names(kind, {parameter: item}, parameter)


def _unsupported(provider: type[Provider], operation: str, message: str, arguments: frozenset[str]) -> Unsupported:
    return Unsupported(message, provider=provider.name, operation=operation, arguments=arguments)
