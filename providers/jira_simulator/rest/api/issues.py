"""Issues: read, created, edited, assigned, deleted."""

from __future__ import annotations

from typing import Any

from ...permissions import administers_project, works_in
from ...refusal import Refused
from ...store.issues import Issue
from ...views.issues import choose, issue
from ...wire import as_list, as_object
from ...work.creating import create_issue
from ...work.deleting import delete_issue
from ...work.editing import commit, edit_issue, values_from
from ..call import Answer, Call
from ..issue_guards import require_live
from ..routing import CLOUD, Routes

routes = Routes()


@routes.get("/issue/{issue}")
def read(call: Call) -> Answer:
    """Return an issue."""
    found = call.issue()
    choice = choose(call.words("fields"), call.view, default="*all")
    return Answer(issue(found, call.view, choice, expand=call.expand(), properties=call.words("properties")))


@routes.post("/issue")
def create(call: Call) -> Answer:
    """Create an issue."""
    body = call.object()
    made = create_issue(call.edit(), body)
    if body.get("transition"):
        from ...work.transitions import take

        take(call.edit(kind="issue_generic"), made, {"transition": body["transition"]})
    return Answer(_created(made, call), 201)


def _created(made: Issue, call: Call) -> dict[str, Any]:
    return {"id": str(made.id), "key": made.key, "self": call.view.url(f"/issue/{made.id}")}


@routes.post("/issue/bulk")
def create_many(call: Call) -> Answer:
    """Create issues, as many as can be; 400 only when none can."""
    wanted = as_list(call.object().get("issueUpdates"))
    if call.site.cloud and len(wanted) > 50:
        raise Refused(400, "The maximum number of issues that can be created in bulk is 50.")
    issues: list[dict[str, Any]] = []
    errors: list[dict[str, Any]] = []
    for index, body in enumerate(wanted):
        try:
            issues.append(_created(create_issue(call.edit(), as_object(body)), call))
        except Refused as refused:
            elements = {"errorMessages": list(refused.messages), "errors": refused.errors}
            errors.append({"status": 400, "elementErrors": elements, "failedElementNumber": index})
    return Answer({"issues": issues, "errors": errors}, 201 if issues else 400)


@routes.post("/issue/bulkfetch", on=[CLOUD], scopes=["read:jira-work"])
def fetch_many(call: Call) -> Answer:
    """Return issues by id or key, each once, by ascending id; what is not there is an error beside them."""
    body = call.object()
    wanted = [str(name) for name in as_list(body.get("issueIdsOrKeys"))]
    if not wanted or len(wanted) > 100:
        raise Refused(400, "The number of issue IDs or keys must be between 1 and 100.")
    from ...permissions import sees_issue

    found: dict[int, Issue] = {}
    errors: list[dict[str, str]] = []
    for name in wanted:
        one = call.site.issue(name)
        if one is None or not sees_issue(call.site, call.account, one):
            errors.append({"id": name, "errorMessage": "Issue does not exist or you do not have permission to see it."})
        else:
            found[one.id] = one
    expand = frozenset(str(word) for word in as_list(body.get("expand")))
    choice = choose([str(name) for name in as_list(body.get("fields"))], call.view, default="*navigable")
    properties = [str(name) for name in as_list(body.get("properties"))]
    issues = [issue(found[id], call.view, choice, expand=expand, properties=properties) for id in sorted(found)]
    return Answer({"expand": "names,schema", "issues": issues, "issueErrors": errors})


@routes.put("/issue/{issue}")
def edit(call: Call) -> Answer:
    """Edit an issue."""
    found = call.issue()
    project = call.site.store.projects[found.project_id]
    if not works_in(call.site, call.me, project):
        raise Refused(403, "You do not have permission to edit issues in this project.")
    require_live(found)
    silent = not call.flag("notifyUsers", default=True)
    if silent and not call.site.cloud and not administers_project(call.site, call.me, project):
        raise Refused(403, "To discard the user notification either admin or project admin permissions are required.")
    saved = edit_issue(call.edit(), found, call.object())
    if call.site.cloud and call.flag("returnIssue"):
        choice = choose([], call.view, default="*all")
        return Answer(issue(saved, call.view, choice, expand=call.expand()))
    return Answer(status=204)


@routes.put("/issue/{issue}/assignee")
def assign(call: Call) -> Answer:
    """Assign an issue: to nobody with null, to the project's default with "-1"."""
    found = call.issue()
    require_live(found)
    edit = call.edit(kind="issue_assigned")
    body = call.object()
    fields = {"assignee": body or None}
    values = values_from(edit.reading(found), fields, {}, allowed=frozenset({"assignee"}))
    commit(edit, found, values)
    return Answer(status=204)


@routes.delete("/issue/{issue}")
def delete(call: Call) -> Answer:
    """Delete an issue; one with subtasks only together with them."""
    found = call.issue()
    project = call.site.store.projects[found.project_id]
    if not works_in(call.site, call.me, project):
        raise Refused(403, "You do not have permission to delete issues in this project.")
    delete_issue(call.edit(), found, with_subtasks=call.text("deleteSubtasks").lower() == "true")
    return Answer(status=204)
