"""Comments of an issue."""

from __future__ import annotations

from ...permissions import administers_project
from ...refusal import Refused, not_found
from ...store.activity import Comment
from ...store.issues import Issue
from ...views.comments import comment, comments_of
from ...wire import as_list
from ...work.comments import add_comment, delete_comment, update_comment
from ..call import Answer, Call
from ..paging import start_and_size
from ..routing import CLOUD, Routes

routes = Routes()


@routes.get("/issue/{issue}/comment")
def read_all(call: Call) -> Answer:
    """Return the comments of an issue, in order of creation or the other way round."""
    found = comments_of(call.issue().id, call.view)
    if call.text("orderBy").startswith("-"):
        found.reverse()
    start, size = start_and_size(
        call, usual=100 if call.site.cloud else 1_048_576, most=5000 if call.site.cloud else 1_048_576
    )
    page = [comment(item, call.view, expand=call.expand()) for item in found[start : start + size]]
    return Answer({"startAt": start, "maxResults": size, "total": len(found), "comments": page})


@routes.post("/issue/{issue}/comment")
def add(call: Call) -> Answer:
    """Add a comment."""
    made = add_comment(call.edit(), call.issue(), call.object())
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
    ids = [int(id) for id in as_list(call.object().get("ids"))][:1000]
    from ...permissions import sees_issue

    store = call.site.store
    found = [
        item
        for item in store.comments.get_many(ids)
        if sees_issue(call.site, call.account, store.issues[item.issue_id])
    ]
    values = [comment(item, call.view, expand=call.expand()) for item in found]
    return Answer({"maxResults": 1000, "startAt": 0, "total": len(values), "isLast": True, "values": values})


def _found(call: Call, issue: Issue) -> Comment:
    id = call.path["comment"]
    for found in comments_of(issue.id, call.view):
        if str(found.id) == id:
            return found
    raise not_found(f"Can not find a comment for the id: {id}.")


def _own(call: Call, issue: Issue) -> Comment:
    found = _found(call, issue)
    project = call.site.store.projects[issue.project_id]
    if found.author_id != call.me.id and not administers_project(call.site, call.me, project):
        raise Refused(400, f"{call.me.display_name}, you do not have the permission for this comment.")
    return found
