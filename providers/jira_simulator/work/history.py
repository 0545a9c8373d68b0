"""History: what is written about an issue besides its fields: links, files, logged work; and its `updated`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..store.issues import Change, Issue
from .editing import Edit

__all__ = ["item", "logged", "touched"]


def item(
    field: str, before: tuple[str, str] | None, after: tuple[str, str] | None, id: str = ""
) -> dict[str, str | None]:
    """Return an entry of the changelog: id and text before and after, and the id of the field if it is one."""
    old, new = before or (None, None), after or (None, None)
    entry: dict[str, str | None] = {"field": field, "fieldtype": "jira"}
    if id:
        entry["fieldId"] = id
    return entry | {"from": old[0], "fromString": old[1], "to": new[0], "toString": new[1]}


def touched(edit: Edit, issue: Issue, values: Mapping[str, object] | None = None) -> Issue:
    """Say that an issue is updated now, with new values if there are any, and return it."""
    now = edit.site.clock.now()
    fresh = edit.site.store.issues[issue.id]
    merged = {**fresh.values, **(values or {}), "updated": now}
    stored = {key: value for key, value in merged.items() if value is not None}
    saved = edit.site.store.issues.save(replace(fresh, updated=now, values=stored))
    edit.site.index.touch(issue.id)
    return saved


def logged(
    edit: Edit, issue: Issue, items: Sequence[dict[str, str | None]], values: Mapping[str, object] | None = None
) -> tuple[Issue, Change | None]:
    """Update an issue and write down what changed; return both."""
    fresh = edit.site.store.issues[issue.id]
    saved = touched(edit, issue, values)
    if not items:
        return saved, None
    pairs = {key: [fresh.values.get(key), value] for key, value in (values or {}).items()}
    change = edit.site.store.changes.add(
        Change(
            issue_id=issue.id,
            author_id=edit.account.id if edit.account else None,
            created=saved.updated,
            items=list(items),
            values=pairs,
            metadata=edit.metadata,
        )
    )
    return saved, change
