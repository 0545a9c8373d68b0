"""Links of issues to things elsewhere: read, written over by their global id, removed."""

from __future__ import annotations

from typing import Any

from ...refusal import Refused, not_found
from ...store.activity import RemoteLink
from ...store.issues import Issue
from ...views.links import remote_link, remote_link_url
from ...work.remote_linking import add_remote_link, change_remote_link, delete_remote_link
from ..call import Answer, Call
from ..issue_guards import workable
from ..routing import Routes
from ..switches import require_linking

routes = Routes()


@routes.get("/issue/{issue}/remotelink")
def read_all(call: Call) -> Answer:
    """Return the links of an issue, or the one with a global id."""
    require_linking(call.site, status=403)
    issue = call.issue()
    if call.text("globalId"):
        return Answer(remote_link(_by_global_id(call, issue)[0], call.view))
    return Answer([remote_link(found, call.view) for found in call.site.store.remote_links.where(issue_id=issue.id)])


@routes.post("/issue/{issue}/remotelink")
def add(call: Call) -> Answer:
    """Add a link, or write over the one with its global id."""
    issue = _linkable(call)
    found, new = add_remote_link(call.edit(), issue, _body(call))
    address = remote_link_url(found, call.view)
    return Answer({"id": found.id, "self": address}, 201 if new else 200, {"Location": address} if new else {})


@routes.delete("/issue/{issue}/remotelink")
def delete_by_global_id(call: Call) -> Answer:
    """Remove the links with a global id."""
    issue = _linkable(call)
    if not call.text("globalId"):
        raise Refused(400, "The 'globalId' query parameter is required.")
    for found in _by_global_id(call, issue):
        delete_remote_link(call.edit(), issue, found)
    return Answer(status=204)


@routes.get("/issue/{issue}/remotelink/{link}")
def read(call: Call) -> Answer:
    """Return a link."""
    require_linking(call.site, status=403)
    return Answer(remote_link(_found(call, call.issue()), call.view))


@routes.put("/issue/{issue}/remotelink/{link}")
def update(call: Call) -> Answer:
    """Write over a link."""
    issue = _linkable(call)
    change_remote_link(call.edit(), issue, _found(call, issue), _body(call))
    return Answer(status=204)


@routes.delete("/issue/{issue}/remotelink/{link}")
def delete(call: Call) -> Answer:
    """Remove a link."""
    issue = _linkable(call)
    delete_remote_link(call.edit(), issue, _found(call, issue))
    return Answer(status=204)


def _linkable(call: Call) -> Issue:
    """Return the issue that the path names, if who asks may link it."""
    require_linking(call.site, status=403)
    return workable(call, "You do not have permission to link this issue.")


def _body(call: Call) -> dict[str, Any]:
    body = call.object()
    texts = {"globalId": body.get("globalId"), "relationship": body.get("relationship")}
    wrong = {name: f"'{name}' must be a string." for name, value in texts.items() if not isinstance(value, str | None)}
    if wrong:
        raise Refused(400, errors=wrong)
    return body


def _by_global_id(call: Call, issue: Issue) -> list[RemoteLink]:
    id = call.text("globalId")
    found = call.site.store.remote_links.where(issue_id=issue.id, global_id=id)
    if not found:
        raise not_found(f"There is no remote issue link with the global id '{id}' on issue '{issue.key}'.")
    return found


def _found(call: Call, issue: Issue) -> RemoteLink:
    """Return the link that the path names, which must be of the issue."""
    id = call.path["link"]
    if not (id.isascii() and id.removeprefix("-").isdigit()):
        raise Refused(400, f"The remote issue link id '{id}' is not a number.")
    found = call.site.store.remote_links.get(int(id)) if len(id) < 19 else None
    if found is None:
        raise not_found(f"There is no remote issue link with the id '{id}'.")
    if found.issue_id != issue.id:
        raise Refused(400, f"The remote issue link with the id '{id}' is not one of issue '{issue.key}'.")
    return found
