"""Fields of an issue as people read them, beside the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, cast

from ..fieldtypes import TYPES
from ..fieldtypes.quantities import pretty_duration
from ..site import Site
from ..store.fields import FieldRecord
from ..store.issues import Issue
from .markup import Content, Html, join, link_target, tag
from .parts import issue_link, moment, person, status

__all__ = ["details", "long_texts"]

_FIRST: Final = (
    "status resolution assignee reporter priority labels components fixVersions versions duedate created updated"
).split()
_ELSEWHERE: Final = frozenset({"summary", "description", "issuetype", "project", "parent", "statuscategorychangedate"})
_HIDDEN: Final = frozenset({"rank", "part", "richtext"})


def details(site: Site, issue: Issue) -> Html:
    """Return the fields that have a value, the usual ones first."""
    fields = {field.key: field for field in site.store.fields if field.kind not in _HIDDEN}
    keys = [key for key in _FIRST if key in fields]
    keys += [key for key in fields if key in issue.values and key not in _ELSEWHERE and key not in keys]
    usual = {"assignee", "reporter", "priority"}
    rows = [(fields[key].name, value(site, issue, fields[key])) for key in keys if key in issue.values or key in usual]
    numbers = {
        "Watchers": len(site.store.watches.where(issue_id=issue.id)),
        "Votes": len(site.store.votes.where(issue_id=issue.id)),
    }
    rows += [(name, join(number)) for name, number in numbers.items() if number]
    return tag("dl", [join(tag("dt", name), tag("dd", shown)) for name, shown in rows])


def long_texts(site: Site, issue: Issue) -> list[tuple[str, object]]:
    """Return the names and stored texts of rich fields other than the description."""
    return [
        (field.name, issue.values[field.key])
        for field in site.store.fields
        if field.kind == "richtext" and field.key != "description" and field.key in issue.values
    ]


def value(site: Site, issue: Issue, field: FieldRecord) -> Html:
    """Return the value of a field."""
    stored = issue.values.get(field.key)
    if stored is None and field.kind != "person":
        return tag("span", "none", class_="note")
    shown = _SHOWN.get(field.kind)
    return join(TYPES[field.kind].shown(stored, site)[1] if shown is None else shown(site, issue, stored))


def _person(site: Site, _: Issue, stored: object) -> Content:
    return person(site, cast("int | None", stored))


def _people(site: Site, _: Issue, stored: object) -> Content:
    return [tag("div", person(site, id)) for id in cast("list[int]", stored)]


def _issue(site: Site, _: Issue, stored: object) -> Content:
    found = site.store.issues.get(cast("int", stored))
    return None if found is None else [issue_link(site, found), " ", found.text("summary")]


def _cascade(site: Site, _: Issue, stored: object) -> Content:
    return " / ".join(site.store.options[id].value for id in cast("list[int]", stored))


def _url(_: Site, _issue: Issue, stored: object) -> Content:
    target = link_target(str(stored))
    return tag("a", str(stored), href=target, rel="noreferrer noopener") if target else str(stored)


_SHOWN: Final[dict[str, Callable[[Site, Issue, object], Content]]] = {
    "status": lambda site, issue, _: status(site, issue),
    "person": _person,
    "author": _person,
    "people": _people,
    "stamp": lambda _site, _issue, stored: moment(cast("int", stored)),
    "instant": lambda _site, _issue, stored: moment(cast("int", stored)),
    "day": lambda _site, _issue, stored: tag("time", str(stored), datetime=str(stored)),
    "duration": lambda _site, _issue, stored: pretty_duration(cast("int", stored)),
    "labels": lambda _site, _issue, stored: [
        join(tag("span", label, class_="pill"), " ") for label in cast("list[str]", stored)
    ],
    "epiclink": _issue,
    "cascade": _cascade,
    "url": _url,
}
