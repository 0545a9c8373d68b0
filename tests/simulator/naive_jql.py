"""
A naive JQL: queries as text beside what they mean, said once more over the records of a site.

Written without the language and the index of the simulator: a condition is what it finds (`yes`), and what its
opposite finds (`no`), for Jira's negations do not find what is empty. History is read from the changelog as it is
shown, not as the index keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from jira_simulator.site import Site
from jira_simulator.store.issues import Change, Issue
from jira_simulator.store.people import Person

__all__ = ["Condition", "Eyes", "Test", "both", "either", "opposite"]

Item = TypeVar("Item")
Test: TypeAlias = Callable[[Issue], bool]
Span: TypeAlias = tuple[int, float, int, str, str]


@dataclass(frozen=True)
class Condition:
    """A query, what it finds, and what its opposite finds."""

    text: str
    yes: Test
    no: Test


def both(one: Condition, other: Condition, word: str = "and") -> Condition:
    return Condition(
        f"({one.text} {word} {other.text})",
        lambda issue: one.yes(issue) and other.yes(issue),
        lambda issue: one.no(issue) or other.no(issue),
    )


def either(one: Condition, other: Condition, word: str = "or") -> Condition:
    return Condition(
        f"({one.text} {word} {other.text})",
        lambda issue: one.yes(issue) or other.yes(issue),
        lambda issue: one.no(issue) and other.no(issue),
    )


def opposite(one: Condition, word: str = "not ") -> Condition:
    return Condition(f"{word}({one.text})", one.no, one.yes)


@dataclass(frozen=True, eq=False)
class Eyes:
    """What an account sees of a site's records, which nobody changes any more."""

    site: Site
    account: Person

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.account.time_zone)

    @property
    def now(self) -> int:
        return self.site.clock.now()

    def issues(self) -> list[Issue]:
        """Return all issues, the newest first."""
        return sorted(self.site.store.issues, key=lambda issue: -issue.id)

    def held(self, issue: Issue, key: str) -> list[Any]:
        """Return the values of a field as a list; of text fields their words together."""
        value = issue.values.get(key)
        if value is None or value == []:
            return []
        return list(value) if isinstance(value, list) else [value]

    def comments(self, issue: Issue) -> list[str]:
        return self._comments.get(issue.id, [])

    def watchers(self, issue: Issue) -> list[int]:
        return self._watchers.get(issue.id, [])

    @cached_property
    def _comments(self) -> dict[int, list[str]]:
        return _by_issue((comment.issue_id, plain(comment.body)) for comment in self.site.store.comments)

    @cached_property
    def _watchers(self) -> dict[int, list[int]]:
        return _by_issue((watch.issue_id, watch.person_id) for watch in self.site.store.watches)

    def local(self, milliseconds: int) -> datetime:
        return datetime.fromtimestamp(milliseconds / 1000, self.zone)

    def day_of(self, milliseconds: int) -> str:
        return self.local(milliseconds).date().isoformat()

    def at(self, day: date, hour: int = 0, minute: int = 0) -> int:
        local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
        return round(local.timestamp() * 1000)

    def ago(self, minutes: int) -> int:
        return self.now - minutes * 60_000

    def edge(self, unit: str, offset: int, *, end: bool) -> int:
        """Return the first moment of a day, week, month or year, or its last millisecond."""
        today = self.local(self.now).date()
        match unit:
            case "Day":
                first, after = today + timedelta(days=offset), today + timedelta(days=offset + 1)
            case "Week":
                first = today - timedelta(days=(today.weekday() + 1) % 7) + timedelta(days=7 * offset)
                after = first + timedelta(days=7)
            case "Month":
                first, after = (_month(today, offset + more) for more in (0, 1))
            case _:
                first, after = date(today.year + offset, 1, 1), date(today.year + offset + 1, 1, 1)
        return self.at(after) - 1 if end else self.at(first)

    def spans(self, issue: Issue, key: str) -> list[Span]:
        """Return from when until when a field had a value, who set it, the value and the one before it."""
        steps = self._steps(issue, key)
        first = steps[0][2] if steps else _id(issue.values.get(key))
        starts = [(issue.created, int(str(issue.values["creator"])), "", first), *steps]
        ends: Iterable[float] = [*(step[0] for step in steps), float("inf")]
        return [(at, end, by, after, before) for (at, by, before, after), end in zip(starts, ends, strict=True)]

    def _steps(self, issue: Issue, key: str) -> list[tuple[int, int, str, str]]:
        return [
            (change.created, change.author_id or 0, self._number(item.get("from")), self._number(item.get("to")))
            for change in self._changes.get(issue.id, [])
            for item in change.items
            if item["field"] == key
        ]

    @cached_property
    def _changes(self) -> dict[int, list[Change]]:
        return _by_issue((change.issue_id, change) for change in self.site.store.changes)

    def _number(self, told: str | None) -> str:
        """Return the id of what a changelog names, which are accounts by their account id."""
        person = self.site.store.people.first(account_id=told) if told else None
        return str(person.id) if person else told or ""

    def moves(self, issue: Issue, key: str) -> list[Span]:
        """Return the changes of a field as spans without length."""
        return [(at, at, by, after, before) for at, by, before, after in self._steps(issue, key)]


def _by_issue(pairs: Iterable[tuple[int, Item]]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    for issue_id, item in pairs:
        found.setdefault(issue_id, []).append(item)
    return found


def _month(day: date, offset: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + offset, 12)
    return date(year, month + 1, 1)


def _id(value: object) -> str:
    return "" if value is None else str(value)


def plain(value: Any) -> str:
    """Return the words of rich text, which a site keeps as a document or as a string."""
    if isinstance(value, dict):
        return " ".join([str(value.get("text", "")), *(plain(child) for child in value.get("content", []))])
    return "" if value is None else str(value)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
