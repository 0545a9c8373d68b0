"""Replacing: a query with other values in some of its clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias, assert_never

from .tree import All, AnyOf, Clause, FieldName, Items, JqlQuery, Literal, Node, Not, Operand

__all__ = ["Exchange", "exchange"]

Exchange: TypeAlias = Callable[[FieldName, Literal], Literal]


def exchange(query: JqlQuery, change: Exchange) -> JqlQuery:
    """Return a query in which each value is what `change` makes of it, also those behind BY, FROM and TO."""
    return query if query.where is None else replace(query, where=_node(query.where, change))


def _node(node: Node, change: Exchange) -> Node:
    match node:
        case Clause():
            return _clause(node, change)
        case Not():
            return Not(_node(node.part, change))
        case All():
            return All(tuple(_node(part, change) for part in node.parts))
        case AnyOf():
            return AnyOf(tuple(_node(part, change) for part in node.parts))
        case _:
            assert_never(node)


def _clause(clause: Clause, change: Exchange) -> Clause:
    operand = None if clause.operand is None else _operand(clause.field, clause.operand, change)
    predicates = tuple(
        replace(found, operand=_operand(_BY if found.name.upper() == "BY" else clause.field, found.operand, change))
        if found.name.upper() in {"BY", "FROM", "TO"}
        else found
        for found in clause.predicates
    )
    return replace(clause, operand=operand, predicates=predicates)


# Behind BY stand accounts, whatever field has changed.
_BY = FieldName("assignee")


def _operand(field: FieldName, operand: Operand, change: Exchange) -> Operand:
    if isinstance(operand, Literal):
        return change(field, operand)
    if isinstance(operand, Items):
        return Items(tuple(_operand(field, member, change) for member in operand.members))
    return operand
