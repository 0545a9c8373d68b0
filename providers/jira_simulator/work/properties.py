"""Properties: values of anybody's, kept under keys on issues, comments, worklogs, projects, accounts and more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import orjson

from ..refusal import Refused
from ..site import Site
from ..store.activity import Property
from ..wire import as_list, as_object

if TYPE_CHECKING:
    from .editing import Edit

__all__ = ["delete_property", "find_property", "properties_of", "set_given", "set_property"]

_LONGEST_KEY: Final = 255
_LONGEST_VALUE: Final = 32_768


def properties_of(site: Site, entity: str, id: int) -> list[Property]:
    """Return the properties of a thing, by key."""
    rows = site.store.properties.where(entity=entity, entity_id=id)
    return sorted(rows, key=lambda row: row.key)


def find_property(site: Site, entity: str, id: int, key: str) -> Property | None:
    return site.store.properties.first(entity=entity, entity_id=id, key=key)


def set_property(site: Site, entity: str, id: int, key: str, value: object) -> bool:
    """
    Set a property, and say whether it is new.

    Raises:
        Refused: The key or the value is too long.
    """
    if not key or len(key) > _LONGEST_KEY:
        raise Refused(400, f"The property key must have between 1 and {_LONGEST_KEY} characters.")
    if len(orjson.dumps(value).decode()) > _LONGEST_VALUE:
        raise Refused(400, f"The property value is longer than {_LONGEST_VALUE} characters.")
    found = find_property(site, entity, id, key)
    if found is not None:
        site.store.properties.save(replace(found, value=value))
        return False
    site.store.properties.add(Property(entity=entity, entity_id=id, key=key, value=value))
    return True


def delete_property(site: Site, entity: str, id: int, key: str) -> bool:
    """Delete a property, and say whether there was one."""
    found = find_property(site, entity, id, key)
    if found is not None:
        site.store.properties.remove(found.id)
    return found is not None


def set_given(edit: Edit, entity: str, id: int, given: object) -> None:
    """Set the properties that a request gives along with what they belong to."""
    for row in map(as_object, as_list(given)):
        if "key" in row:
            set_property(edit.site, entity, id, str(row["key"]), row.get("value"))
