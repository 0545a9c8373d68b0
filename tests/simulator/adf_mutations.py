"""Documents made wrong, or differently right, one small change at a time."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

__all__ = ["mutated"]

_VALUES: Final[list[Any]] = [
    None, True, 0, 1, 3, 7, -1, 2.5, 101, "", "x", "center", "wide", "info", "TODO", "pixel", "#ff0000", "#FF000080",
    "small", "red", [], ["x"], [1], {}, {"type": "strong"}, "\n",
]  # fmt: skip


def mutated(documents: Sequence[dict[str, Any]], amount: int, seed: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield so many documents, each with one to three changes, and the name of the last change."""
    dice = random.Random(seed)
    pool = [node for document in documents for node in _nodes(document)]
    marks = [mark for node in pool for mark in node.get("marks", [])]
    small = [document for document in documents if len(list(_nodes(document))) < 60]
    for _ in range(amount):
        changed = copy.deepcopy(dice.choice(small))
        name = ""
        for _ in range(dice.choice([1, 1, 1, 2, 3])):
            name = _change(changed, dice, pool, marks) or name
        yield name, changed


def _change(document: dict[str, Any], dice: random.Random, pool: list[Any], marks: list[Any]) -> str:
    node = dice.choice(list(_nodes(document)))
    name = dice.choice(sorted(_CHANGES))
    _CHANGES[name](node, dice, pool, marks)
    return name


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield a node and all below it."""
    if isinstance(value, dict):
        yield value
        content = value.get("content")
        for child in content if isinstance(content, list) else []:
            yield from _nodes(child)


def _drop_key(node: dict[str, Any], dice: random.Random, *_: Any) -> None:
    if node:
        del node[dice.choice(sorted(node))]


def _drop_attribute(node: dict[str, Any], dice: random.Random, *_: Any) -> None:
    _drop_key(_attributes(node), dice)


def _set_attribute(node: dict[str, Any], dice: random.Random, pool: list[Any], *_: Any) -> None:
    names = [name for other in dice.sample(pool, 20) for name in _attributes(other)]
    own = sorted(_attributes(node))
    name = dice.choice(own) if own and dice.random() < 0.6 else dice.choice([*names, "nonsense"])
    if not isinstance(node.get("attrs"), dict):
        node["attrs"] = {}
    node["attrs"][name] = copy.deepcopy(dice.choice(_VALUES))


def _set_key(node: dict[str, Any], dice: random.Random, *_: Any) -> None:
    node[dice.choice(["type", "attrs", "content", "marks", "text", "version", "extra"])] = copy.deepcopy(
        dice.choice(_VALUES)
    )


def _rename(node: dict[str, Any], dice: random.Random, pool: list[Any], *_: Any) -> None:
    node["type"] = dice.choice(pool).get("type")


def _insert(node: dict[str, Any], dice: random.Random, pool: list[Any], *_: Any) -> None:
    content = node.setdefault("content", [])
    if isinstance(content, list):
        content.insert(dice.randint(0, len(content)), copy.deepcopy(dice.choice(pool)))


def _remove(node: dict[str, Any], dice: random.Random, *_: Any) -> None:
    content = node.get("content")
    if isinstance(content, list) and content:
        content.pop(dice.randrange(len(content)))


def _repeat(node: dict[str, Any], dice: random.Random, *_: Any) -> None:
    content = node.get("content")
    if isinstance(content, list) and content:
        content.append(copy.deepcopy(dice.choice(content)))


def _mark(node: dict[str, Any], dice: random.Random, _: list[Any], marks: list[Any]) -> None:
    found = node.setdefault("marks", [])
    if isinstance(found, list):
        found.append(copy.deepcopy(dice.choice([*_MARKS, *dice.sample(marks, 8)])))


def _spoil_mark(node: dict[str, Any], dice: random.Random, pool: list[Any], marks: list[Any]) -> None:
    _mark(node, dice, pool, marks)
    found = node.get("marks")
    if isinstance(found, list) and found and isinstance(found[-1], dict):
        dice.choice([_drop_key, _drop_attribute, _set_attribute])(found[-1], dice, pool, marks)


def _attributes(node: Any) -> dict[str, Any]:
    found = node.get("attrs") if isinstance(node, dict) else None
    return found if isinstance(found, dict) else {}


_MARKS: Final[list[dict[str, Any]]] = [
    {"type": "alignment", "attrs": {"align": "end"}},
    {"type": "indentation", "attrs": {"level": 2}},
    {"type": "breakout", "attrs": {"mode": "wide"}},
    {"type": "border", "attrs": {"size": 2, "color": "#091E4224"}},
    {"type": "fontSize", "attrs": {"fontSize": "small"}},
    {"type": "fragment", "attrs": {"localId": "f"}},
    {"type": "dataConsumer", "attrs": {"sources": ["s"]}},
    {"type": "annotation", "attrs": {"id": "a", "annotationType": "inlineComment"}},
    {"type": "backgroundColor", "attrs": {"color": "#091E42"}},
    {"type": "code"},
    {"type": "link", "attrs": {"href": "https://example.com"}},
]
_CHANGES: Final[dict[str, Callable[..., None]]] = {
    "a key is dropped": _drop_key,
    "an attribute is dropped": _drop_attribute,
    "an attribute is set": _set_attribute,
    "a key is set": _set_key,
    "a node is renamed": _rename,
    "a node is put in": _insert,
    "a node is taken out": _remove,
    "a node is repeated": _repeat,
    "a mark is added": _mark,
    "a mark is spoilt": _spoil_mark,
}
