"""Projects and what they are made of: components, versions, screens, categories."""

from __future__ import annotations

from dataclasses import dataclass, field

from .table import Record

__all__ = ["Category", "Component", "Layout", "Project", "Version"]


def _no_roles() -> dict[str, list[str]]:
    return {}


def _no_workflows() -> dict[str, int]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Record):
    """
    A project.

    Attributes:
        kind: `software`, `service_desk` or `business`.
        simplified: Team-managed, "next-gen".
        public: Whether anonymous people may see it.
        type_ids: The issue types it offers, the default one first.
        workflows: The workflow of a type by the type's id as text; `default` for the others.
        roles: Who has a role: by role id, actors as `user:<person id>` or `group:<group id>`.
        last_number: Of the issue created last.
        former_keys: Keys it had; they go on resolving.
        schemes: The schemes that are not the default ones, by kind: `permission`, `notification`, `security` ...
        archived, deleted: When, and `changed_by` whom; a deleted one lies in the recycle bin.
        features_off: The features that have been switched off.
        email: The address that notifications come from, if it is not the site's.
    """

    key: str
    name: str
    lead_id: int
    kind: str = "software"
    description: str = ""
    url: str = ""
    simplified: bool = False
    private: bool = False
    public: bool = False
    assignee_type: str = "UNASSIGNED"
    avatar_id: int = 10400
    category_id: int | None = None
    type_ids: tuple[int, ...] = ()
    workflows: dict[str, int] = field(default_factory=_no_workflows)
    roles: dict[str, list[str]] = field(default_factory=_no_roles)
    last_number: int = 0
    former_keys: tuple[str, ...] = ()
    uuid: str = ""
    archived: int | None = None
    deleted: int | None = None
    template: str = ""
    schemes: dict[str, int] = field(default_factory=_no_workflows)
    changed_by: int | None = None
    features_off: tuple[str, ...] = ()
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category(Record):
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component(Record):
    project_id: int
    name: str
    description: str = ""
    lead_id: int | None = None
    assignee_type: str = "PROJECT_DEFAULT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version(Record):
    """A version; dates are ISO days, `position` its place among those of the project."""

    project_id: int
    name: str
    description: str = ""
    archived: bool = False
    released: bool = False
    start_date: str | None = None
    release_date: str | None = None
    position: int = 0
    driver_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout(Record):
    """
    The screens of one type in one project.

    Attributes:
        create: The fields that may be given when an issue is created.
        edit: Those that may be edited.
        required: Those that must have a value.
    """

    project_id: int
    type_id: int
    create: tuple[str, ...]
    edit: tuple[str, ...]
    required: tuple[str, ...] = ("summary", "issuetype", "project")
