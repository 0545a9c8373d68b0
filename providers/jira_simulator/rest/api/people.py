"""Accounts: oneself, one, and those that a search finds."""

from __future__ import annotations

from collections.abc import Iterable

from ...permissions import sees
from ...refusal import Refused, not_found
from ...store.people import Person
from ...views.people import person, person_full
from ..call import Answer, Call
from ..paging import page_of, start_and_size
from ..routing import CLOUD, Routes

routes = Routes()

_READ = ("read:jira-user", "read:jira-work")


@routes.get("/myself", scopes=_READ)
def myself(call: Call) -> Answer:
    """Return who calls."""
    return Answer(person_full(call.me, call.view, expand=call.expand()))


@routes.get("/user", scopes=_READ)
def read(call: Call) -> Answer:
    """Return an account by what the platform calls it."""
    call.require_account()
    if call.site.cloud:
        found = call.site.person(call.text("accountId"))
        if not call.text("accountId"):
            raise Refused(400, "The query parameter 'accountId' is missing.")
    else:
        people = call.site.store.people
        key, name = call.text("key"), call.text("username")
        found = people.first(key=key) if key else people.first(name=name)
    if found is None:
        asked = call.text("accountId") or call.text("username") or call.text("key")
        words = "Specified user does not exist or you do not have required permissions"
        raise not_found(words if call.site.cloud else f"The user named '{asked}' does not exist")
    return Answer(person_full(found, call.view, expand=call.expand()))


@routes.get("/user/bulk", on=[CLOUD], scopes=_READ)
def read_many(call: Call) -> Answer:
    """Return accounts by their ids."""
    found = [call.site.person(id) for id in call.texts("accountId")]
    return Answer(page_of(call, [person(item, call.view) for item in found if item], usual=10, most=200))


@routes.get("/user/search", scopes=_READ)
def search(call: Call) -> Answer:
    """Return the accounts that a text finds; `.` finds all on Server."""
    call.require_account()
    text = _asked(call)
    start, size = start_and_size(call, usual=50, most=1000)
    found = [item for item in call.site.store.people if item.active and _matches(item, text, call)]
    return Answer([person(item, call.view) for item in found[start : start + size]])


@routes.get("/users/search", on=[CLOUD], scopes=_READ)
@routes.get("/users", on=[CLOUD], scopes=_READ)
def read_all(call: Call) -> Answer:
    """Return all accounts, inactive ones too."""
    call.require_account()
    start, size = start_and_size(call, usual=50, most=1000)
    return Answer([person(item, call.view) for item in call.site.store.people.all()[start : start + size]])


@routes.get("/user/assignable/search", scopes=_READ)
def assignable(call: Call) -> Answer:
    """Return the accounts that issues of a project can be assigned to."""
    call.require_account()
    project = call.site.store.projects.first(key=call.text("project"))
    issue = call.site.issue(call.text("issueKey")) if call.text("issueKey") else None
    if issue is not None:
        project = call.site.store.projects[issue.project_id]
    if project is None:
        raise not_found("The project does not exist.")
    text = _asked(call, usual=".")
    people: Iterable[Person] = (item for item in call.site.store.people if item.active and item.kind == "atlassian")
    found = [item for item in people if sees(call.site, item, project) and _matches(item, text, call)]
    start, size = start_and_size(call, usual=50, most=1000)
    return Answer([person(item, call.view) for item in found[start : start + size]])


def _asked(call: Call, *, usual: str = "") -> str:
    return call.text("query") or call.text("username") or call.text("accountId") or usual


def _matches(found: Person, text: str, call: Call) -> bool:
    wanted = text.lower()
    if wanted in {"", "."}:
        return wanted == "." or call.site.cloud
    if call.site.cloud:
        names = [found.account_id, *found.display_name.lower().split(), found.display_name.lower()]
        return any(name.startswith(wanted) for name in names) or (
            found.email_visible and found.email.startswith(wanted)
        )
    return any(wanted in name for name in (found.name, found.display_name.lower(), found.email))
