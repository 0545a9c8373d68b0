"""Watchers of issues: read, added, removed."""

from __future__ import annotations

from ...permissions import sees_issue
from ...refusal import Refused, not_found
from ...store.issues import Issue
from ...store.people import Person
from ...views.attention import watches_with_people
from ...wire import as_list
from ...work.attention import unwatch, watch
from ..call import Answer, Call
from ..issue_guards import may_work
from ..routing import CLOUD, Routes
from ..switches import require_watching

routes = Routes()


@routes.get("/issue/{issue}/watchers")
def read(call: Call) -> Answer:
    """Return who watches an issue."""
    require_watching(call.site)
    return Answer(watches_with_people(call.issue(), call.view))


@routes.post("/issue/{issue}/watchers")
def add(call: Call) -> Answer:
    """Let an account watch an issue: the one that the body is, or who asks if there is no body."""
    require_watching(call.site)
    call.require_account()
    issue = call.issue()
    person = _named(call, call.json() if call.content else call.text("userName") or None)
    _require_management(call, issue, person, "add watchers to")
    if not sees_issue(call.site, person, issue):
        raise Refused(
            _denied(call),
            f'The user "{_name(call, person)}" does not have permission to view this issue. '
            "This user will not be added to the watch list.",
        )
    watch(call.site, issue, person)
    return Answer(status=204)


@routes.delete("/issue/{issue}/watchers")
def remove(call: Call) -> Answer:
    """Let an account no longer watch an issue."""
    require_watching(call.site)
    call.require_account()
    issue = call.issue()
    parameter = "accountId" if call.site.cloud else "username"
    given = call.text(parameter) or ("" if call.site.cloud else call.text("userName"))
    if not given:
        raise Refused(400, f"The '{parameter}' query parameter is required.")
    person = _named(call, given)
    _require_management(call, issue, person, "remove watchers from")
    unwatch(call.site, issue, person)
    return Answer(status=204)


@routes.post("/issue/watching", on=[CLOUD], scopes=["read:jira-work"])
def read_many(call: Call) -> Answer:
    """Say of each issue whether who asks watches it; nobody watches what is not there."""
    require_watching(call.site)
    account, body = call.me, call.object()
    if not isinstance(body.get("issueIds"), list):
        raise Refused(400, errors={"issueIds": "A list of ids of issues must be given."})
    held = {str(row.issue_id) for row in call.site.store.watches.where(person_id=account.id)}
    ids = [str(id) for id in as_list(body["issueIds"])]
    return Answer({"issuesIsWatching": {id: id in held and call.issue_named(id) is not None for id in ids}})


def _named(call: Call, identity: object) -> Person:
    """Return the account that a request names; who asks if it names none."""
    if identity is None:
        return call.me
    if not isinstance(identity, str):
        raise Refused(400, "The body must be a JSON string that names a user, or empty.")
    found = call.site.person(identity)
    if found is None:
        unknown = f"The user '{identity}' does not exist."
        raise not_found("User does not exist or you do not have permission to see it." if call.site.cloud else unknown)
    return found


def _require_management(call: Call, issue: Issue, person: Person, what: str) -> None:
    """Refuse to decide for others who may not manage watchers; everybody decides for themselves."""
    if person.id != call.me.id and not may_work(call, issue):
        raise Refused(_denied(call), f"User '{_name(call, call.me)}' is not allowed to {what} issue '{issue.key}'")


def _denied(call: Call) -> int:
    return 403 if call.site.cloud else 401


def _name(call: Call, person: Person) -> str:
    return person.display_name if call.site.cloud else person.name
