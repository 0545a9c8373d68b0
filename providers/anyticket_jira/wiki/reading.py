"""
Reading wiki markup: headings, quotes, rules, paragraphs, and what stands in for macros.

A macro may begin in the middle of a line; the line is cut there.
Lists, tables and macros hold blocks again, but none holds its own kind more often than `MAX_DEPTH` allows, so reading
is recursive no deeper than that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from anyticket.text.document import (
    Block,
    BlockCard,
    Document,
    Heading,
    MediaGroup,
    MediaSingle,
    Paragraph,
    Quote,
    Rule,
)
from anyticket.text.inline import Break, Card, Inline, InlineMedia
from anyticket_jira.wiki.adf_macro import blocks_of, is_inline
from anyticket_jira.wiki.line_reading import read_lines
from anyticket_jira.wiki.list_reading import ITEM, read_list
from anyticket_jira.wiki.macros import Piece, Source, protect
from anyticket_jira.wiki.notation import DIALECT
from anyticket_jira.wiki.parameters import alignment, code_of, panel_of
from anyticket_jira.wiki.table_reading import ROW, read_table

__all__ = ["parse"]

_HEADING: Final = re.compile(r"[ \t]*h([1-6])\.[ \t]+(.*)")
_QUOTE: Final = re.compile(r"[ \t]*bq\.[ \t]+(.*)")
_RULE: Final = re.compile(r"[ \t]*-{4,5}[ \t]*")


def parse(native: str) -> Document:
    """Return the document that wiki markup means; no string is an error."""
    source = protect(native)
    return Document(_Blocks(source, 0).of(source.text.split("\n")))


class _Blocks:
    """The blocks of some lines. `depth` counts the containers around them."""

    def __init__(self, source: Source, depth: int, *, lists: bool = True, tables: bool = True) -> None:
        self.source = source
        self.depth = depth
        self.lists = lists
        self.tables = tables
        self.blocks: list[Block] = []
        self.paragraph: list[str] = []

    def of(self, lines: list[str]) -> tuple[Block, ...]:
        number = 0
        while number < len(lines):
            number = self._next(lines, number)
        self._end_paragraph()
        return tuple(self.blocks)

    def _next(self, lines: list[str], number: int) -> int:
        """Read what begins at a line; return the number of the line behind it."""
        line = lines[number]
        if self.lists and ITEM.match(line):
            self._end_paragraph()
            added, number = read_list(lines, number, self.depth, self._inside)
            self.blocks += added
            return number
        if self.tables and ROW.match(line):
            self._end_paragraph()
            table, number = read_table(lines, number, self.depth, self._inside)
            self.blocks.append(table)
            return number
        if not line.strip(" \t"):
            self._end_paragraph()
        elif not self._single_line(line):
            self.paragraph.append(line)
        return number + 1

    def _single_line(self, line: str) -> bool:
        """Read a heading, a quote of one line, or a rule."""
        if heading := _HEADING.fullmatch(line):
            self._end_paragraph()
            self._heading(int(heading[1]), heading[2])
        elif quote := _QUOTE.fullmatch(line):
            self._end_paragraph()
            self.blocks.append(Quote(self._inside([quote[1]], self.depth + 1, "quote")))
        elif _RULE.fullmatch(line):
            self._end_paragraph()
            self.blocks.append(Rule())
        else:
            return False
        return True

    def _inside(self, lines: list[str], depth: int, holder: str) -> tuple[Block, ...]:
        """Read what a list item, a cell or a quoted line holds."""
        lists = self.lists and holder == "cell"
        tables = self.tables and holder == "item"
        return _Blocks(self.source, depth, lists=lists, tables=tables).of(lines)

    def _heading(self, level: int, text: str) -> None:
        first, *rest = self._cut(text)
        content = read_lines(first, self.source) if isinstance(first, str) else ()
        self.blocks.append(Heading(level, content))
        self._paragraphs(rest if isinstance(first, str) else [first, *rest])

    def _end_paragraph(self) -> None:
        if self.paragraph:
            text = "\n".join(self.paragraph)
            self.paragraph.clear()
            self._paragraphs(self._cut(text))

    def _cut(self, text: str) -> list[str | Piece]:
        """Return text and macros in turns; colours and what stands in a line stay in the text."""
        parts: list[str | Piece] = []
        position = 0
        for token in self.source.token.finditer(text):
            piece = self.source.piece(token)
            if not piece.is_color and not is_inline(piece):
                parts += [text[position : token.start()], piece]
                position = token.end()
        return [*parts, text[position:]]

    def _paragraphs(self, parts: list[str | Piece]) -> None:
        for part in parts:
            if isinstance(part, Piece):
                self.blocks += self._macro(part)
            else:
                content = _without_outer_breaks(read_lines(part.strip("\n"), self.source))
                self.blocks += [_paragraph(content)] if content else []

    def _macro(self, piece: Piece) -> Iterator[Block]:
        match piece.name:
            case "code" | "noformat":
                yield code_of(piece)
            case "adf":
                yield from blocks_of(piece)
            case _:
                lines = piece.body.split("\n")
                blocks = _Blocks(self.source, self.depth + 1).of(lines)
                yield Quote(blocks) if piece.name == "quote" else panel_of(piece.parameters, blocks)


def _without_outer_breaks(content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a paragraph without the breaks at its edges: nobody sees them."""
    start, end = 0, len(content)
    while start < end and isinstance(content[start], Break):
        start += 1
    while start < end and isinstance(content[end - 1], Break):
        end -= 1
    return content[start:end]


def _paragraph(content: tuple[Inline, ...]) -> Block:
    """Return a paragraph; what stands alone in it is a block of its own."""
    first = content[0]
    if len(content) == 1 and isinstance(first, Card) and not first.source_in(DIALECT).endswith("|smart-link]"):
        return BlockCard(first.url, embed=first.source_in(DIALECT).endswith("|smart-embed]"))
    if len(content) == 1 and isinstance(first, InlineMedia) and first.media.image:
        return MediaSingle(first.media, align=alignment(first.media))
    shown = [piece.media for piece in content[::2] if isinstance(piece, InlineMedia) and piece.media.image]
    breaks = sum(isinstance(piece, Break) for piece in content[1::2])
    return MediaGroup(tuple(shown)) if len(shown) + breaks == len(content) > 2 else Paragraph(content)
