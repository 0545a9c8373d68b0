"""
Properties of issues, comments, worklogs, projects, accounts, types of issues, and items of dashboards.

All behave alike; what differs is who may read and who may write.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from ... import permissions
from ...refusal import Refused, not_found
from ...store.activity import Property
from ...store.issues import Issue
from ...store.people import Person
from ...views.comments import shows
from ...work import events
from ...work.properties import delete_property, find_property, properties_of, set_property
from ..call import Answer, Call
from ..guards import record
from ..issue_guards import may_change, may_work
from ..routing import CLOUD, Routes

routes = Routes()

_CONFIGURATION: Final = ("manage:jira-configuration",)
_PROJECT: Final = ("manage:jira-project",)
_USER: Final = ("read:jira-user",)


@dataclass(frozen=True, slots=True)
class _Owner:
    """What has properties, where, whether who asks may write them, and the issue that is told of them."""

    entity: str
    id: int
    path: str
    writable: bool
    query: str = ""
    issue: Issue | None = None


def _owner(call: Call) -> _Owner:
    """Return what the path names, if who asks may see it."""
    if "dashboard" in call.path:
        return _item(call)
    if "comment" in call.path:
        return _comment(call)
    if "worklog" in call.path:
        return _worklog(call)
    if "issue" in call.path:
        issue = call.issue()
        may = call.account is not None and may_work(call, issue)
        return _Owner("issue", issue.id, f"/issue/{issue.id}", may, issue=issue)
    if "project" in call.path:
        project = call.project()
        may = permissions.administers_project(call.site, call.account, project)
        return _Owner("project", project.id, f"/project/{project.key}", may)
    return _type(call) if "type" in call.path else _user(call)


def _comment(call: Call) -> _Owner:
    id = call.path["comment"]
    message = f"Can not find a comment for the id: {id}."
    found = record(call.site.store.comments, id, message)
    issue = call.site.store.issues[found.issue_id]
    if not permissions.sees_issue(call.site, call.account, issue) or not shows(found, call.view):
        raise not_found(message)
    may = call.account is not None and may_change(call, issue, found.author_id)
    return _Owner("comment", found.id, f"/comment/{found.id}", may)


def _worklog(call: Call) -> _Owner:
    issue, id = call.issue(), call.path["worklog"]
    message = f"Cannot find worklog with id: '{id}'."
    found = record(call.site.store.worklogs, id, message)
    if found.issue_id != issue.id or not shows(found, call.view):
        raise not_found(message)
    may = call.account is not None and may_change(call, issue, found.author_id)
    return _Owner("worklog", found.id, f"/issue/{issue.id}/worklog/{found.id}", may)


def _type(call: Call) -> _Owner:
    id = call.path["type"]
    found = record(call.site.store.types, id, f"The issue type with id '{id}' does not exist")
    return _Owner("issuetype", found.id, f"/issuetype/{found.id}", permissions.administers(call.account))


def _item(call: Call) -> _Owner:
    id = call.path["dashboard"]
    found = record(call.site.store.dashboards, id, f"The dashboard with id '{id}' does not exist.")
    item = call.path["item"]
    if not item.isascii() or not item.isdigit():
        raise not_found(f"The dashboard item with id '{item}' does not exist.")
    may = call.account is not None and (found.owner_id == call.account.id or permissions.administers(call.account))
    return _Owner(f"dashboard:{found.id}", int(item), f"/dashboard/{found.id}/items/{item}", may)


def _user(call: Call) -> _Owner:
    me, found = call.me, _asked_person(call)
    if found.id != me.id and not permissions.administers(me):
        raise Refused(403, "You may see and change the properties of other people only as an administrator.")
    named = ("accountId", found.account_id) if call.site.cloud else ("userKey", found.key)
    return _Owner("user", found.id, "/user", writable=True, query=f"?{named[0]}={quote(named[1], safe='')}")


def _asked_person(call: Call) -> Person:
    people = call.site.store.people
    found: Person | None = None
    if call.site.cloud:
        asked = call.text("accountId")
        found = people.first(account_id=asked)
    else:
        asked = call.text("userKey") or call.text("username")
        found = people.first(key=asked) if call.text("userKey") else people.first(name=asked)
    if not asked:
        raise Refused(400, "The account whose properties are meant must be named.")
    if found is None:
        raise not_found(f"The user '{asked}' does not exist.")
    return found


@routes.get("/issue/{issue}/properties")
@routes.get("/comment/{comment}/properties")
@routes.get("/issue/{issue}/worklog/{worklog}/properties", on=[CLOUD])
@routes.get("/project/{project}/properties")
@routes.get("/issuetype/{type}/properties")
@routes.get("/dashboard/{dashboard}/items/{item}/properties")
@routes.get("/user/properties", scopes=_USER)
def read_keys(call: Call) -> Answer:
    """Return the keys of the properties."""
    owner = _owner(call)
    url = call.view.url(f"{owner.path}/properties")
    rows = properties_of(call.site, owner.entity, owner.id)
    keys = [{"self": f"{url}/{quote(row.key, safe='')}{owner.query}", "key": row.key} for row in rows]
    return Answer({"keys": keys})


@routes.get("/issue/{issue}/properties/{key}")
@routes.get("/comment/{comment}/properties/{key}")
@routes.get("/issue/{issue}/worklog/{worklog}/properties/{key}", on=[CLOUD])
@routes.get("/project/{project}/properties/{key}")
@routes.get("/issuetype/{type}/properties/{key}")
@routes.get("/dashboard/{dashboard}/items/{item}/properties/{key}")
@routes.get("/user/properties/{key}", scopes=_USER)
def read(call: Call) -> Answer:
    """Return a property."""
    found = _found(call, _owner(call))
    return Answer({"key": found.key, "value": found.value})


@routes.put("/issue/{issue}/properties/{key}")
@routes.put("/comment/{comment}/properties/{key}")
@routes.put("/issue/{issue}/worklog/{worklog}/properties/{key}", on=[CLOUD])
@routes.put("/project/{project}/properties/{key}", scopes=_PROJECT)
@routes.put("/issuetype/{type}/properties/{key}", scopes=_CONFIGURATION)
@routes.put("/dashboard/{dashboard}/items/{item}/properties/{key}")
@routes.put("/user/properties/{key}")
def write(call: Call) -> Answer:
    """Set a property: 201 if there was none."""
    owner = _writable(call)
    if not call.content:
        raise Refused(400, "The property value must be given as JSON.")
    made = set_property(call.site, owner.entity, owner.id, call.path["key"], call.json())
    _tell(call, owner, "issue_property_set", _found(call, owner))
    return Answer(status=201 if made else 200)


@routes.delete("/issue/{issue}/properties/{key}")
@routes.delete("/comment/{comment}/properties/{key}")
@routes.delete("/issue/{issue}/worklog/{worklog}/properties/{key}", on=[CLOUD])
@routes.delete("/project/{project}/properties/{key}", scopes=_PROJECT)
@routes.delete("/issuetype/{type}/properties/{key}", scopes=_CONFIGURATION)
@routes.delete("/dashboard/{dashboard}/items/{item}/properties/{key}")
@routes.delete("/user/properties/{key}")
def delete(call: Call) -> Answer:
    """Delete a property."""
    owner = _writable(call)
    found = _found(call, owner)
    delete_property(call.site, owner.entity, owner.id, found.key)
    _tell(call, owner, "issue_property_deleted", found)
    return Answer(status=204)


def _found(call: Call, owner: _Owner) -> Property:
    found = find_property(call.site, owner.entity, owner.id, call.path["key"])
    if found is None:
        raise not_found(f"The property with key '{call.path['key']}' does not exist.")
    return found


def _writable(call: Call) -> _Owner:
    call.require_account()
    owner = _owner(call)
    if not owner.writable:
        raise Refused(403, "You do not have permission to change the properties of this.")
    return owner


def _tell(call: Call, owner: _Owner, name: str, subject: Property) -> None:
    if owner.issue is not None:
        call.site.index.touch(owner.issue.id)
        events.tell(call.site, name, call.account, issue=owner.issue, subject=subject)
