"""
The little language behind `~`: words, "phrases", wild*cards, AND OR NOT, + and -, groups.

Words that stand side by side must all be there. Data Center reads Lucene: `?`, `word~` for likeness, `"a b"~5` for
nearness. Cloud knows a trailing `*` alone, takes `?` for it and ignores the rest.
https://support.atlassian.com/jira-software-cloud/docs/search-for-issues-using-the-text-field/
Words are compared as they are: neither Jira's stemming nor its stop words are simulated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final, TypeAlias

from .errors import JqlError

__all__ = ["text_matcher", "words"]

Matcher: TypeAlias = Callable[[Sequence[str]], bool]
_WORD: Final = re.compile(r"\w+")
_SPACE: Final = frozenset(" \t\r\n\u3000")
_ENDS: Final = _SPACE | frozenset('()"')
_DEEPEST: Final = 50


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case."""
    return tuple(_WORD.findall(text.lower()))


def text_matcher(query: str, field: str, *, cloud: bool) -> Callable[[str], bool]:
    """
    Return what decides whether a text matches.

    Raises:
        JqlError: The query is empty, opens with a wildcard or cannot be parsed.
    """
    if not query.strip():
        raise JqlError(f"The field '{field}' does not support searching for an empty string.")
    matches = _TextParser(query, field, cloud=cloud).parse()
    return lambda text: matches(words(text))


class _TextParser:
    def __init__(self, query: str, field: str, *, cloud: bool) -> None:
        self._query = query
        self._field = field
        self._cloud = cloud
        self._position = 0
        self._depth = 0

    def parse(self) -> Matcher:
        found = self._any_of()
        if self._position < len(self._query):
            raise self._unparsable()
        return found

    def _unparsable(self) -> JqlError:
        return JqlError(f"Unable to parse the text '{self._query}' for field '{self._field}'.")

    def _skip(self) -> None:
        while self._position < len(self._query) and self._query[self._position] in _SPACE:
            self._position += 1

    def _word(self, *choices: str) -> bool:
        """Take an operator that stands alone."""
        self._skip()
        for choice in choices:
            end = self._position + len(choice)
            if self._query.startswith(choice, self._position) and (
                not choice.isalpha() or self._query[end : end + 1] in {"", *_ENDS}
            ):
                self._position = end
                return True
        return False

    def _any_of(self) -> Matcher:
        parts = [self._all_of()]
        while self._word("OR", "||"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else lambda found: any(part(found) for part in parts)

    def _all_of(self) -> Matcher:
        parts = [self._one()]
        while True:
            self._word("AND", "&&")
            self._skip()
            rest = self._query[self._position :]
            if not rest or rest[0] == ")" or rest.startswith("||") or re.match(r"OR(?![^\s()\"])", rest):
                return parts[0] if len(parts) == 1 else lambda found: all(part(found) for part in parts)
            parts.append(self._one())

    def _one(self) -> Matcher:
        turned = False
        while self._word("NOT", "!", "-", "+"):
            turned ^= self._query[self._position - 1] != "+"
        self._skip()
        matches = self._group() if self._query.startswith("(", self._position) else self._piece()
        return (lambda found: not matches(found)) if turned else matches

    def _group(self) -> Matcher:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._unparsable()
        self._position += 1
        matches = self._any_of()
        if not self._word(")"):
            raise self._unparsable()
        self._depth -= 1
        return matches

    def _piece(self) -> Matcher:
        if self._query.startswith('"', self._position):
            self._position += 1
            text, _ = self._read(frozenset('"'))
            if not self._query.startswith('"', self._position):
                raise self._unparsable()
            self._position += 1
            slop = self._suffix(r"~(\d+)")
            return _phrase(words(text), 0 if self._cloud else slop)
        text, wild = self._read(_ENDS | {"~", "^"})
        if not text:
            raise self._unparsable()
        if wild and text[0] in "*?" and 0 in wild:
            raise JqlError(
                f"The text query '{self._query}' for field '{self._field}' is not allowed to start with character "
                f"'{text[0]}'."
            )
        likeness = self._suffix(r"~([\d.]*)")
        if likeness and not self._cloud and not wild:
            return _alike(text.lower(), 2)
        return _wildcard(text, wild, cloud=self._cloud) if wild else _phrase(words(text), 0)

    def _suffix(self, pattern: str) -> int:
        found = re.compile(pattern).match(self._query, self._position)
        if found:
            self._position = found.end()
        boost = re.compile(r"\^[\d.]*").match(self._query, self._position)
        if boost:
            self._position = boost.end()
        return int(found[1]) if found and found[1].isdigit() else int(found is not None)

    def _read(self, ends: frozenset[str]) -> tuple[str, frozenset[int]]:
        """Read characters and escapes up to one of `ends`; return them and which of them are wildcards."""
        parts: list[str] = []
        wild: set[int] = set()
        while self._position < len(self._query) and self._query[self._position] not in ends:
            character = self._query[self._position]
            if character == "\\" and self._position + 1 < len(self._query):
                self._position += 1
                character = self._query[self._position]
            elif character in "*?":
                wild.add(len(parts))
            parts.append(character)
            self._position += 1
        return "".join(parts), frozenset(wild)


def _phrase(wanted: Sequence[str], slop: int) -> Matcher:
    """Match words in this order, side by side; with `slop` that many others may stand between them."""
    if not wanted:
        return lambda _: True
    if len(wanted) == 1:
        only = wanted[0]
        return lambda found: only in found
    size = len(wanted)
    if slop:
        return lambda found: any(set(wanted) <= set(found[start : start + size + slop]) for start in range(len(found)))
    return lambda found: any(
        tuple(found[start : start + size]) == tuple(wanted) for start in range(len(found) - size + 1)
    )


def _wildcard(text: str, wild: frozenset[int], *, cloud: bool) -> Matcher:
    """Match words by a pattern; one of several words is a phrase of which the last has the pattern."""
    pattern: list[str] = []
    for index, character in enumerate(text):
        if index not in wild:
            pattern.append(re.escape(character.lower()) if character.isalnum() or character == "_" else r"\W*")
        elif cloud:
            pattern.append(r"\w*" if index == len(text) - 1 else "")
        else:
            pattern.append(r"\w*" if character == "*" else r"\w")
    whole = re.compile("".join(pattern))
    return lambda found: any(whole.fullmatch(word) for word in found)


def _alike(wanted: str, most: int) -> Matcher:
    return lambda found: any(_distance(wanted, word, most) for word in found)


def _distance(one: str, other: str, most: int) -> bool:
    """Say whether at most so many letters have to change to make one word the other."""
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for index, letter in enumerate(one, 1):
        before, row[0] = row[0], index
        for place, against in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != against))
    return row[-1] <= most
