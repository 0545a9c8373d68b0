"""
Macros with a body: found first, and replaced by a short token, so that no later step looks inside them.

`{code}`, `{noformat}` and `{adf}` hold anything up to their end; `{quote}` and `{panel}` hold markup and cannot hold
themselves; a `{color}` pair may span lines and list items. A tag without its partner is text.
Each of these closes with its bare name, so the first pair counts, and one pass over the text finds all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

__all__ = ["TAG", "Piece", "Source", "protect"]

TAG: Final = re.compile(r"\{(code|noformat|adf|quote|panel|color)(?::([^{}\n]*))?\}")
_TOKEN: Final = re.compile(rf"\\.|\{{\{{|{TAG.pattern}", re.DOTALL)
_VERBATIM: Final = ("code", "noformat", "adf")
_PRIVATE_USE: Final = range(0xE000, 0x110000)


@dataclass(frozen=True, slots=True)
class Piece:
    """
    What one token stands for.

    Args:
        name: The macro.
        body: Between its tags; in a quote or panel with tokens of its own.
        source: All of it, as it was written.
        closes: For a colour, whether this is its end.
    """

    name: str
    parameters: str
    body: str
    source: str
    closes: bool = False

    @property
    def is_color(self) -> bool:
        """Whether this is one end of coloured text, not a block."""
        return self.name == "color"


@dataclass(slots=True)
class Source:
    """A text whose macros are tokens: a number between two `mark`s, which the text has not."""

    text: str
    mark: str
    pieces: list[Piece]
    token: re.Pattern[str]
    colors: list[str] = field(default_factory=list[str])
    """The colours that are open where reading stands, outermost first."""

    def piece(self, token: re.Match[str] | str) -> Piece:
        """Return what a token stands for."""
        return self.pieces[int((token if isinstance(token, str) else token[0])[1:-1])]

    def restore(self, text: str) -> str:
        """Return a part of the text with its macros as they were written."""
        return self.token.sub(lambda found: self.piece(found).source, text) if self.mark in text else text


@dataclass(slots=True)
class _Frame:
    """An open quote or panel, or the whole text: what it holds so far, and where its open colours are in that."""

    name: str
    parameters: str
    start: int
    opening: str
    parts: list[str] = field(default_factory=list[str])
    colors: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])


class _Protection:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        present = set(text)
        self.mark = next(chr(code) for code in _PRIVATE_USE if chr(code) not in present)
        self.pieces: list[Piece] = []
        self.frames = [_Frame("", "", 0, "")]
        self.endless: set[str] = set()

    def run(self) -> str:
        position = 0
        while found := _TOKEN.search(self.text, position):
            self.frames[-1].parts.append(self.text[position : found.start()])
            position = found.end()
            name, parameters = found.groups()
            if name in _VERBATIM:
                position = self._verbatim(found, name, parameters or "")
            elif name == "color":
                self._color(found[0], parameters)
            elif name:
                self._container(found, name, parameters)
            else:
                self.frames[-1].parts.append(found[0])
        self.frames[-1].parts.append(self.text[position:])
        self._drop_to(1)
        return "".join(self.frames[0].parts)

    def _token(self, piece: Piece) -> str:
        self.pieces.append(piece)
        return f"{self.mark}{len(self.pieces) - 1}{self.mark}"

    def _verbatim(self, found: re.Match[str], name: str, parameters: str) -> int:
        closing = "{" + name + "}"
        end = -1 if name in self.endless else self.text.find(closing, found.end())
        if end < 0:
            self.endless.add(name)
            self.frames[-1].parts.append(found[0])
            return found.end()
        after = end + len(closing)
        piece = Piece(name, parameters, self.text[found.end() : end], self.text[found.start() : after])
        self.frames[-1].parts.append(self._token(piece))
        return after

    def _color(self, written: str, parameters: str | None) -> None:
        frame = self.frames[-1]
        if parameters is not None:
            frame.colors.append((len(frame.parts), parameters))
            frame.parts.append(written)
        elif frame.colors:
            index, value = frame.colors.pop()
            frame.parts[index] = self._token(Piece("color", value, "", frame.parts[index]))
            frame.parts.append(self._token(Piece("color", value, "", written, closes=True)))
        else:
            frame.parts.append(written)

    def _container(self, found: re.Match[str], name: str, parameters: str | None) -> None:
        depth = next((index for index, frame in enumerate(self.frames) if frame.name == name), 0)
        if not depth or parameters is not None:
            self._drop_to(depth or len(self.frames))
            self.frames.append(_Frame(name, parameters or "", found.start(), found[0]))
            return
        self._drop_to(depth + 1)
        frame = self.frames.pop()
        source = self.text[frame.start : found.end()]
        piece = Piece(name, frame.parameters, "".join(frame.parts), source)
        self.frames[-1].parts.append(self._token(piece))

    def _drop_to(self, depth: int) -> None:
        """Make text again of the tags that nothing closed."""
        while len(self.frames) > depth:
            frame = self.frames.pop()
            outer = self.frames[-1]
            offset = len(outer.parts) + 1
            outer.colors += [(offset + index, value) for index, value in frame.colors]
            outer.parts += [frame.opening, *frame.parts]


def protect(text: str) -> Source:
    """Return a text with its macros taken out; line ends are newlines."""
    protection = _Protection(text.replace("\r\n", "\n").replace("\r", "\n"))
    inside = protection.run()
    token = re.compile(f"{protection.mark}[0-9]+{protection.mark}")
    return Source(inside, protection.mark, protection.pieces, token)
