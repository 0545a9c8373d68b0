"""
The index: documents of all issues, brought up to date some time after they change.

Search sees what the index has, as on Cloud, where it lags behind the database; a query may name issues that are to be
looked up in the database all the same. The lag is a setting, so tests can make search as stale as they like.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from .. import permissions
from ..jql import Search, interpret, parse
from .documents import COLUMNS, Paper, paper

if TYPE_CHECKING:
    from ..site import Site
    from ..store.people import Person

__all__ = ["Index"]

_REMEMBERED: Final = 32


class Index:
    """The index of one site; built when it is first asked."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._papers: dict[int, Paper] | None = None
        self._pending: list[tuple[float, int]] = []
        self._columns: set[str] = set()
        self._results: OrderedDict[tuple[object, ...], list[int]] = OrderedDict()
        self.lag_seconds = site.settings.index_lag_seconds
        self.stale = False

    def touch(self, issue_id: int) -> None:
        """Have an issue read again, after the lag."""
        self._pending.append((self._site.clock.now() + self.lag_seconds * 1000, issue_id))

    @property
    def pending(self) -> int:
        """How many changes search has not seen yet."""
        return len(self._pending)

    def settle(self) -> None:
        """Have search see every change, whatever the lag."""
        self._pending = [(0.0, issue_id) for _, issue_id in self._pending]
        if self._papers is not None:
            self._catch_up(self._papers)

    def papers(self) -> dict[int, Paper]:
        """Return the documents as search sees them now."""
        if self._papers is None:
            kinds = self._kinds()
            issues = [issue for issue in self._site.store.issues if issue.archived is None]
            self._papers = {issue.id: paper(self._site, issue, kinds) for issue in issues}
            if not self.lag_seconds:
                self._pending.clear()
        if self._pending and not self.stale:
            self._catch_up(self._papers)
        return self._papers

    def _catch_up(self, papers: dict[int, Paper]) -> None:
        now = self._site.clock.now()
        due = {issue_id for at, issue_id in self._pending if at <= now}
        if not due:
            return
        self._pending = [(at, issue_id) for at, issue_id in self._pending if at > now]
        for issue_id in due:
            fresh = self._fresh(issue_id)
            if fresh is None:
                papers.pop(issue_id, None)
            else:
                papers[issue_id] = fresh
        self._results.clear()

    def _fresh(self, issue_id: int) -> Paper | None:
        """Return the document of an issue as the database has it."""
        issue = self._site.store.issues.get(issue_id)
        if issue is None or issue.archived is not None:
            return None
        found = paper(self._site, issue, self._kinds())
        for name in self._columns:
            keys = COLUMNS[name](self._site, issue_id).get(issue_id)
            if keys:
                found.values[name] = keys
        return found

    def _kinds(self) -> dict[str, str]:
        return {field.key: field.kind for field in self._site.store.fields}

    def holds(self, search: Search, issue_id: int) -> bool:
        """Say whether an issue, as the database has it now, is one that a query finds."""
        fresh = self._fresh(issue_id)
        return fresh is not None and search.matches(fresh)

    def document(self, issue_id: int, *, reconciled: bool) -> Paper | None:
        """Return an issue as search sees it, or, reconciled, as the database has it."""
        return self._fresh(issue_id) if reconciled else self.papers().get(issue_id)

    def rebuild(self) -> None:
        """Read everything again: a field or a project has changed."""
        self._papers = None
        self._columns.clear()
        self._results.clear()

    def need(self, column: str) -> None:
        """Fill a column that a query names."""
        if column not in COLUMNS or column in self._columns:
            return
        papers = self.papers()
        for issue_id, keys in COLUMNS[column](self._site, None).items():
            if issue_id in papers:
                papers[issue_id].values[column] = keys
        self._columns.add(column)

    def meaning(self, jql: str, account: Person | None) -> Search:
        """
        Return what a query means to an account.

        Raises:
            JqlError: It cannot be parsed.
        """
        from .world import SiteWorld

        return interpret(parse(jql), SiteWorld(self._site, account))

    def find(self, jql: str, search: Search, account: Person | None, *, reconciled: Iterable[int] = ()) -> list[int]:
        """Return the ids of the issues that a query finds and the account may see, in order."""
        papers = self.papers()
        wanted = tuple(sorted(reconciled))
        minute = self._site.clock.now() // 60_000
        key = (jql, account.id if account else None, minute, self._site.store.database.writes)
        if not wanted and key in self._results:
            self._results.move_to_end(key)
            return self._results[key]
        if wanted:
            papers = {**papers, **{id: fresh for id in wanted if (fresh := self._fresh(id))}}
            papers = {id: found for id, found in papers.items() if id not in wanted or self._site.store.issues.get(id)}
        found = [item.id for item in search.order(self._visible(search, papers.values(), account))]
        if not wanted:
            self._results[key] = found
            while len(self._results) > _REMEMBERED:
                self._results.popitem(last=False)
        return found

    def _visible(self, search: Search, papers: Iterable[Paper], account: Person | None) -> Sequence[Paper]:
        projects = {str(project.id) for project in permissions.searched_projects(self._site, account)}
        matches = search.matches
        found = [item for item in papers if item.values["project"][0] in projects and matches(item)]
        if not self._site.store.security_levels.all():
            return found
        return [item for item in found if "security" not in item.values or self._may_see(item, account)]

    def _may_see(self, item: Paper, account: Person | None) -> bool:
        issue = self._site.store.issues.get(item.id)
        return issue is not None and permissions.sees_issue(self._site, account, issue)
