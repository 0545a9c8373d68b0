"""
The two places where layers of third parties enter.

OPERATION is outermost: it sees a whole operation, with its arguments and its result.
REQUEST sees each attempt of each request, below retry, check and throttle and above trace, and never a credential.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

from ..flow import Layer, Steps


class Slot(Enum):
    """Where a layer enters."""

    OPERATION = "operation"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Invocation:
    """One call of an operation."""

    operation: str
    arguments: Mapping[str, Any] = field(repr=False)
    provider: str
    connection_key: str | None = None


Perform: TypeAlias = Callable[[Invocation], Steps[Any]]
OperationLayer: TypeAlias = Callable[[Perform], Perform]
SlottedLayer: TypeAlias = tuple[Slot, Layer | OperationLayer]
