"""
Merging: an edit that was made in Markdown, put into the document that the Markdown came from.

What Markdown cannot say would be lost by every edit, if the edited text simply replaced the old one. So parts that
read the same in Markdown as before stay what they were; of a container that changed, this is done inside it again.
Every old part therefore has a `form`: what is left of it after a way through Markdown, none or more parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Final, Generic, TypeVar

from anyticket.text import markdown
from anyticket.text.document import (
    Block,
    BulletList,
    Document,
    Expand,
    Heading,
    ListItem,
    OrderedList,
    Panel,
    Paragraph,
    Quote,
    Table,
    TableCell,
    TableRow,
)
from anyticket.text.tree import Node

__all__ = ["merged"]

_MOST_PAIRS: Final = 4_000_000
_LOOK_AHEAD: Final = 8
_Part = TypeVar("_Part", bound=Node)


def merged(old: Document, edited: Document) -> Document:
    """
    Return `edited` with all that is unchanged taken from `old`.

    Args:
        old: What the tracker has.
        edited: What `markdown.parse` made of the text that `markdown.render` made of `old`, after somebody's edit.
    """
    return replace(old, blocks=_merged_blocks(old.blocks, edited.blocks))


@dataclass(frozen=True, slots=True)
class _Old(Generic[_Part]):
    """A part as it was, and its form in Markdown."""

    part: _Part
    form: tuple[_Part, ...]


def _merged_blocks(old: Sequence[Block], edited: Sequence[Block]) -> tuple[Block, ...]:
    return _aligned([_Old(block, _in_markdown(block)) for block in old], edited, _merged_block)


def _in_markdown(block: Block) -> tuple[Block, ...]:
    text, _ = markdown.render(Document((block,)))
    return markdown.parse(text).blocks


def _aligned(
    old: Sequence[_Old[_Part]], edited: Sequence[_Part], merge: Callable[[_Old[_Part], _Part], _Part]
) -> tuple[_Part, ...]:
    """Return the old parts where they are unchanged, and what `merge` makes of the changed ones between them."""
    result: list[_Part] = []
    old_done = edited_done = 0
    for index, start, end in [*_kept(old, edited), (len(old), len(edited), len(edited))]:
        result.extend(_between(old[old_done:index], edited[edited_done:start], merge))
        result.extend(item.part for item in old[index : index + 1])
        old_done, edited_done = index + 1, end
    return tuple(result)


def _kept(old: Sequence[_Old[_Part]], edited: Sequence[_Part]) -> Iterator[tuple[int, int, int]]:
    """Yield each old part that is unchanged, by index, with where its form stands in the edited parts."""
    forms = [form for item in old for form in item.form]
    partner = dict(_equal_pairs(forms, edited))
    position = 0
    for index, item in enumerate(old):
        size = len(item.form)
        places = [partner.get(position + step, -1) for step in range(size)]
        position += size
        if size and places[0] >= 0 and places == list(range(places[0], places[0] + size)):
            yield index, places[0], places[0] + size


def _equal_pairs(old: Sequence[_Part], edited: Sequence[_Part]) -> Iterator[tuple[int, int]]:
    """Yield the positions of equal parts, in order in both sequences."""
    shorter = min(len(old), len(edited))
    head = next((index for index in range(shorter) if old[index] != edited[index]), shorter)
    tail = next((step for step in range(shorter - head) if old[-1 - step] != edited[-1 - step]), shorter - head)
    yield from ((index, index) for index in range(head))
    middle_old, middle_edited = old[head : len(old) - tail], edited[head : len(edited) - tail]
    if len(middle_old) * len(middle_edited) <= _MOST_PAIRS:
        for block in SequenceMatcher(None, middle_old, middle_edited, autojunk=False).get_matching_blocks():
            yield from ((head + block.a + step, head + block.b + step) for step in range(block.size))
    yield from ((len(old) - tail + step, len(edited) - tail + step) for step in range(tail))


def _between(
    old: Sequence[_Old[_Part]], edited: Sequence[_Part], merge: Callable[[_Old[_Part], _Part], _Part]
) -> Iterator[_Part]:
    """Merge changed parts with the next old ones of their kind; old parts that Markdown does not show stay."""
    done = 0
    for part in edited:
        near = range(done, min(done + _LOOK_AHEAD, len(old)))
        match = next(
            (index for index in near if len(old[index].form) == 1 and type(old[index].part) is type(part)), None
        )
        if match is None:
            yield part
            continue
        yield from (item.part for item in old[done:match] if not item.form)
        yield merge(old[match], part)
        done = match + 1
    yield from (item.part for item in old[done:] if not item.form)


def _merged_block(old: _Old[Block], edited: Block) -> Block:
    match old.part, edited:
        case (Paragraph() | Heading()) as before, (Paragraph() | Heading()):
            return replace(edited, native=before.native, align=before.align, indent=before.indent)
        case (Quote() | Panel() | Expand()) as before, (Quote() | Panel() | Expand()):
            return replace(edited, native=before.native, blocks=_merged_blocks(before.blocks, edited.blocks))
        case (BulletList() | OrderedList()) as before, (BulletList() | OrderedList()):
            return replace(edited, native=before.native, items=_merged_items(before, old.form[0], edited.items))
        case Table() as before, Table():
            return replace(edited, native=before.native, rows=_merged_rows(before, old.form[0], edited.rows))
        case _:
            return edited


def _merged_items(before: BulletList | OrderedList, form: Block, edited: tuple[ListItem, ...]) -> tuple[ListItem, ...]:
    if not isinstance(form, BulletList | OrderedList) or len(form.items) != len(before.items):
        return edited
    old = [_Old(item, (shape,)) for item, shape in zip(before.items, form.items, strict=True)]
    return _aligned(old, edited, _merged_item)


def _merged_item(old: _Old[ListItem], edited: ListItem) -> ListItem:
    return replace(edited, native=old.part.native, blocks=_merged_blocks(old.part.blocks, edited.blocks))


def _merged_rows(before: Table, form: Block, edited: tuple[TableRow, ...]) -> tuple[TableRow, ...]:
    if not isinstance(form, Table) or len(form.rows) != len(before.rows):
        return edited
    old = [_Old(row, (shape,)) for row, shape in zip(before.rows, form.rows, strict=True)]
    return _aligned(old, edited, _merged_row)


def _merged_row(old: _Old[TableRow], edited: TableRow) -> TableRow:
    """Merge cell by cell; a cell that spans columns stands in the first of them."""
    shape = old.form[0].cells
    if len(shape) != len(edited.cells):
        return edited
    cells: list[TableCell] = []
    column = 0
    for cell in old.part.cells:
        if column < len(shape):
            new = edited.cells[column]
            cells.append(
                cell if new == shape[column] else replace(cell, blocks=_merged_blocks(cell.blocks, new.blocks))
            )
        column += cell.colspan
    return replace(old.part, cells=tuple(cells))
