"""
Capabilities: what an operation declares about itself, and what a provider declares about an operation.

Overriding an operation declares it. `accepts` lists the fields of its input object that the tracker can be told;
a field that core gains later is therefore refused by older providers, and never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

_FACTS: Final = "__anyticket_operation__"
_ACCEPTED: Final = "__anyticket_accepts__"
_SUPPORT: Final = "__anyticket_support__"


class Kind(Enum):
    """What an operation does to the tracker."""

    READS = "reads"
    WRITES = "writes"


@dataclass(frozen=True, slots=True)
class Operation:
    """
    The facts about an operation of core.

    `derived_from` names the operation that it is made of: a provider that has that one has this one too.
    """

    name: str
    kind: Kind
    room: str
    derived_from: str | None = None


@dataclass(frozen=True, slots=True)
class Support:
    """How well a tracker does an operation: natively, or `emulated` with several requests; `since` which version."""

    emulated: bool = False
    since: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a tracker bounds; None is unknown or unbounded."""

    page_size: int | None = None
    attachment_bytes: int | None = None
    assignees: int | None = None
    bulk_create: int | None = None


def reads(operation: F) -> F:
    """Mark an operation of core that changes nothing."""
    return _described(operation, Kind.READS, None)


def writes(operation: F) -> F:
    """Mark an operation of core that changes the tracker."""
    return _described(operation, Kind.WRITES, None)


def derived(origin: str) -> Callable[[F], F]:
    """Mark an operation that core makes of another one and that changes nothing."""
    return lambda operation: _described(operation, Kind.READS, origin)


def accepts(*names: str) -> Callable[[F], F]:
    """
    Declare which fields of its input object an operation of a provider can tell the tracker.

    Dotted names reach into nested inputs: "labels.amend" accepts `Amend`, "comment.internal" a field of a comment
    that comes with a change. Names are checked when the provider's class is made.
    """

    def declare(operation: F) -> F:
        setattr(operation, _ACCEPTED, frozenset(names))
        return operation

    return declare


def support(*, emulated: bool = False, since: str | None = None, note: str | None = None) -> Callable[[F], F]:
    """Refine how well a provider's operation is supported."""

    def declare(operation: F) -> F:
        setattr(operation, _SUPPORT, Support(emulated, since, note))
        return operation

    return declare


def described(operation: Callable[..., Any]) -> Operation | None:
    """Return the facts about an operation of core, or None for any other function."""
    facts: Operation | None = getattr(operation, _FACTS, None)
    return facts


def accepted(operation: Callable[..., Any]) -> frozenset[str]:
    """Return what `accepts` declared."""
    names: frozenset[str] = getattr(operation, _ACCEPTED, frozenset[str]())
    return names


def supported(operation: Callable[..., Any]) -> Support:
    """Return what `support` declared."""
    declared: Support = getattr(operation, _SUPPORT, _PLAIN)
    return declared


_PLAIN: Final = Support()


def _described(operation: F, kind: Kind, origin: str | None) -> F:
    room = operation.__module__.rpartition(".")[2]
    setattr(operation, _FACTS, Operation(operation.__name__, kind, room, origin))
    return operation
