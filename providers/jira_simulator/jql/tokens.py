"""
Tokens: a query cut into words, quoted strings, numbers and signs.

The longest match wins, and a word is a keyword only if it is written without escapes. What cannot be cut is an error
at once, so the parser sees whole tokens only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from . import errors
from .words import KEYWORDS, RESERVED_CHARACTERS, RESERVED_WORDS, is_control

__all__ = ["Token", "tokens"]

_SPACE: Final = frozenset(" \t\r\n")
_SIGNS: Final = ("&&", "||", "!=", "!~", "<=", ">=", "&", "|", "!", "=", "<", ">", "~", "(", ")", ",", "[", "]")
_ALIASES: Final = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR"}
_ENDS_WORD: Final = frozenset("\"'=!<>()~,[]|&\\") | _SPACE | RESERVED_CHARACTERS
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r", '"': '"', "'": "'", "\\": "\\", " ": " "}
_HEX: Final = re.compile(r"[0-9a-fA-F]{4}")
_NUMBER: Final = re.compile(r"-?[0-9]+")


@dataclass(frozen=True, slots=True)
class Token:
    """
    One token.

    Attributes:
        kind: A keyword in capitals, a sign, or STRING, NUMBER, RESERVED, END.
        value: What it stands for, escapes resolved.
        source: As it is written.
        start: Its place in the query; None at the end.
    """

    kind: str
    value: str
    source: str
    start: int | None


def tokens(text: str) -> list[Token]:
    """Cut a query; the last token has the kind END."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        if text[position] in _SPACE:
            position += 1
            continue
        token = _token(text, position)
        found.append(token)
        position += len(token.source)
    found.append(Token("END", "", "", None))
    return found


def _token(text: str, start: int) -> Token:
    character = text[start]
    if character in "\"'":
        return _quoted(text, start)
    for sign in _SIGNS:
        if text.startswith(sign, start):
            return Token(_ALIASES.get(sign, sign), sign, sign, start)
    if character in RESERVED_CHARACTERS:
        raise errors.reserved_character(text, start)
    if is_control(character):
        raise errors.illegal_character(text, start)
    return _word(text, start)


def _word(text: str, start: int) -> Token:
    value, end = _read(text, start, _ENDS_WORD)
    source = text[start:end]
    plain = source.lower() if source.isascii() else source
    if plain in KEYWORDS:
        return Token(KEYWORDS[plain], value, source, start)
    if plain in RESERVED_WORDS:
        return Token("RESERVED", value, source, start)
    return Token("NUMBER" if _NUMBER.fullmatch(source) else "STRING", value, source, start)


def _quoted(text: str, start: int) -> Token:
    value, end = _read(text, start + 1, frozenset(text[start] + "\\"))
    if end == len(text):
        raise errors.unfinished_string(text, start)
    if text[end] != text[start]:
        raise errors.illegal_character(text, end)
    return Token("STRING", value, text[start : end + 1], start)


def _read(text: str, position: int, ends: frozenset[str]) -> tuple[str, int]:
    """Read characters and escapes up to one of `ends` or a control character; return them and where they end."""
    parts: list[str] = []
    while position < len(text):
        character = text[position]
        if character == "\\":
            part, length = _escape(text, position)
            parts.append(part)
            position += length
            continue
        if character in ends or is_control(character):
            break
        parts.append(character)
        position += 1
    return "".join(parts), position


def _escape(text: str, position: int) -> tuple[str, int]:
    letter = text[position + 1 : position + 2]
    if letter in _ESCAPES:
        return _ESCAPES[letter], 2
    if letter == "u" and (digits := _HEX.match(text, position + 2)):
        return chr(int(digits[0], 16)), 6
    raise errors.illegal_escape(text, position)
