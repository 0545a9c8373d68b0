"""Fields that hold accounts and groups."""

# A kind of field takes what every kind takes.
# ruff: noqa: ARG002
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from ..jql import Key, Kind
from ..jql.tree import Literal
from ..refusal import BadValue
from ..views import people
from .base import FieldType, Reading, Stored

if TYPE_CHECKING:
    from ..site import Site
    from ..store.fields import FieldRecord
    from ..store.issues import Issue
    from ..store.people import Person
    from ..views import View

__all__ = ["Author", "GroupRef", "PersonRef", "find_people"]


def find_people(literal: Literal, site: Site) -> Sequence[Key]:
    """Return the accounts that a literal of JQL means: on Cloud account ids alone, but for apps' own habits."""
    text = literal.text.lower()
    found = [
        person
        for person in site.store.people
        if text in ({person.account_id.lower()} if site.cloud else {person.name.lower(), person.key.lower()})
    ]
    named = [person for person in site.store.people if text in {person.display_name.lower(), person.email.lower()}]
    return [str(person.id) for person in found or named]


class PersonRef(FieldType):
    """An account."""

    kind: Kind | None = Kind.CHOICE
    jql_type: str = "user"
    history: bool = True

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise BadValue("expected Object" if reading.site.cloud else "data was not an object")
        given = cast("dict[str, object]", value)
        names = ("accountId", "id") if reading.site.cloud else ("name", "key")
        identity = next((given[name] for name in names if name in given), None)
        if field.key == "assignee" and identity == "-1":
            return reading.project.lead_id if reading.project.assignee_type == "PROJECT_LEAD" else None
        if identity is None:
            return None
        return self._known(identity, reading).id

    def _known(self, identity: object, reading: Reading) -> Person:
        person = reading.site.person(identity)
        if person is None:
            raise BadValue(
                f"User '{identity}' does not exist."
                if not reading.site.cloud
                else f"Account ID '{identity}' does not exist."
            )
        return person

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return people.person(view.site.store.people.get(int(str(stored))), view)

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        return find_people(literal, site)

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        person = site.store.people.get(int(key))
        return ("" if person is None else person.display_name.lower(),)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        if stored is None:
            return (None, None)
        person = site.store.people[int(str(stored))]
        return (person.account_id if site.cloud else person.key, person.display_name)


class Author(PersonRef):
    """The creator, who never changes."""

    operations: ClassVar[tuple[str, ...]] = ()
    history: bool = False

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        raise BadValue(f"Field '{field.key}' cannot be set. It is not on the appropriate screen, or unknown.")


class GroupRef(FieldType):
    """A group."""

    kind: Kind | None = Kind.CHOICE
    jql_type: str = "group"

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        given = cast("dict[str, object]", value) if isinstance(value, dict) else {}
        for group in reading.site.store.groups:
            if given.get("name") == group.name or (reading.site.cloud and given.get("groupId") == group.group_id):
                return group.id
        raise BadValue(f"Group '{given.get('name')}' does not exist.")

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return people.group_stub(view.site.store.groups[int(str(stored))], view)

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        text = literal.text.lower()
        return [str(group.id) for group in site.store.groups if text in {group.name.lower(), group.group_id}]

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        return (site.store.groups[int(key)].name.lower(),)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        return (None, "") if stored is None else (None, f"[{site.store.groups[int(str(stored))].name}]")
