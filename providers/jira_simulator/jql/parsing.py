"""
Parsing: tokens to a tree, by recursive descent.

    where    := and-clauses joined by OR; AND binds tighter, NOT tightest
    clause   := "(" where ")" | field operator operand predicate*
    operand  := value | function "(" arguments ")" | EMPTY | "(" operand, ... ")"
Which operands an operator takes is a matter of syntax in JQL: `=` takes no list, `in` nothing else than a list or a
function, `is` nothing but EMPTY.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from . import errors
from .errors import JqlError
from .tokens import Token, tokens
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

__all__ = ["parse"]

# Jira ends in a stack overflow somewhere; ours is a clear error.
_DEEPEST: Final = 100
_SIMPLE: Final = {operator.value: operator for operator in Operator if not operator.value[0].isalpha()}
_WAS_PREDICATES: Final = frozenset({"AFTER", "BEFORE", "ON", "DURING", "BY"})
_CHANGED_PREDICATES: Final = _WAS_PREDICATES | {"FROM", "TO"}


def parse(text: str) -> JqlQuery:
    """
    Parse a query; fields, values and functions are not looked up.

    Raises:
        JqlError: With Jira's message, and the position where the query goes wrong.
    """
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tokens(text)
        self._index = 0
        self._depth = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._index]

    def _take(self, *kinds: str) -> Token | None:
        """Take the next token if it is one of these kinds."""
        token = self._next
        if token.kind not in kinds:
            return None
        self._index += 1
        return token

    def _refuse(self, problem: Callable[[str, int | None, str], JqlError]) -> JqlError:
        token = self._next
        if token.kind == "RESERVED" and token.start is not None:
            return errors.reserved_word(self._text, token.start, token.source)
        return problem(self._text, token.start, token.source)

    def _expect(self, kind: str, wanted: str) -> Token:
        token = self._take(kind)
        if token is None:
            raise self._refuse(lambda text, position, word: errors.expecting(text, position, word, wanted))
        return token

    def query(self) -> JqlQuery:
        where = None if self._next.kind in {"END", "ORDER"} else self._any_of()
        order_by: tuple[Sort, ...] = ()
        if self._take("ORDER"):
            self._expect("BY", "'BY'")
            order_by = self._sorts()
        if self._next.kind != "END":
            wanted = "',' or the end of the query" if order_by else "either 'OR' or 'AND'"
            self._expect("END", wanted)
        return JqlQuery(where, order_by)

    def _sorts(self) -> tuple[Sort, ...]:
        found: list[Sort] = []
        while True:
            field = self._field()
            way = self._take("ASC", "DESC")
            found.append(Sort(field, None if way is None else way.kind == "DESC"))
            if not self._take(","):
                return tuple(found)

    def _any_of(self) -> Node:
        parts = [self._all_of()]
        while self._take("OR"):
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self) -> Node:
        parts = [self._not_or_clause()]
        while self._take("AND"):
            parts.append(self._not_or_clause())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _not_or_clause(self) -> Node:
        self._enter()
        if self._take("NOT", "!"):
            node: Node = Not(self._not_or_clause())
        elif self._take("("):
            node = self._any_of()
            self._expect(")", "')'")
        else:
            node = self._clause()
        self._depth -= 1
        return node

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._refuse(
                lambda text, position, _: errors.at(text, position or 0, "The query is nested too deeply.")
            )

    def _clause(self) -> Clause:
        field = self._field()
        if sign := self._take(*_SIMPLE):
            operator = _SIMPLE[sign.kind]
            return Clause(field, operator, self._single(empty=operator not in _ORDERING))
        if self._take("IN"):
            return Clause(field, Operator.IN, self._many())
        if self._take("NOT"):
            self._expect("IN", "'IN'")
            return Clause(field, Operator.NOT_IN, self._many())
        if self._take("IS"):
            operator = Operator.IS_NOT if self._take("NOT") else Operator.IS
            self._expect("EMPTY", "'EMPTY' or 'NULL'")
            return Clause(field, operator, Empty())
        if self._take("WAS"):
            return self._was(field)
        if self._take("CHANGED"):
            return Clause(field, Operator.CHANGED, None, self._predicates(_CHANGED_PREDICATES))
        raise self._refuse(errors.no_operator)

    def _was(self, field: FieldName) -> Clause:
        turned = self._take("NOT") is not None
        operand: Operand
        if self._take("IN"):
            operator, operand = (Operator.WAS_NOT_IN if turned else Operator.WAS_IN), self._many()
        else:
            operator, operand = (Operator.WAS_NOT if turned else Operator.WAS), self._single(empty=True)
        return Clause(field, operator, operand, self._predicates(_WAS_PREDICATES))

    def _predicates(self, names: frozenset[str]) -> tuple[Predicate, ...]:
        found: list[Predicate] = []
        while token := self._take(*names):
            found.append(Predicate(token.kind, self._operand()))
        return tuple(found)

    def _field(self) -> FieldName:
        if number := self._take("NUMBER"):
            return FieldName(number.value)
        if self._take("CF"):
            self._expect("[", "'['")
            custom = self._expect("NUMBER", "a custom field id")
            if custom.value.startswith("-"):
                raise errors.expecting(self._text, custom.start, custom.source, "a custom field id")
            self._expect("]", "']'")
            return FieldName(f"cf[{custom.value}]", _number(custom.value), self._properties())
        if name := self._take("STRING"):
            return FieldName(name.value, None, self._properties())
        raise self._refuse(errors.no_field)

    def _properties(self) -> tuple[Property, ...]:
        found: list[Property] = []
        while self._take("["):
            key = self._argument()
            self._expect("]", "']'")
            path: list[str] = []
            while part := self._take("STRING", "NUMBER"):
                path.append(part.value)
            found.append(Property(key, "".join(path).strip(".")))
        return tuple(found)

    def _operand(self) -> Operand:
        if self._next.kind == "(":
            return self._list()
        return self._single(empty=True)

    def _single(self, *, empty: bool) -> Literal | Call | Empty:
        if empty and self._take("EMPTY"):
            return Empty()
        token = self._take("STRING", "NUMBER")
        if token is None:
            raise self._refuse(errors.no_operand)
        if self._take("("):
            return Call(token.value, self._arguments())
        return Literal(token.value, _number(token.value) if token.kind == "NUMBER" else None)

    def _many(self) -> Items | Call:
        if self._next.kind == "(":
            return self._list()
        place = self._next
        found = self._single(empty=False)
        if not isinstance(found, Call):
            raise errors.expecting(self._text, place.start, place.source, "'('")
        return found

    def _list(self) -> Items:
        self._enter()
        self._expect("(", "'('")
        members = [self._operand()]
        while self._take(","):
            members.append(self._operand())
        self._expect(")", "')'")
        self._depth -= 1
        return Items(tuple(members))

    def _arguments(self) -> tuple[str, ...]:
        if self._take(")"):
            return ()
        found = [self._argument()]
        while self._take(","):
            found.append(self._argument())
        self._expect(")", "')'")
        return tuple(found)

    def _argument(self) -> str:
        token = self._take("STRING", "NUMBER")
        if token is None:
            raise self._refuse(lambda text, position, word: errors.expecting(text, position, word, "an argument"))
        return token.value


_ORDERING: Final = frozenset({Operator.LESS, Operator.GREATER, Operator.AT_MOST, Operator.AT_LEAST})


def _number(text: str) -> int | None:
    """Return what Java reads as a long; a longer number is but a text."""
    value = int(text) if len(text) <= 19 else None
    return value if value is not None and -(2**63) <= value < 2**63 else None
