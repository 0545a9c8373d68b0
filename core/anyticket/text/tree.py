"""
The node: what every piece of a rich text document has in common.

Nodes are immutable values. Equality and hash say whether two pieces mean the same, so they leave out `native`.
All of equality, hash, repr, pickle and walking is iterative: a tree of any depth is safe.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from itertools import zip_longest
from typing import Any, Final, Self, TypeGuard

__all__ = ["MAX_DEPTH", "Native", "Node", "walk"]

MAX_DEPTH: Final = 64
"""How many containers a parser nests before it keeps what is deeper as text. Renderers may be recursive up to here."""

_END: Final = object()


@dataclass(frozen=True, slots=True)
class Native:
    """
    What one dialect said beyond the neutral meaning of a node; other dialects ignore it.

    Args:
        dialect: The name of the codec's notation, such as `adf` or `jira-wiki`.
        source: Text that only this codec reads: JSON for ADF, markup for wiki.
    """

    dialect: str
    source: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Node:
    """
    A block, an inline piece, a mark, or a part of one.

    Args:
        native: Brings a node back loss-free in the dialect it came from; not part of equality.
    """

    native: Native | None = field(default=None, kw_only=True, compare=False)

    def source_in(self, dialect: str) -> str:
        """Return the native source of this node in one dialect, or an empty string."""
        return self.native.source if self.native is not None and self.native.dialect == dialect else ""

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, Node):
            return NotImplemented
        pairs = zip_longest(_flat(self), _flat(other), fillvalue=_END)
        return all(mine is theirs or mine == theirs for mine, theirs in pairs)

    def __hash__(self) -> int:
        return hash(tuple(_flat(self)))

    def __repr__(self) -> str:
        return "".join(_written(self))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (tuple(_flat(self, native=True)),)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self


def walk(*roots: Node) -> Iterator[Node]:
    """Yield each root and all that is in it, parents first, in reading order; marks come after the text they are on."""
    stack: list[object] = list(reversed(roots))
    while stack:
        item = stack.pop()
        if isinstance(item, Node):
            yield item
            stack.extend(reversed(_children(item)))
        elif _is_many(item):
            stack.extend(reversed(item))


def _is_many(value: object) -> TypeGuard[tuple[object, ...]]:
    return isinstance(value, tuple)


class _Many(int):
    """The length of a tuple, in a flat tree."""


class _Written(str):
    """A piece of a repr that stands there as it is."""

    __slots__ = ()


_NAMES: Final[dict[type[object], tuple[str, ...]]] = {}


def _names(kind: type[Node]) -> tuple[str, ...]:
    """Return the fields of a class of nodes, `native` last."""
    if kind not in _NAMES:
        _NAMES[kind] = (*(item.name for item in fields(kind) if item.compare), "native")
    return _NAMES[kind]


def _children(node: Node) -> list[object]:
    return [getattr(node, name) for name in _names(type(node))[:-1]]


def _flat(root: Node, *, native: bool = False) -> Iterator[object]:
    """Yield the tree in prefix order: classes, lengths of tuples, plain values."""
    stack: list[object] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, Node):
            yield type(item)
            if native:
                stack.append(item.native)
            stack.extend(reversed(_children(item)))
        elif _is_many(item):
            yield _Many(len(item))
            stack.extend(reversed(item))
        else:
            yield item


def _rebuilt(flat: tuple[object, ...]) -> object:
    """Build the tree of `_flat(native=True)` again, from its end."""
    done: list[Any] = []
    for item in reversed(flat):
        if isinstance(item, type) and issubclass(item, Node):
            done.append(item(**{name: done.pop() for name in _names(item)}))
        elif isinstance(item, _Many):
            done.append(tuple(done.pop() for _ in range(item)))
        else:
            done.append(item)
    return done.pop()


def _written(root: Node) -> Iterator[str]:
    stack: list[object] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, _Written):
            yield item
        elif isinstance(item, Node):
            names = _names(type(item))[:-1]
            yield type(item).__name__ + "("
            stack.append(_Written(")"))
            for name in reversed(names):
                stack.extend((getattr(item, name), _Written(f"{name}=" if name == names[0] else f", {name}=")))
        elif _is_many(item):
            yield "("
            stack.append(_Written(")"))
            for member in reversed(item):
                stack.extend((_Written(", "), member))
        else:
            yield repr(item)
