"""
Meaning: a parsed query against a world becomes what decides about one document.

NOT is pushed down to the clauses first, as Jira does it: `NOT assignee = ann` is `assignee != ann`, which does not
find issues without assignee. No negative operator finds what is empty, but `was not` and `changed` turned round do.
Every clause that makes no sense is reported, not the first only.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from . import dates, history
from .errors import JqlError
from .history import Wanted
from .ordering import Order, no_field, ordering
from .text_query import text_matcher
from .tree import All, AnyOf, Call, Clause, Empty, Items, JqlQuery, Literal, Node, Not, Operand, Operator
from .world import Document, Field, Key, Kind, World

__all__ = ["Search", "interpret"]

Matcher: TypeAlias = Callable[[Document], bool]

_CHOOSING: Final = frozenset({Operator.EQUALS, Operator.NOT_EQUALS, Operator.IN, Operator.NOT_IN})
_COMPARING: Final = {
    Operator.LESS: operator.lt,
    Operator.GREATER: operator.gt,
    Operator.AT_MOST: operator.le,
    Operator.AT_LEAST: operator.ge,
}
_TEXTUAL: Final = frozenset({Operator.LIKE, Operator.NOT_LIKE})
_EMPTYING: Final = frozenset({Operator.IS, Operator.IS_NOT})
_HISTORIC: Final = frozenset({
    Operator.WAS, Operator.WAS_NOT, Operator.WAS_IN, Operator.WAS_NOT_IN, Operator.CHANGED, Operator.NOT_CHANGED,
})  # fmt: skip
_OPPOSITE: Final = {
    Operator.EQUALS: Operator.NOT_EQUALS,
    Operator.LESS: Operator.AT_LEAST,
    Operator.GREATER: Operator.AT_MOST,
    Operator.LIKE: Operator.NOT_LIKE,
    Operator.IN: Operator.NOT_IN,
    Operator.IS: Operator.IS_NOT,
    Operator.WAS: Operator.WAS_NOT,
    Operator.WAS_IN: Operator.WAS_NOT_IN,
    Operator.CHANGED: Operator.NOT_CHANGED,
}
_TURNED: Final = _OPPOSITE | {value: key for key, value in _OPPOSITE.items()}
_NEGATIVE: Final = frozenset({Operator.NOT_EQUALS, Operator.NOT_IN, Operator.NOT_LIKE, Operator.IS_NOT})


@dataclass(frozen=True, slots=True)
class Search:
    """
    What a query means.

    Attributes:
        matches: Whether a document is found.
        order: Sorts documents as the query wants them; by id, newest first, where it wants nothing.
        problems: What Jira has to say against it. A clause with a problem finds nothing; a list goes without the values
            that do not exist.
    """

    matches: Matcher
    order: Order
    problems: tuple[str, ...]


def interpret(query: JqlQuery, world: World) -> Search:
    """Look up what a query names and return what it means."""
    compiler = _Compiler(world)
    matches = _everything if query.where is None else compiler.node(_pushed(query.where, turned=False))
    order, problems = ordering(query.order_by, world)
    return Search(matches, order, tuple(dict.fromkeys([*compiler.problems, *problems])))


def _pushed(node: Node, *, turned: bool) -> Node:
    """Return the same without NOT."""
    match node:
        case Not(part):
            return _pushed(part, turned=not turned)
        case All(parts):
            inner = tuple(_pushed(part, turned=turned) for part in parts)
            return AnyOf(inner) if turned else All(inner)
        case AnyOf(parts):
            inner = tuple(_pushed(part, turned=turned) for part in parts)
            return All(inner) if turned else AnyOf(inner)
        case Clause():
            return replace(node, operator=_TURNED[node.operator]) if turned else node


def _supported(field: Field) -> frozenset[Operator]:
    match field.kind:
        case Kind.TEXT:
            usual = _TEXTUAL | _EMPTYING
        case Kind.CHOICE:
            usual = _CHOOSING | _EMPTYING
        case _:
            usual = _CHOOSING | _EMPTYING | frozenset(_COMPARING)
    return (usual if field.empty else usual - _EMPTYING) | field.also


class _Compiler:
    def __init__(self, world: World) -> None:
        self._world = world
        self.problems: list[str] = []

    def node(self, node: Node) -> Matcher:
        match node:
            case All(parts):
                every = [self.node(part) for part in parts]
                return lambda document: all(matches(document) for matches in every)
            case AnyOf(parts):
                some = [self.node(part) for part in parts]
                return lambda document: any(matches(document) for matches in some)
            case Not(part):
                matches = self.node(part)
                return lambda document: not matches(document)
            case Clause():
                return self._clause(node)

    def _clause(self, clause: Clause) -> Matcher:
        try:
            return self._over_fields(clause)
        except JqlError as exc:
            self.problems.extend(exc.messages)
            return lambda _: False

    def _over_fields(self, clause: Clause) -> Matcher:
        fields = self._world.fields(clause.field)
        if not fields:
            raise JqlError(no_field(clause.field))
        tests = [self._one_field(clause, field) for field in fields]
        if len(tests) == 1:
            return tests[0]
        if clause.operator in _NEGATIVE:
            return lambda document: all(test(document) for test in tests)
        return lambda document: any(test(document) for test in tests)

    def _one_field(self, clause: Clause, field: Field) -> Matcher:
        if clause.operator in _HISTORIC:
            return self._historic(clause, field)
        empty_asked = isinstance(clause.operand, Empty)
        if clause.operator not in _supported(field):
            if clause.operator in _EMPTYING:
                raise JqlError(f"The field '{field.name}' does not support searching for EMPTY values.")
            raise JqlError(f"The operator '{clause.operator.upper()}' is not supported by the '{field.name}' field.")
        if empty_asked:
            wanted = clause.operator not in _NEGATIVE
            return lambda document: (not document.values.get(field.id)) is wanted
        if clause.operator in _TEXTUAL:
            return self._textual(clause, field)
        if clause.operator in _COMPARING:
            return self._comparing(clause, field)
        return _choosing(field, self._wanted(field, clause.operand), negative=clause.operator in _NEGATIVE)

    def _historic(self, clause: Clause, field: Field) -> Matcher:
        if not field.history:
            raise JqlError(f"History searches do not support the '{field.name}' field.")
        if clause.operator in {Operator.CHANGED, Operator.NOT_CHANGED}:
            matches = history.changed(clause, field, lambda operand: self._wanted(field, operand), self._world)
            turned = clause.operator is Operator.NOT_CHANGED
        else:
            matches = history.was(clause, field, self._wanted(field, clause.operand), self._world)
            turned = clause.operator in {Operator.WAS_NOT, Operator.WAS_NOT_IN}
        return (lambda document: not matches(document)) if turned else matches

    def _textual(self, clause: Clause, field: Field) -> Matcher:
        if not isinstance(clause.operand, Literal):
            raise JqlError(f"The operator '{clause.operator}' of the field '{field.name}' needs a text.")
        matches = text_matcher(clause.operand.text, field.name, cloud=self._world.asker.cloud)
        if clause.operator is Operator.LIKE:
            return lambda document: any(matches(str(text)) for text in document.values.get(field.id, ()))

        def differs(document: Document) -> bool:
            texts = document.values.get(field.id, ())
            return bool(texts) and not any(matches(str(text)) for text in texts)

        return differs

    def _comparing(self, clause: Clause, field: Field) -> Matcher:
        compare = _COMPARING[clause.operator]
        keys = self._wanted(field, clause.operand).keys
        if field.kind is not Kind.RANKED or field.rank is None:
            return lambda document: any(
                compare(value, key) for value in document.values.get(field.id, ()) for key in keys
            )
        rank, scope = field.rank, field.scope or _one_scope
        places = [(scope(key), rank(key)) for key in keys]
        return lambda document: any(
            scope(value) == group and compare(rank(value), place)
            for value in document.values.get(field.id, ())
            for group, place in places
        )

    def _wanted(self, field: Field, operand: Operand | None) -> Wanted:
        found = list(self._keys(field, operand))
        return Wanted(frozenset(key for key in found if key is not None), None in found)

    def _keys(self, field: Field, operand: Operand | None) -> Iterator[Key | None]:
        """Yield the keys that an operand means, None for EMPTY."""
        match operand:
            case Items(members):
                for member in members:
                    yield from self._known(field, member)
            case Literal(text) if field.nothing is not None and text.lower() == field.nothing:
                yield None
            case Literal():
                yield from self._literal(field, operand)
            case Call():
                yield from self._call(field, operand)
            case _:
                yield None

    def _known(self, field: Field, member: Operand) -> Sequence[Key | None]:
        """Return the keys that a member of a list means, none if it does not exist."""
        try:
            return list(self._keys(field, member))
        except JqlError as exc:
            self.problems.extend(exc.messages)
            return ()

    def _literal(self, field: Field, literal: Literal) -> Sequence[Key]:
        asker = self._world.asker
        match field.kind:
            case Kind.INSTANT:
                return [dates.instant(literal, asker, field.name)]
            case Kind.DAY:
                return [dates.day(dates.instant(literal, asker, field.name), asker)]
            case _:
                found = field.find(literal)
        if found:
            return found
        raise JqlError(
            field.refused(literal)
            if field.refused
            else f"The value '{literal.text}' does not exist for the field '{field.name}'."
        )

    def _call(self, field: Field, call: Call) -> Sequence[Key]:
        function = dates.DATE_FUNCTIONS.get(call.name.lower())
        if function is None or field.kind not in {Kind.INSTANT, Kind.DAY}:
            return self._world.call(call, field)
        time = function(call, self._world.asker)
        return [time if field.kind is Kind.INSTANT else dates.day(time, self._world.asker)]


def _everything(_: Document) -> bool:
    return True


def _one_scope(_: Key) -> Key:
    return 0


def _choosing(field: Field, wanted: Wanted, *, negative: bool) -> Matcher:
    keys, empty, id = wanted.keys, wanted.empty, field.id

    def matches(document: Document) -> bool:
        values = document.values.get(id)
        if not values:
            return empty and not negative
        return keys.isdisjoint(values) is negative

    return matches
