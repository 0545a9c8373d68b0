"""Values of attributes: what each may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias, TypeGuard

__all__ = [
    "LAYOUT",
    "Attributes",
    "Check",
    "anything",
    "flag",
    "given",
    "is_list",
    "is_object",
    "list_of",
    "matching",
    "number",
    "one_of",
    "some_text",
    "text",
]

Check: TypeAlias = Callable[[object], bool]


@dataclass(frozen=True, slots=True)
class Attributes:
    """The attributes that something may have, and those that it must have."""

    known: Mapping[str, Check]
    needed: frozenset[str] = frozenset()

    def fit(self, value: object) -> bool:
        """Say whether an object has them all, and no others."""
        return (
            is_object(value)
            and self.needed <= value.keys()
            and all(name in self.known and self.known[name](inner) for name, inner in value.items())
        )


def given(needed: str = "", /, **known: Check) -> Attributes:
    """Return attributes; `needed` names those that must be there, with spaces between."""
    return Attributes(known, frozenset(needed.split()))


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def anything(_: object) -> bool:
    return True


def text(value: object) -> bool:
    return isinstance(value, str)


def some_text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def flag(value: object) -> bool:
    return isinstance(value, bool)


def number(least: float = float("-inf"), most: float = float("inf")) -> Check:
    """Return the check of a number in a range, its ends included."""
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most


def one_of(words: str) -> Check:
    """Return the check of a text that is one of some words."""
    allowed: Sequence[object] = words.split(" ")
    return lambda value: isinstance(value, str) and value in allowed


def matching(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def list_of(check: Check, *, least: int = 0) -> Check:
    """Return the check of a list of at least so many."""
    return lambda value: is_list(value) and len(value) >= least and all(check(item) for item in value)


LAYOUT: Final = one_of("wide full-width center wrap-right wrap-left align-end align-start")
