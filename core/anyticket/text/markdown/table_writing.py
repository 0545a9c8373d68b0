"""Writing Markdown: tables, which have one header row, one line a cell and no spans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from anyticket.text.document import Paragraph, Table, TableCell, TableRow

__all__ = ["written_table"]

_RULE_OF: Final = {"": "---", "left": ":--", "center": ":-:", "right": "--:"}


def written_table(
    table: Table, path: str, write_cell: Callable[[TableCell, str], str], report: Callable[[str, str], None]
) -> str:
    """Return a table; spans are filled with empty cells, and a table without a header row gets an empty one."""
    grid = [
        [(cell, f"{path}.rows[{row}].cells[{index}]") for index, cell in enumerate(_spread(table.rows[row]))]
        for row in range(len(table.rows))
    ]
    width = max(map(len, grid), default=0)
    if not width:
        return ""
    _report_unsaid(table, path, report)
    has_header = bool(table.rows[0].cells) and all(cell.header for cell in table.rows[0].cells)
    lines = [_row([write_cell(cell, where).replace("|", r"\|") for cell, where in row], width) for row in grid]
    first = table.rows[0] if has_header else TableRow()
    rule = "|" + "|".join(_RULE_OF[align] for align in _aligns(grid[0], width)) + "|"
    header = lines.pop(0) if first.cells else _row([], width)
    return "\n".join([header, rule, *lines])


def _aligns(row: list[tuple[TableCell, str]], width: int) -> list[str]:
    aligns: list[str] = [cell.align for cell, _ in row]
    return [*aligns, *[""] * (width - len(aligns))]


def _row(cells: list[str], width: int) -> str:
    return "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |"


def _spread(row: TableRow) -> list[TableCell]:
    """Return the cells of a row, with an empty one for each further column that a cell spans."""
    spread: list[TableCell] = []
    for cell in row.cells:
        spread.append(cell)
        spread.extend([TableCell()] * min(cell.colspan - 1, 100))
    return spread


def _report_unsaid(table: Table, path: str, report: Callable[[str, str], None]) -> None:
    for number, row in enumerate(table.rows):
        is_header = all(cell.header for cell in row.cells)
        for index, cell in enumerate(row.cells):
            where = f"{path}.rows[{number}].cells[{index}]"
            if cell.colspan > 1 or cell.rowspan > 1:
                report(where, "Markdown has no spans in tables: the cell is one, empty cells stand beside it")
            if cell.background:
                report(where, "Markdown has no colours: the cell has none")
            if cell.header and not (number == 0 and is_header):
                report(where, "a Markdown table has one header row: this header is an ordinary cell")
            if len(cell.blocks) > 1 or any(not isinstance(block, Paragraph) for block in cell.blocks):
                report(where, "a cell of a Markdown table is one line: its blocks are joined by breaks")
