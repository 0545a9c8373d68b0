"""Reading Markdown: tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, Protocol, TypeAlias

from markdown_it.token import Token

from anyticket.text.document import Paragraph, Table, TableCell, TableRow
from anyticket.text.inline import Inline

__all__ = ["table"]

_Align: TypeAlias = Literal["", "left", "center", "right"]
_ALIGN_OF: Final[dict[str, _Align]] = {
    "text-align:left": "left",
    "text-align:center": "center",
    "text-align:right": "right",
}


class ReadLine(Protocol):
    """What reads the inside of a cell."""

    def __call__(self, source: str, *, in_cell: bool = False) -> tuple[Inline, ...]: ...


def table(tokens: Iterator[Token], line: ReadLine) -> Table:
    """
    Read a table up to its end.

    A header row without a word in it is no row: Markdown has no other way to write a table without a header.
    """
    rows: list[TableRow] = []
    cells: list[TableCell] = []
    for token in tokens:
        match token.type:
            case "tr_open":
                cells = []
            case "th_open" | "td_open":
                align = _ALIGN_OF.get(str(token.attrs.get("style", "")), "")
                content = line(next(tokens).content, in_cell=True)
                cells.append(TableCell((Paragraph(content),), header=token.type == "th_open", align=align))
            case "tr_close":
                rows.append(TableRow(tuple(cells)))
            case "table_close":
                break
            case _:
                pass
    return Table(tuple(rows[1:] if len(rows) > 1 and _is_blank(rows[0]) else rows))


def _is_blank(row: TableRow) -> bool:
    return not any(isinstance(block, Paragraph) and block.content for cell in row.cells for block in cell.blocks)
