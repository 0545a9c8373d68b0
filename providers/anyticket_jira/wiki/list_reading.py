"""
Reading lists: an item's marker says how deep it is, and its last sign which list it is in.

A line without a marker goes on with the item above it; an empty line ends the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from anyticket.text.document import Block, BulletList, ListItem, OrderedList
from anyticket.text.tree import MAX_DEPTH

__all__ = ["DEEPEST", "ITEM", "Inside", "read_list"]

Inside: TypeAlias = Callable[[list[str], int, str], tuple[Block, ...]]
"""Reads lines at a depth, as the content of an `item`, a `cell` or a `quote`."""

DEEPEST: Final = MAX_DEPTH // 2 - 6
"""How many signs a marker has at most; with more, the line is text."""

ITEM: Final = re.compile(rf"[ \t]*(?!-{{2,}}[ \t])([*#-]{{1,{DEEPEST}}})[ \t]+(.*)")
_DASHES: Final = re.compile(rf"[ \t]*(-{{1,{DEEPEST}}})[ \t]+(.*)")


@dataclass(slots=True)
class _Item:
    """An item while its lists grow."""

    blocks: list[Block | _List]


@dataclass(slots=True)
class _List:
    """A list while it grows."""

    ordered: bool
    items: list[_Item]


def read_list(lines: list[str], number: int, depth: int, inside: Inside) -> tuple[list[Block], int]:
    """Return the lists that begin at a line, and the number of the line behind them."""
    root = _Item([])
    marker = ""
    while number < len(lines) and (found := _item(lines[number], marker)):
        marker, content = found[1], [found[2]]
        number += 1
        while number < len(lines) and lines[number].strip(" \t") and not _item(lines[number], marker):
            content.append(lines[number])
            number += 1
        _place(root, marker).blocks += inside(content, depth + 2 * len(marker), "item")
    return [block if not isinstance(block, _List) else _built(block) for block in root.blocks], number


def _item(line: str, before: str) -> re.Match[str] | None:
    """Return the marker and the text of an item; `--` is a dash, except below an item with a dash."""
    return ITEM.match(line) or (_DASHES.match(line) if before.startswith("-") else None)


def _place(root: _Item, marker: str) -> _Item:
    """Return a new item at the place that a marker says, adding the lists that are missing on the way."""
    item = root
    for level, sign in enumerate(marker, 1):
        is_last = level == len(marker)
        last = item.blocks[-1] if item.blocks else None
        if not isinstance(last, _List) or (is_last and last.ordered != (sign == "#")):
            last = _List(sign == "#", [])
            item.blocks.append(last)
        if is_last or not last.items:
            last.items.append(_Item([]))
        item = last.items[-1]
    return item


def _built(growing: _List) -> BulletList | OrderedList:
    items = tuple(
        ListItem(tuple(_built(block) if isinstance(block, _List) else block for block in item.blocks))
        for item in growing.items
    )
    return OrderedList(items) if growing.ordered else BulletList(items)
