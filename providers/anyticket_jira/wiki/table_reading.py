"""
Reading tables: a line that begins with a bar is a row, and goes on in the next lines while its last cell is open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from anyticket.text.document import Table, TableCell, TableRow
from anyticket_jira.wiki.emoticons import EMOTICON
from anyticket_jira.wiki.link_reading import IMAGE
from anyticket_jira.wiki.list_reading import Inside

__all__ = ["ROW", "read_table"]

ROW: Final = re.compile(r"[ \t]*\|+(?:[ \t]*[^|\s]|[ \t]+\|)")
_CLOSED: Final = re.compile(r"(?<!\\)\|[ \t]*\Z")
_BARS: Final = re.compile(
    rf"""
    (?P<bars>\|+)
  | \\.
  | \[[^\[\]\n\\]*(?:\\.[^\[\]\n\\]*)*\]
  | {EMOTICON.pattern}
  | {IMAGE}
  | \{{\{{[^{{}}\n]*\}}\}}
  | \{{[A-Za-z][\w-]*:[^{{}}\n]*\}}
    """,
    re.VERBOSE,
)


def read_table(lines: list[str], number: int, depth: int, inside: Inside) -> tuple[Table, int]:
    """Return the table that begins at a line, and the number of the line behind it."""
    rows: list[TableRow] = []
    while number < len(lines) and lines[number].lstrip(" \t").startswith("|"):
        row = [lines[number].strip(" \t")]
        number += 1
        while number < len(lines) and not _CLOSED.search(row[-1]) and _goes_on(lines[number]):
            row.append(lines[number])
            number += 1
        cells = tuple(_cells("\n".join(row), depth + 3, inside))
        rows += [TableRow(cells)] if cells else []
    return Table(tuple(rows)), number


def _goes_on(line: str) -> bool:
    return bool(line.strip(" \t")) and not line.lstrip(" \t").startswith("|")


def _cells(row: str, depth: int, inside: Inside) -> Iterator[TableCell]:
    bars = [found for found in _BARS.finditer(row) if found["bars"]]
    for index, bar in enumerate(bars):
        end = bars[index + 1].start() if index + 1 < len(bars) else len(row)
        text = row[bar.end() : end]
        if text.strip(" \t") or index + 1 < len(bars):
            yield TableCell(inside(text.split("\n"), depth, "cell"), header=len(bar[0]) > 1)
