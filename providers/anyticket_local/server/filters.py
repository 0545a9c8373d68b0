"""
Filters: a query as a condition in SQL, in which every value is bound.

A condition is never NULL, so NOT means what it says. Words of the catalogue that do not exist are refused; labels,
keys and texts that do not exist match nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from .database import Transaction, fold
from .exchange import Exchange
from .field_values import KEPT, FieldPlace, custom_field, day_or_moment, moment, text
from .references import find_ticket, named_project, nearest, person_id, word_ids
from .refusal import Refusal, invalid
from .words import CLOSED_CATEGORIES, JSON

_DEEPEST: Final = 50
_LONGEST_TEXT: Final = 8_000
_TRIGRAM: Final = 3
_PATTERN: Final = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on `t`, a ticket, and the values that are bound in it."""

    sql: str
    values: tuple[Any, ...] = ()

    def negated(self) -> Condition:
        """Return the opposite."""
        return Condition(f"NOT ({self.sql})", self.values)


ALWAYS: Final = Condition("1")
NEVER: Final = Condition("0")


def joined(conditions: Sequence[Condition], word: str, none: Condition) -> Condition:
    """Return conditions joined by AND or OR."""
    if not conditions:
        return none
    sql = f" {word} ".join(f"({condition.sql})" for condition in conditions)
    return Condition(sql, tuple(value for condition in conditions for value in condition.values))


