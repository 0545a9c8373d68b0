"""History: what an edit changed, found by comparing a ticket before and after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

import orjson

from .attributes import ATTRIBUTES
from .exchange import Exchange
from .words import JSON

#: What changes by itself, or is told of by other entries.
_NOT_TOLD: Final = frozenset({"created_at", "updated_at", "watchers", "attachments", "links"})


def differences(before: JSON, after: JSON) -> list[JSON]:
    """Return the fields in which a ticket differs, as entries of its history."""
    return [*_of_attributes(before, after), *_of_fields(before["fields"], after["fields"])]


def record(exchange: Exchange, ticket: int, fields: list[JSON], comment: int | None = None) -> None:
    """Write one entry."""
    statement = "INSERT INTO change (ticket_id, at, author_id, comment_id, fields) VALUES (?, ?, ?, ?, ?)"
    written = orjson.dumps(fields).decode()
    exchange.rows.run(statement, ticket, exchange.now, exchange.account, comment, written)


def note(exchange: Exchange, ticket: int, attribute: str, before: str | None, after: str | None) -> None:
    """Write that a thing that has a name came to a ticket or went."""
    entry = {
        "field": attribute,
        "name": ATTRIBUTES[attribute].name,
        "before": before,
        "after": after,
        "before_name": before,
        "after_name": after,
    }
    record(exchange, ticket, [entry])
    exchange.rows.run("UPDATE ticket SET updated_at = ? WHERE id = ?", exchange.now, ticket)


def _of_attributes(before: JSON, after: JSON) -> Iterator[JSON]:
    for id, attribute in ATTRIBUTES.items():
        if id not in _NOT_TOLD and before.get(id) != after.get(id):
            yield _entry(id, attribute.name, before.get(id), after.get(id))


def _of_fields(before: JSON, after: JSON) -> Iterator[JSON]:
    nothing: JSON = {"value": None}
    for id, field in {**before, **after}.items():
        old, new = before.get(id, nothing)["value"], after.get(id, nothing)["value"]
        if old != new:
            yield _entry(id, field["name"], old, new)


def _entry(field: str, name: str, before: object, after: object) -> JSON:
    return {
        "field": field,
        "name": name,
        "before": _value(before),
        "after": _value(after),
        "before_name": _name(before),
        "after_name": _name(after),
    }


def _value(shown: Any) -> Any:
    """Return what stands for a value: the id of what has one."""
    match shown:
        case {"id": _}:
            return shown["id"]
        case list():
            return [_value(member) for member in cast("Sequence[Any]", shown)]
        case _:
            return shown


def _name(shown: Any) -> str | None:
    match shown:
        case None:
            return None
        case list():
            return ", ".join(_name(member) or "" for member in cast("Sequence[Any]", shown))
        case {"id": _}:
            thing: Mapping[str, Any] = shown
            return str(thing.get("key") or thing.get("name") or thing["id"])
        case str():
            return shown
        case _:
            return orjson.dumps(shown).decode()
