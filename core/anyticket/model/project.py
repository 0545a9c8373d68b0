"""Project with its components and versions: what holds tickets and says which words they may use."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from pydantic import Field

from .input import Input, Maybe
from .named import Named
from .person import Person
from .sparse import ABSENT, Sparse


class Project(Sparse, frozen=True):
    """The container a ticket is created in. A bare string is its key."""

    shorthand: ClassVar[str | None] = "key"

    id: str = ABSENT
    key: str = ABSENT
    name: str = ABSENT
    description: str | None = ABSENT
    url: str = ABSENT
    lead: Person | None = ABSENT
    archived: bool = ABSENT
    category: str | None = ABSENT


class ProjectDraft(Input, frozen=True):
    """A project to be made. `template` and the schemes are named in the tracker's own words."""

    key: str = Field(min_length=1)
    name: str = Field(min_length=1)
    description: str | None = ABSENT
    lead: Maybe[Person] = ABSENT
    template: str = ABSENT
    permission_scheme: str = ABSENT
    notification_scheme: str = ABSENT
    workflow_scheme: str = ABSENT
    type_scheme: str = ABSENT
    extra: dict[str, dict[str, Any]] = ABSENT


class ProjectPatch(Input, frozen=True):
    """A change of a project."""

    key: str = ABSENT
    name: str = ABSENT
    description: str | None = ABSENT
    lead: Maybe[Person] = ABSENT


class Component(Named, frozen=True):
    """A part of a project."""

    description: str | None = ABSENT
    lead: Person | None = ABSENT


class ComponentDraft(Input, frozen=True):
    """A component to be made. A bare string is its name."""

    shorthand: ClassVar[str | None] = "name"

    name: str = Field(min_length=1)
    description: str | None = ABSENT
    lead: Maybe[Person] = ABSENT


class ComponentPatch(Input, frozen=True):
    """A change of a component."""

    name: str = ABSENT
    description: str | None = ABSENT
    lead: Maybe[Person] = ABSENT


class Version(Named, frozen=True):
    """A release or a milestone."""

    description: str | None = ABSENT
    start: date | None = ABSENT
    release: date | None = ABSENT
    released: bool = ABSENT
    archived: bool = ABSENT


class VersionDraft(Input, frozen=True):
    """A version to be made. A bare string is its name."""

    shorthand: ClassVar[str | None] = "name"

    name: str = Field(min_length=1)
    description: str | None = ABSENT
    start: date | None = ABSENT
    release: date | None = ABSENT
    released: bool = ABSENT
    archived: bool = ABSENT


class VersionPatch(Input, frozen=True):
    """A change of a version."""

    name: str = ABSENT
    description: str | None = ABSENT
    start: date | None = ABSENT
    release: date | None = ABSENT
    released: bool = ABSENT
    archived: bool = ABSENT
