"""
The screen: tables and lines for people, JSON for programs.

What a tracker says is written as text, never as markup, and its control characters are shown, not obeyed.
"""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Iterable, Sequence
from io import StringIO, TextIOWrapper
from typing import Any, Final

import orjson
from pydantic import BaseModel
from rich.console import Console
from rich.table import Table
from rich.text import Text

#: C0 but for tab and newline, DEL, C1, and the marks that turn the direction of what follows.
_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_BREAKS: Final = re.compile(r"\s*[\n\t]\s*")
_WIDTH_OF_PIPES: Final = 160


def shown(text: str) -> str:
    """Return text with what a terminal would obey written out."""
    return _OBEYED.sub(lambda found: ascii(found.group())[1:-1], text)


def one_line(text: str) -> str:
    """Return text on one line, with what a terminal would obey written out."""
    return shown(_BREAKS.sub(" ", text).rstrip())


def settle_streams() -> None:
    """Make sure that standard output and error are there, and that no character is too much for them."""
    sys.stdout = sys.stdout or StringIO()
    sys.stderr = sys.stderr or StringIO()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class Screen:
    """Standard output and standard error."""

    def __init__(self) -> None:
        width = None if sys.stdout.isatty() else _WIDTH_OF_PIPES
        self._out = Console(file=sys.stdout, width=width, highlight=False, markup=False, emoji=False, soft_wrap=False)
        self.err: Final = Console(file=sys.stderr, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def line(self, text: str = "", *, style: str = "") -> None:
        """Write one line for people."""
        self._out.print(Text(one_line(text), style=style), soft_wrap=True)

    def text(self, text: str) -> None:
        """Write text of several lines for people."""
        self._out.print(Text(shown(text)))

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], *, title: str | None = None) -> None:
        """Write a table. Each row has one text a column."""
        table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(one_line(cell)) for cell in row))
        self._out.print(table)

    def json(self, value: object) -> None:
        """Write a value as one line of JSON, escaped as far as the encoding of standard output wants it."""
        text = json_line(value)
        if codecs.lookup(sys.stdout.encoding or "ascii").name != "utf-8":
            text = _FOREIGN.sub(lambda found: json.dumps(found.group())[1:-1], text)
        sys.stdout.write(f"{text}\n")

    def note(self, text: str, *, style: str = "") -> None:
        """Write one line on standard error."""
        self.err.print(Text(one_line(text), style=style))


def json_line(value: object) -> str:
    """Return a value as JSON on one line, with what a terminal would obey escaped."""
    text = orjson.dumps(value, default=_plain, option=orjson.OPT_NON_STR_KEYS).decode()
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _plain(value: Any) -> Any:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    return str(value)
