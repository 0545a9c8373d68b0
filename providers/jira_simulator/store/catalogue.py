"""The catalogue of a site: statuses, priorities, resolutions, issue types, link types, roles, security levels."""

from __future__ import annotations

from dataclasses import dataclass

from .table import Record

__all__ = ["IssueType", "LinkType", "Priority", "Resolution", "Role", "SecurityLevel", "Status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Record):
    """A status; `category` is 1 undefined, 2 new, 4 indeterminate, 3 done. Team-managed projects have their own."""

    name: str
    category: int
    description: str = ""
    project_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority(Record):
    name: str
    description: str
    color: str
    icon: str
    position: int
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution(Record):
    name: str
    description: str = ""
    default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueType(Record):
    """A type; `level` is -1 for subtasks, 0 usual, 1 epics, more above them."""

    name: str
    description: str = ""
    level: int = 0
    avatar_id: int = 10318
    project_id: int | None = None

    @property
    def subtask(self) -> bool:
        return self.level < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkType(Record):
    name: str
    inward: str
    outward: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Record):
    """A project role; who has it is said by the project, who has it in new ones by `actors`."""

    name: str
    description: str = ""
    admin: bool = False
    default: bool = False
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityLevel(Record):
    name: str
    description: str = ""
    project_id: int
    groups: tuple[str, ...] = ()
