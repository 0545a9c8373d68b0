"""Mail about an issue: who would get it is checked, and nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...permissions import sees_issue
from ...refusal import Refused
from ...store.issues import Issue
from ...store.people import Group
from ...wire import as_list, as_object
from ..call import Answer, Call
from ..routing import Routes

routes = Routes()


@routes.post("/issue/{issue}/notify")
def notify(call: Call) -> Answer:
    """Mail those that the request names and who may see the issue, but not who asks."""
    account, issue = call.me, call.issue()
    named = set(_named(call, issue, as_object(call.object().get("to"))))
    people = call.site.store.people.get_many(sorted(named - {account.id}))
    if not any(sees_issue(call.site, person, issue) for person in people):
        raise Refused(400, "No recipients were defined for notification.")
    return Answer(status=204)


def _named(call: Call, issue: Issue, to: dict[str, Any]) -> Iterator[int]:
    """Yield the ids of the accounts that a request names, by what they are to the issue or one by one."""
    store = call.site.store
    for role in ("reporter", "assignee"):
        id = issue.ref(role)
        if to.get(role) is True and id is not None:
            yield id
    for name, table in (("watchers", store.watches), ("voters", store.votes)):
        if to.get(name) is True:
            yield from (row.person_id for row in table.where(issue_id=issue.id))
    for given in map(as_object, as_list(to.get("users"))):
        identity = given.get("accountId") if call.site.cloud else given.get("name") or given.get("key")
        person = call.site.person(identity)
        if person is None:
            raise Refused(400, errors={"users": f"The user '{identity}' does not exist."})
        yield person.id
    ids = ({"groupId": id} for id in as_list(to.get("groupIds")))
    for given in (*map(as_object, as_list(to.get("groups"))), *ids):
        yield from _group(call, given).members


def _group(call: Call, given: dict[str, Any]) -> Group:
    for found in call.site.store.groups:
        if found.name == given.get("name") or found.group_id == given.get("groupId"):
            return found
    raise Refused(400, errors={"groups": f"The group '{given.get('name') or given.get('groupId')}' does not exist."})
