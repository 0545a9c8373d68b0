"""Reading Markdown: the inside of a line, from the inline tokens of markdown-it-py."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import replace
from itertools import groupby
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from anyticket.text.inline import (
    Break,
    Code,
    Emoji,
    Emphasis,
    Inline,
    InlineMedia,
    Link,
    Mark,
    Strike,
    Strong,
    Text,
)
from anyticket.text.markdown.notation import EMOJI, character_of, meant_by_link, media_at, mention_at
from anyticket.text.plain import plain

__all__ = ["line"]

_CELL_BREAK: Final = re.compile(r"<br ?/?>")
_MARK_OF: Final[dict[str, Mark]] = {"strong": Strong(), "em": Emphasis(), "s": Strike()}


def line(
    parser: MarkdownIt, environment: MutableMapping[str, object], source: str, *, in_cell: bool = False
) -> tuple[Inline, ...]:
    """Return what one paragraph's source means; `<br>` is a break only in a cell, where no other is possible."""
    reader = _Line(in_cell=in_cell)
    for token in parser.inline.parse(source, parser, environment, []):
        reader.read(token)
    return _trimmed(list(_joined(reader.pieces)))


class _Line:
    """Reads tokens one by one; emphasis is counted, so nesting costs nothing."""

    def __init__(self, *, in_cell: bool) -> None:
        self.pieces: list[Inline] = []
        self._in_cell = in_cell
        self._open: Counter[str] = Counter()
        self._link: Link | None = None
        self._link_start = 0
        self._at_sign = False
        self._at_link = False

    def _marks(self, *more: Mark) -> tuple[Mark, ...]:
        link = () if self._link is None else (self._link,)
        return (*link, *(mark for name, mark in _MARK_OF.items() if self._open[name]), *more)

    def read(self, token: Token) -> None:
        at_sign, self._at_sign = self._at_sign, False
        match token.type:
            case "text":
                self._text(token.content)
            case "text_special":
                self.pieces.append(Text(token.content, self._marks()))
            case "softbreak":
                self.pieces.append(Text(" ", self._marks()))
            case "hardbreak":
                self.pieces.append(Break())
            case "code_inline":
                self.pieces.append(Text(token.content, self._marks(Code())))
            case "image":
                self._image(token)
            case "link_open":
                self._link = Link(str(token.attrs.get("href", "")), str(token.attrs.get("title", "")))
                self._link_start = len(self.pieces)
                self._at_link = at_sign
            case "link_close":
                self._close_link()
            case _:
                self._open[token.tag] += token.nesting

    def _text(self, content: str) -> None:
        if self._in_cell and "<" in content:
            first, *others = _CELL_BREAK.split(content)
        else:
            first, others = content, []
        self._words(first)
        for other in others:
            self.pieces.append(Break())
            self._words(other)
        self._at_sign = content.endswith("@")

    def _words(self, content: str) -> None:
        if not content:
            return
        marks = self._marks()
        if ":" not in content:
            self.pieces.append(Text(content, marks))
            return
        for index, part in enumerate(EMOJI.split(content)):
            if part:
                self.pieces.append(Emoji(part, character_of(part)) if index % 2 else Text(part, marks))

    def _image(self, token: Token) -> None:
        alt = "".join(_words_of(token.children or ()))
        media = media_at(str(token.attrs.get("src", "")), alt, str(token.attrs.get("title", "")))
        self.pieces.append(InlineMedia(replace(media, link=self._link)))

    def _close_link(self) -> None:
        link, self._link = self._link, None
        if link is None:
            return
        inside = self.pieces[self._link_start :]
        if any(isinstance(piece, InlineMedia) for piece in inside):
            return
        shown = "".join(map(plain, inside))
        before = self.pieces[self._link_start - 1] if self._link_start else None
        mention = mention_at(link.href, shown) if self._at_link and not link.title else None
        if mention is not None and isinstance(before, Text):
            self.pieces[self._link_start - 1 :] = [Text(before.text[:-1], before.marks), mention]
            return
        meant = meant_by_link(link.href, link.title, shown)
        if meant is not None:
            self.pieces[self._link_start :] = [meant]


def _words_of(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the words of an image's text, which shows no markup."""
    stack = list(reversed(list(tokens)))
    while stack:
        token = stack.pop()
        if token.type in ("softbreak", "hardbreak"):
            yield " "
        elif token.children:
            stack.extend(reversed(token.children))
        else:
            yield token.content


def _trimmed(pieces: list[Inline]) -> tuple[Inline, ...]:
    """Leave out the spaces and breaks at both ends, which nobody sees."""
    for edge in (0, -1):
        while pieces:
            piece = pieces[edge]
            if isinstance(piece, Text) and not any(isinstance(mark, Code) for mark in piece.marks):
                kept = piece.text.rstrip() if edge else piece.text.lstrip()
                if kept:
                    pieces[edge] = Text(kept, piece.marks)
                    break
            elif not isinstance(piece, Break):
                break
            pieces.pop(edge)
    return tuple(pieces)


def _joined(pieces: Iterable[Inline]) -> Iterator[Inline]:
    """Join neighbours with the same marks."""
    for marks, group in groupby(pieces, lambda piece: piece.marks if isinstance(piece, Text) else None):
        if marks is None:
            yield from group
            continue
        text = "".join(piece.text for piece in group if isinstance(piece, Text))
        if text:
            yield Text(text, marks)
