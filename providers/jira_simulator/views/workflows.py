"""Transitions as JSON."""

from __future__ import annotations

from ..store.issues import Issue
from ..store.workflows import Transition
from .catalogue import status
from .forms import screen
from .view import Json, View

__all__ = ["transition", "transitions"]


def transitions(issue: Issue, view: View, *, fields: bool) -> list[Json]:
    """Return the ways that the account may take an issue now."""
    from ..work.transitions import available

    return [transition(found, issue, view, fields=fields) for found in available(view.site, view.account, issue)]


def transition(found: Transition, issue: Issue, view: View, *, fields: bool) -> Json:
    """Return one way; with the fields of its screen if asked."""
    answer: Json = {
        "id": str(found.number),
        "name": found.name,
        "to": status(view.site.store.statuses[found.target_id], view),
    }
    if view.cloud:
        answer |= {
            "hasScreen": bool(found.screen),
            "isGlobal": not found.sources,
            "isInitial": found.initial,
            "isAvailable": True,
            "isConditional": bool(found.condition),
            "isLooped": found.target_id == issue.ref("status"),
        }
    if fields:
        answer["fields"] = screen(found.screen, found.required, issue, view)
    return answer
