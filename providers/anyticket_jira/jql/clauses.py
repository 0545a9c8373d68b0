"""
The tree that a query becomes before it is JQL, and its negation.

Theory of negation. In JQL a negative clause leaves out the issues in which the field is empty: `labels != "x"` finds
no issue without labels. So NOT is never written before our clauses; it is pushed down to them by De Morgan's laws,
and each clause on a field that may be empty brings `OR field IS EMPTY` with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

_OPPOSITE: Final = {
    "=": "!=",
    "!=": "=",
    "IN": "NOT IN",
    "NOT IN": "IN",
    "~": "!~",
    "!~": "~",
    ">=": "<",
    "<": ">=",
    "IS": "IS NOT",
    "IS NOT": "IS",
}
#: What the field `text` looks into, and whether issues may lack it. That field itself has no negative; comments, which
#: it looks into as well, have none that is true of an issue without comments, so a negation does not speak of them.
_TEXTS: Final = (("summary", False), ("description", True), ("environment", True))
_ABOUT_EMPTY: Final = frozenset({"IS", "IS NOT"})
_NEGATIVE: Final = frozenset({"!=", "NOT IN", "!~", "IS NOT"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition, its operand written out. `may_be_empty` says that some issues have no value in the field."""

    field: str
    operator: str
    operand: str
    may_be_empty: bool = True


@dataclass(frozen=True, slots=True)
class Verbatim:
    """JQL of the caller's own, known to be a whole expression."""

    text: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every one of the parts."""

    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of the parts."""

    parts: tuple[Tree, ...]


Tree: TypeAlias = Clause | Verbatim | All | Any


#: No issue is without a project.
NOTHING: Final = Clause("project", "IS", "EMPTY", may_be_empty=False)


def every_one(parts: Iterable[Tree]) -> Tree:
    """Join by AND."""
    found = tuple(parts)
    return found[0] if len(found) == 1 else All(found)


def any_one(parts: Iterable[Tree]) -> Tree:
    """Join by OR."""
    found = tuple(parts)
    return found[0] if len(found) == 1 else Any(found)


def negated(tree: Tree) -> Tree:
    """Return the tree of all issues that the given one does not match."""
    match tree:
        case All(parts):
            return any_one(map(negated, parts))
        case Any(parts):
            return every_one(map(negated, parts))
        case Verbatim(text, was_negated):
            return Verbatim(text, not was_negated)
        case Clause("text", "~", operand):
            return every_one(negated(Clause(field, "~", operand, may_be_empty)) for field, may_be_empty in _TEXTS)
        case Clause(field, operator, operand, may_be_empty):
            opposite = Clause(field, _OPPOSITE[operator], operand, may_be_empty)
            if may_be_empty and operator not in _ABOUT_EMPTY and operator not in _NEGATIVE:
                return Any((opposite, Clause(field, "IS", "EMPTY")))
            return opposite


def rendered(tree: Tree) -> str:
    """Write a tree; parentheses stand around every group but the outermost."""
    match tree:
        case All(parts):
            return " AND ".join(map(_grouped, parts))
        case Any(parts):
            return " OR ".join(map(_grouped, parts))
        case Verbatim(text, was_negated):
            return f"NOT ({text})" if was_negated else f"({text})"
        case Clause(field, operator, operand):
            return f"{field} {operator} {operand}"


def _grouped(tree: Tree) -> str:
    return f"({rendered(tree)})" if isinstance(tree, All | Any) else rendered(tree)
