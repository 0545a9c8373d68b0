"""Archiving issues, with their subtasks, and bringing them back. What is archived can be read, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from ..store.issues import Issue
from . import events
from .editing import Edit

__all__ = ["archive", "is_subtask", "restore"]


def is_subtask(edit: Edit, issue: Issue) -> bool:
    """Say whether an issue goes with its parent only."""
    return edit.site.store.types[issue.ref("issuetype") or 0].subtask


def archive(edit: Edit, issue: Issue) -> int:
    """Archive an issue and its subtasks, and return how many that are."""
    return _put(edit, issue, edit.site.clock.now(), "issue_archived")


def restore(edit: Edit, issue: Issue) -> int:
    """Bring an issue and its subtasks back, and return how many that are."""
    return _put(edit, issue, None, "issue_restored")


def _put(edit: Edit, issue: Issue, archived: int | None, kind: str) -> int:
    store = edit.site.store
    family = [issue, *(child for child in store.issues.where(parent_id=issue.id) if is_subtask(edit, child))]
    for member in family:
        saved = store.issues.save(replace(member, archived=archived))
        edit.site.index.touch(member.id)
        events.issue_updated(edit.site, saved, edit.account, None, kind)
    return len(family)
