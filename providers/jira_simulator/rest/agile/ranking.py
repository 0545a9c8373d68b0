"""Ranking of issues and epics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ...refusal import Refused
from ...store.issues import Issue
from ...work.agile_ranking import RANK, Ranked, rank_issues
from ...work.epics import refuse_team_managed
from ..agile_calls import epic_of_path, issues_named, one_issue
from ..call import Answer, Call
from ..routing import Routes

__all__ = ["ranked_answer", "routes", "target_of"]

routes = Routes()

_ONE: Final = "Exactly one of rankBeforeIssue and rankAfterIssue must be given."


def target_of(call: Call, asked: dict[str, Any], noun: str = "Issue") -> tuple[Issue | None, bool]:
    """Return the issue that others are ranked beside, None if the body names none, and whether before it."""
    before, after = asked.get(f"rankBefore{noun}"), asked.get(f"rankAfter{noun}")
    if before and after:
        raise Refused(400, _ONE.replace("Issue", noun))
    _check_field(call, asked.get("rankCustomFieldId"))
    named = before or after
    return (one_issue(call, named) if named else None), bool(before)


def _check_field(call: Call, given: object) -> None:
    field = call.site.field_of(RANK)
    if given is not None and (field is None or str(given) != field.key.rpartition("_")[2]):
        raise Refused(400, f"The custom field with id '{given}' is no rank field.")


def ranked_answer(results: Sequence[Ranked]) -> Answer:
    """Return 204 if everything went well, and else 207 with what became of each issue."""
    if all(result.status == 200 for result in results):
        return Answer(status=204)
    entries: list[dict[str, Any]] = []
    for result in results:
        entry = {"issueId": result.issue.id, "issueKey": result.issue.key, "status": result.status}
        entries.append(entry | ({"errors": list(result.errors)} if result.errors else {}))
    return Answer({"entries": entries}, 207)


@routes.put("/issue/rank", scopes=["write:issue:jira-software"])
def rank(call: Call) -> Answer:
    """Move issues before or after another one."""
    call.require_account()
    asked = call.object()
    issues = issues_named(call, asked)
    target, before = target_of(call, asked)
    if target is None:
        raise Refused(400, _ONE)
    return ranked_answer(rank_issues(call.edit(), issues, target, before=before))


@routes.put("/epic/{epic}/rank", scopes=["write:epic:jira-software"])
def rank_epic(call: Call) -> Answer:
    """Move an epic before or after another one."""
    call.require_account()
    found = epic_of_path(call)
    target, before = target_of(call, call.object(), "Epic")
    if target is None:
        raise Refused(400, _ONE.replace("Issue", "Epic"))
    refuse_team_managed(call.site, [found, target])
    for result in rank_issues(call.edit(), [found], target, before=before):
        if result.status != 200:
            raise Refused(result.status, *result.errors)
    return Answer(status=204)
