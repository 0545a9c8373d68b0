"""The private API that boards had before the agile one, as far as clients of others still use it."""

from __future__ import annotations

from typing import Any

from ...permissions import works_in
from ...refusal import Refused
from ...store.agile import Sprint
from ...wire import as_list
from ...work.editing import commit
from ...work.sprints import update_sprint
from ..agile_calls import one_issue, sprint_of
from ..call import Answer, Call
from ..routing import Routes

routes = Routes()


@routes.put("/rest/greenhopper/1.0/sprint/{sprint}", scopes=["write:sprint:jira-software"])
def rename_sprint(call: Call) -> Answer:
    """Change the name and the dates of a sprint, those that the body gives."""
    call.require_account()
    asked = {name: value for name, value in call.object().items() if name in {"name", "startDate", "endDate", "goal"}}
    return Answer(_sprint(call, update_sprint(call.edit(), sprint_of(call), asked, full=False)))


def _sprint(call: Call, found: Sprint) -> dict[str, Any]:
    """Return a sprint as this API has it: its state in capitals, `None` for dates that are not set."""
    times = {"startDate": found.start, "endDate": found.end, "completeDate": found.completed}
    answer: dict[str, Any] = {"id": found.id, "sequence": found.position, "name": found.name}
    answer |= {"state": found.state.upper(), "linkedPagesCount": 0, "goal": found.goal}
    return answer | {f"iso{name[0].upper()}{name[1:]}": call.view.time(at) or "None" for name, at in times.items()}


@routes.post("/rest/greenhopper/1.0/xboard/issue/flag/flag.json", scopes=["write:issue:jira-software"])
def flag(call: Call) -> Answer:
    """Set or clear the flag of issues."""
    call.require_account()
    asked, fields = call.object(), call.site.store.fields.where(name="Flagged")
    if not fields:
        raise Refused(400, "This site has no field 'Flagged'.")
    field = fields[0]
    value = [option.id for option in call.site.options(field.key)] if asked.get("flag") is True else None
    for issue in [one_issue(call, key) for key in as_list(asked.get("issueKeys"))]:
        if not works_in(call.site, call.me, call.site.store.projects[issue.project_id]):
            raise Refused(403, "You do not have permission to edit this issue.")
        commit(call.edit(), issue, {field.key: value})
    return Answer()
