"""Input: the base of what callers give, and Amend, a change of a collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Generic, TypeAlias, TypeVar

from .sparse import Given, Sparse

X = TypeVar("X")
X_co = TypeVar("X_co", covariant=True)

_NOTHING: Final[Any] = ()

#: Given as a string or an object, kept as the object.
One: TypeAlias = Given[str | X, X]
#: The same, or None, which clears.
Maybe: TypeAlias = Given[str | X | None, X | None]
Many: TypeAlias = Given[Sequence[str | X], tuple[X, ...]]


class Amend(Sparse, Generic[X_co], frozen=True, defer_build=False):
    """Add and remove members of a collection, so that two editors do not overwrite each other."""

    add: Given[Sequence[X_co], tuple[X_co, ...]] = _NOTHING
    remove: Given[Sequence[X_co], tuple[X_co, ...]] = _NOTHING


class Input(Sparse, frozen=True, defer_build=False):
    """What a caller gives. Built at once: web frameworks warn about a deferred model as a request body."""

    def names(self) -> frozenset[str]:
        """Return the names of what was given, dotted where one input holds another."""
        found: set[str] = set()
        for name, value in self.__dict__.items():
            found.add(name)
            if isinstance(value, Amend):
                found.add(f"{name}.amend")
            elif isinstance(value, Input):
                found.update(f"{name}.{inner}" for inner in value.names())
        return frozenset(found)
