"""Reading ADF: lists, tasks and decisions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from anyticket.text.document import (
    Block,
    BulletList,
    DecisionItem,
    DecisionList,
    ListItem,
    OrderedList,
    Paragraph,
)
from anyticket_jira.adf.leftover import Json, attributes, children, left, marks, text_of
from anyticket_jira.adf.line_reading import INLINE, inlines

__all__ = ["BLOCK_TASK", "ReadBlocks", "bullet_list", "decision_list", "ordered_list", "task_list"]

ReadBlocks: TypeAlias = Callable[[Sequence[Json], int], tuple[Block, ...]]

BLOCK_TASK = "_block"
"""Left of a task that was a blockTaskItem."""


def bullet_list(node: Json, depth: int, read: ReadBlocks) -> BulletList | None:
    items = _items(node, depth, read)
    return BulletList(items, native=left(node, (), marks(node))) if items else None


def ordered_list(node: Json, depth: int, read: ReadBlocks) -> OrderedList | None:
    items = _items(node, depth, read)
    order = attributes(node).get("order")
    start = order if type(order) is int and order >= 0 else 1
    return OrderedList(items, start, native=left(node, ("order",), marks(node))) if items else None


def _items(node: Json, depth: int, read: ReadBlocks) -> tuple[ListItem, ...]:
    """Return the items; anything else in a list gets an item of its own."""
    return tuple(
        _item(child, depth, read) if child["type"] == "listItem" else ListItem(read([child], depth + 2))
        for child in children(node)
    )


def _item(node: Json, depth: int, read: ReadBlocks) -> ListItem:
    return ListItem(read(children(node), depth + 2), native=left(node, (), marks(node)))


def task_list(node: Json, depth: int, read: ReadBlocks) -> BulletList | None:
    """Return tasks as a list; a list among them belongs to the task before it."""
    items: list[ListItem] = []
    for child in children(node):
        match child["type"]:
            case "taskItem" | "blockTaskItem":
                items.append(_task(child, depth, read))
            case "taskList":
                inside = read([child], depth + 2)
                before = items.pop() if items else ListItem()
                items.append(ListItem((*before.blocks, *inside), before.done, native=before.native))
            case _:
                return None
    return BulletList(tuple(items), native=left(node, (), marks(node))) if items else None


def _task(node: Json, depth: int, read: ReadBlocks) -> ListItem:
    state = text_of(attributes(node), "state")
    used = ("state",) if state in ("TODO", "DONE") else ()
    done = state == "DONE"
    inside = children(node)
    if node["type"] == "blockTaskItem":
        return ListItem(read(inside, depth + 2), done, native=left(node, used, marks(node), **{BLOCK_TASK: True}))
    if any(child["type"] not in INLINE for child in inside):
        return ListItem(read(inside, depth + 2), done, native=left(node, used, marks(node)))
    return ListItem((Paragraph(inlines(inside)),), done, native=left(node, used, marks(node)))


def decision_list(node: Json) -> DecisionList | None:
    inside = children(node)
    if not inside or any(child["type"] != "decisionItem" for child in inside):
        return None
    items = [
        DecisionItem(
            inlines(children(child)),
            text_of(attributes(child), "state") or "DECIDED",
            native=left(child, ("state",), marks(child)),
        )
        for child in inside
    ]
    return DecisionList(tuple(items), native=left(node, (), marks(node)))
