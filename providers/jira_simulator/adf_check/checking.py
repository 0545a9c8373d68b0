"""The walk through a document along the table of nodes."""

from __future__ import annotations

from typing import Final

from .rules import MARKS, NODES, Marks, Node
from .values import is_list, is_object

__all__ = ["is_document"]

_DEEPEST: Final = 100
_KEYS: Final = frozenset({"type", "attrs", "content", "marks", "text"})
#: Kinds that may have any other key as well.
_OPEN: Final = frozenset({"mediaSingle"})


def is_document(value: object) -> bool:
    """Say whether Jira takes a value as rich text."""
    if not is_object(value) or value.get("type") != "doc" or value.keys() != {"type", "version", "content"}:
        return False
    version = value["version"]
    return version == 1 and not isinstance(version, bool) and _holds_well(value, NODES["doc"], 0)


def _is_node(value: object, parent: Node, depth: int) -> bool:
    if not is_object(value) or parent.holds is None:
        return False
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in parent.holds or not (value.keys() <= _KEYS or kind in _OPEN):
        return False
    rule, marks = NODES[kind], parent.holds[kind]
    return (
        _has_text(value, kind)
        and _has_attributes(value, rule)
        and _marked_well(value, rule.marks if marks is None else (*marks, *_own(rule, marks)))
        and _holds_well(value, rule, depth)
    )


def _own(rule: Node, marks: Marks) -> Marks:
    """Return the marks of a node's own that a parent allows besides those that it names: none at all is always one."""
    return () if frozenset() in marks else tuple(found for found in rule.marks if found == frozenset())


def _has_text(node: dict[str, object], kind: str) -> bool:
    if kind != "text":
        return "text" not in node or kind in _OPEN
    return isinstance(node.get("text"), str) and node["text"] != ""


def _has_attributes(node: dict[str, object], rule: Node) -> bool:
    if "attrs" not in node:
        return not rule.needs_attrs
    return any(attributes.fit(node["attrs"]) for attributes in rule.attrs)


def _marked_well(node: dict[str, object], allowed: Marks) -> bool:
    if "marks" not in node:
        return True
    marks = node["marks"]
    if not is_list(marks):
        return False
    return any(together is None or all(_is_mark(mark, together) for mark in marks) for together in allowed)


def _is_mark(value: object, allowed: frozenset[str]) -> bool:
    if not is_object(value):
        return False
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in allowed:
        return False
    attributes = MARKS[kind]
    if attributes is None:
        return value.keys() == {"type"}
    return value.keys() == {"type", "attrs"} and attributes.fit(value["attrs"])


def _holds_well(node: dict[str, object], rule: Node, depth: int) -> bool:
    if "content" not in node:
        return not rule.least and not rule.needs_content
    content = node["content"]
    if not is_list(content) or rule.holds is None or depth >= _DEEPEST:
        return False
    if len(content) < rule.least or (rule.most is not None and len(content) > rule.most):
        return False
    if rule.ordered and [_kind(child) for child in content] != list(rule.ordered[: len(content)]):
        return False
    return all(_is_node(child, rule, depth + 1) for child in content)


def _kind(value: object) -> object:
    return value.get("type") if is_object(value) else None
