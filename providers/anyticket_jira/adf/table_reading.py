"""Reading ADF: tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from anyticket.text.document import Block, Heading, Paragraph, Table, TableCell, TableRow
from anyticket_jira.adf.leftover import Json, attributes, children, left, marks, text_of
from anyticket_jira.adf.list_reading import ReadBlocks

__all__ = ["table"]


def table(node: Json, depth: int, read: ReadBlocks) -> Table | None:
    rows = children(node)
    if not rows or any(row["type"] != "tableRow" for row in rows):
        return None
    if any(cell["type"] not in ("tableCell", "tableHeader") for row in rows for cell in children(row)):
        return None
    found = [
        TableRow(tuple(_cell(cell, depth, read) for cell in children(row)), native=left(row, (), marks(row)))
        for row in rows
    ]
    return Table(tuple(found), native=left(node, (), marks(node)))


def _cell(node: Json, depth: int, read: ReadBlocks) -> TableCell:
    attrs = attributes(node)
    inside = read(children(node), depth + 3)
    align = _common_align(inside)
    return TableCell(
        tuple(replace(block, align="") if isinstance(block, Paragraph | Heading) else block for block in inside)
        if align
        else inside,
        header=node["type"] == "tableHeader",
        colspan=_span(attrs, "colspan"),
        rowspan=_span(attrs, "rowspan"),
        background=text_of(attrs, "background"),
        align=align,
        native=left(node, ("colspan", "rowspan", "background"), marks(node)),
    )


def _common_align(inside: Sequence[Block]) -> Literal["", "center", "right"]:
    """Return how all that is in a cell is aligned: Jira aligns paragraphs, others the cell."""
    aligns = {block.align if isinstance(block, Paragraph | Heading) else "" for block in inside}
    return "center" if aligns == {"center"} else "right" if aligns == {"end"} else ""


def _span(attrs: Json, name: str) -> int:
    found = attrs.get(name)
    return found if type(found) is int and found >= 1 else 1
