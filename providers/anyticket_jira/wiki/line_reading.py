"""
Reading the inside of lines: marks, links, emoticons, dashes, breaks, escapes.

A delimiter opens where no letter or digit is before it and no space after it, and closes the other way round, in the
same line; in braces (`{*}`) it does both anywhere. At most one of each kind is open, so one pass pairs them all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from anyticket.text.inline import Break, Inline, InlineMedia, Link, Mark, Text, TextColor, UnknownInline
from anyticket_jira.wiki.adf_macro import inlines_of, is_inline
from anyticket_jira.wiki.colors import color
from anyticket_jira.wiki.emoticons import EMOTICON, emoji_of
from anyticket_jira.wiki.link_reading import IMAGE, bracketed, image, mention
from anyticket_jira.wiki.macros import TAG, Piece, Source
from anyticket_jira.wiki.notation import CITE, CITE_DASH, DELIMITERS, DIALECT, ESCAPABLE, MACRO, characters

__all__ = ["read_lines"]

_URL: Final = r"""(?<![^\W_])(?:https?|ftps?|ircs?)://[^\s<>"{}|\\^`\[\]MARK]+"""
_ROWS: Final = (
    "|".join(rf"(?<=[{sign}])[{sign}]+(?=[{sign}])" for sign in (*"*_+~", r"\-", r"\^")) + r"|(?<=\{\{)\{{2,}(?=\{)"
)
"""Delimiters between others of their kind: they can neither open nor close anything."""

_TOKENS: Final = rf"""
    (?P<piece>MARK[0-9]+MARK)
  | (?P<slashes>\\\\+)
  | \\(?P<escaped>[{re.escape(ESCAPABLE)}] | {EMOTICON.pattern})
  | \[~(?P<mention>(?:[^\[\]\n|\\] | \\[^\[\]\n|\\])+)\]
  | \[(?P<link>[^\[\]\n\\]*(?:\\.[^\[\]\n\\]*)*)\]
  | (?P<image>{IMAGE})
  | (?P<url>{_URL})
  | (?P<emoticon>{EMOTICON.pattern})
  | (?P<dash>(?<!\S)-{{2,3}}(?!\S))
  | (?P<row>{_ROWS})
  | (?P<mono>\{{\{{ | \}}\}}(?!\}}))
  | \{{(?P<forced>[*_\-+^~] | \?\?)\}}
  | (?P<macro>{MACRO.pattern})
  | (?P<delimiter>[*_\-+^~] | \?\?)
"""
_SIGNS: Final = re.compile(r"[*_\-+^~?{}\[\]!\\&:;(\n]")
"""A line without any of these is plain text."""

_MARKERS: Final = frozenset("*_-+^~[")
"""Where one of these opens, Jira Cloud's converter reads two backslashes before it as themselves, not as a break."""


@dataclass(slots=True)
class _Literal:
    """Characters that stand for themselves; a delimiter, once its partner is found."""

    written: str
    kind: str = ""
    opens: bool = False
    closes: bool = False


_Part: TypeAlias = str | Inline | _Literal | Piece


@lru_cache(maxsize=8)
def _tokens(mark: str) -> re.Pattern[str]:
    return re.compile(_TOKENS.replace("MARK", mark), re.VERBOSE)


def read_lines(text: str, source: Source, link: Link | None = None) -> tuple[Inline, ...]:
    """Return the pieces of some lines; in the text of a link, every text carries it and nothing else is a link."""
    if not link and source.mark not in text and not _SIGNS.search(text):
        return _Inlines(source, link).of([text.strip(" \t")])
    parts: list[_Part] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            parts.append(Break())
        parts += _Line(line if link else line.strip(" \t"), source, link).read()
    if not link:
        _trim(parts)
        parts.reverse()
        _trim(parts, right=True)
        parts.reverse()
    return _Inlines(source, link).of(parts)


def _trim(parts: list[_Part], *, right: bool = False) -> None:
    """Drop the spaces at one edge of each line: nobody sees them."""
    at_edge = True
    for index, part in enumerate(parts):
        if isinstance(part, str) and at_edge:
            kept = part.rstrip(" \t") if right else part.lstrip(" \t")
            parts[index], at_edge = kept, not kept
        elif isinstance(part, Break):
            at_edge = True
        elif not isinstance(part, (Piece, _Literal)) or (isinstance(part, _Literal) and not part.opens | part.closes):
            at_edge = False


