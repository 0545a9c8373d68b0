"""Properties of many issues at once, on Cloud: done as a task, to which the answer points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from ...permissions import sees_issue
from ...refusal import Refused
from ...store.activity import Property
from ...store.issues import Issue
from ...wire import as_list, as_object
from ...work import events
from ...work.properties import delete_property, find_property, set_property
from ...work.tasks import completed
from ..call import Answer, Call
from ..issue_guards import may_work
from ..routing import CLOUD, Routes

routes = Routes()

_MOST_ISSUES: Final = 10_000
_MOST_PROPERTIES: Final = 10
_MOST_AT_ONCE: Final = 100


@routes.post("/issue/properties", on=[CLOUD])
def set_same(call: Call) -> Answer:
    """Set the same properties on issues."""
    body = call.object()
    ids, given = _ids(body.get("entitiesIds")), as_object(body.get("properties"))
    if not ids or len(ids) > _MOST_ISSUES or not given or len(given) > _MOST_PROPERTIES:
        raise Refused(400, f"Between 1 and {_MOST_ISSUES} issues and between 1 and {_MOST_PROPERTIES} properties "
                           "must be given.")  # fmt: skip
    for issue in _issues(call, ids):
        _set(call, issue, given)
    return _task(call, "Set the properties of issues")


@routes.post("/issue/properties/multi", on=[CLOUD])
def set_each(call: Call) -> Answer:
    """Set properties on each of several issues."""
    rows = [as_object(row) for row in as_list(call.object().get("issues"))]
    if not rows or len(rows) > _MOST_AT_ONCE:
        raise Refused(400, f"Between 1 and {_MOST_AT_ONCE} issues must be given.")
    for row in rows:
        for issue in _issues(call, _ids([row.get("issueID")])):
            _set(call, issue, as_object(row.get("properties")))
    return _task(call, "Set the properties of issues")


@routes.put("/issue/properties/{key}", on=[CLOUD])
def set_one(call: Call) -> Answer:
    """Set one property on the issues that a filter names."""
    body, key = call.object(), call.path["key"]
    if "value" not in body:
        raise Refused(400, "The value of the property must be given; expressions are not evaluated here.")
    for issue in _filtered(call, as_object(body.get("filter")), key):
        _set(call, issue, {key: body["value"]})
    return _task(call, "Set a property of issues")


@routes.delete("/issue/properties/{key}", on=[CLOUD])
def delete_one(call: Call) -> Answer:
    """Delete one property of the issues that a filter names."""
    body, key = as_object(call.json()), call.path["key"]
    for issue in _filtered(call, {**body, "hasProperty": True}, key):
        held = find_property(call.site, "issue", issue.id, key)
        delete_property(call.site, "issue", issue.id, key)
        _tell(call, issue, "issue_property_deleted", held)
    return _task(call, "Delete a property of issues")


def _ids(given: object) -> list[int]:
    return [int(str(id)) for id in as_list(given) if str(id).isascii() and str(id).isdigit() and len(str(id)) < 19]


def _issues(call: Call, ids: Iterable[int]) -> list[Issue]:
    """Return the issues that who asks may change; the others are passed over."""
    call.require_account()
    found = call.site.store.issues.get_many(dict.fromkeys(ids))
    return [item for item in found if sees_issue(call.site, call.account, item) and may_work(call, item)]


def _filtered(call: Call, given: Mapping[str, Any], key: str) -> list[Issue]:
    store = call.site.store
    wanted = _ids(given["entityIds"]) if "entityIds" in given else [issue.id for issue in store.issues]
    found = _issues(call, wanted)
    if given.get("hasProperty") is not None:
        found = [item for item in found if _holds(call, item, key) is given["hasProperty"]]
    if "currentValue" not in given:
        return found
    held = [(item, find_property(call.site, "issue", item.id, key)) for item in found]
    return [item for item, row in held if row is not None and row.value == given["currentValue"]]


def _holds(call: Call, issue: Issue, key: str) -> bool:
    return find_property(call.site, "issue", issue.id, key) is not None


def _set(call: Call, issue: Issue, given: Mapping[str, Any]) -> None:
    for key, value in given.items():
        set_property(call.site, "issue", issue.id, key, value)
        _tell(call, issue, "issue_property_set", find_property(call.site, "issue", issue.id, key))


def _tell(call: Call, issue: Issue, name: str, subject: Property | None) -> None:
    call.site.index.touch(issue.id)
    events.tell(call.site, name, call.account, issue=issue, subject=subject)


def _task(call: Call, description: str) -> Answer:
    made = completed(call.site, call.me, "issue-properties", description)
    return Answer(None, 303, {"Location": call.view.url(f"/task/{made.id}")})
