"""
Documents: issues as the index has them, and the columns that are only filled when a query asks for them.

Comments, watchers, links and the like are read for all issues at once when a query first names them, and kept current
from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .. import richtext
from ..fieldtypes import TYPES
from ..jql import Change, Key
from ..store.issues import Issue

if TYPE_CHECKING:
    from ..site import Site
    from ..store import Table

__all__ = ["COLUMNS", "Paper", "paper"]

_Column: TypeAlias = "Callable[[Site, int | None], Mapping[int, Sequence[Key]]]"


class Paper:
    """One issue in the index."""

    __slots__ = ("_changes", "_site", "created", "creator", "id", "place", "values")

    def __init__(self, site: Site, issue: Issue, values: dict[str, Sequence[Key]]) -> None:
        self._site = site
        self._changes: dict[str, list[Change]] | None = None
        project, _, number = issue.key.rpartition("-")
        self.id = issue.id
        self.created = issue.created
        self.creator = str(issue.ref("creator") or "")
        self.place = (project, int(number))
        self.values = values

    @property
    def changes(self) -> Mapping[str, Sequence[Change]]:
        """The changes of each field, oldest first; read when a query first asks for them."""
        if self._changes is None:
            self._changes = _history(self._site, self.id)
        return self._changes


def paper(site: Site, issue: Issue, kinds: Mapping[str, str]) -> Paper:
    """Return the document of an issue; `kinds` are those of the fields by their keys."""
    values: dict[str, Sequence[Key]] = {"issuekey": (str(issue.id),), "id": (issue.id,)}
    for key, stored in issue.values.items():
        kind = kinds.get(key)
        if kind is not None and stored is not None:
            found = TYPES[kind].keys(stored, site)
            if found:
                values[key] = tuple(found)
    status = site.store.statuses.get(issue.ref("status") or 0)
    if status is not None:
        values["statusCategory"] = (str(status.category),)
    kind_of = site.store.types.get(issue.ref("issuetype") or 0)
    if kind_of is not None:
        values["hierarchyLevel"] = (kind_of.level,)
    return Paper(site, issue, values)


def _history(site: Site, issue_id: int) -> dict[str, list[Change]]:
    kinds = {field.key: field.kind for field in site.store.fields}
    found: dict[str, list[Change]] = {}
    for change in site.store.changes.where(issue_id=issue_id):
        for key, (before, after) in change.values.items():
            kind = TYPES.get(kinds.get(key, ""))
            if kind is not None:
                keys = [tuple(kind.keys(stored, site)) if stored is not None else () for stored in (before, after)]
                found.setdefault(key, []).append(Change(change.created, str(change.author_id), keys[0], keys[1]))
    return found


def _rows(table: Table[Any], issue_id: int | None, column: str = "issue_id") -> Iterable[Any]:
    return table.all() if issue_id is None else table.where(**{column: issue_id})


def _gathered(pairs: Iterable[tuple[int, Key]]) -> Mapping[int, Sequence[Key]]:
    found: dict[int, list[Key]] = {}
    for issue_id, key in pairs:
        found.setdefault(issue_id, []).append(key)
    return found


def _comments(site: Site, issue_id: int | None) -> Mapping[int, Sequence[Key]]:
    return _gathered((row.issue_id, richtext.plain(row.body)) for row in _rows(site.store.comments, issue_id))


def _worklog_comments(site: Site, issue_id: int | None) -> Mapping[int, Sequence[Key]]:
    rows = _rows(site.store.worklogs, issue_id)
    return _gathered((row.issue_id, richtext.plain(row.comment)) for row in rows if row.comment)


def _worklog_authors(site: Site, issue_id: int | None) -> Mapping[int, Sequence[Key]]:
    return _gathered((row.issue_id, str(row.author_id)) for row in _rows(site.store.worklogs, issue_id))


def _worklog_days(site: Site, issue_id: int | None) -> Mapping[int, Sequence[Key]]:
    return _gathered((row.issue_id, row.started) for row in _rows(site.store.worklogs, issue_id))


def _watchers(site: Site, issue_id: int | None) -> Mapping[int, Sequence[Key]]:
    return _gathered((row.issue_id, str(row.person_id)) for row in _rows(site.store.watches, issue_id))


def _voters(site: Site, issue_id: int | None) -> Mapping[int, Sequence[Key]]:
    return _gathered((row.issue_id, str(row.person_id)) for row in _rows(site.store.votes, issue_id))


def _attachments(site: Site, issue_id: int | None) -> Mapping[int, Sequence[Key]]:
    return _gathered((row.issue_id, row.filename) for row in _rows(site.store.attachments, issue_id))


def _counted(column: _Column) -> _Column:
    return lambda site, issue_id: {id: (len(keys),) for id, keys in column(site, issue_id).items()}


COLUMNS: Final[dict[str, _Column]] = {
    "comment": _comments,
    "worklogComment": _worklog_comments,
    "worklogAuthor": _worklog_authors,
    "worklogDate": _worklog_days,
    "watcher": _watchers,
    "watches": _counted(_watchers),
    "voter": _voters,
    "votes": _counted(_voters),
    "attachment": _attachments,
}
