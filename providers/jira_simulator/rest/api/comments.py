"""Comments of an issue: read, added, edited, deleted, pinned on Data Center."""

from __future__ import annotations

from dataclasses import replace

from ...permissions import sees_issue
from ...refusal import Refused, not_found
from ...store.activity import Comment
from ...store.issues import Issue
from ...views.comments import comment, comments_of, pinned_comment, shows
from ...wire import as_list
from ...work.comments import add_comment, delete_comment, update_comment
from ..call import Answer, Call
from ..issue_guards import may_change, workable
from ..paging import start_and_size
from ..routing import CLOUD, SERVER, Routes

routes = Routes()

_ORDERS = frozenset({"", "created"})


@routes.get("/issue/{issue}/comment")
def read_all(call: Call) -> Answer:
    """Return the comments of an issue, in order of creation or the other way round."""
    found = comments_of(call.issue().id, call.view)
    order = call.text("orderBy").strip()
    if order.lstrip("+-") not in _ORDERS:
        raise Refused(400, f"Comments cannot be ordered by '{order}'.")
    if order.startswith("-"):
        found.reverse()
    start, size = start_and_size(
        call, usual=100 if call.site.cloud else 1_048_576, most=5000 if call.site.cloud else 1_048_576
    )
    page = [comment(item, call.view, expand=call.expand()) for item in found[start : start + size]]
    return Answer({"startAt": start, "maxResults": size, "total": len(found), "comments": page})


@routes.post("/issue/{issue}/comment")
def add(call: Call) -> Answer:
    """Add a comment."""
    name = call.me.display_name
    issue = workable(call, f"{name}, you do not have the permission to comment on this issue.", status=400)
    made = add_comment(call.edit(), issue, call.object())
    return Answer(comment(made, call.view, expand=call.expand()), 201)


@routes.get("/issue/{issue}/comment/{comment}")
def read(call: Call) -> Answer:
    """Return a comment."""
    return Answer(comment(_found(call, call.issue()), call.view, expand=call.expand()))


@routes.put("/issue/{issue}/comment/{comment}")
def update(call: Call) -> Answer:
    """Edit a comment."""
    issue = call.issue()
    found = _own(call, issue)
    return Answer(comment(update_comment(call.edit(), issue, found, call.object()), call.view, expand=call.expand()))


@routes.delete("/issue/{issue}/comment/{comment}")
def delete(call: Call) -> Answer:
    """Delete a comment."""
    issue = call.issue()
    delete_comment(call.edit(), issue, _own(call, issue))
    return Answer(status=204)


@routes.post("/comment/list", on=[CLOUD], scopes=["read:jira-work"])
def read_listed(call: Call) -> Answer:
    """Return comments by their ids."""
    given = as_list(call.object().get("ids"))
    if not given or len(given) > 1000 or not all(str(id).isdigit() for id in given):
        raise Refused(400, "Between 1 and 1000 ids of comments must be given.")
    store = call.site.store
    found = [
        item
        for item in store.comments.get_many(dict.fromkeys(int(id) for id in given))
        if sees_issue(call.site, call.account, store.issues[item.issue_id]) and shows(item, call.view)
    ]
    values = [comment(item, call.view, expand=call.expand()) for item in found]
    return Answer({"maxResults": 1000, "startAt": 0, "total": len(values), "isLast": True, "values": values})


@routes.put("/issue/{issue}/comment/{comment}/pin", on=[SERVER], since=(10,))
def pin(call: Call) -> Answer:
    """Pin a comment, or take the pin away; the body is true or false."""
    issue = call.issue()
    found = _found(call, issue)
    if not may_change(call, issue, call.me.id):
        raise Refused(403, "You do not have the permission to pin comments of this issue.")
    pinned = call.json()
    if not isinstance(pinned, bool):
        raise Refused(400, "The body must be true or false.")
    when = call.site.clock.now() if pinned else None
    by = call.me.id if pinned else None
    call.site.store.comments.save(replace(found, pinned=pinned, pinned_at=when, pinned_by_id=by))
    return Answer(status=204)


@routes.get("/issue/{issue}/pinned-comments", on=[SERVER], since=(10,))
def read_pinned(call: Call) -> Answer:
    """Return the pinned comments."""
    return Answer([pinned_comment(item, call.view) for item in comments_of(call.issue().id, call.view) if item.pinned])


def _found(call: Call, issue: Issue) -> Comment:
    id = call.path["comment"]
    for found in comments_of(issue.id, call.view):
        if str(found.id) == id:
            return found
    raise not_found(f"Can not find a comment for the id: {id}.")


def _own(call: Call, issue: Issue) -> Comment:
    call.require_account()
    found = _found(call, issue)
    if not may_change(call, issue, found.author_id):
        raise Refused(400, f"{call.me.display_name}, you do not have the permission for this comment.")
    return found
