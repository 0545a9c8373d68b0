"""Actions: what `update` does besides changing fields: comment, log work, link."""

from __future__ import annotations

from typing import Any, cast

from ..refusal import Refused
from ..store.issues import Issue
from .comments import add_comment
from .editing import Edit
from .linking import link_from_update
from .worklogs import add_worklog

__all__ = ["act"]


def act(edit: Edit, issue: Issue, key: str, operation: str, value: Any) -> None:
    """Do one action; only `add` is one."""
    if operation != "add" or not isinstance(value, dict):
        raise Refused(400, errors={key: f"Field does not support update '{key}'"})
    given = cast("dict[str, Any]", value)
    if key == "comment":
        add_comment(edit, issue, given)
    elif key == "worklog":
        add_worklog(edit, issue, given)
    else:
        link_from_update(edit, issue, given)