class _Line:
    """One line, token by token."""

    def __init__(self, text: str, source: Source, link: Link | None) -> None:
        self.text = text
        self.source = source
        self.link = link
        self.parts: list[_Part] = []
        self.open: dict[str, int] = {}

    def read(self) -> list[_Part]:
        position, tokens = 0, _tokens(self.source.mark)
        while found := tokens.search(self.text, position):
            if found.start() > position:
                self.parts.append(self.text[position : found.start()])
            position = self._token(found, found.lastgroup or "")
        if position < len(self.text):
            self.parts.append(self.text[position:])
        return self.parts

    def _token(self, found: re.Match[str], kind: str) -> int:
        """Add what one token means; return where reading goes on."""
        match kind:
            case "piece":
                self.parts.append(self.source.piece(found))
            case "slashes":
                self.parts.append(Break() if self._is_break(found) else _Literal(found[0]))
            case "escaped" | "row":
                self.parts.append(_Literal(found[kind]))
            case "dash":
                self.parts.append("–" if len(found[0]) == 2 else "—")
            case "forced" | "delimiter" | "mono":
                self._delimiter(found, found["forced"] or found[0])
            case "url":
                return self._url(found)
            case _:
                return self._piece(found, kind)
        return found.end()

    def _is_break(self, found: re.Match[str]) -> bool:
        after = self.text[found.end() : found.end() + 1]
        return len(found[0]) == 2 and (after not in _MARKERS or after in self.open)

    def _piece(self, found: re.Match[str], kind: str) -> int:
        """Add a link, mention, image, emoticon or macro; where it is none, its first character is text."""
        pieces = self._pieces(found, kind)
        if pieces:
            self.parts += pieces
            return found.end()
        self.parts.append(_Literal(found[0][0]))
        return found.start() + 1

    def _pieces(self, found: re.Match[str], kind: str) -> tuple[Inline, ...]:
        restored = self.source.restore
        one: Inline | None = None
        if kind == "emoticon":
            one = emoji_of(found[0])
        elif kind == "macro" and "{{" not in self.open and not TAG.fullmatch(found[0]):
            one = UnknownInline(DIALECT, found[0], found[0])
        elif self.link:
            return ()
        elif kind == "mention":
            one = mention(restored(found["mention"]))
        elif kind == "image":
            one = InlineMedia(image(restored(found["target"]), restored(found["options"] or "")))
        elif kind == "link":
            return bracketed(found["link"], found[0], self._alias, restored)
        return () if one is None else (one,)

    def _alias(self, text: str, link: Link) -> tuple[Inline, ...]:
        return read_lines(text, self.source, link)

    def _url(self, found: re.Match[str]) -> int:
        end = found.start() + _address_length(found[0], self.open)
        written = self.text[found.start() : end]
        url = characters(written)
        self.parts.append(written if self.link else Text(url, (Link(url),)))
        return end

    def _delimiter(self, found: re.Match[str], kind: str) -> None:
        start, end = found.span()
        before, after = self.text[max(start - 1, 0) : start], self.text[end : end + 1]
        forced = found.lastgroup == "forced"
        delimiter = _Literal(found[0], "{{" if kind == "}}" else kind)
        opening = self.open.get(delimiter.kind)
        if opening is None:
            if kind != "}}" and (forced or _may_open(kind, before, after)):
                self.open[kind] = len(self.parts)
        elif kind != "{{" and opening < len(self.parts) - 1 and (forced or _may_close(kind, before, after)):
            opener = self.parts[opening]
            if isinstance(opener, _Literal):
                opener.opens = delimiter.closes = True
            self.open = {key: index for key, index in self.open.items() if index < opening}
        self.parts.append(delimiter)


def _may_open(kind: str, before: str, after: str) -> bool:
    if kind == "{{":
        return bool(after) and not after.isspace()
    return bool(after) and not after.isspace() and after != kind[0] and not before.isalnum()


def _may_close(kind: str, before: str, after: str) -> bool:
    if kind == "}}":
        return not before.isspace()
    return bool(before) and not before.isspace() and before != kind[0] and not after.isalnum()


def _address_length(url: str, open_delimiters: Mapping[str, int]) -> int:
    """Return how much of an address is one: not the punctuation of the sentence, nor the end of a mark around it."""
    end = len(url)
    unbalanced = url.count(")") - url.count("(")
    while end:
        last = url[end - 1]
        if last == ")" and unbalanced > 0:
            unbalanced -= 1
        elif last not in ".,;:!?'" and last not in open_delimiters:
            break
        end -= 1
    return end


class _Inlines:
    """The pieces of a document, from the parts of lines."""

    def __init__(self, source: Source, link: Link | None) -> None:
        self.source = source
        self.marks: list[Mark] = [link] if link else []
        self.pieces: list[Inline] = []
        self.written: list[str] = []
        self.written_with: tuple[Mark, ...] = ()

    def of(self, parts: list[_Part]) -> tuple[Inline, ...]:
        for part in parts:
            match part:
                case str():
                    self._text(characters(part))
                case _Literal():
                    self._literal(part)
                case Piece():
                    self._macro(part)
                case Text():
                    self._text(part.text, *part.marks)
                case _:
                    self._add(part)
        self._flush()
        return tuple(self.pieces)

    def _text(self, text: str, *more: Mark) -> None:
        if not text:
            return
        color_now = (TextColor(self.source.colors[-1]),) if self.source.colors else ()
        marks = (*more, *self.marks, *color_now)
        if marks != self.written_with:
            self._flush()
            self.written_with = marks
        self.written.append(text)

    def _flush(self) -> None:
        """Make one text of what was written with the same marks."""
        if self.written:
            self.pieces.append(Text("".join(self.written), self.written_with))
            self.written.clear()

    def _add(self, *pieces: Inline) -> None:
        self._flush()
        self.pieces += pieces

    def _literal(self, literal: _Literal) -> None:
        if literal.opens:
            self.marks.append(DELIMITERS[literal.kind])
            self._text(CITE_DASH if literal.kind == CITE else "")
        elif literal.closes:
            self.marks.remove(DELIMITERS[literal.kind])
        else:
            self._text(literal.written)

    def _macro(self, piece: Piece) -> None:
        if is_inline(piece):
            self._add(*inlines_of(piece))
        elif not piece.is_color:
            self._text(piece.source)
        elif not piece.closes:
            self.source.colors.append(color(piece.parameters))
        elif self.source.colors:
            self.source.colors.pop()
