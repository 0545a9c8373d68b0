"""
Writing tables: a bar before each cell, two before a header cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from anyticket.text.document import Block, Table, TableCell
from anyticket_jira.wiki.escaping import Place

__all__ = ["write_table"]


class _Writer(Protocol):
    """What writes the blocks of a cell."""

    place: Place

    def report(self, path: str, reason: str) -> None: ...

    def blocks(self, blocks: Sequence[Block], path: str, *, close: bool = False) -> str: ...


def write_table(writer: _Writer, table: Table, path: str) -> str:
    """Return a table; one in a cell becomes lines of text."""
    if writer.place == "cell":
        writer.report(path, "wiki markup has no table in a table: its cells stand in lines")
        cells = [
            (cell, f"{path}.rows[{row}].cells[{at}]")
            for row, line in enumerate(table.rows)
            for at, cell in enumerate(line.cells)
        ]
        return "\n".join(writer.blocks(cell.blocks, f"{here}.blocks", close=True) for cell, here in cells)
    rows: list[str] = []
    for number, row in enumerate(table.rows):
        here = f"{path}.rows[{number}]"
        if row.cells:
            rows.append(_row(writer, row.cells, f"{here}.cells"))
        else:
            writer.report(here, "wiki markup has no row without cells")
    return "\n".join(rows)


def _row(writer: _Writer, cells: Sequence[TableCell], path: str) -> str:
    written = "".join(_cell(writer, cell, f"{path}[{index}]") for index, cell in enumerate(cells))
    return written + ("||" if cells[-1].header else "|")


def _cell(writer: _Writer, cell: TableCell, path: str) -> str:
    if cell.colspan != 1 or cell.rowspan != 1:
        writer.report(path, "a cell of a wiki table takes one row and one column")
    if cell.background or cell.align:
        writer.report(path, "a cell of a wiki table has neither background nor alignment")
    place, writer.place = writer.place, "cell"
    text = writer.blocks(cell.blocks, f"{path}.blocks", close=True)
    writer.place = place
    return ("||" if cell.header else "|") + (text or " ")
