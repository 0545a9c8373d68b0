"""Writing ADF: lists, tasks and decisions."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol
from uuid import NAMESPACE_URL, uuid5

from anyticket.text.document import Block, BulletList, DecisionList, ListItem, OrderedList, Paragraph
from anyticket.text.inline import Inline, Text
from anyticket.text.tree import Node
from anyticket_jira.adf.leftover import Json, attributes, kept_of, put_back
from anyticket_jira.adf.list_reading import BLOCK_TASK
from anyticket_jira.adf.placing import ALLOWED, Place

__all__ = ["ListWriting"]


def _local_id(path: str) -> str:
    """Return the id that tasks and decisions need; any will do, so the same document gives the same."""
    return str(uuid5(NAMESPACE_URL, path))


class ListWriting(Protocol):
    """The part of the writer that writes lists."""

    @abstractmethod
    def report(self, path: str, reason: str) -> None: ...

    @abstractmethod
    def blocks(self, blocks: Sequence[Block], place: Place, path: str, depth: int) -> list[Json]: ...

    @abstractmethod
    def filled(self, blocks: Sequence[Block], place: Place, path: str, depth: int) -> list[Json]: ...

    @abstractmethod
    def line(self, content: Sequence[Inline], path: str) -> list[Json]: ...

    def list_(self, block: BulletList | OrderedList, place: Place, path: str, depth: int) -> list[Json]:
        """Return a list; tasks are a task list where each is one line, else ordinary items with a box in front."""
        if not block.items:
            return []
        if _is_task_list(block) and "taskList" in ALLOWED[place]:
            return [self._tasks(block, path, depth)]
        items = [self._item(item, f"{path}.items[{index}]", depth) for index, item in enumerate(block.items)]
        written: Json = {"type": "bulletList", "content": items}
        if isinstance(block, OrderedList):
            written["type"] = "orderedList"
            if block.start != 1:
                written["attrs"] = {"order": max(block.start, 0)}
        return [put_back(written, {} if _is_task_list(block) else kept_of(block))]

    def _item(self, item: ListItem, path: str, depth: int) -> Json:
        kept = kept_of(item)
        if item.done is not None:
            self.report(path, "Jira has no task here: it is an item with a box in front")
            item = _with_box(item)
            kept = {}
        inside = self.filled(item.blocks, Place.ITEM, f"{path}.blocks", depth + 2)
        return put_back({"type": "listItem", "content": inside}, kept)

    def _tasks(self, block: BulletList | OrderedList, path: str, depth: int) -> Json:
        inside: list[Json] = []
        for index, item in enumerate(block.items):
            where = f"{path}.items[{index}]"
            lines = [part for part in item.blocks if isinstance(part, Paragraph)]
            kept = kept_of(item)
            if item.done is not None:
                state = "DONE" if item.done else "TODO"
                attrs = {"localId": attributes(kept).get("localId", _local_id(where)), "state": state}
                if kept.get(BLOCK_TASK):
                    content = self.blocks(lines, Place.QUOTE, f"{where}.blocks", depth + 2)
                    inside.append(put_back({"type": "blockTaskItem", "attrs": attrs, "content": content}, kept))
                else:
                    if lines and (lines[0].align or lines[0].indent):
                        self.report(where, "Jira places no task: its text stands at the left")
                    content = self.line(lines[0].content if lines else (), f"{where}.blocks[0]")
                    inside.append(put_back({"type": "taskItem", "attrs": attrs, "content": content}, kept))
            for step, part in enumerate(item.blocks):
                if isinstance(part, BulletList | OrderedList):
                    inside.append(self._tasks(part, f"{where}.blocks[{step}]", depth + 2))
        kept = kept_of(block)
        attrs = {"localId": attributes(kept).get("localId", _local_id(path))}
        return put_back({"type": "taskList", "attrs": attrs, "content": inside}, kept)

    def decisions(self, block: DecisionList, place: Place, path: str, depth: int) -> list[Json]:
        if "decisionList" not in ALLOWED[place]:
            self.report(path, f"Jira allows no decisions in {place}: they are a list")
            items = tuple(ListItem((Paragraph(item.content),)) for item in block.items)
            return self.list_(BulletList(items), place, path, depth)
        inside = [
            put_back(
                {
                    "type": "decisionItem",
                    "attrs": {"localId": _own_id(item, f"{path}.items[{index}]"), "state": item.state},
                    "content": self.line(item.content, f"{path}.items[{index}]"),
                },
                kept_of(item),
            )
            for index, item in enumerate(block.items)
        ]
        written = {"type": "decisionList", "attrs": {"localId": _own_id(block, path)}, "content": inside}
        return [put_back(written, kept_of(block))] if inside else []


def _own_id(node: Node, path: str) -> str:
    own = attributes(kept_of(node)).get("localId")
    return own if isinstance(own, str) else _local_id(path)


def _is_task_list(block: BulletList | OrderedList) -> bool:
    """Tell whether each item is a task of one line, with nothing but tasks below it."""
    return isinstance(block, BulletList) and bool(block.items) and all(map(_is_task, block.items))


def _is_task(item: ListItem) -> bool:
    lines = [part for part in item.blocks if isinstance(part, Paragraph)]
    lists = [part for part in item.blocks if isinstance(part, BulletList) and _is_task_list(part)]
    is_block_task = bool(kept_of(item).get(BLOCK_TASK))
    few_lines = len(lines) <= 1 and (not lines or item.blocks[0] is lines[0])
    named = item.done is not None or (bool(lists) and not lines)
    return named and len(lines) + len(lists) == len(item.blocks) and (few_lines or is_block_task)


def _with_box(item: ListItem) -> ListItem:
    """Return an item that begins with its box as text."""
    box = Text("[x] " if item.done else "[ ] ")
    match item.blocks:
        case (Paragraph() as first, *others):
            return ListItem((replace(first, content=(box, *first.content)), *others))
        case others:
            return ListItem((Paragraph((box,)), *others))
