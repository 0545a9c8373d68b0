"""The tree of a query: clauses under AND, OR and NOT, and the order of its results."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

__all__ = [
    "All",
    "AnyOf",
    "Call",
    "Clause",
    "Empty",
    "FieldName",
    "Items",
    "JqlQuery",
    "Literal",
    "Node",
    "Not",
    "Operand",
    "Operator",
    "Predicate",
    "Property",
    "Sort",
]


class Operator(StrEnum):
    """Between a field and its operand, spelt as Jira's messages spell it."""

    EQUALS = "="
    NOT_EQUALS = "!="
    LESS = "<"
    GREATER = ">"
    AT_MOST = "<="
    AT_LEAST = ">="
    LIKE = "~"
    NOT_LIKE = "!~"
    IN = "in"
    NOT_IN = "not in"
    IS = "is"
    IS_NOT = "is not"
    WAS = "was"
    WAS_NOT = "was not"
    WAS_IN = "was in"
    WAS_NOT_IN = "was not in"
    CHANGED = "changed"
    NOT_CHANGED = "not changed"  # never written: what NOT makes of it


@dataclass(frozen=True, slots=True)
class Property:
    """`[key].path` behind a field."""

    key: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class FieldName:
    """A field as it is named: `cf[10021]` has the name `cf[10021]` and the custom id 10021."""

    name: str
    custom_id: int | None = None
    properties: tuple[Property, ...] = ()

    def __str__(self) -> str:
        dotted = (f"[{found.key}]{'.' if found.path else ''}{found.path}" for found in self.properties)
        return self.name + "".join(dotted)


@dataclass(frozen=True, slots=True)
class Literal:
    """A value; `number` if it was written as one, without quotes."""

    text: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A list; it may hold lists."""

    members: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class Empty:
    """EMPTY or NULL."""


Operand: TypeAlias = Literal | Call | Items | Empty


@dataclass(frozen=True, slots=True)
class Predicate:
    """What narrows `was` and `changed`: AFTER, BEFORE, ON, DURING, BY, FROM or TO, and its operand."""

    name: str
    operand: Operand


@dataclass(frozen=True, slots=True)
class Clause:
    """A condition on one field; only `changed` has no operand."""

    field: FieldName
    operator: Operator
    operand: Operand | None = None
    predicates: tuple[Predicate, ...] = ()


@dataclass(frozen=True, slots=True)
class All:
    """Clauses joined by AND."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Clauses joined by OR."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """A clause that is turned round."""

    part: Node


Node: TypeAlias = Clause | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Sort:
    """One field to sort by; `descending` is None where the query leaves it to the field."""

    field: FieldName
    descending: bool | None = None


@dataclass(frozen=True, slots=True)
class JqlQuery:
    """A whole query; without `where` it finds everything."""

    where: Node | None = None
    order_by: tuple[Sort, ...] = ()
