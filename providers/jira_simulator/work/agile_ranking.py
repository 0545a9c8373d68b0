"""Ranking: moving issues before or after another one, all at once or each that may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from .. import permissions
from ..refusal import Refused
from ..site import Site
from ..store.issue_queries import neighbour
from ..store.issues import Change, Issue
from . import events
from .agile_ranks import ranks_between
from .editing import Edit

__all__ = ["RANK", "Ranked", "rank_issues"]

RANK: Final = "com.pyxis.greenhopper.jira:gh-lexo-rank"
_FORBIDDEN: Final = "You do not have permission to rank this issue."
_ITSELF: Final = "An issue cannot be ranked before or after itself."


@dataclass(frozen=True, slots=True)
class Ranked:
    """What became of one issue: a status as of HTTP, and what was wrong."""

    issue: Issue
    status: int = 200
    errors: tuple[str, ...] = ()


def rank_issues(edit: Edit, issues: Sequence[Issue], target: Issue, *, before: bool) -> list[Ranked]:
    """Move issues, in the order given, right before or right after another one."""
    key = _rank_key(edit.site)
    moved = [issue for issue in issues if _refusal(edit, issue, target) is None]
    if moved:
        _move(edit, key, moved, target, before=before)
    return [_refusal(edit, issue, target) or Ranked(issue) for issue in issues]


def _rank_key(site: Site) -> str:
    field = site.field_of(RANK)
    if field is None:
        raise Refused(400, "There is no rank field on this site.")
    return field.key


def _refusal(edit: Edit, issue: Issue, target: Issue) -> Ranked | None:
    if issue.id == target.id:
        return Ranked(issue, 400, (_ITSELF,))
    if not permissions.works_in(edit.site, edit.account, edit.site.store.projects[issue.project_id]):
        return Ranked(issue, 403, (_FORBIDDEN,))
    return None


def _move(edit: Edit, key: str, moved: Sequence[Issue], target: Issue, *, before: bool) -> None:
    database, there = edit.site.store.database, target.text(key)
    beside = neighbour(database, key, there or None, above=before, besides=[issue.id for issue in moved])
    low, high = (beside, there) if before else (there, beside)
    for issue, rank in zip(moved, ranks_between(low or None, high or None, len(moved)), strict=True):
        _write(edit, issue, key, rank)


def _write(edit: Edit, issue: Issue, key: str, rank: str) -> None:
    """Write a rank; the changelog says only which way, and the issue does not count as updated."""
    site, old = edit.site, issue.text(key)
    if rank == old:
        return
    saved = site.store.issues.save(replace(issue, values={**issue.values, key: rank}))
    way = "higher" if rank < old else "lower"
    item: dict[str, str | None] = {"field": "Rank", "fieldtype": "custom", "fieldId": key}
    change = site.store.changes.add(
        Change(
            issue_id=issue.id,
            author_id=edit.account.id if edit.account else None,
            created=site.clock.now(),
            items=[item | {"from": "", "fromString": "", "to": "", "toString": f"Ranked {way}"}],
            values={key: [old, rank]},
        )
    )
    site.index.touch(issue.id)
    events.issue_updated(site, saved, edit.account, change, "issue_updated")
