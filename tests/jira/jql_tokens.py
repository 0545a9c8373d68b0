"""
JQL taken apart by its grammar: conditions with their operands read back, and no mercy for what is not in it.

https://support.atlassian.com/jira-software-cloud/docs/what-is-advanced-search-in-jira-cloud/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_ESCAPED: Final = {"t": "\t", "n": "\n", "r": "\r", '"': '"', "'": "'", "\\": "\\", " ": " "}
#: What may stand in quotes as it is: everything but quotes, backslashes, controls and non-characters.
_PLAIN: Final = re.compile('[^"\\\\\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]')
_WORD: Final = re.compile(r"cf\[\d+\]|[A-Za-z0-9]+")
_OPERATOR: Final = re.compile(r"!=|>=|<=|!~|[=<>~]")
_NAMED_OPERATORS: Final = {"IN", "IS", "NOT"}


@dataclass(frozen=True)
class Token:
    """A piece of a query: its kind, what it means, and whether it stood in quotes."""

    kind: str
    value: str


@dataclass(frozen=True)
class Condition:
    """A field, an operator, and what it is compared with."""

    field: str
    operator: str
    operands: tuple[str, ...]


def tokens(jql: str) -> Iterator[Token]:
    """Yield the tokens of a query. Raises ValueError for anything that the grammar does not have."""
    at = 0
    while at < len(jql):
        here = jql[at]
        if here == " ":
            at += 1
        elif here == '"':
            value, at = _quoted(jql, at + 1)
            yield Token("string", value)
        elif here in "(),":
            at += 1
            yield Token(here, here)
        elif match := _OPERATOR.match(jql, at) or _WORD.match(jql, at):
            at = match.end()
            yield Token("operator" if match.re is _OPERATOR else "word", match[0])
        else:
            raise ValueError(f"{here!r} at {at} is nothing that the grammar has")


def _quoted(jql: str, at: int) -> tuple[str, int]:
    value: list[str] = []
    while at < len(jql):
        here = jql[at]
        if here == '"':
            return "".join(value), at + 1
        if here == "\\":
            escape = jql[at + 1]
            if escape == "u":
                value.append(chr(int(jql[at + 2 : at + 6], 16)))
                at += 6
            else:
                value.append(_ESCAPED[escape])
                at += 2
        elif _PLAIN.match(here):
            value.append(here)
            at += 1
        else:
            raise ValueError(f"{here!r} at {at} has to be escaped")
    raise ValueError("a string does not end")


def only_condition(jql: str) -> Condition:
    """Return the one condition that a query is. Raises ValueError if it is anything more."""
    found = list(tokens(jql))
    field, rest = found[0], found[1:]
    if field.kind not in {"word", "string"}:
        raise ValueError(f"{field} is no field")
    operator: list[str] = []
    while rest and (rest[0].kind == "operator" or rest[0].value in _NAMED_OPERATORS):
        operator.append(rest.pop(0).value)
    return Condition(field.value, " ".join(operator), _operands(rest))


def _operands(found: list[Token]) -> tuple[str, ...]:
    kinds = [token.kind for token in found]
    if kinds in (["string"], ["word"]):
        return (found[0].value,)
    if kinds == ["word", "(", ")"]:
        return (f"{found[0].value}()",)
    inside = found[1:-1]
    listed = kinds[:1] == ["("] and kinds[-1:] == [")"] and inside
    if not listed or any(token.kind != "," for token in inside[1::2]) or len(inside) % 2 == 0:
        raise ValueError(f"{found} is not one operand")
    if any(token.kind not in {"string", "word"} for token in inside[::2]):
        raise ValueError(f"{found} is not a list of values")
    return tuple(token.value for token in inside[::2])


def unescaped(text: str) -> str:
    """Return what the text engine looks for; a special character that stands unescaped is an error."""
    value: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == "\\":
            at += 1
        elif text[at] in '+-&|!(){}[]^~*?:"' or (
            re.match(r"\b(AND|OR|NOT)\b", text[at:]) and not text[at - 1 : at].isalnum()
        ):
            raise ValueError(f"{text[at:]!r} means something to the text engine")
        value.append(text[at])
        at += 1
    return "".join(value)
