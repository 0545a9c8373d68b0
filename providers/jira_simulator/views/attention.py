"""Watchers and votes of an issue as JSON: counted for everybody, named for those who may see who they are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..permission_keys import PERMISSIONS, has
from ..store.issues import Issue
from .people import person
from .view import Json, View

__all__ = ["votes", "votes_with_people", "watches", "watches_with_people"]

_VIEW: Final = PERMISSIONS["VIEW_VOTERS_AND_WATCHERS"]


def votes(issue: Issue, view: View) -> Json:
    ids = _voters(issue, view)
    return {
        "self": view.url(f"/issue/{issue.key}/votes"),
        "votes": len(ids),
        "hasVoted": view.account is not None and view.account.id in ids,
    }


def votes_with_people(issue: Issue, view: View) -> Json:
    """Return the votes and whose they are; one who may not see that sees nobody."""
    shown = _voters(issue, view) if _sees_who(issue, view) else ()
    return votes(issue, view) | {"voters": _people(shown, view)}


def watches(issue: Issue, view: View) -> Json:
    ids = _watchers(issue, view)
    return {
        "self": view.url(f"/issue/{issue.key}/watchers"),
        "watchCount": len(ids),
        "isWatching": view.account is not None and view.account.id in ids,
    }


def watches_with_people(issue: Issue, view: View) -> Json:
    """Return the watchers; one who may not see them sees at most themselves."""
    account, ids = view.account, _watchers(issue, view)
    shown = ids if _sees_who(issue, view) else [id for id in ids if account is not None and id == account.id]
    return watches(issue, view) | {"watchers": _people(shown, view)}


def _voters(issue: Issue, view: View) -> list[int]:
    return [row.person_id for row in view.site.store.votes.where(issue_id=issue.id)]


def _watchers(issue: Issue, view: View) -> list[int]:
    return [row.person_id for row in view.site.store.watches.where(issue_id=issue.id)]


def _sees_who(issue: Issue, view: View) -> bool:
    project = view.site.store.projects[issue.project_id]
    return view.account is not None and has(view.site, view.account, _VIEW, project, issue)


def _people(ids: Iterable[int], view: View) -> list[Json]:
    """Return accounts; those that have been erased are counted and not shown."""
    found = [item for item in view.site.store.people.get_many(ids) if not item.erased]
    return [shown for item in found if (shown := person(item, view)) is not None]
