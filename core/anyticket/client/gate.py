"""
The gate: what an operation is asked with, held against what the provider declares. Nothing is sent before it opens.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from ..errors import Unsupported
from ..model.input import Input
from ..model.ticket import LOADS
from ..provider import Provider
from ..provider.operations import OPERATIONS, Entry


def kept(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return arguments that can be read twice, by the gate and by each page: a generator is read to its end now."""
    return tuple(map(_kept, args)), {name: _kept(value) for name, value in kwargs.items()}


def admit(provider: type[Provider], operation: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """
    Return the arguments of a call by name. Raises Unsupported with the ones that the tracker cannot be told.

    Wrong names, numbers and kinds of arguments raise TypeError, as with any function.
    """
    entry = OPERATIONS[operation]
    given = entry.signature.bind(None, *args, **kwargs).arguments
    del given["self"]
    if not provider.supports(operation):
        raise _unsupported(provider, operation, f"{provider.name} has no {operation}", frozenset())
    _check_many(entry, given)
    asked = frozenset(name for parameter in entry.inputs for name in _asked(entry, given, parameter))
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


def _kept(value: Any) -> Any:
    return tuple(cast("Iterator[object]", value)) if isinstance(value, Iterator) else value


def _check_many(entry: Entry, given: Mapping[str, Any]) -> None:
    """Raise TypeError for one where many are wanted: a string would be taken for its letters."""
    for name in entry.many & given.keys():
        value = given[name]
        if isinstance(value, str) or not isinstance(value, Collection | type(entry.signature.parameters[name].default)):
            raise TypeError(f"{entry.facts.name} takes any number of {name}: give a list, also of a single one")


def _asked(entry: Entry, given: Mapping[str, Any], parameter: str) -> Iterator[str]:
    """Yield the names of the inputs that one argument holds."""
    value = given.get(parameter)
    optional = entry.signature.parameters[parameter].default is None
    for item in value if parameter in entry.many and value is not None else (value,):
        if item is not None or not optional:
            yield from _names(entry.inputs[parameter], item, f"{entry.facts.name} takes {parameter}")


def _names(kind: type[Input], value: object, what: str) -> Iterator[str]:
    """Yield the names of what an input holds, or the string that stands for one."""
    if isinstance(value, kind):
        yield from value.names()
    elif isinstance(value, str) and kind.shorthand is not None:
        yield from kind.from_shorthand(value)
    else:
        raise TypeError(f"{what} as a {kind.__name__}, not as {type(value).__name__}: {kind.__name__}(...)")


def _unsupported(provider: type[Provider], operation: str, message: str, arguments: frozenset[str]) -> Unsupported:
    return Unsupported(message, provider=provider.name, operation=operation, arguments=arguments)
