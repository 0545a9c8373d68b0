"""Comment, and what callers give to write one."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from .attachment import Attachment
from .input import Input, One
from .person import Person
from .richtext import RichText
from .sparse import ABSENT, Sparse
from .times import Moment


class RestrictionKind(StrEnum):
    """What a restriction names."""

    ROLE = "role"
    GROUP = "group"
    UNKNOWN = "unknown"


class Restriction(Sparse, frozen=True):
    """The role or group that alone may see something."""

    kind: RestrictionKind
    name: str = ABSENT
    id: str = ABSENT


class Comment(Sparse, frozen=True):
    """A comment. `internal` is a private note, which customers never see."""

    id: str
    author: Person | None = ABSENT
    body: RichText = ABSENT
    created_at: Moment = ABSENT
    updated_at: Moment | None = ABSENT
    internal: bool = ABSENT
    restricted_to: Restriction | None = ABSENT
    parent_id: str | None = ABSENT
    attachments: tuple[Attachment, ...] = ABSENT
    time_spent_seconds: int | None = ABSENT


class CommentDraft(Input, frozen=True):
    """A comment to be written. A bare string is its body, in Markdown."""

    shorthand: ClassVar[str | None] = "body"

    body: One[RichText]
    internal: bool = ABSENT
    restricted_to: Restriction | None = ABSENT
    parent_id: str = ABSENT


class CommentPatch(Input, frozen=True):
    """A change of a comment. A bare string is the new body, in Markdown."""

    shorthand: ClassVar[str | None] = "body"

    body: One[RichText] = ABSENT
    internal: bool = ABSENT
    restricted_to: Restriction | None = ABSENT
