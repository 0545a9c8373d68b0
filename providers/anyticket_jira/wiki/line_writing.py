"""
Writing the inside of lines: marks become delimiters around what has them, outermost first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final, TypeAlias

from anyticket.text.inline import (
    BackgroundColor,
    Break,
    Code,
    Emphasis,
    Inline,
    InlineMedia,
    Link,
    Mark,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    TextColor,
    Underline,
    UnknownMark,
)
from anyticket_jira.wiki.colors import color
from anyticket_jira.wiki.escaping import Place, Segment, encoded, escaped_line
from anyticket_jira.wiki.notation import address
from anyticket_jira.wiki.piece_writing import written_piece

__all__ = ["Report", "write_lines"]

Report: TypeAlias = Callable[[str, str], None]
"""Takes the path and the reason of a loss."""

_DELIMITER_OF: Final[dict[type[Mark], tuple[str, str]]] = {
    Strong: ("*", "*"),
    Emphasis: ("_", "_"),
    Strike: ("-", "-"),
    Underline: ("+", "+"),
    Superscript: ("^", "^"),
    Subscript: ("~", "~"),
    Code: ("{{", "}}"),
}
_BREAK: Final = "\\\\"


def write_lines(
    content: Sequence[Inline], path: str, report: Report, *, place: Place = "", one_line: bool = False
) -> str:
    """Return some lines as markup; with `one_line`, their breaks do not begin a new line."""
    lines: list[list[tuple[str, Inline]]] = [[]]
    for index, piece in enumerate(content):
        if isinstance(piece, Break):
            lines.append([])
        elif not (isinstance(piece, Text) and not piece.text):
            lines[-1].append((f"{path}[{index}]", piece))
    written = [escaped_line(_Segments(report).of(line), place) if line else "" for line in lines]
    result = written[0]
    for before, line in pairwise(written):
        if one_line or not line:
            result += f"{' ' if not before else ''}{_BREAK}{' ' if line else ''}{line}"
        else:
            result += f"\n{line}"
    return result


class _Segments:
    """The segments of one line."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.segments: list[Segment] = []

    def of(self, line: Sequence[tuple[str, Inline]]) -> list[Segment]:
        self._span(line, (), "")
        return self.segments

    def _span(self, line: Sequence[tuple[str, Inline]], done: tuple[Mark, ...], inside: str) -> None:
        position = 0
        while position < len(line):
            path, piece = line[position]
            mark = next((mark for mark in piece.marks if mark not in done), None) if isinstance(piece, Text) else None
            if mark is None:
                self._leaf(path, piece, inside)
                position += 1
                continue
            end = _end_of_span(line, position, mark)
            self._marked(mark, line[position:end], done, inside)
            position = end

    def _leaf(self, path: str, piece: Inline, inside: str) -> None:
        if isinstance(piece, Text):
            self.segments.append(Segment(piece.text, "text", inside))
            return
        written, is_markup = written_piece(piece, path, self.report)
        if not is_markup:
            self.segments.append(Segment(written, "text", inside))
        elif isinstance(piece, InlineMedia) and piece.media.image:
            self.segments.append(Segment(written, "image", inside))
        else:
            self.segments.append(Segment(written, "markup", inside))

    def _marked(self, mark: Mark, line: Sequence[tuple[str, Inline]], done: tuple[Mark, ...], inside: str) -> None:
        done = (*done, mark)
        if type(mark) in _DELIMITER_OF:
            opening, closing = _DELIMITER_OF[type(mark)]
            opener, closer = Segment(opening, "opens"), Segment(closing, "closes")
            opener.partner, closer.partner = closer, opener
            self.segments.append(opener)
            self._span(line, done, inside + opening)
            self.segments.append(closer)
        elif isinstance(mark, TextColor) and _is_color(mark.color):
            self.segments.append(Segment(f"{{color:{mark.color}}}", "opens"))
            self._span(line, done, inside)
            self.segments.append(Segment("{color}", "closes"))
        elif isinstance(mark, Link) and address(mark.href):
            self._link(mark, line, done, inside)
        else:
            self.report(line[0][0], _reason(mark))
            self._span(line, done, inside)

    def _link(self, link: Link, line: Sequence[tuple[str, Inline]], done: tuple[Mark, ...], inside: str) -> None:
        target = encoded(link.href)
        plain = len(line) == 1 and isinstance(line[0][1], Text) and line[0][1].marks == (link,)
        text = line[0][1].text if plain and isinstance(line[0][1], Text) else ""
        if text and not link.title and text in (link.href, link.href.removeprefix("mailto:")):
            self.segments.append(Segment(f"[{target}]", "markup"))
            return
        if not "".join(piece.text for _, piece in line if isinstance(piece, Text)).strip():
            self.report(line[0][0], "wiki markup has no link on blank space")
            self._span(line, done, inside)
            return
        self.segments.append(Segment("[", "markup"))
        self._span(line, done, inside + "[")
        title = f"|{encoded(link.title)}" if link.title else ""
        self.segments.append(Segment(f"|{target}{title}]", "markup"))


def _end_of_span(line: Sequence[tuple[str, Inline]], start: int, mark: Mark) -> int:
    """Return where a mark ends; what has no marks of its own may stand in the middle, except in a link."""
    end = position = start + 1
    while position < len(line):
        piece = line[position][1]
        if isinstance(piece, Text):
            if mark not in piece.marks:
                break
            end = position + 1
        elif isinstance(mark, Link):
            break
        position += 1
    return end


def _is_color(value: str) -> bool:
    return bool(value) and color(value) == value and not set(value) & set("{}|\n\r")


def _reason(mark: Mark) -> str:
    match mark:
        case Link():
            return f"wiki markup has no link to {mark.href[:80]!r}: its text stands there"
        case TextColor():
            return f"wiki markup has no colour {mark.color[:40]!r}"
        case BackgroundColor():
            return "wiki markup has no background colour"
        case UnknownMark():
            return f"a mark that only {mark.dialect} has"
        case _:
            return f"wiki markup has no {type(mark).__name__.lower()}"
