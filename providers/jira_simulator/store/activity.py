"""What hangs on an issue: comments, worklogs, attachments, links, watchers, votes; and properties of everything."""

from __future__ import annotations

from dataclasses import dataclass

from .table import Record

__all__ = ["Attachment", "Comment", "DeletedWorklog", "Link", "Property", "RemoteLink", "Vote", "Watch", "Worklog"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment(Record):
    """A comment; `body` is ADF on Cloud, wiki text on Data Center; `visibility` as on the wire."""

    issue_id: int
    author_id: int | None
    body: object
    created: int
    updated: int
    editor_id: int | None = None
    visibility: dict[str, str] | None = None
    internal: bool = False
    parent_id: int | None = None
    pinned: bool = False
    pinned_at: int | None = None
    pinned_by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Worklog(Record):
    issue_id: int
    author_id: int | None
    seconds: int
    started: int
    created: int
    updated: int
    comment: object = None
    editor_id: int | None = None
    visibility: dict[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedWorklog(Record):
    """What the feed of deleted worklogs says; its id is the worklog's."""

    deleted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment(Record):
    """A file; `content` has its bytes while they are few, or else `file` names what has them in `store.contents`."""

    issue_id: int
    author_id: int | None
    filename: str
    media_type: str
    content: bytes
    created: int
    size: int
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Record):
    """A link: the source does to the target what the type's outward phrase says ("A blocks B")."""

    type_id: int
    source_id: int
    target_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteLink(Record):
    """A link to something elsewhere; `target` is `object`, as on the wire."""

    issue_id: int
    global_id: str | None
    target: dict[str, object]
    application: dict[str, object] | None = None
    relationship: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch(Record):
    issue_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote(Record):
    issue_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Property(Record):
    """A property of an `entity` (issue, comment, worklog, project, user, issuetype, board, sprint ...)."""

    entity: str
    entity_id: int
    key: str
    value: object
