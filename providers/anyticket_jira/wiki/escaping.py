"""
Escaping: what must not be read as markup, and only that.

A line is put together first, from text, markup and delimiters. Then each character of its text is looked at where it
stands: a star between spaces stays a star, a star that could make its neighbours bold gets a backslash.
Where the notation has no backslash for a character, its number stands: `h1&#46; `.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from anyticket_jira.wiki.emoticons import EMOTICON
from anyticket_jira.wiki.link_reading import IMAGE
from anyticket_jira.wiki.list_reading import ITEM
from anyticket_jira.wiki.notation import ENTITY, ESCAPABLE, MACRO

__all__ = ["Place", "Segment", "encoded", "escaped_line"]

_IMAGE: Final = re.compile(IMAGE)
_DASH: Final = re.compile(r"(?<!\S)-{2,3}(?!\S)")
_FORCED: Final = re.compile(r"\{(?:[*_\-+^~]|\?\?)\}")
_SCHEME: Final = re.compile(r"(?:https?|ftps?|ircs?)\Z", re.IGNORECASE)
_LINE_START: Final = re.compile(r"(h[1-6]|bq)(\.[ \t])")
_RULE: Final = re.compile(r"-{4,5}[ \t]*\Z")
_SPECIAL: Final = re.compile(r"[*_\-+^~?{}\[\]!|\\&:;(\s]")
_DELIMITERS: Final = "*_-+^~?"

Place: TypeAlias = Literal["", "cell"]
"""Where a line stands; in a cell, a bar is markup."""


@dataclass(slots=True)
class Segment:
    """
    A part of a line.

    Args:
        role: `text` is escaped, `markup` is not; `opens` and `closes` are delimiters; an `image` needs room around it.
        inside: The delimiters that are open around it, and `[` in the text of a link.
        partner: Of a delimiter, the one that it is a pair with.
    """

    written: str
    role: Literal["text", "markup", "opens", "closes", "image"] = "text"
    inside: str = ""
    partner: Segment | None = None
    forced: bool = False


def encoded(text: str, special: str = "[]|{}\\\n\r") -> str:
    """Return text for a place where backslashes do not help: an address, a file name, a parameter."""
    written = "".join(
        f"&#{ord(sign)};" if sign in special else "&amp;" if sign == "&" and ENTITY.match(text, index) else sign
        for index, sign in enumerate(text)
    )
    start = len(written) - len(written.lstrip())
    end = max(len(written.rstrip()), start)
    return (
        "".join(f"&#{ord(sign)};" for sign in written[:start])
        + written[start:end]
        + "".join(f"&#{ord(sign)};" for sign in written[end:])
    )


def escaped_line(segments: Sequence[Segment], place: Place) -> str:
    """Return a line as markup."""
    return _Line(segments, place).written()


class _Line:
    """A line whose text is still to be escaped."""

    def __init__(self, segments: Sequence[Segment], place: Place) -> None:
        self.segments = segments
        self.place = place
        self.raw = "".join(segment.written for segment in segments)
        self.last_bracket = self.raw.rfind("]")
        self.last_closer = {sign: self._last_closer(sign) for sign in _DELIMITERS if sign in self.raw}

    def written(self) -> str:
        self._force()
        parts: list[str] = []
        position = 0
        for index, segment in enumerate(self.segments):
            if segment.role == "text":
                parts.append(self._text(index, segment, position))
            elif segment.role in ("opens", "closes"):
                parts.append(f"{{{segment.written}}}" if segment.forced else segment.written)
            elif segment.role == "image":
                end = position + len(segment.written)
                before, after = self._at(position - 1), self._at(end)
                parts.append(f"{' ' * before.isalnum()}{segment.written}{' ' * after.isalnum()}")
            else:
                parts.append(segment.written)
            position += len(segment.written)
        return "".join(parts)

    def _force(self) -> None:
        """Put those delimiters in braces that would not be read where they stand."""
        position = 0
        for segment in self.segments:
            end = position + len(segment.written)
            before, after = self._at(position - 1), self._at(end)
            if segment.partner and segment.written not in ("{{", "}}"):
                outside, inside = (before, after) if segment.role == "opens" else (after, before)
                begins_item = position == 0 and ITEM.match(self.raw) is not None
                if begins_item or outside.isalnum() or inside == segment.written[0]:
                    segment.forced = segment.partner.forced = True
            position = end

    def _at(self, index: int) -> str:
        return self.raw[index] if 0 <= index < len(self.raw) else ""

    def _last_closer(self, sign: str) -> int:
        index = self.raw.rfind(sign)
        while index > 0 and not self._may_close(index):
            index = self.raw.rfind(sign, 0, index)
        return index

    def _may_close(self, index: int) -> bool:
        return not self._at(index - 1).isspace() and not self._at(index + 1).isalnum()

    def _may_open(self, index: int) -> bool:
        after = self._at(index + 1)
        return bool(after) and not after.isspace() and not self._at(index - 1).isalnum()

    def _text(self, number: int, segment: Segment, start: int) -> str:
        text = segment.written
        if not _SPECIAL.search(text):
            return text
        at_edge = (
            start == 0 or self._role(number - 1) == "opens",
            start + len(text) == len(self.raw) or self._role(number + 1) == "closes",
        )
        signs = [self._sign(sign, start + index, segment, start) for index, sign in enumerate(text)]
        _keep_spaces(text, signs, *at_edge)
        if start == 0:
            self._keep_start(signs)
        return "".join(signs)

    def _role(self, number: int) -> str:
        return self.segments[number].role if 0 <= number < len(self.segments) else ""

    def _keep_start(self, signs: list[str]) -> None:
        """Escape what is special only where a line begins."""
        if found := _LINE_START.match(self.raw):
            signs[found.end(1)] = "&#46;"
        elif (ITEM.match(self.raw) or _RULE.match(self.raw) or self.raw[0] == "|") and len(signs[0]) == 1:
            signs[0] = "\\" + signs[0]

    def _sign(self, sign: str, index: int, segment: Segment, start: int) -> str:
        """Return a character of text as it is written where it stands."""
        match sign:
            case "\\":
                return "&#92;" if self._is_escape(index, segment, start) else sign
            case "&":
                return "&amp;" if ENTITY.match(self.raw, index) else sign
            case "\n" | "\r":
                return f"&#{ord(sign)};"
            case ":" if self.raw.startswith("://", index) and _SCHEME.search(self.raw[max(index - 5, 0) : index]):
                return "&#58;" if "[" not in segment.inside else sign
            case _:
                return "\\" + sign if self._is_special(sign, index, segment, start) else sign

    def _is_escape(self, index: int, segment: Segment, start: int) -> bool:
        after = self._at(index + 1)
        is_last = index + 1 == start + len(segment.written)
        return index == 0 or is_last or after in ESCAPABLE + "\\" or EMOTICON.match(self.raw, index + 1) is not None

    def _is_special(self, sign: str, index: int, segment: Segment, start: int) -> bool:
        in_link = "[" in segment.inside
        special = False
        match sign:
            case "*" | "_" | "-" | "+" | "^" | "~" | "?":
                special = self._is_delimiter(sign, index, segment)
            case "{":
                is_last = index + 1 == start + len(segment.written)
                known = MACRO.match(self.raw, index) or _FORCED.match(self.raw, index)
                special = self.place == "cell" or is_last or known is not None or self._at(index + 1) == "{"
            case "}":
                special = "{{" in segment.inside or "}" in (self._at(index - 1), self._at(index + 1))
            case "[":
                special = in_link or self.place == "cell" or self.last_bracket > index
            case "]":
                special = in_link
            case "|":
                special = in_link or self.place == "cell"
            case "!":
                in_cell = self.place == "cell" and self._may_open(index)
                special = in_cell or _IMAGE.match(self.raw, index) is not None
            case ":" | ";" | "(":
                special = EMOTICON.match(self.raw, index) is not None
            case _:
                pass
        return special

    def _is_delimiter(self, sign: str, index: int, segment: Segment) -> bool:
        if sign == "~" and "[" in segment.inside and self._at(index - 1) == "[":
            return True
        if sign == "-" and _DASH.match(self.raw, index):
            return True
        if sign == "?" and "?" not in (self._at(index + 1), self._at(index - 1)):
            return False
        if sign in segment.inside and (self._may_close(index) or self._at(index + 1) == ""):
            return True
        return self._may_open(index) and self.last_closer[sign] > index


def _keep_spaces(text: str, signs: list[str], at_start: bool, at_end: bool) -> None:
    """Write those spaces at an edge as numbers that would not be read there."""
    if at_start:
        for index in range(len(text) - len(text.lstrip())):
            signs[index] = f"&#{ord(text[index])};"
    if at_end:
        for index in range(len(text.rstrip()), len(text)):
            signs[index] = f"&#{ord(text[index])};"
