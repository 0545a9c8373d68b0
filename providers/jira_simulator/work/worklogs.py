"""Worklogs: added, with what that does to the estimate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .. import richtext
from ..fieldtypes.quantities import parse_duration, parse_instant
from ..refusal import BadValue, Refused
from ..store.activity import Worklog
from ..store.issues import Issue
from . import events
from .comments import read_visibility
from .editing import Edit

__all__ = ["add_worklog", "adjusted", "read_seconds"]


def read_seconds(body: Mapping[str, Any]) -> int:
    """
    Return the time spent of a request.

    Raises:
        Refused: It is given not at all, twice or as nonsense.
    """
    text, seconds = body.get("timeSpent"), body.get("timeSpentSeconds")
    if (text is None) == (seconds is None):
        raise Refused(400, "Worklog must not be null." if text is None else "Only one of timeSpent and "
                      "timeSpentSeconds may be given.")  # fmt: skip
    found = int(seconds) if isinstance(seconds, int) else parse_duration(str(text))
    if not found or found < 0:
        raise Refused(400, errors={"timeLogged": "Invalid time duration entered."})
    return found


def add_worklog(
    edit: Edit, issue: Issue, body: Mapping[str, Any], *, adjust: str = "auto", amount: str = ""
) -> Worklog:
    """Add what a POST of a worklog asks for."""
    site, now = edit.site, edit.site.clock.now()
    seconds = read_seconds(body)
    try:
        started = parse_instant(str(body["started"])) if body.get("started") else now
        comment = richtext.read(body.get("comment"), cloud=site.cloud, api=edit.api)
    except BadValue as exc:
        raise Refused(400, errors={"worklog": str(exc)}) from None
    worklog = site.store.worklogs.add(
        Worklog(
            issue_id=issue.id,
            author_id=edit.account.id if edit.account else None,
            seconds=seconds,
            started=started,
            created=now,
            updated=now,
            comment=comment,
            visibility=read_visibility(edit, body),
        )
    )
    adjusted(edit, site.store.issues[issue.id], seconds, adjust=adjust, amount=amount)
    events.tell(site, "worklog_created", edit.account, issue=issue, subject=worklog)
    return worklog


def adjusted(edit: Edit, issue: Issue, seconds: int, *, adjust: str, amount: str) -> Issue:
    """Write the time spent, and the remaining estimate as `adjustEstimate` says: new, leave, manual or auto."""
    now = edit.site.clock.now()
    values = {**issue.values, "updated": now, "timespent": max((issue.ref("timespent") or 0) + seconds, 0)}
    given = parse_duration(amount) if amount else None
    left = issue.ref("timeestimate")
    if adjust == "new" and given is not None:
        values["timeestimate"] = given
    elif adjust in {"auto", "manual"} and left is not None:
        less = seconds if adjust == "auto" else (given or 0)
        values["timeestimate"] = max(left - less, 0)
    saved = edit.site.store.issues.save(replace(issue, values=values, updated=now))
    edit.site.index.touch(issue.id)
    return saved
