"""Attention: who watches an issue and who votes for it. Neither is history, nor does it update the issue."""

from __future__ import annotations

from ..site import Site
from ..store.activity import Vote, Watch
from ..store.issues import Issue
from ..store.people import Person

__all__ = ["unvote", "unwatch", "vote", "watch"]


def watch(site: Site, issue: Issue, person: Person) -> None:
    """Let an account watch an issue; one that does already goes on."""
    if site.store.watches.first(issue_id=issue.id, person_id=person.id) is None:
        site.store.watches.add(Watch(issue_id=issue.id, person_id=person.id))
        site.index.touch(issue.id)


def unwatch(site: Site, issue: Issue, person: Person) -> None:
    """Let an account no longer watch an issue, if it did."""
    site.store.watches.remove_where(issue_id=issue.id, person_id=person.id)
    site.index.touch(issue.id)


def vote(site: Site, issue: Issue, person: Person) -> None:
    """Vote for an issue; a vote counts once."""
    if site.store.votes.first(issue_id=issue.id, person_id=person.id) is None:
        site.store.votes.add(Vote(issue_id=issue.id, person_id=person.id))
        site.index.touch(issue.id)


def unvote(site: Site, issue: Issue, person: Person) -> bool:
    """Take a vote back, and say whether there was one."""
    held = site.store.votes.where(issue_id=issue.id, person_id=person.id)
    site.store.votes.remove_where(issue_id=issue.id, person_id=person.id)
    site.index.touch(issue.id)
    return bool(held)
