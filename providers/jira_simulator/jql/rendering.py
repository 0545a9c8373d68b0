"""
Rendering: a parsed query as text again, and as the structure that the parser of Cloud answers with.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-jql/#api-rest-api-3-jql-parse-post
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias, assert_never

from .errors import JqlError
from .tokens import tokens
from .tree import (
    All,
    AnyOf,
    Call,
    Clause,
    Empty,
    FieldName,
    Items,
    JqlQuery,
    Literal,
    Node,
    Not,
    Operand,
    Operator,
    Predicate,
    Property,
    Sort,
)
from .words import is_control

__all__ = ["quoted", "render", "structure"]

Json: TypeAlias = dict[str, Any]
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def quoted(text: str, *, number: bool = False) -> str:
    """Return a text as JQL: bare if it is one word that means nothing else, or a number that is to be one."""
    try:
        first, *rest = tokens(text)
    except JqlError:
        return _in_quotes(text)
    bare = len(rest) == 1 and first.source == first.value == text
    if bare and (first.kind == "STRING" or (number and first.kind == "NUMBER")):
        return text
    return _in_quotes(text)


def _in_quotes(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(character) or _written(character) for character in text) + '"'


def _written(character: str) -> str:
    return f"\\u{ord(character):04x}" if is_control(character) else character


def render(query: JqlQuery) -> str:
    """Return a query that means the same."""
    where = "" if query.where is None else _node(query.where)
    if not query.order_by:
        return where
    order = "ORDER BY " + ", ".join(_sort(sort) for sort in query.order_by)
    return f"{where} {order}" if where else order


def _sort(sort: Sort) -> str:
    way = "" if sort.descending is None else " DESC" if sort.descending else " ASC"
    return _field(sort.field) + way


def _node(node: Node) -> str:
    match node:
        case Clause():
            return _clause(node)
        case Not():
            return f"NOT {_inside(node.part)}"
        case All():
            return " AND ".join(_node(part) if isinstance(part, Clause) else _inside(part) for part in node.parts)
        case AnyOf():
            return " OR ".join(_inside(part) if isinstance(part, AnyOf) else _node(part) for part in node.parts)
        case _:
            assert_never(node)


def _inside(node: Node) -> str:
    return _node(node) if isinstance(node, Clause | Not) else f"({_node(node)})"


def _clause(clause: Clause) -> str:
    operator = clause.operator.value.upper() if clause.operator.value[0].isalpha() else clause.operator.value
    parts = [_field(clause.field), operator]
    if clause.operand is not None:
        parts.append(_operand(clause.operand))
    parts += [f"{predicate.name.upper()} {_operand(predicate.operand)}" for predicate in clause.predicates]
    return " ".join(parts)


def _field(field: FieldName) -> str:
    name = field.name if field.custom_id is not None or _dotted(field) else quoted(field.name, number=True)
    return name + "".join(_property(found) for found in field.properties)


def _dotted(field: FieldName) -> bool:
    """Say whether this is `issue.property`, which is a word of the grammar."""
    return bool(field.properties) and field.name.lower().endswith(".property")


def _property(found: Property) -> str:
    return f"[{_in_quotes(found.key) if ' ' in found.key else quoted(found.key, number=True)}]" + (
        f".{found.path}" if found.path else ""
    )


def _operand(operand: Operand) -> str:
    match operand:
        case Literal():
            return quoted(operand.text, number=operand.number is not None)
        case Call():
            return f"{operand.name}({', '.join(quoted(text, number=True) for text in operand.arguments)})"
        case Items():
            return f"({', '.join(_operand(member) for member in operand.members)})"
        case Empty():
            return "EMPTY"
        case _:
            assert_never(operand)


def structure(query: JqlQuery) -> Json:
    """Return a query as clauses, operands and fields in JSON."""
    answer: Json = {}
    if query.where is not None:
        answer["where"] = _node_json(query.where)
    if query.order_by:
        answer["orderBy"] = {"fields": [_sort_json(sort) for sort in query.order_by]}
    return answer


def _sort_json(sort: Sort) -> Json:
    answer: Json = {"field": _field_json(sort.field)}
    return answer if sort.descending is None else answer | {"direction": "desc" if sort.descending else "asc"}


def _node_json(node: Node) -> Json:
    match node:
        case Clause():
            return _clause_json(node)
        case Not():
            return {"clauses": [_node_json(node.part)], "operator": "not"}
        case All():
            return {"clauses": [_node_json(part) for part in node.parts], "operator": "and"}
        case AnyOf():
            return {"clauses": [_node_json(part) for part in node.parts], "operator": "or"}
        case _:
            assert_never(node)


def _clause_json(clause: Clause) -> Json:
    answer: Json = {"field": _field_json(clause.field)}
    if clause.operand is not None:
        answer["operand"] = _operand_json(clause.operand)
    answer["operator"] = clause.operator.value
    if clause.operator.value.startswith("was") or clause.operator is Operator.CHANGED:
        answer["predicates"] = [_predicate_json(predicate) for predicate in clause.predicates]
    return answer


def _predicate_json(predicate: Predicate) -> Json:
    return {"operand": _operand_json(predicate.operand), "operator": predicate.name.lower()}


def _field_json(field: FieldName) -> Json:
    answer: Json = {"name": str(field), "encodedName": _field(field)}
    entity = field.name.lower().removesuffix(".property")
    if _dotted(field):
        answer["property"] = [{"entity": entity, "key": item.key, "path": item.path} for item in field.properties]
    return answer


def _operand_json(operand: Operand) -> Json:
    encoded = _operand(operand)
    match operand:
        case Literal():
            return {"value": operand.text, "encodedValue": encoded}
        case Call():
            return {"function": operand.name, "arguments": list(operand.arguments), "encodedOperand": encoded}
        case Items():
            return {"values": [_operand_json(member) for member in operand.members], "encodedOperand": encoded}
        case Empty():
            return {"keyword": "empty", "encodedOperand": encoded}
        case _:
            assert_never(operand)
