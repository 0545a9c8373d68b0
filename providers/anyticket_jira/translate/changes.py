"""
The history of an issue: edits, and what each did to which field.

An item names its field by id on Cloud, and on servers by the name alone that the field has in the server's own language
or had when it was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, Final

from anyticket.model.change import Change, FieldChange
from anyticket.model.field import Field
from anyticket.model.sparse import ABSENT, loaded

from ..wire import Json, Reader, each, identifier, maybe, moment, need, own_id, some, table, text, word
from .fields import EPIC_LINK, SPRINT, TEAMS, attribute_of, custom_type
from .people import person

#: The custom fields that an attribute shows.
_SHOWN: Final[Mapping[str, str]] = {SPRINT: "sprint", EPIC_LINK: "parent", **dict.fromkeys(TEAMS, "team")}
#: How a history says that a comment was edited or deleted: its id is what was there before.
_COMMENT: Final = "Comment"

#: The attribute or the id of a custom field, by its id and by its name.
Customs = Mapping[str, str]


def customs(names: Mapping[str, str], schema: Mapping[str, Any]) -> Customs:
    """Return what custom fields are to be called, by their ids and by the names that one field alone has."""
    known: dict[str, str] = {}
    by_name: dict[str, set[str]] = {}
    for id, one in schema.items():
        if (type := custom_type(one)) is not None:
            known[id] = _SHOWN.get(type, id)
            by_name.setdefault(names.get(id, id), set()).add(known[id])
    return {**{name: called.pop() for name, called in by_name.items() if len(called) == 1}, **known}


def customs_of(fields: Iterable[Field]) -> Customs:
    """Return the same as far as the catalogue tells it."""
    known = tuple(fields)
    return customs({one.id: one.name for one in known}, {one.id: one.raw.get("schema") for one in known})


def change_reader(known: Customs) -> Reader[Change]:
    """Return what reads an edit."""
    return partial(change, known=known)


def change(value: Any, known: Customs) -> Change:
    """Read an edit."""
    data = table(value)
    return loaded(
        Change,
        data,
        id=own_id(data),
        at=need(data, "created", moment),
        author=maybe(data, "author", person) if "author" in data else None,
        fields=each(data, "items", partial(field_change, known=known)),
        comment_id=next(filter(None, map(_comment_of, some(data, "items", table))), ABSENT),
    )


def _comment_of(item: Json) -> str | None:
    """Return the id of the comment that was edited or deleted."""
    ids = [item[name] for name in ("from", "to") if item.get(name) is not None]
    return identifier(ids[0]) if ids and item.get("field") == _COMMENT else None


def field_change(value: Any, known: Customs) -> FieldChange:
    """
    Read what an edit did to one field.

    Jira has two forms of a value: `from`, an id, and `fromString`, what it showed; texts have the second only.
    """
    data = table(value)
    name = need(data, "field", text)
    id = word(data, "fieldId")
    id = name if id is ABSENT else id
    before, after = maybe(data, "fromString", text), maybe(data, "toString", text)
    return loaded(
        FieldChange,
        data,
        field=known[id] if data.get("fieldtype") == "custom" and id in known else attribute_of(id),
        name=name,
        before=_native(data.get("from"), before),
        after=_native(data.get("to"), after),
        before_name=before,
        after_name=after,
    )


def _native(value: Any, shown: str | None) -> Any:
    return shown if value is None else value
