"""
Comparing documents by what they say: how a text is split into pieces says nothing.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, Final, TypeGuard, TypeVar

from anyticket.text.document import Document
from anyticket.text.inline import Text
from anyticket.text.tree import Node

__all__ = ["comparable"]

_Kind = TypeVar("_Kind", bound=Node)
_FIELDS: Final[dict[type[Node], tuple[str, ...]]] = {}


def comparable(document: Document) -> Document:
    """Return a document without empty texts, and with neighbours of the same marks as one text."""
    return _node(document)


def _node(node: _Kind) -> _Kind:
    kind = type(node)
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(item.name for item in fields(node) if item.compare and item.name != "marks")
    changed: dict[str, Any] = {name: _many(value) for name in _FIELDS[kind] if _is_many(value := getattr(node, name))}
    return replace(node, **changed) if changed else node


def _is_many(value: object) -> TypeGuard[tuple[object, ...]]:
    return isinstance(value, tuple)


def _many(values: tuple[object, ...]) -> tuple[object, ...]:
    kept: list[object] = []
    for value in values:
        last = kept[-1] if kept else None
        if isinstance(value, Text) and not value.text:
            continue
        if isinstance(value, Text) and isinstance(last, Text) and last.marks == value.marks:
            kept[-1] = Text(last.text + value.text, value.marks)
        else:
            kept.append(_node(value) if isinstance(value, Node) else value)
    return tuple(kept)
