"""Votes for issues: read, given, taken back."""

from __future__ import annotations

from ...refusal import not_found
from ...store.issues import Issue
from ...views.attention import votes_with_people
from ...work.attention import unvote, vote
from ..call import Answer, Call
from ..routing import Routes
from ..switches import require_voting

routes = Routes()


@routes.get("/issue/{issue}/votes")
def read(call: Call) -> Answer:
    """Return the votes for an issue."""
    issue = call.issue()
    require_voting(call.site)
    return Answer(votes_with_people(issue, call.view))


@routes.post("/issue/{issue}/votes")
def add(call: Call) -> Answer:
    """Vote for an issue; once more changes nothing."""
    vote(call.site, _open(call), call.me)
    return Answer(status=204)


@routes.delete("/issue/{issue}/votes")
def remove(call: Call) -> Answer:
    """Take one's vote back; only Cloud minds that there was none."""
    if not unvote(call.site, _open(call), call.me) and call.site.cloud:
        raise not_found("Cannot remove a vote for an issue that the user has not already voted for.")
    return Answer(status=204)


def _open(call: Call) -> Issue:
    """Return the issue that the path names, if who asks may change their vote for it."""
    call.require_account()
    issue = call.issue()
    require_voting(call.site)
    if issue.ref("reporter") == call.me.id:
        raise not_found("You cannot vote for an issue you have reported.")
    if issue.ref("resolution") is not None:
        raise not_found("You cannot vote or change your vote on resolved issues.")
    return issue
