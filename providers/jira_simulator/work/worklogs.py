"""Worklogs: added, edited, moved and deleted, with what that does to the estimate and to the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from .. import richtext
from ..fieldtypes.quantities import parse_duration, parse_instant, pretty_duration
from ..refusal import BadValue, Refused
from ..store.activity import DeletedWorklog, Worklog
from ..store.issues import Issue
from . import events
from .comments import read_visibility
from .editing import Edit
from .history import item, logged
from .properties import set_given

__all__ = ["Adjustment", "add_worklog", "delete_worklog", "move_worklog", "update_worklog"]

_WAYS: Final = frozenset({"new", "leave", "manual", "auto"})


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What becomes of the remaining estimate: `new`, `leave`, `manual` by an amount, or `auto`; in seconds."""

    way: str = "auto"
    amount: int = 0

    @classmethod
    def read(cls, way: str, new: str, by: str) -> Adjustment:
        """
        Return what the parameters of a request ask for.

        Raises:
            Refused: The way is unknown, or its amount is missing or nonsense.
        """
        chosen = way or "auto"
        if chosen not in _WAYS:
            raise Refused(400, errors={"adjustEstimate": f"'{way}' is no way to adjust the estimate."})
        amount = parse_duration({"new": new, "manual": by}.get(chosen, "0m"))
        if amount is None:
            wrong = {
                "new": ("newEstimate", "You must supply a valid new estimate."),
                "manual": ("adjustmentAmount", "You must supply a valid amount of time to adjust the estimate by."),
            }
            raise Refused(400, errors=dict([wrong[chosen]]))
        return cls(chosen, amount)

    def applied(self, left: int | None, more: int) -> int | None:
        """Return the estimate after `more` seconds were logged, or fewer if that is negative."""
        match self.way:
            case "leave":
                return left
            case "new":
                return self.amount
            case "manual":
                return max((left or 0) + (-self.amount if more >= 0 else self.amount), 0)
            case _:
                return max((left or 0) - more, 0)


def add_worklog(edit: Edit, issue: Issue, body: Mapping[str, Any], adjustment: Adjustment | None = None) -> Worklog:
    """Add what a POST of a worklog asks for."""
    site, now = edit.site, edit.site.clock.now()
    seconds = _seconds(body)
    if seconds is None:
        raise Refused(400, errors={"timeLogged": "You must indicate the time spent working."})
    worklog = site.store.worklogs.add(
        Worklog(
            issue_id=issue.id,
            author_id=edit.account.id if edit.account else None,
            seconds=seconds,
            started=now,
            created=now,
            updated=now,
            visibility=read_visibility(edit, issue, body),
        )
    )
    worklog = site.store.worklogs.save(replace(worklog, **_said(edit, body)))
    set_given(edit, "worklog", worklog.id, body.get("properties"))
    id = str(worklog.id)
    saved = _counted(
        edit, issue, seconds, adjustment, entries=[item("WorklogId", None, (id, id))], kind="issue_work_logged"
    )
    events.tell(site, "worklog_created", edit.account, issue=saved, subject=worklog)
    return worklog


def update_worklog(
    edit: Edit, issue: Issue, found: Worklog, body: Mapping[str, Any], adjustment: Adjustment
) -> Worklog:
    """Do what a PUT of a worklog asks for; what is not given stays."""
    site, seconds = edit.site, _seconds(body)
    visibility = read_visibility(edit, issue, body) if "visibility" in body else found.visibility
    worklog = site.store.worklogs.save(
        replace(
            found,
            seconds=found.seconds if seconds is None else seconds,
            updated=site.clock.now(),
            editor_id=edit.account.id if edit.account else None,
            visibility=visibility,
            **_said(edit, body),
        )
    )
    set_given(edit, "worklog", worklog.id, body.get("properties"))
    more, id = worklog.seconds - found.seconds, str(worklog.id)
    entry = item("WorklogId", (id, id), (id, id))
    saved = _counted(edit, issue, more, adjustment, entries=[entry], kind="issue_worklog_updated")
    events.tell(site, "worklog_updated", edit.account, issue=saved, subject=worklog)
    return worklog


