"""Fields that refer to something of the catalogue or the project: by id, found by id or by name."""

# A kind of field takes what every kind takes.
# ruff: noqa: ARG002
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from ..jql import Key, Kind
from ..jql.tree import Literal
from ..refusal import BadValue
from ..store.catalogue import IssueType, Priority, Resolution, SecurityLevel, Status
from ..store.projects import Component, Project, Version
from ..views import catalogue, projects
from .base import FieldType, Reading, Stored

if TYPE_CHECKING:
    from ..site import Site
    from ..store.fields import FieldRecord
    from ..store.issues import Issue
    from ..views import View

__all__ = [
    "ComponentRef",
    "PriorityRef",
    "ProjectRef",
    "ResolutionRef",
    "SecurityRef",
    "StatusRef",
    "TypeRef",
    "VersionRef",
]


class _Reference(FieldType):
    """
    A reference to a record with a name.

    Attributes:
        noun: What messages call it.
    """

    kind: Kind | None = Kind.CHOICE
    noun: str = ""

    def choices(self, site: Site, project: Project | None) -> Sequence[Any]:
        """Return the records that may be referred to; of every project, if there is none."""
        raise NotImplementedError

    def name(self, record: Any) -> str:
        return str(record.name)

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise BadValue("data was not an object")
        given = cast("dict[str, object]", value)
        choices = self.choices(reading.site, reading.project)
        if given.get("id") is not None:
            return self._by_id(str(given["id"]), choices)
        if given.get("name") is not None:
            return self._by_name(str(given["name"]), choices)
        raise BadValue(f"Could not find valid 'id' or 'name' for {self.noun.lower()}.")

    def _by_id(self, id: str, choices: Sequence[Any]) -> int:
        for record in choices:
            if str(record.id) == id:
                return int(record.id)
        raise BadValue(f"{self.noun} with id '{id}' is not valid")

    def _by_name(self, name: str, choices: Sequence[Any]) -> int:
        for record in choices:
            if self.name(record).lower() == name.lower():
                return int(record.id)
        raise BadValue(f"{self.noun} name '{name}' is not valid")

    def record(self, stored: Stored, site: Site) -> Any | None:
        for record in self.choices(site, None):
            if record.id == stored:
                return record
        return None

    def keys(self, stored: Stored, site: Site) -> Sequence[Key]:
        return (str(stored),)

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        choices = self.choices(site, None)
        named = [str(record.id) for record in choices if self.name(record).lower() == literal.text.lower()]
        return named or [str(record.id) for record in choices if str(record.id) == literal.text]

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        record = self.record(int(key), site)
        return ("" if record is None else self.name(record).lower(),)

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        if stored is None:
            return (None, "")
        record = self.record(stored, site)
        return (str(stored), "" if record is None else self.name(record))


class StatusRef(_Reference):
    """The status, which only transitions change."""

    operations: ClassVar[tuple[str, ...]] = ()
    jql_type: str = "status"
    noun: str = "Status"
    history: bool = True

    def choices(self, site: Site, project: Project | None) -> Sequence[Status]:
        return site.store.statuses.all()

    def record(self, stored: Stored, site: Site) -> Status | None:
        return site.store.statuses.get(int(str(stored)))

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        raise BadValue("Field 'status' cannot be set. It is not on the appropriate screen, or unknown.")

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return catalogue.status(view.site.store.statuses[int(str(stored))], view)


class PriorityRef(_Reference):
    kind: Kind | None = Kind.RANKED
    jql_type: str = "priority"
    noun: str = "Priority"
    history: bool = True

    def choices(self, site: Site, project: Project | None) -> Sequence[Priority]:
        return sorted(site.store.priorities, key=lambda item: item.position)

    def record(self, stored: Stored, site: Site) -> Priority | None:
        return site.store.priorities.get(int(str(stored)))

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        """Return the place, so that the least urgent comes first: `priority > Low` means more urgent."""
        record = self.record(key, site)
        return (0 if record is None else -record.position,)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return catalogue.priority(view.site.store.priorities[int(str(stored))], view)

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        return [catalogue.priority(record, view) for record in self.choices(view.site, None)]


