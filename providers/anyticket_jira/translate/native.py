"""The native fields of issues, and the attributes that stand in custom fields: sprint, team, a server's epic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from anyticket.errors import Malformed
from anyticket.model.person import Team
from anyticket.model.sparse import ABSENT, loaded
from anyticket.model.sprint import Sprint
from anyticket.model.values import Fields, FieldValue

from ..wire import Json, Reader, every, given, identifier, is_list, is_table, table, text, within, word
from ..words import Words
from .fields import ATTRIBUTES, EPIC_LINK, EPIC_NAME, SPRINT, TEAMS, kinds, value_reader
from .sprints import current, is_sprint, sprint

#: The fields that an attribute shows. What an attribute takes from a custom field is shown by both.
_SHOWN: Final = frozenset(ATTRIBUTES) | {"sprint"}


class NativeFields:
    """Reads the fields of issues by the schema and the names of one answer."""

    def __init__(
        self, schema: Mapping[str, Any], names: Mapping[str, str], words: Words, *, complete: bool = False
    ) -> None:
        self._schema, self._names, self._words, self._complete = schema, names, words, complete
        self._own = None if words.mapping.projects else words.mapping.fields
        self._readers: dict[str, Reader[FieldValue]] = {}
        self._customs: dict[str, list[str]] = {}
        for id, one in schema.items():
            if is_table(one) and "custom" in one:
                self._customs.setdefault(str(one["custom"]), []).append(id)

    def read(self, raw: Json) -> Fields:
        """Read every field that no attribute shows. Most are null, and stay as they are."""
        values: dict[str, Any] = raw["fields"].copy()
        for id in _SHOWN:
            values.pop(id, None)
        readers = self._readers
        for id, value in values.items():
            if value is not None:
                read = readers.get(id) or self._reader(id)
                values[id] = read(value)
        return Fields(values, self._names, self._own if self._own is not None else self._own_of(raw["key"]))

    def _own_of(self, key: str) -> Mapping[str, str]:
        """Return the tenant's own names of fields in the project of an issue."""
        return self._words.of(key.rpartition("-")[0]).mapping.fields

    def _reader(self, id: str) -> Reader[FieldValue]:
        reader = self._readers[id] = value_reader(kinds(self._schema.get(id)))
        return reader

    def sprint(self, fields: Json) -> Sprint | None:
        """Read the sprint that an issue is in."""
        if "sprint" in fields:
            return self._agile_sprint(fields)
        ids = self._ids(fields, (SPRINT,)) if self._schema else [id for id, one in fields.items() if _has_sprints(one)]
        if not ids:
            return None if self._complete and self._schema else ABSENT
        found: list[Sprint] = []
        for id in ids:
            value = fields[id]
            try:
                found += every(value if is_list(value) else [] if value is None else [value], sprint)
            except Malformed as exc:
                raise within(exc, id) from None
        return current(found)

    def _agile_sprint(self, fields: Json) -> Sprint | None:
        if fields["sprint"] is not None:
            return given(fields, "sprint", sprint)
        return current(every(fields.get("closedSprints") or [], sprint))

    def team(self, fields: Json) -> Team | None:
        """Read the team. Some versions give its id alone."""
        ids = self._ids(fields, TEAMS)
        if not ids:
            return None if self._complete and self._schema else ABSENT
        for id in ids:
            if fields[id] is not None:
                return given(fields, id, _team)
        return None

    def epic_link(self, fields: Json) -> str | None:
        """Read the key in a server's epic link."""
        for id in self._ids(fields, (EPIC_LINK,)):
            if fields[id] is not None:
                return given(fields, id, text)
        return None

    def is_epic(self, fields: Json) -> bool:
        """Tell whether an issue has the name that only a server's epics have."""
        ids = self._ids(fields, (EPIC_NAME,))
        return bool(ids) and any(fields[id] is not None for id in ids)

    def _ids(self, fields: Json, customs: Iterable[str]) -> list[str]:
        known = self._customs
        if known.keys().isdisjoint(customs):
            return []
        return [id for custom in customs for id in known.get(custom, ()) if id in fields]


def _has_sprints(value: Any) -> bool:
    return is_list(value) and len(value) > 0 and is_sprint(value[0])


def _team(value: Any) -> Team:
    if is_table(value):
        data = table(value)
        name = word(data, "name")
        return loaded(
            Team, data, id=given(data, "id", identifier), name=word(data, "title") if name is ABSENT else name
        )
    return loaded(Team, value, id=identifier(value))
