"""
What a node of ADF says beyond its neutral meaning, kept as JSON text and put back when it is written.

An attribute that says the same thing in its own way (an upper case colour, a mention without an @) is kept too, and
wins over ours only as long as the two agree, so that a changed node is written as changed.
"""

from __future__ import annotations

import json
from collections.abc import Container
from typing import Any, Final, TypeAlias, TypeGuard

from anyticket.text.tree import Native, Node

__all__ = [
    "CAPTION",
    "DIALECT",
    "NO_LAYOUT",
    "Json",
    "attributes",
    "children",
    "kept_of",
    "left",
    "marks",
    "native",
    "put_back",
    "source",
    "text_of",
    "value",
]

DIALECT: Final = "adf"
Json: TypeAlias = dict[str, Any]
NO_LAYOUT: Final = "_no_layout"
"""Left of an image that said nothing of its layout."""

CAPTION: Final = "_caption"
"""What is left of the caption of an image."""

_OWN: Final = frozenset({"type", "attrs", "content", "marks", "text"})


def is_object(item: object) -> TypeGuard[Json]:
    return type(item) is dict


def is_array(item: object) -> TypeGuard[list[object]]:
    return type(item) is list


def attributes(node: Json) -> Json:
    found: object = node.get("attrs")
    return found if is_object(found) else {}


def children(node: Json) -> list[Json]:
    """Return the children that are objects with a type; nothing else is a node."""
    return _typed(node.get("content"))


def marks(node: Json) -> list[Json]:
    """Return the marks that are objects with a type."""
    return _typed(node.get("marks"))


def _typed(found: object) -> list[Json]:
    return [item for item in found if is_object(item) and type(item.get("type")) is str] if is_array(found) else []


def text_of(attrs: Json, name: str) -> str:
    found = attrs.get(name)
    return found if type(found) is str else ""


def left(node: Json, used: Container[str], marks_left: list[Json], **more: Any) -> Native | None:
    """
    Return what remains of a node whose attributes `used` have a neutral meaning.

    Args:
        node: A node or a mark.
        used: Names of attributes.
        marks_left: The node's marks without a neutral meaning.
        **more: What else is to be remembered, such as the type where several mean the same.
    """
    kept: Json = {name: item for name, item in node.items() if name not in _OWN}
    attrs = {name: item for name, item in attributes(node).items() if name not in used}
    if attrs:
        kept["attrs"] = attrs
    if marks_left:
        kept["marks"] = marks_left
    kept.update(more)
    return native(kept) if kept else None


def native(kept: Json) -> Native:
    return Native(DIALECT, source(kept))


def source(kept: Any) -> str:
    return json.dumps(kept, separators=(",", ":"))


def value(text: str) -> Any:
    """Return the JSON in a source; None for text that is none, which no parser of ours wrote."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def kept_of(node: Node) -> Json:
    """Return what is left of a node that came from ADF; nothing for any other."""
    text = node.source_in(DIALECT)
    found: object = value(text) if text else None
    return found if is_object(found) else {}


def put_back(written: Json, kept: Json) -> Json:
    """Return a written node with what was left of it when it was read."""
    if not kept:
        return written
    attrs = attributes(kept)
    if attrs:
        written["attrs"] = {**attrs, **attributes(written)}
    found = marks(kept)
    if found:
        written["marks"] = [*marks(written), *found]
    for name, item in kept.items():
        if name not in _OWN and not name.startswith("_"):
            written.setdefault(name, item)
    return written