def delete_worklog(edit: Edit, issue: Issue, found: Worklog, adjustment: Adjustment) -> None:
    """Delete a worklog; the feed goes on telling of it."""
    store = edit.site.store
    store.worklogs.remove(found.id)
    store.properties.remove_where(entity="worklog", entity_id=found.id)
    store.deleted_worklogs.add(DeletedWorklog(id=found.id, deleted=edit.site.clock.now()))
    entries = [
        item("WorklogId", (str(found.id), str(found.id)), None),
        item("WorklogTimeSpent", (str(found.seconds), pretty_duration(found.seconds)), None),
    ]
    saved = _counted(edit, issue, -found.seconds, adjustment, entries=entries, kind="issue_worklog_deleted")
    events.tell(edit.site, "worklog_deleted", edit.account, issue=saved, subject=found)


def move_worklog(edit: Edit, found: Worklog, source: Issue, target: Issue, adjustment: Adjustment) -> None:
    """Move a worklog to another issue; who logged it and when stays."""
    site = edit.site
    moved = site.store.worklogs.save(replace(found, issue_id=target.id, updated=site.clock.now()))
    id = (str(found.id), str(found.id))
    gone, come = [item("WorklogId", id, None)], [item("WorklogId", None, id)]
    _counted(edit, source, -found.seconds, adjustment, entries=gone, kind="issue_worklog_deleted")
    saved = _counted(edit, target, found.seconds, adjustment, entries=come, kind="issue_work_logged")
    events.tell(site, "worklog_updated", edit.account, issue=saved, subject=moved)


def _seconds(body: Mapping[str, Any]) -> int | None:
    """Return the time spent of a request, None if it gives none."""
    text, seconds = body.get("timeSpent"), body.get("timeSpentSeconds")
    if text is None and seconds is None:
        return None
    if text is not None and seconds is not None:
        raise Refused(400, errors={"timeLogged": "Only one of timeSpent and timeSpentSeconds may be given."})
    found = seconds if isinstance(seconds, int) else parse_duration(str(text if seconds is None else seconds))
    if not found or found < 0:
        raise Refused(400, errors={"timeLogged": "Invalid time duration entered."})
    return int(found)


def _said(edit: Edit, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the comment and the beginning that a request gives."""
    said: dict[str, Any] = {}
    try:
        if body.get("started") is not None:
            said["started"] = parse_instant(str(body["started"]))
    except BadValue as exc:
        raise Refused(400, errors={"started": str(exc)}) from None
    try:
        if "comment" in body:
            said["comment"] = richtext.read(body["comment"], cloud=edit.site.cloud, api=edit.api)
    except BadValue as exc:
        raise Refused(400, errors={"comment": str(exc)}) from None
    return said


def _counted(
    edit: Edit,
    issue: Issue,
    more: int,
    adjustment: Adjustment | None,
    *,
    entries: list[dict[str, str | None]],
    kind: str,
) -> Issue:
    """Write the time spent and the estimate of an issue, with the history of both."""
    fresh = edit.site.store.issues[issue.id]
    left, spent = fresh.ref("timeestimate"), fresh.ref("timespent")
    after = {
        "timeestimate": (adjustment or Adjustment()).applied(left, more),
        "timespent": max((spent or 0) + more, 0),
    }
    before = {"timeestimate": left, "timespent": spent}
    items = [
        item(name, _pair(before[name]), _pair(value), name) for name, value in after.items() if value != before[name]
    ]
    saved, change = logged(edit, issue, [*items, *entries], after)
    events.issue_updated(edit.site, saved, edit.account, change, kind)
    return saved


def _pair(seconds: int | None) -> tuple[str, str] | None:
    return None if seconds is None else (str(seconds), str(seconds))
