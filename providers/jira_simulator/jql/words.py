"""
The words and characters that mean something in JQL.

After the grammar that Atlassian ships with @atlaskit/jql-parser; the longer list in the documentation adds stop words
of the text search, which the grammar does not reserve.
"""

from __future__ import annotations

from typing import Final

__all__ = ["KEYWORDS", "RESERVED_CHARACTERS", "RESERVED_WORDS", "is_control"]

# What the grammar itself uses, by what the parser calls it.
KEYWORDS: Final[dict[str, str]] = {
    "and": "AND",
    "or": "OR",
    "not": "NOT",
    "in": "IN",
    "is": "IS",
    "empty": "EMPTY",
    "null": "EMPTY",
    "was": "WAS",
    "changed": "CHANGED",
    "before": "BEFORE",
    "after": "AFTER",
    "from": "FROM",
    "to": "TO",
    "on": "ON",
    "during": "DURING",
    "by": "BY",
    "order": "ORDER",
    "asc": "ASC",
    "desc": "DESC",
    "cf": "CF",
}

RESERVED_CHARACTERS: Final = frozenset("{}*/%+^$#@?;")

RESERVED_WORDS: Final = frozenset(
    """
    abort access add alias alter any as audit avg begin between boolean break byte catch char character check
    checkpoint collate collation column commit connect continue count create current date decimal declare decrement
    default defaults define delete delimiter difference distinct divide do double drop else encoding end equals escape
    exclusive exec execute exists explain false fetch field file first float for function go goto grant greater group
    having identified if immediate increment index initial inner inout input insert int integer intersect intersection
    into isempty isnull join last left less like limit lock long max min minus mode modify modulo more multiply next
    noaudit notin nowait number object of option outer output power previous prior privileges public raise raw
    remainder rename resource return returns revoke right row rowid rownum rows select session set share size sqrt
    start strict string subtract sum synonym table then trans transaction trigger true uid union unique update user
    validate values view when whenever where while with
    """.split()
)


def is_control(character: str) -> bool:
    """Say whether a character may stand nowhere in a query, not even in quotes; line ends may."""
    point = ord(character)
    if character in "\n\r":
        return False
    return point <= 0x1F or 0x7F <= point <= 0x9F or 0xFDD0 <= point <= 0xFDEF or 0xFFFE <= point <= 0xFFFF
