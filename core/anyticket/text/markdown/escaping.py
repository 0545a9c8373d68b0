"""Escaping: text written so that Markdown reads the same characters again, with no backslash that is not needed."""

from __future__ import annotations

import re
from typing import Final

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

__all__ = ["code_span", "destination", "escape", "escape_line_start", "is_gap", "is_mark", "label", "quoted"]

_PUNCTUATION: Final = r"!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~"
_SPECIAL: Final = re.compile(
    rf"\\(?=[{_PUNCTUATION}\n]|$)"
    r"|`"
    r"|(?<!\s)\*|\*(?!\s)"
    r"|(?<![^\W_\s])(?<!\s)_|(?<!\s)_(?![^\W_])|_(?![^\W_]|\s)|(?<=\s)_(?=[^\W_])"
    r"|\](?=[(\[:])"
    r"|<(?=[A-Za-z/!?]|[^\s<>@]{0,256}@)"
    r"|&(?=#?[0-9A-Za-z]{1,32};)"
    r"|~(?=~)|(?<=~)~"
    r"|:(?=[0-9_+-]{0,64}[a-z][a-z0-9_+-]{0,64}:)"
)
_BRACKETS: Final = re.compile(r"[\[\]]")
_SPECIAL_AT_END: Final = re.compile(r"(?<!\\)[\]!@~<]$")
_LINE_START: Final = re.compile(
    r"(#)(?=#{0,5}(?:\s|$))"
    r"|(>)"
    r"|([-+])(?=\s|$)"
    r"|(?<=)(\d{1,9})(?=[.)](?:\s|$))"
    r"|(=)(?==*\s*$)|(-)(?=[-\s]*$)"
    r"|([-:|])(?=[-:|\s]*$)"
    r"|(\[)(?=[ xX]\](?:\s|$)|!)"
)
_SPACES: Final = re.compile(r"[\n\r\v\f]+")


def is_gap(character: str) -> bool:
    """Tell whether a character counts as a space beside emphasis; no character at all does."""
    return not character or isWhiteSpace(ord(character))


def is_mark(character: str) -> bool:
    """Tell whether a character counts as punctuation beside emphasis."""
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def escape(text: str, *, in_label: bool = False, before: bool = False, after: bool = False) -> str:
    """
    Return text for the inside of a line.

    Args:
        text: The characters that a reader is to see.
        in_label: Whether it stands between the brackets of a link or image.
        before: Whether markup stands directly before it.
        after: Whether markup stands directly after it.
    """
    text = _SPACES.sub(" ", text.replace("\0", "\ufffd"))
    text = _SPECIAL.sub(r"\\\g<0>", text)
    if in_label:
        text = _BRACKETS.sub(r"\\\g<0>", text.replace(r"\]", "]"))
    elif after:
        text = _SPECIAL_AT_END.sub(r"\\\g<0>", text)
    return "\\" + text if before and text.startswith("~") else text


def escape_line_start(line: str) -> str:
    """Return a line, already escaped, so that no block begins with it."""
    found = _LINE_START.match(line)
    if found is None:
        return line
    return f"{found[0]}\\{line[found.end() :]}" if found[0].isdigit() else "\\" + line


def label(text: str) -> str:
    """Return text for between the brackets of a link or image."""
    return escape(text, in_label=True)


_PLAIN_DESTINATION: Final = re.compile(
    r"(?:[^\s<>()\\&\x00-\x20\x7f]|&(?!#?[0-9A-Za-z]{1,32};)|\([^\s<>()\\&\x00-\x20\x7f]*\))*"
)
_ESCAPED_DESTINATION: Final = re.compile(rf"[<>]|\\(?=[{_PUNCTUATION}])|&(?=#?[0-9A-Za-z]{{1,32}};)")


def destination(href: str) -> str:
    """Return a link's target; a line break in it, which no target can have, is percent-encoded."""
    if _PLAIN_DESTINATION.fullmatch(href):
        return href
    href = href.replace("\n", "%0A").replace("\r", "%0D").replace("\0", "%00")
    return f"<{_ESCAPED_DESTINATION.sub(lambda found: chr(92) + found[0], href)}>"


_ESCAPED_TITLE: Final = re.compile(rf"\"|\\(?=[{_PUNCTUATION}]|$)|&(?=#?[0-9A-Za-z]{{1,32}};)")


def quoted(title: str) -> str:
    """Return a link's title with a space before it; nothing for an empty one."""
    if not title:
        return ""
    title = _SPACES.sub(" ", title.replace("\0", "\ufffd"))
    return f' "{_ESCAPED_TITLE.sub(lambda found: chr(92) + found[0], title)}"'


_TICKS: Final = re.compile("`+")


def code_span(text: str) -> str:
    """Return text as inline code, between as many backticks as it needs."""
    text = _SPACES.sub(" ", text.replace("\0", "\ufffd"))
    lengths = {len(ticks) for ticks in _TICKS.findall(text)}
    fence = "`" * next(length for length in range(1, len(lengths) + 2) if length not in lengths)
    padded = text[:1] == "`" or text[-1:] == "`" or (text[:1] == text[-1:] == " " and bool(text.strip(" ")))
    return f"{fence} {text} {fence}" if padded else f"{fence}{text}{fence}"
