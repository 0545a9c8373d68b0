"""Accounts: oneself, one, and those that a search finds; made and taken away by administrators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from ... import permissions
from ...permission_keys import PERMISSIONS, has
from ...refusal import Refused, not_found
from ...store.issues import Issue
from ...store.people import Person
from ...store.projects import Project
from ...views.people import person, person_full
from ...work.people import create_account, erase_account, remove_account, update_account
from ..call import Answer, Call, no_issue
from ..guards import administrator, project_named
from ..paging import page_of, start_and_size
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_READ: Final = ("read:jira-user", "read:jira-work")
_USER: Final = ("read:jira-user",)
_SITE: Final = ("manage:jira-configuration",)
_UNKNOWN: Final = "Specified user does not exist or you do not have required permissions"


@routes.get("/myself", scopes=_READ)
def myself(call: Call) -> Answer:
    """Return who calls."""
    return Answer(person_full(call.me, call.view, expand=call.expand()))


@routes.get("/user", scopes=_READ)
def read(call: Call) -> Answer:
    """Return an account by what the platform calls it."""
    call.require_account()
    return Answer(person_full(_asked_account(call), call.view, expand=call.expand()))


def _asked_account(call: Call) -> Person:
    """Return the account that the url names."""
    if call.site.cloud:
        id = call.text("accountId")
        if not id:
            raise Refused(400, "The query parameter 'accountId' is missing.")
        found = call.site.person(id)
    else:
        key, name = call.text("key"), call.text("username")
        if not (key or name):
            raise Refused(400, "Either the 'username' or the 'key' query parameters need to be provided")
        people = call.site.store.people
        found = people.first(key=key) if key else people.first(name=name)
    if found is None:
        named = call.text("username")
        subject = f"user named '{named}'" if named else f"user with the key '{call.text('key')}'"
        raise not_found(_UNKNOWN if call.site.cloud else f"The {subject} does not exist")
    return found


@routes.get("/user/bulk", on=[CLOUD], scopes=_READ)
def read_many(call: Call) -> Answer:
    """Return a page of accounts by their ids."""
    call.require_account()
    ids = call.texts("accountId")
    if not ids:
        raise Refused(400, "At least one 'accountId' must be given.")
    found = [call.site.person(id) for id in dict.fromkeys(ids)]
    return Answer(page_of(call, [person(item, call.view) for item in found if item], usual=10, most=200))


@routes.get("/user/bulk/migration", on=[CLOUD], scopes=_USER)
def migrate(call: Call) -> Answer:
    """Return the account ids of people by what they were called before accounts had ids."""
    call.require_account()
    names, keys = set(call.texts("username")), set(call.texts("key"))
    if not (names or keys):
        raise Refused(400, "At least one 'username' or 'key' must be given.")
    start, size = start_and_size(call, usual=10, most=200)
    found = [item for item in call.site.store.people if item.name in names or item.key in keys]
    shown = [{"username": item.name, "key": item.key, "accountId": item.account_id} for item in found]
    return Answer(shown[start : start + size])


@routes.get("/user/email", on=[CLOUD], scopes=())
@routes.get("/user/email/bulk", on=[CLOUD], scopes=())
def email(call: Call) -> Answer:
    """Refuse the addresses of accounts: people may not ask, and no app here has been approved."""
    if call.app is None:
        raise Refused(401, "Users are not allowed to access this resource; it is for apps only.")
    raise Refused(400, "The app is not approved to use this resource.")


@routes.get("/user/search", on=[CLOUD], scopes=_USER)
def search(call: Call) -> Answer:
    """Return the accounts whose name or visible address begins with a text."""
    call.require_account()
    if not any(call.text(name) for name in ("query", "accountId", "property")) and not _given(call, "query"):
        raise Refused(400, "One of the query parameters 'query', 'accountId' and 'property' is required.")
    if call.text("query") and call.text("accountId"):
        raise Refused(400, "The query parameters 'query' and 'accountId' can not both be given.")
    found = [item for item in call.site.store.people if item.active and matches(item, call)]
    return Answer(_listed(found, call))


@routes.get("/user/search", on=[SERVER])
def search_on_server(call: Call) -> Answer:
    """Return the accounts that have a text in their login, name or address; `.` finds all."""
    call.require_account()
    if not call.text("username"):
        raise Refused(400, "The username query parameter was not provided")
    active = call.flag("includeActive", default=True)
    inactive = call.flag("includeInactive")
    found = [item for item in call.site.store.people if (active if item.active else inactive) and matches(item, call)]
    return Answer(_listed(found, call))


def _given(call: Call, name: str) -> bool:
    return any(key == name for key, _ in call.query)


def _listed(found: Iterable[Person], call: Call) -> list[Any]:
    start, size = start_and_size(call, usual=50, most=1000)
    return [person(item, call.view) for item in list(found)[start : start + size]]


@routes.get("/users/search", on=[CLOUD], scopes=_USER)
@routes.get("/users", on=[CLOUD], scopes=_USER)
def read_all(call: Call) -> Answer:
    """Return all accounts, inactive ones too."""
    call.require_account()
    return Answer(_listed(call.site.store.people, call))


@routes.get("/user/list", on=[SERVER], since=(10,))
def read_stream(call: Call) -> Answer:
    """Return all accounts behind a cursor: the id that the last page ended with."""
    administrator(call)
    size = min(max(call.number("maxResults", 2000), 1), 2000)
    found = [item for item in call.site.store.people if item.id > call.number("cursor", 0)]
    page = found[:size]
    answer: dict[str, Any] = {"values": [person(item, call.view) for item in page], "isLast": len(found) <= size}
    if not answer["isLast"]:
        answer["nextCursor"] = str(page[-1].id)
        answer["nextPage"] = call.view.url(f"/user/list?cursor={page[-1].id}&maxResults={size}")
    return Answer(answer)


@routes.get("/user/assignable/search", scopes=_USER)
def assignable(call: Call) -> Answer:
    """Return the accounts that issues of a project can be assigned to."""
    call.require_account()
    project, _ = _place(call, "project", "'issueKey', 'issueId' or 'project'")
    return Answer(_listed(_assignable(call, [project]), call))


@routes.get("/user/assignable/multiProjectSearch", scopes=_USER)
def assignable_everywhere(call: Call) -> Answer:
    """Return the accounts that issues of all these projects can be assigned to."""
    call.require_account()
    keys = call.words("projectKeys")
    if not keys:
        raise Refused(400, "The 'projectKeys' query parameter is required.")
    return Answer(_listed(_assignable(call, [_project(call, key) for key in keys]), call))


def _assignable(call: Call, projects: list[Project]) -> list[Person]:
    permission = PERMISSIONS["ASSIGNABLE_USER"]
    return [
        item
        for item in call.site.store.people
        if item.active
        and item.kind == "atlassian"
        and all(has(call.site, item, permission, project) for project in projects)
        and matches(item, call, everybody=True)
    ]


@routes.get("/user/viewissue/search", scopes=_USER)
def viewers(call: Call) -> Answer:
    """Return the accounts that may see an issue or a project."""
    call.require_account()
    return Answer(_listed(_permitted(call, ["BROWSE_PROJECTS"]), call))


@routes.get("/user/permission/search", scopes=_USER)
def permitted(call: Call) -> Answer:
    """Return the accounts that have permissions in a project or for an issue."""
    call.require_account()
    keys = call.words("permissions")
    unknown = [key for key in keys if key not in PERMISSIONS]
    if not keys or unknown:
        raise Refused(400, f"The permission '{unknown[0]}' is not valid." if unknown else "No permission was given.")
    project, _ = _place(call, "projectKey", "'issueKey' or 'projectKey'")
    if not permissions.administers_project(call.site, call.account, project):
        raise Refused(403, "You do not have permission to administer the project.")
    return Answer(_listed(_permitted(call, keys), call))


def _permitted(call: Call, keys: list[str]) -> list[Person]:
    project, issue = _place(call, "projectKey", "'issueKey' or 'projectKey'")
    return [
        item
        for item in call.site.store.people
        if item.active
        and matches(item, call, everybody=True)
        and all(has(call.site, item, PERMISSIONS[key], project, issue) for key in keys)
    ]


def _place(call: Call, name: str, names: str) -> tuple[Project, Issue | None]:
    """Return the project and the issue that the url names."""
    named = call.text("issueKey") or call.text("issueId")
    if named:
        issue = call.site.issue(named)
        if issue is None or not permissions.sees_issue(call.site, call.account, issue):
            raise not_found(no_issue(call.site))
        return call.site.store.projects[issue.project_id], issue
    if not call.text(name):
        raise Refused(400, f"One of the query parameters {names} is required.")
    return _project(call, call.text(name)), None


def _project(call: Call, named: str) -> Project:
    found = project_named(call, named)
    if found is None:
        raise not_found(f"No project could be found with {'id' if named.isdigit() else 'key'} '{named}'.")
    return found


def matches(found: Person, call: Call, *, everybody: bool = False) -> bool:
    """Say whether the text of a request finds an account; `everybody` where no text finds all."""
    if call.site.cloud and call.text("accountId"):
        return found.account_id == call.text("accountId")
    wanted = (call.text("query") or call.text("username")).lower()
    if wanted in {"", "."}:
        return wanted == "." or everybody or call.site.cloud
    if not call.site.cloud:
        return any(wanted in name for name in (found.name.lower(), found.display_name.lower(), found.email.lower()))
    names = [found.display_name.lower(), *found.display_name.lower().split()]
    return any(name.startswith(wanted) for name in names) or (
        found.email_visible and found.email.lower().startswith(wanted)
    )


@routes.post("/user", scopes=_SITE)
def create(call: Call) -> Answer:
    """Create an account."""
    account = administrator(call)
    made = create_account(call.site, account, call.object())
    return Answer(person_full(made, call.view), 201)


@routes.put("/user", on=[SERVER])
def update(call: Call) -> Answer:
    """Change an account."""
    account = administrator(call)
    return Answer(person_full(update_account(call.site, account, _asked_account(call), call.object()), call.view))


@routes.delete("/user", scopes=_SITE)
def delete(call: Call) -> Answer:
    """Take an account away."""
    account = administrator(call)
    remove_account(call.site, account, _asked_account(call))
    return Answer(status=204)


@routes.post("/user/anonymization", on=[SERVER], since=(8, 7))
def anonymize(call: Call) -> Answer:
    """Forget who an account was; done at once, where Jira schedules it."""
    administrator(call)
    found = call.site.store.people.first(key=str(call.object().get("userKey") or ""))
    if found is None:
        raise Refused(400, errors={"USER_NOT_FOUND": "The user does not exist."})
    erase_account(call.site, found)
    progress = call.view.url("/user/anonymization/progress")
    return Answer({"progressUrl": progress, "userKey": found.key, "status": "COMPLETED"}, 202, {"Location": progress})
