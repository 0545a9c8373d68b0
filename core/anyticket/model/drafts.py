"""TicketDraft and TicketPatch: what callers give to make a ticket or to change one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, TypeAlias

from pydantic import AfterValidator, Field

from .catalogue import Resolution, SecurityLevel
from .comment import CommentDraft
from .input import Amend, Input, Many, Maybe, One
from .label import Label
from .person import Person, Team
from .priority import Priority
from .project import Component, Project, Version
from .richtext import RichText
from .sparse import ABSENT, Given
from .sprint import Sprint
from .ticket import Ticket
from .ticket_type import TicketType
from .times import Due

# Spelled out a noun: no type variable can be put into `Amend[X]`, which pydantic has made a class.
People: TypeAlias = Given["Sequence[str | Person] | Amend[str | Person]", tuple[Person, ...] | Amend[Person]]
Labels: TypeAlias = Given["Sequence[str | Label] | Amend[str | Label]", tuple[Label, ...] | Amend[Label]]
Components: TypeAlias = Given[
    "Sequence[str | Component] | Amend[str | Component]", tuple[Component, ...] | Amend[Component]
]
Versions: TypeAlias = Given["Sequence[str | Version] | Amend[str | Version]", tuple[Version, ...] | Amend[Version]]


def _titled(title: str) -> str:
    if not title.strip():
        raise ValueError("a ticket needs a title: this one is empty")
    return title


Title: TypeAlias = Annotated[str, AfterValidator(_titled)]
Seconds: TypeAlias = Annotated[int, Field(ge=0)]


class TicketDraft(Input, frozen=True):
    """A ticket to be made. `extra` holds native values by dialect: `{"jira": {"customfield_1": …}}`."""

    project: Maybe[Project] = ABSENT
    type: One[TicketType] = ABSENT
    title: Given[str, Title]
    description: Maybe[RichText] = ABSENT
    priority: Maybe[Priority] = ABSENT
    reporter: Maybe[Person] = ABSENT
    assignees: Many[Person] = ABSENT
    team: Maybe[Team] = ABSENT
    parent: Given[str | Ticket | None, str | Ticket | None] = ABSENT
    labels: Many[Label] = ABSENT
    components: Many[Component] = ABSENT
    affects_versions: Many[Version] = ABSENT
    fix_versions: Many[Version] = ABSENT
    sprint: Maybe[Sprint] = ABSENT
    due: Given[date | None, Due | None] = ABSENT
    estimate_seconds: Given[int | None, Seconds | None] = ABSENT
    security: Maybe[SecurityLevel] = ABSENT
    watchers: Many[Person] = ABSENT
    fields: Mapping[str, Any] = ABSENT
    extra: Mapping[str, Mapping[str, Any]] = ABSENT


class TicketPatch(Input, frozen=True):
    """
    A change of a ticket: only what is given changes. None clears; a sequence replaces, `Amend` adds and removes.

    `comment` is written with the change, in one call where the tracker can.
    """

    project: One[Project] = ABSENT
    type: One[TicketType] = ABSENT
    title: Given[str, Title] = ABSENT
    description: Maybe[RichText] = ABSENT
    resolution: Maybe[Resolution] = ABSENT
    priority: Maybe[Priority] = ABSENT
    reporter: Maybe[Person] = ABSENT
    assignees: People = ABSENT
    team: Maybe[Team] = ABSENT
    parent: Given[str | Ticket | None, str | Ticket | None] = ABSENT
    labels: Labels = ABSENT
    components: Components = ABSENT
    affects_versions: Versions = ABSENT
    fix_versions: Versions = ABSENT
    sprint: Maybe[Sprint] = ABSENT
    due: Given[date | None, Due | None] = ABSENT
    estimate_seconds: Given[int | None, Seconds | None] = ABSENT
    remaining_seconds: Given[int | None, Seconds | None] = ABSENT
    security: Maybe[SecurityLevel] = ABSENT
    watchers: People = ABSENT
    comment: One[CommentDraft] = ABSENT
    fields: Mapping[str, Any] = ABSENT
    extra: Mapping[str, Mapping[str, Any]] = ABSENT
