"""
Strings in JQL: literals, the small query language inside of text searches, and queries that callers write themselves.

https://support.atlassian.com/jira-software-cloud/docs/search-for-issues-using-the-text-field/
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
#: What the grammar forbids in a literal as it is, beside quotes and backslashes: controls, surrogates, non-characters.
_UNSAFE: Final = re.compile('["\\\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]')
#: What means something to the text engine, and the words that do.
_OPERATOR: Final = re.compile(r'[+\-&|!(){}\[\]^~*?\\:"/]|\b(?:AND|OR|NOT)\b')


def quote(text: str) -> str:
    """Return a string as a JQL literal, which reads back as exactly that string and nothing else."""
    return f'"{_UNSAFE.sub(_escaped, text)}"'


def _escaped(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}"


def words(text: str) -> str:
    """Return a text as it is searched for: every character stands for itself, none is an operator."""
    return _OPERATOR.sub(lambda match: f"\\{match[0]}", text)


class Written(NamedTuple):
    """A query of a caller's own, taken apart: its condition and its order, either perhaps empty."""

    condition: str
    order: str


_TOKEN: Final = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?P<open>\()|(?P<close>\))|(?P<order>\border\s+by\b)"""
    r"""|(?P<word>(?:[^\s"'()\\]|\\.)+)|(?P<space>\s+)|(?P<wrong>.)""",
    re.IGNORECASE | re.DOTALL,
)


def taken_apart(jql: str) -> Written:
    """
    Return the condition and the order of a query, once it is sure that neither can reach outside of itself.

    Raises ValueError for an open quote, an unbalanced parenthesis or a backslash at the end.
    """
    depth, order = 0, None
    for token in _TOKEN.finditer(jql):
        kind = token.lastgroup
        if kind == "wrong":
            raise _refused(f"{token[0]!r} at {token.start()} opens something that does not end")
        depth += (kind == "open") - (kind == "close")
        if depth < 0:
            raise _refused(f"the parenthesis at {token.start()} closes nothing")
        if kind == "order":
            if depth or order:
                raise _refused(f"ORDER BY at {token.start()} stands inside of something")
            order = token
    if depth:
        raise _refused(f"{depth} parentheses are not closed")
    if order is None:
        return Written(_trimmed(jql), "")
    return Written(_trimmed(jql[: order.start()]), _trimmed(jql[order.end() :]))


def _trimmed(jql: str) -> str:
    """Return a part without the space around it; a last space that is escaped belongs to it."""
    text = jql.lstrip()
    bare = text.rstrip()
    escaping = (len(bare) - len(bare.rstrip("\\"))) % 2
    return text[: len(bare) + escaping]


def _refused(why: str) -> ValueError:
    return ValueError(f"this JQL cannot be combined with anything: {why}")
