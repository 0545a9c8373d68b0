"""
Events: what happened, told to whoever listens: webhooks, once they are registered.

Work tells; `listeners` of the site hear, in order, inside the transaction. A listener only takes note: deliveries are
sent afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from ..site import Site
from ..store.activity import Attachment, Comment, Link, Worklog
from ..store.issues import Change, Issue
from ..store.people import Person

__all__ = ["Happening", "Listener", "hear", "issue_updated", "tell"]


@dataclass(frozen=True, slots=True)
class Happening:
    """
    One thing that happened.

    Attributes:
        name: As webhooks call it: `jira:issue_updated`, `comment_created`.
        kind: `issue_event_type_name` of events of issues.
        subject: What else it is about: a comment, worklog, attachment, link, sprint, version, project ...
        other: What that was before (`sprint_updated`), or the version that another was merged into.
    """

    name: str
    at: int
    account: Person | None
    issue: Issue | None = None
    change: Change | None = None
    kind: str = ""
    subject: Comment | Worklog | Attachment | Link | object | None = None
    other: object = None


Listener: TypeAlias = Callable[[Happening], None]


def hear(site: Site, listener: Listener) -> None:
    """Have a listener told of everything that happens on a site."""
    site.listeners.append(listener)


def tell(
    site: Site,
    name: str,
    account: Person | None,
    *,
    issue: Issue | None = None,
    change: Change | None = None,
    kind: str = "",
    subject: object = None,
    other: object = None,
) -> None:
    """Tell the listeners of a site what happened."""
    happening = Happening(name, site.clock.now(), account, issue, change, kind, subject, other)
    for listener in site.listeners:
        listener(happening)


def issue_updated(site: Site, issue: Issue, account: Person | None, change: Change | None, kind: str) -> None:
    tell(site, "jira:issue_updated", account, issue=issue, change=change, kind=kind)
