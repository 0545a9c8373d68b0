"""The table of all operations, read off the mixins: signature, kind, input object."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache, cached_property
from inspect import Signature, signature
from types import MappingProxyType
from typing import Any, Final, get_args, get_origin, get_type_hints

from ..capability import Operation, described
from ..model.input import Amend, Input
from .agile import AgileOperations
from .attachments import AttachmentOperations
from .catalogue import CatalogueOperations
from .checks import CheckOperations
from .comments import CommentOperations
from .links import LinkOperations
from .people import PeopleOperations
from .projects import ProjectOperations
from .tickets import TicketOperations
from .watchers import WatcherOperations
from .webhooks import WebhookOperations
from .worklogs import WorklogOperations

ROOMS: Final = (
    TicketOperations,
    CommentOperations,
    AttachmentOperations,
    LinkOperations,
    WorklogOperations,
    WatcherOperations,
    PeopleOperations,
    ProjectOperations,
    CatalogueOperations,
    AgileOperations,
    WebhookOperations,
    CheckOperations,
)


class Entry:
    """One operation of core."""

    def __init__(self, function: Callable[..., Any], facts: Operation) -> None:
        self.function, self.facts = function, facts

    @cached_property
    def signature(self) -> Signature:
        """The signature with its types resolved."""
        return signature(self.function, eval_str=True)

    @cached_property
    def result(self) -> Any:
        """The type of what the flow returns."""
        return get_args(get_type_hints(self.function)["return"])[2]

    @cached_property
    def inputs(self) -> Mapping[str, type[Input]]:
        """The input objects among the parameters, by the name of the parameter."""
        found: dict[str, type[Input]] = {}
        for name, parameter in self.signature.parameters.items():
            for kind in _classes(parameter.annotation):
                if issubclass(kind, Input):
                    found[name] = kind
        return MappingProxyType(found)

    @cached_property
    def many(self) -> frozenset[str]:
        """The names of the parameters that take any number of things."""
        found = ((name, parameter.annotation) for name, parameter in self.signature.parameters.items())
        return frozenset(
            name for name, hint in found if _COLLECTIONS & {get_origin(hint), *map(get_origin, get_args(hint))}
        )


_COLLECTIONS: Final = frozenset({Collection, Sequence})


def _classes(hint: Any) -> Iterator[type[Any]]:
    """Yield the classes in a type, also within unions and containers."""
    if isinstance(hint, type) and not get_args(hint):
        yield hint
    for inner in get_args(hint):
        yield from _classes(inner)


def _entries() -> Iterator[Entry]:
    for room in ROOMS:
        for function in vars(room).values():
            if callable(function) and (facts := described(function)) is not None:
                yield Entry(function, facts)


#: Every operation that a provider can have, by name.
OPERATIONS: Final[Mapping[str, Entry]] = MappingProxyType({entry.facts.name: entry for entry in _entries()})


def entry_of(operation: str) -> Entry:
    """Return an operation by its name. Raises ValueError with the nearest one."""
    entry = OPERATIONS.get(operation)
    if entry is None:
        near = get_close_matches(operation, OPERATIONS, n=1)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        raise ValueError(f"no operation is called {operation!r}{hint}")
    return entry


@cache
def input_names(operation: str) -> frozenset[str]:
    """Return all names that `accepts` may declare for an operation."""
    found: set[str] = set()
    for kind in OPERATIONS[operation].inputs.values():
        found.update(_names(kind))
    return frozenset(found)


def _names(kind: type[Input]) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        yield name
        for inner in _classes(field.annotation):
            if issubclass(inner, Amend):
                yield f"{name}.amend"
            elif issubclass(inner, Input) and inner is not kind:
                yield from (f"{name}.{deeper}" for deeper in _names(inner))
