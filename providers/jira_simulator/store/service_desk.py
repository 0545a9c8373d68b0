"""Service desks: request types, queues, organizations, who takes part, and files on their way to a request."""

from __future__ import annotations

from dataclasses import dataclass

from .database import Database
from .table import Record, Table

__all__ = [
    "DeskTables",
    "Organization",
    "Participation",
    "Queue",
    "RequestGroup",
    "RequestType",
    "ServiceDesk",
    "TemporaryFile",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDesk(Record):
    """The service desk of a project; its number is not the project's. `customers` are accounts added by hand."""

    project_id: int
    customers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestGroup(Record):
    desk_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestType(Record):
    """
    What customers can ask for.

    Attributes:
        type_id: The issue type that a request of this type becomes.
        fields: In their order, each with `fieldId`, the `name` that customers read, and `required`.
        key: The name of it in the value that Data Center shows.
    """

    desk_id: int
    name: str
    key: str
    type_id: int
    fields: list[dict[str, object]]
    description: str = ""
    help_text: str = ""
    group_ids: tuple[int, ...] = ()
    icon_id: int = 10525


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue(Record):
    """A queue of agents: a query and the fields that it shows."""

    desk_id: int
    name: str
    jql: str
    fields: tuple[str, ...] = ("issuetype", "issuekey", "summary", "created", "reporter", "duedate")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization(Record):
    name: str
    members: tuple[int, ...] = ()
    desk_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation(Record):
    """An account that takes part in a request besides its reporter."""

    issue_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryFile(Record):
    """A file that has been uploaded and not yet attached; `name` stands for it. Its bytes are kept as `Attachment` does."""

    desk_id: int
    person_id: int
    name: str
    filename: str
    media_type: str
    content: bytes
    size: int
    file: str = ""


class DeskTables:
    """The tables of service management."""

    def __init__(self, database: Database) -> None:
        self.desks = Table(database, "desk", ServiceDesk, kept=True, first_id=1)
        self.groups = Table(database, "request_group", RequestGroup, kept=True, first_id=1)
        self.types = Table(database, "request_type", RequestType, kept=True, first_id=1)
        self.queues = Table(database, "queue", Queue, kept=True, first_id=1)
        self.organizations = Table(database, "organization", Organization, kept=True, first_id=1)
        self.participations = Table(database, "participation", Participation, indexed=["issue_id"])
        self.files = Table(database, "temporary_file", TemporaryFile, indexed=["name"])
