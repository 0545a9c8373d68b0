"""Links between issues: made, read, removed."""

from __future__ import annotations

from typing import Any

from ...permissions import sees_issue
from ...refusal import Refused, not_found
from ...store.activity import Link
from ...store.issues import Issue
from ...views.links import link as shown
from ...wire import as_object
from ...work.comments import add_comment
from ...work.linking import find_link_type, link, unlink
from ..call import Answer, Call, no_issue
from ..issue_guards import may_work
from ..routing import Routes
from ..switches import require_linking

routes = Routes()


@routes.post("/issueLink")
def create(call: Call) -> Answer:
    """Link two issues, and comment on the one that `inwardIssue` names."""
    require_linking(call.site)
    body = call.object()
    source, target = _end(call, body, "inwardIssue"), _end(call, body, "outwardIssue")
    type = find_link_type(call.site, body.get("type"))
    if not may_work(call, source):
        raise Refused(401, _not_allowed(source))
    link(call.edit(), type, source, target)
    if body.get("comment"):
        add_comment(call.edit(), source, as_object(body["comment"]))
    return Answer(status=201)


@routes.get("/issueLink/{link}")
def read(call: Call) -> Answer:
    """Return a link."""
    require_linking(call.site)
    return Answer(shown(_found(call), call.view))


@routes.delete("/issueLink/{link}")
def delete(call: Call) -> Answer:
    """Remove a link; being allowed to link either issue is enough."""
    require_linking(call.site)
    found = _found(call)
    issues = call.site.store.issues
    ends = (issues[found.source_id], issues[found.target_id])
    if not any(may_work(call, issue) for issue in ends):
        raise Refused(404 if call.site.cloud else 401, _not_allowed(ends[0]))
    unlink(call.edit(), found)
    return Answer(status=204)


def _end(call: Call, body: dict[str, Any], name: str) -> Issue:
    """Return the issue at one end of a request."""
    given = as_object(body.get(name))
    asked = given.get("id") or given.get("key")
    if asked is None:
        raise Refused(400, errors={name: f"'{name}' is required."})
    found = call.issue_named(str(asked))
    if found is None:
        hidden = not call.site.cloud and call.site.issue(str(asked)) is not None
        raise not_found("You do not have the permission to see the specified issue." if hidden else no_issue(call.site))
    return found


def _not_allowed(issue: Issue) -> str:
    return f"No Link Issue Permission for issue '{issue.key}'"


def _found(call: Call) -> Link:
    """Return the link that the path names, if who asks may see both of its issues."""
    id = call.path["link"]
    if not (id.isascii() and id.isdigit()):
        raise Refused(400, f"The issue link id '{id}' is not a number.")
    store = call.site.store
    found = store.links.get(int(id)) if len(id) < 19 else None
    if found is None:
        raise not_found(f"No issue link with id '{id}' exists.")
    if not all(sees_issue(call.site, call.account, store.issues[end]) for end in (found.source_id, found.target_id)):
        raise not_found(f"No issue link with id '{id}' exists.")
    return found
