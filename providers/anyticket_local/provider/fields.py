"""Field names: which native field a caller means by an id, a name, or a name of the host's own. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from anyticket.errors import Ambiguous, Invalid

from .wire import JSON


@dataclass(frozen=True, slots=True)
class Names:
    """The fields of a tracker: those of every ticket by id, and the custom ones by id with their names."""

    attributes: frozenset[str] = frozenset()
    custom: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, fields: Iterable[JSON]) -> Names:
        """Read them off the tracker's list of fields."""
        found = list(fields)
        return cls(
            frozenset(raw["id"] for raw in found if not raw["custom"]),
            {raw["id"]: raw["name"] for raw in found if raw["custom"]},
        )


def field_id(name: str, names: Names, aliases: Mapping[str, str]) -> str:
    """
    Return the id of the custom field that is meant.

    Raises:
        Ambiguous: Several have this name.
        Invalid: None has it; the message says which is nearest.
    """
    wanted = aliases.get(name, name)
    if wanted in names.custom:
        return wanted
    same = [id for id, known in names.custom.items() if known == wanted]
    same = same or [id for id, known in names.custom.items() if known.casefold() == wanted.casefold()]
    if len(same) > 1:
        raise Ambiguous(f"{len(same)} fields are called {wanted!r}: use one of their ids", choices=tuple(same))
    if not same:
        near = get_close_matches(wanted, [*names.custom, *names.custom.values(), *aliases], n=1)
        message = f"there is no field {wanted!r}" + (f"; the nearest is {near[0]!r}" if near else "")
        raise Invalid(message, fields={name: message}, sent=False)
    return same[0]


def by_id(values: Mapping[str, Any], names: Names, aliases: Mapping[str, str]) -> dict[str, Any]:
    """Return values by the ids of their fields."""
    return {field_id(name, names, aliases): value for name, value in values.items()}