class ResolutionRef(_Reference):
    jql_type: str = "resolution"
    noun: str = "Resolution"
    history: bool = True

    def choices(self, site: Site, project: Project | None) -> Sequence[Resolution]:
        return site.store.resolutions.all()

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        return super().find(literal, field, site)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return catalogue.resolution(view.site.store.resolutions[int(str(stored))], view)

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        return [catalogue.resolution(record, view) for record in self.choices(view.site, None)]


class TypeRef(_Reference):
    jql_type: str = "issuetype"
    noun: str = "Issue type"
    history: bool = False

    def choices(self, site: Site, project: Project | None) -> Sequence[IssueType]:
        if project is None:
            return site.store.types.all()
        return site.store.types.get_many(project.type_ids)

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        try:
            return super().read(value, field, reading)
        except BadValue:
            raise BadValue("Specify a valid issue type") from None

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return catalogue.issue_type(view.site.store.types[int(str(stored))], view)

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        return [catalogue.issue_type(reading.type, view)]


class ProjectRef(_Reference):
    """The project of the issue, or of a project picker."""

    jql_type: str = "project"
    noun: str = "Project"

    def choices(self, site: Site, project: Project | None) -> Sequence[Project]:
        return [found for found in site.store.projects if found.deleted is None]

    def read(self, value: object, field: FieldRecord, reading: Reading) -> Stored | None:
        given = cast("dict[str, object]", value) if isinstance(value, dict) else {}
        for found in self.choices(reading.site, None):
            if str(given.get("id")) == str(found.id) or given.get("key") == found.key:
                return found.id
        raise BadValue("Specify a valid project ID or key")

    def find(self, literal: Literal, field: FieldRecord, site: Site) -> Sequence[Key]:
        text = literal.text.lower()
        choices = self.choices(site, None)
        keyed = [str(found.id) for found in choices if text in {found.key.lower(), found.name.lower()}]
        former = [str(found.id) for found in choices if literal.text.upper() in found.former_keys]
        return keyed or former or [str(found.id) for found in choices if str(found.id) == text]

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        return (site.store.projects[int(key)].name.lower(),)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return projects.project_stub(view.site.store.projects[int(str(stored))], view)

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        return [projects.project_stub(reading.project, view)] if not field.custom else None

    def shown(self, stored: Stored | None, site: Site) -> tuple[str | None, str | None]:
        return (None, "") if stored is None else (str(stored), site.store.projects[int(str(stored))].name)


class ComponentRef(_Reference):
    jql_type: str = "component"
    noun: str = "Component"

    def choices(self, site: Site, project: Project | None) -> Sequence[Component]:
        components = site.store.components
        return components.all() if project is None else components.where(project_id=project.id)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return projects.component_stub(view.site.store.components[int(str(stored))], view)

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        return [projects.component_stub(record, view) for record in self.choices(view.site, reading.project)]


class VersionRef(_Reference):
    kind: Kind | None = Kind.RANKED
    jql_type: str = "version"
    noun: str = "Version"
    history: bool = True

    def choices(self, site: Site, project: Project | None) -> Sequence[Version]:
        versions = site.store.versions
        found = versions.all() if project is None else versions.where(project_id=project.id)
        return sorted(found, key=lambda item: (item.position, item.id))

    def rank(self, key: Key, site: Site) -> tuple[Key, ...]:
        version = site.store.versions.get(int(key))
        return (0, 0) if version is None else (version.position, version.id)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return projects.version_stub(view.site.store.versions[int(str(stored))], view)

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        return [projects.version(record, view) for record in self.choices(view.site, reading.project)]


class SecurityRef(_Reference):
    jql_type: str = "securitylevel"
    noun: str = "Security level"

    def choices(self, site: Site, project: Project | None) -> Sequence[SecurityLevel]:
        levels = site.store.security_levels
        return levels.all() if project is None else levels.where(project_id=project.id)

    def write(self, stored: Stored, field: FieldRecord, issue: Issue, view: View) -> object:
        return catalogue.security_level(view.site.store.security_levels[int(str(stored))], view)

    def allowed(self, field: FieldRecord, reading: Reading, view: View) -> list[object] | None:
        return [catalogue.security_level(record, view) for record in self.choices(view.site, reading.project)]
