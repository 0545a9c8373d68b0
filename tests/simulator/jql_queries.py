"""Queries of every kind, made up by hypothesis, each with what it means to the naive JQL."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, Final

from hypothesis import strategies as st

from jira_simulator.store.issues import Issue

from .jql_histories import histories
from .naive_jql import Condition, Eyes, both, either, opposite, plain, words

__all__ = ["conditions", "dates", "queries"]

_SIGNS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_OPPOSITE: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def queries(eyes: Eyes, depth: int = 2) -> st.SearchStrategy[Condition]:
    """Return conditions under AND, OR and NOT in all their spellings."""
    found = conditions(eyes)
    for _ in range(depth):
        found = st.one_of(
            found,
            st.builds(both, found, found, st.sampled_from(["and", "AND", "&&", "&"])),
            st.builds(either, found, found, st.sampled_from(["or", "OR", "||", "|"])),
            st.builds(opposite, found, st.sampled_from(["not ", "NOT ", "!"])),
        )
    return found


def conditions(eyes: Eyes) -> st.SearchStrategy[Condition]:
    return st.one_of(
        _chosen(eyes), _functions(eyes), _empty(eyes), _numbers(eyes), _instants(eyes), _days(eyes), _ranked(eyes),
        _texts(eyes), _keys(eyes), histories(eyes),
    )  # fmt: skip


def dates(eyes: Eyes) -> st.SearchStrategy[Condition]:
    return st.one_of(_instants(eyes), _days(eyes))


def _condition(text: str, values: Callable[[Issue], Sequence[Any]], fits: Callable[[Any], bool]) -> Condition:
    """Return what finds an issue if one of its values fits, and its opposite, if none does and there are some."""
    return Condition(
        text,
        lambda issue: any(fits(value) for value in values(issue)),
        lambda issue: bool(values(issue)) and not any(fits(value) for value in values(issue)),
    )


def _field(eyes: Eyes, key: str) -> Callable[[Issue], list[Any]]:
    return lambda issue: eyes.held(issue, key)


def _names(eyes: Eyes) -> dict[str, tuple[str, list[tuple[str, set[Any]]]]]:
    """Return the fields of choices: where their values are, and what each literal means."""
    store = eyes.site.store
    names = [version.name for version in store.versions]
    people = [(person.account_id, {person.id}) for person in store.people][:14]
    severities = [option for option in store.options if option.field_key == "customfield_10030"]
    return {
        "project": ("project", [(word, {p.id}) for p in store.projects for word in (p.key, p.name, p.key.lower())]),
        "status": ("status", [(item.name, {item.id}) for item in store.statuses]),
        "issuetype": ("issuetype", [(item.name, {item.id}) for item in store.types]),
        "type": ("issuetype", [(str(item.id), {item.id}) for item in store.types]),
        "priority": ("priority", [(item.name, {item.id}) for item in store.priorities]),
        "resolution": ("resolution", [(item.name, {item.id}) for item in store.resolutions]),
        "assignee": ("assignee", people),
        "reporter": ("reporter", people),
        "creator": ("creator", people),
        "labels": ("labels", [(label, {label}) for label in ("ux", "docs", "quick-win", "nobody-has-it")]),
        "fixVersion": ("fixVersions", [(n, {v.id for v in store.versions if v.name == n}) for n in sorted({*names})]),
        "sprint": ("customfield_10020", [(str(sprint.id), {sprint.id}) for sprint in store.sprints]),
        "Severity": ("customfield_10030", [(option.value, {option.id}) for option in severities]),
        "cf[10030]": ("customfield_10030", [(option.value.upper(), {option.id}) for option in severities]),
        "component": ("components", _components(eyes)),
    }


def _components(eyes: Eyes) -> list[tuple[str, set[Any]]]:
    found: dict[str, set[Any]] = {}
    for component in eyes.site.store.components:
        found.setdefault(component.name, set()).add(component.id)
    return list(found.items())


@st.composite
def _chosen(draw: st.DrawFn, eyes: Eyes) -> Condition:
    names = _names(eyes)
    field = draw(st.sampled_from(sorted(names)))
    key, choices = names[field]
    picked = draw(st.lists(st.sampled_from(choices), min_size=1, max_size=3))
    written = ", ".join(f'"{text}"' for text, _ in picked)
    meant = set[Any]().union(*(values for _, values in picked))
    if len(picked) == 1:
        found = _condition(f"{field} = {written}", _field(eyes, key), meant.__contains__)
        return draw(st.sampled_from([found, Condition(f"{field} != {written}", found.no, found.yes)]))
    empty = draw(st.booleans()) and field not in {"project", "issuetype", "type", "status", "creator", "priority"}
    found = _condition(f"{field} in ({written})", _field(eyes, key), meant.__contains__)
    if empty:
        yes = found.yes
        found = Condition(f"{field} in ({written}, empty)", lambda i: yes(i) or not eyes.held(i, key), found.no)
    return draw(st.sampled_from([found, Condition(found.text.replace(" in (", " not in (", 1), found.no, found.yes)]))


@st.composite
def _functions(draw: st.DrawFn, eyes: Eyes) -> Condition:
    store, me = eyes.site.store, eyes.account.id
    members = {id for group in store.groups if group.name == "developers" for id in group.members}
    states = {state: {sprint.id for sprint in store.sprints if sprint.state == state} for state in ("active", "closed")}
    known: list[tuple[str, str, str, set[Any]]] = [
        ("assignee", "assignee", "currentUser()", {me}),
        ("reporter", "reporter", "membersOf(developers)", members),
        ("sprint", "customfield_10020", "openSprints()", states["active"]),
        ("sprint", "customfield_10020", "closedSprints()", states["closed"]),
        ("type", "issuetype", "subTaskIssueTypes()", {type.id for type in store.types if type.subtask}),
        ("type", "issuetype", "standardIssueTypes()", {type.id for type in store.types if not type.subtask}),
        ("fixVersion", "fixVersions", "releasedVersions()", _versions(eyes, released=True)),
        ("fixVersion", "fixVersions", "unreleasedVersions()", _versions(eyes, released=False)),
        ("project", "project", "projectsLeadByUser()", {p.id for p in store.projects if p.lead_id == me}),
    ]
    field, key, call, meant = draw(st.sampled_from(known))
    found = _condition(f"{field} in {call}", _field(eyes, key), meant.__contains__)
    return draw(st.sampled_from([found, Condition(f"{field} not in {call}", found.no, found.yes)]))


def _versions(eyes: Eyes, *, released: bool) -> set[Any]:
    return {found.id for found in eyes.site.store.versions if found.released is released and not found.archived}


@st.composite
def _empty(draw: st.DrawFn, eyes: Eyes) -> Condition:
    columns: dict[str, Callable[[Issue], Sequence[Any]]] = {
        "assignee": _field(eyes, "assignee"),
        "labels": _field(eyes, "labels"),
        "resolution": _field(eyes, "resolution"),
        "fixVersion": _field(eyes, "fixVersions"),
        "due": _field(eyes, "duedate"),
        "description": _field(eyes, "description"),
        "'Story Points'": _field(eyes, "customfield_10026"),
        "sprint": _field(eyes, "customfield_10020"),
        "parent": _field(eyes, "parent"),
        "comment": eyes.comments,
        "watcher": eyes.watchers,
    }
    field = draw(st.sampled_from(sorted(columns)))
    values, word = columns[field], draw(st.sampled_from(["empty", "EMPTY", "null"]))
    found = Condition(f"{field} is {word}", lambda issue: not values(issue), lambda issue: bool(values(issue)))
    return draw(st.sampled_from([found, Condition(f"{field} is not {word}", found.no, found.yes)]))


def _compared(field: str, sign: str, text: str, values: Callable[[Issue], Sequence[Any]], limit: Any) -> Condition:
    fits, unfit = _SIGNS[sign], _SIGNS[_OPPOSITE[sign]]
    return Condition(
        f"{field} {sign} {text}",
        lambda issue: any(fits(value, limit) for value in values(issue)),
        lambda issue: any(unfit(value, limit) for value in values(issue)),
    )


@st.composite
def _numbers(draw: st.DrawFn, eyes: Eyes) -> Condition:
    fields = {
        "'Story Points'": "customfield_10026",
        "cf[10026]": "customfield_10026",
        "id": "",
        "timespent": "timespent",
    }
    field = draw(st.sampled_from(sorted(fields)))
    limit = draw(st.integers(0, 9))
    text, number = (f"{limit}h", 3600 * limit) if field == "timespent" else (str(limit), limit)
    if field == "id":
        text, number = str(10_000 + 15 * limit), 10_000 + 15 * limit
    values = (lambda issue: [issue.id]) if field == "id" else _field(eyes, fields[field])
    return _compared(field, draw(st.sampled_from(sorted(_SIGNS))), text, values, number)


@st.composite
def _moments(draw: st.DrawFn, eyes: Eyes) -> tuple[str, int]:
    """Return a moment, as a query has it and in milliseconds."""
    kind = draw(st.sampled_from(["days", "mixed", "day", "minute", "edge", "now", "number"]))
    amount = draw(st.integers(0, 400))
    day = eyes.local(eyes.ago(amount * 24 * 60)).date()
    match kind:
        case "days":
            return f"-{amount}d", eyes.ago(amount * 24 * 60)
        case "mixed":
            return f'"-{amount}w 3d 5h 7m"', eyes.ago(amount * 7 * 24 * 60 + 3 * 24 * 60 + 5 * 60 + 7)
        case "day":
            return draw(st.sampled_from([f'"{day}"', f"'{day:%Y/%m/%d}'", str(day)])), eyes.at(day)
        case "minute":
            return f'"{day:%Y-%m-%d} 03:30"', eyes.at(day, 3, 30)
        case "edge":
            unit, offset, end = draw(
                st.tuples(st.sampled_from("Day Week Month Year".split()), st.integers(-9, 2), st.booleans())
            )
            argument = draw(
                st.sampled_from([str(offset), f'"{offset}{unit[0] if unit == "Month" else unit[0].lower()}"'])
            )
            return f"{'end' if end else 'start'}Of{unit}({argument})", eyes.edge(unit, offset, end=end)
        case "now":
            return "now()", eyes.now
        case _:
            return str(eyes.ago(amount * 97)), eyes.ago(amount * 97)


@st.composite
def _instants(draw: st.DrawFn, eyes: Eyes) -> Condition:
    text, moment = draw(_moments(eyes))
    field, key = draw(st.sampled_from([("created", "created"), ("updated", "updated"), ("resolved", "resolutiondate")]))
    return _compared(field, draw(st.sampled_from(sorted(_SIGNS))), text, _field(eyes, key), moment)


@st.composite
def _days(draw: st.DrawFn, eyes: Eyes) -> Condition:
    text, moment = draw(_moments(eyes))
    field, sign = draw(st.sampled_from(["due", "duedate"])), draw(st.sampled_from([*sorted(_SIGNS), "="]))
    if sign == "=":
        return _condition(f"{field} = {text}", _field(eyes, "duedate"), eyes.day_of(moment).__eq__)
    return _compared(field, sign, text, _field(eyes, "duedate"), eyes.day_of(moment))


@st.composite
def _ranked(draw: st.DrawFn, eyes: Eyes) -> Condition:
    """Return a comparison of priorities, where Highest is more than Low, or of keys, each within its project."""
    sign = draw(st.sampled_from(sorted(_SIGNS)))
    if draw(st.booleans()):
        level = draw(st.sampled_from(list(eyes.site.store.priorities)))
        places = {priority.id: -priority.position for priority in eyes.site.store.priorities}
        return _compared(
            "priority", sign, level.name, lambda i: [places[int(str(i.values["priority"]))]], places[level.id]
        )
    issue = draw(st.sampled_from(eyes.issues()))
    project, number = issue.key.split("-")
    return _same_project(sign, project, int(number))


def _same_project(sign: str, project: str, number: int) -> Condition:
    def place(issue: Issue) -> list[int]:
        other, found = issue.key.split("-")
        return [int(found)] if other == project else []

    return _compared("key", sign, f"{project}-{number}", place, number)


@st.composite
def _texts(draw: st.DrawFn, eyes: Eyes) -> Condition:
    columns: dict[str, Callable[[Issue], Sequence[str]]] = {
        "summary": lambda issue: [str(issue.values["summary"])],
        "description": lambda issue: [plain(value) for value in eyes.held(issue, "description")],
        "comment": eyes.comments,
    }
    field = draw(st.sampled_from(sorted(columns)))
    word = draw(st.sampled_from("login mail export browser queue zebra server never".split()))
    return _condition(f'{field} ~ "{word}"', columns[field], lambda text: word in words(text))


@st.composite
def _keys(draw: st.DrawFn, eyes: Eyes) -> Condition:
    issues = draw(st.lists(st.sampled_from(eyes.issues()), min_size=1, max_size=4))
    names = [draw(st.sampled_from([issue.key, issue.key.lower(), str(issue.id)])) for issue in issues]
    ids = {issue.id for issue in issues}
    field = draw(st.sampled_from(["key", "issuekey", "issue"]))
    return _condition(f"{field} in ({', '.join(names)})", lambda issue: [issue.id], ids.__contains__)
