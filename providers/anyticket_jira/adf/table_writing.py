"""Writing ADF: tables."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from anyticket.text.document import Align, Block, Heading, Paragraph, Table, TableCell, TableRow
from anyticket.text.inline import Inline, Text
from anyticket.text.plain import plain
from anyticket_jira.adf.leftover import Json, kept_of, put_back
from anyticket_jira.adf.placing import ALLOWED, Place

__all__ = ["TableWriting"]


class TableWriting(Protocol):
    """The part of the writer that writes tables."""

    @abstractmethod
    def report(self, path: str, reason: str) -> None: ...

    @abstractmethod
    def blocks(self, blocks: Sequence[Block], place: Place, path: str, depth: int) -> list[Json]: ...

    @abstractmethod
    def filled(self, blocks: Sequence[Block], place: Place, path: str, depth: int) -> list[Json]: ...

    def table(self, block: Table, place: Place, path: str, depth: int) -> list[Json]:
        """Return a table; where none may stand, each row as a paragraph."""
        if "table" not in ALLOWED[place]:
            self.report(path, f"Jira allows no table in {place}: its rows are paragraphs")
            rows = [Paragraph(_row_line(row)) for row in block.rows]
            return self.blocks(rows, place, f"{path}.rows", depth)
        rows_written = [self._row(row, f"{path}.rows[{index}]", depth) for index, row in enumerate(block.rows)]
        return [put_back({"type": "table", "content": rows_written}, kept_of(block))] if rows_written else []

    def _row(self, row: TableRow, path: str, depth: int) -> Json:
        cells = [self._cell(cell, f"{path}.cells[{index}]", depth) for index, cell in enumerate(row.cells)]
        return put_back({"type": "tableRow", "content": cells}, kept_of(row))

    def _cell(self, cell: TableCell, path: str, depth: int) -> Json:
        attrs: Json = {}
        if cell.colspan != 1:
            attrs["colspan"] = cell.colspan
        if cell.rowspan != 1:
            attrs["rowspan"] = cell.rowspan
        if cell.background:
            attrs["background"] = cell.background
        inside = self.filled(_aligned(cell), Place.CELL, f"{path}.blocks", depth + 3)
        kind = "tableHeader" if cell.header else "tableCell"
        return put_back({"type": kind, **({"attrs": attrs} if attrs else {}), "content": inside}, kept_of(cell))


_ALIGN_OF: Final[dict[str, Align]] = {"": "", "left": "", "center": "center", "right": "end"}


def _aligned(cell: TableCell) -> tuple[Block, ...]:
    """Return the blocks of a cell, with its alignment on its paragraphs, where Jira has it."""
    align = _ALIGN_OF[cell.align]
    if not align:
        return cell.blocks
    return tuple(
        replace(block, align=align) if isinstance(block, Paragraph | Heading) and not block.align else block
        for block in cell.blocks
    )


def _row_line(row: TableRow) -> tuple[Inline, ...]:
    pieces: list[Inline] = []
    for cell in row.cells:
        pieces.extend([Text(" | ")] if pieces else [])
        for block in cell.blocks:
            pieces.extend(block.content if isinstance(block, Paragraph | Heading) else [Text(plain(block))])
    return tuple(pieces)