def both(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that all hold."""
    return joined(conditions, "AND", ALWAYS)


def either(conditions: Sequence[Condition]) -> Condition:
    """Return the condition that at least one holds."""
    return joined(conditions, "OR", NEVER)


def condition(exchange: Exchange, query: Mapping[str, Any], depth: int = 0) -> Condition:
    """Return what a query asks for. Raises Refusal for what it does not know."""
    if depth > _DEEPEST:
        raise Refusal(400, f"the query is nested more than {_DEEPEST} times")
    found: list[Condition] = []
    for name, value in query.items():
        if name == "any_of":
            found.append(either([condition(exchange, inner, depth + 1) for inner in value]))
        elif name == "all_of":
            found.extend(condition(exchange, inner, depth + 1) for inner in value)
        elif name == "exclude":
            found.append(condition(exchange, value, depth + 1).negated())
        elif name in _FILTERS:
            found.append(_FILTERS[name](exchange, value))
        elif name != "order_by":
            raise invalid(name, "is not a filter")
    return both(found)


def special(value: object) -> str | None:
    """Return which special value this is, if it is one: empty, or me."""
    match value:
        case {"special": str(name)}:
            return name
        case _:
            return None


def ids_of(ids: Sequence[int]) -> str:
    """Return ids as the one value that `json_each` reads; only numbers can be in it."""
    return f"[{','.join(str(int(id)) for id in ids)}]"


_IN: Final = "IN (SELECT value FROM json_each(?))"


def _choice(values: Sequence[object], empty: Condition, find: Callable[[object], Sequence[int]], sql: str) -> Condition:
    """Return the condition that one of several values is there; `sql` has a placeholder for their ids."""
    ids = [id for value in values if special(value) != "empty" for id in find(value)]
    found = [empty] if any(special(value) == "empty" for value in values) else []
    return either([*found, *([Condition(sql, (ids_of(ids),))] if ids else ())])


def _column(column: str, find: Callable[[Exchange, object], Sequence[int]]) -> Filter:
    empty, sql = Condition(f"t.{column} IS NULL"), f"t.{column} IS NOT NULL AND t.{column} {_IN}"
    return lambda exchange, values: _choice(values, empty, lambda value: find(exchange, value), sql)


def _members(role: str, find: Callable[[Exchange, object], Sequence[int]]) -> Filter:
    member = f"EXISTS (SELECT 1 FROM ticket_member m WHERE m.ticket_id = t.id AND m.role = '{role}'"
    empty, sql = Condition(f"{member})").negated(), f"{member} AND m.member_id {_IN})"
    return lambda exchange, values: _choice(values, empty, lambda value: find(exchange, value), sql)


def _words(table: str) -> Callable[[Exchange, object], Sequence[int]]:
    return lambda exchange, value: word_ids(exchange.rows, table, value)


def _label(exchange: Exchange, value: object) -> Sequence[int]:
    match value:
        case {"name": str(name)}:
            return [row["id"] for row in exchange.rows.all("SELECT id FROM label WHERE name = ?", name)]
        case _:
            return word_ids(exchange.rows, "label", value)


def _person(exchange: Exchange, value: object) -> Sequence[int]:
    reference = {"me": True} if special(value) == "me" else value
    return [person_id(exchange.rows, reference, exchange.account)]


def _project(exchange: Exchange, value: object) -> Sequence[int]:
    return [named_project(exchange.rows, value)["id"]]


def _project_key(exchange: Exchange, value: object) -> Sequence[int]:
    return [row["id"] for row in exchange.rows.all("SELECT id FROM project WHERE key = ?", text(value))]


def _ticket(exchange: Exchange, value: object) -> Sequence[int]:
    found = find_ticket(exchange.rows, text(value))
    return [] if found is None else [found]


def _categories(_: Exchange, values: Sequence[object]) -> Condition:
    wanted = tuple(text(value) for value in values)
    marks = ", ".join("?" * len(wanted))
    return Condition(f"t.status_id IN (SELECT id FROM status WHERE category IN ({marks}))", wanted)


def _closed(exchange: Exchange, value: object) -> Condition:
    closed = _categories(exchange, CLOSED_CATEGORIES)
    return closed if value is True else closed.negated()


def _text(_: Exchange, value: object) -> Condition:
    """Every word has to be somewhere in the title, the description or a comment, in any case, also within a word."""
    words = (fold(text(value)) or "").split()
    if len(text(value)) > _LONGEST_TEXT:
        raise invalid("text", f"is longer than {_LONGEST_TEXT} characters")
    return both([_word(word) for word in words])


def _word(word: str) -> Condition:
    """Return the condition that a word is there; the index serves words of three characters or more."""
    found = "t.id IN (SELECT rowid FROM ticket_text WHERE {})"
    if len(word) < _TRIGRAM or _PATTERN.search(word):
        return Condition(found.format("instr(folded, ?)"), (word,))
    return Condition(found.format("folded GLOB ?"), (f"*{word}*",))


def _time(column: str, comparison: str, read: Callable[[object], str]) -> Filter:
    sql = f"t.{column} IS NOT NULL AND t.{column} {comparison} ?"
    return lambda exchange, value: Condition(sql, (_start(read(value)),))


def _start(value: str) -> str:
    """Return the moment at which a day begins, in UTC."""
    return f"{value}T00:00:00.000000+00:00" if len(value) == 10 else value


def _fields(exchange: Exchange, values: Mapping[str, Any]) -> Condition:
    return both([_field(exchange, id, wanted) for id, wanted in values.items()])


def _field(exchange: Exchange, id: str, wanted: Sequence[object]) -> Condition:
    field = custom_field(exchange.rows, id)
    if field is None:
        raise invalid(id, "there is no such field")
    value = "EXISTS (SELECT 1 FROM ticket_field f WHERE f.ticket_id = t.id AND f.field_id = ?"
    kind, found = field["items"] or field["kind"], list[Condition]()
    for one in wanted:
        if special(one) == "empty":
            found.append(Condition(f"{value})", (id,)).negated())
            continue
        for kept in _kept(exchange, FieldPlace(exchange.rows, field, None, exchange.account), kind, one):
            found.append(Condition(f"{value} AND f.value = ?)", (id, kept)))
    return either(found)


def _kept(exchange: Exchange, place: FieldPlace, kind: str, value: object) -> Sequence[Any]:
    """Return the kept values that a wanted one means."""
    reference = {"me": True} if special(value) == "me" else value
    match kind:
        case "version":
            return word_ids(exchange.rows, "version", value)
        case "option" | "cascading":
            return option_ids(exchange.rows, place.field["id"], value)
        case _:
            return [KEPT[kind](place, reference)]


def option_ids(rows: Transaction, field: str, reference: object) -> Sequence[int]:
    """Return the options that are meant, with all that are below them."""
    given = cast("JSON", reference) if isinstance(reference, dict) else {"name": reference}
    name = str(given.get("id", given.get("name")))
    known = rows.all("SELECT * FROM option WHERE field_id = ? ORDER BY id", field)
    named = [row["id"] for row in known if fold(row["name"]) == fold(name)]
    found = [row["id"] for row in known if str(row["id"]) == name and "id" in given] or named
    if not found:
        raise invalid(field, f"there is no option {name!r}{nearest(name, [row['name'] for row in known])}")
    for row in known:  # a parent is older than what is below it
        if row["parent_id"] in found:
            found.append(row["id"])
    return found


Filter = Callable[[Exchange, Any], Condition]

_FILTERS: Final[Mapping[str, Filter]] = {
    "project": _column("project_id", _project),
    "project_key": _column("project_id", _project_key),
    "type": _column("type_id", _words("type")),
    "status": _column("status_id", _words("status")),
    "status_category": _categories,
    "closed": _closed,
    "priority": _column("priority_id", _words("priority")),
    "reporter": _column("reporter_id", _person),
    "parent": _column("parent_id", _ticket),
    "key": _column("id", _ticket),
    "assignee": _members("assignee", _person),
    "label": _members("label", _label),
    "component": _members("component", _words("component")),
    "text": _text,
    "created_after": _time("created_at", ">=", moment),
    "created_before": _time("created_at", "<", moment),
    "updated_after": _time("updated_at", ">=", moment),
    "updated_before": _time("updated_at", "<", moment),
    "due_after": _time("due_at", ">=", day_or_moment),
    "due_before": _time("due_at", "<", day_or_moment),
    "resolved_after": _time("resolved_at", ">=", moment),
    "resolved_before": _time("resolved_at", "<", moment),
    "fields": _fields,
}
