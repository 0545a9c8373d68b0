"""What a query finds through the index of a site is what a naive look at every record finds; and the laws of queries."""

from __future__ import annotations

import random
from functools import cache
from itertools import pairwise
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jira_simulator.jql import Asker
from jira_simulator.jql.dates import DATE_FUNCTIONS
from jira_simulator.jql.tree import Call
from jira_simulator.store.issues import Issue

from .jql_histories import histories
from .jql_queries import conditions, dates, queries
from .loopback_jira import Jira, jira
from .naive_jql import Condition, Eyes, both, either, opposite

_VALUES: Final = ("priority", "assignee", "labels", "fixVersions", "duedate")


@cache
def world() -> Jira:
    """Return a site whose issues were edited by several people over weeks."""
    client = jira("cloud", issues=90)
    dice = random.Random(4)
    people = [person.account_id for person in client.site.store.people][:6]
    for issue in dice.sample(client.site.store.issues.all(), 45):
        for _ in range(dice.randint(1, 4)):
            client.site.clock.turn(dice.choice([60, 3600, 9 * 3600, 30 * 3600]))
            fields: dict[str, Any] = dice.choice(
                [
                    {"priority": {"name": dice.choice(["Highest", "Low", "Medium"])}},
                    {"assignee": dice.choice([None, {"accountId": dice.choice(people)}])},
                    {"duedate": dice.choice([None, "2026-11-02", "2026-10-30"])},
                    {"labels": dice.choice([[], ["ux"], ["docs", "ux"]])},
                ]
            )
            client.put(f"/rest/api/3/issue/{issue.key}", {"fields": fields})
        move(client, issue, dice)
    return client


def move(client: Jira, issue: Issue, dice: random.Random) -> None:
    ways = client.get(f"/rest/api/3/issue/{issue.key}/transitions", expand="transitions.fields")["transitions"]
    free = [way for way in ways if not any(field["required"] for field in way["fields"].values())]
    if free:
        client.post(f"/rest/api/3/issue/{issue.key}/transitions", {"transition": {"id": dice.choice(free)["id"]}})


@cache
def eyes(who: int = 0) -> Eyes:
    site = world().site
    return Eyes(site, site.store.people.all()[who])


def found(text: str, seen: Eyes) -> list[int]:
    search = seen.site.index.meaning(text, seen.account)
    assert search.problems == (), (text, search.problems)
    return seen.site.index.find(text, search, seen.account)


def naive(test: Any, seen: Eyes) -> list[int]:
    return [issue.id for issue in seen.issues() if test(issue)]


def of(strategy: Any, *more: Any) -> st.SearchStrategy[Any]:
    """Return a strategy that needs a site, without making the site when tests are collected."""
    return st.deferred(lambda: strategy(eyes(), *more))


@given(of(queries))
def test_a_query_finds_what_a_naive_filter_finds(query: Condition) -> None:
    assert found(query.text, eyes()) == naive(query.yes, eyes())


@given(of(conditions))
def test_a_condition_and_its_opposite_find_what_naive_filters_find(condition: Condition) -> None:
    turned = found(f"not {condition.text}", eyes())

    assert found(condition.text, eyes()) == naive(condition.yes, eyes())
    assert turned == naive(condition.no, eyes())
    assert set(turned).isdisjoint(found(condition.text, eyes())) or " in (" in condition.text


@pytest.mark.parametrize("who", [1, 2, 4])
def test_each_account_searches_by_its_own_clock(who: int) -> None:
    @settings(max_examples=40)
    @given(st.deferred(lambda: queries(eyes(who), 1)))
    def law(query: Condition) -> None:
        visible = set(found("project is not empty", eyes(who)))

        assert found(query.text, eyes(who)) == [id for id in naive(query.yes, eyes(who)) if id in visible]

    law()


@settings(max_examples=300)
@given(of(dates))
def test_dates_are_those_of_the_clock_of_the_account(clause: Condition) -> None:
    assert found(clause.text, eyes()) == naive(clause.yes, eyes())


@given(
    st.sampled_from(["Day", "Week", "Month", "Year"]),
    st.integers(-40, 40),
    st.booleans(),
    st.integers(0, 4),
    st.booleans(),
)
def test_functions_of_dates_give_the_edges_of_the_calendar(
    unit: str, offset: int, end: bool, who: int, suffixed: bool
) -> None:
    seen, suffix = eyes(who), ("M" if unit == "Month" else unit[0].lower()) if suffixed else ""
    asker = Asker(None, seen.zone, seen.now, cloud=True)

    moment = DATE_FUNCTIONS[f"{'end' if end else 'start'}of{unit.lower()}"](Call("f", (f"{offset}{suffix}",)), asker)

    assert moment == seen.edge(unit, offset, end=end)


@given(of(histories))
def test_history_is_found_as_the_changelog_tells_it(clause: Condition) -> None:
    whole = {issue.id for issue in eyes().issues()}

    once, never = set(found(clause.text, eyes())), set(found(f"not {clause.text}", eyes()))

    assert once == set(naive(clause.yes, eyes()))
    assert once | never == whole
    assert once.isdisjoint(never)


@given(of(conditions), of(conditions))
def test_de_morgan(one: Condition, other: Condition) -> None:
    assert found(f"not ({one.text} and {other.text})", eyes()) == found(f"not {one.text} or not {other.text}", eyes())
    assert found(f"not ({one.text} or {other.text})", eyes()) == found(f"not {one.text} and not {other.text}", eyes())


@given(of(queries))
def test_not_twice_is_nothing(query: Condition) -> None:
    assert found(f"not not ({query.text})", eyes()) == found(query.text, eyes())


@given(of(conditions), of(conditions), of(conditions))
def test_and_binds_tighter_than_or(one: Condition, two: Condition, three: Condition) -> None:
    text = f"{one.text} or {two.text} and {three.text}"

    assert found(text, eyes()) == naive(either(one, both(two, three)).yes, eyes())
    assert found(f"not {text}", eyes()) == naive(either(opposite(one), both(two, three)).yes, eyes())


@given(of(queries), st.sampled_from(["status", "assignee", "priority", "resolution"]))
def test_what_is_was_and_what_changed_was(query: Condition, field: str) -> None:
    store = eyes().site.store
    tables = {"status": store.statuses, "priority": store.priorities, "resolution": store.resolutions}
    names = [item.name for item in tables[field]] if field in tables else [p.account_id for p in store.people][:6]
    for name in names:
        was = set(found(f'({query.text}) and {field} was "{name}"', eyes()))

        assert set(found(f'({query.text}) and {field} = "{name}"', eyes())) <= was
        assert set(found(f'({query.text}) and {field} changed to "{name}"', eyes())) <= was
        assert set(found(f'({query.text}) and {field} changed from "{name}"', eyes())) <= was


def _places() -> dict[str, Any]:
    """Return what a naive sort goes by: a number or text for each issue, None where the field is empty."""
    priorities = {priority.id: -priority.position for priority in eyes().site.store.priorities}
    return {
        "created": lambda issue: issue.created,
        "updated": lambda issue: issue.values["updated"],
        "duedate": lambda issue: issue.values.get("duedate"),
        "id": lambda issue: issue.id,
        "key": lambda issue: (issue.key.split("-")[0], int(issue.key.split("-")[1])),
        "priority": lambda issue: priorities[issue.values["priority"]],
        "'Story Points'": lambda issue: issue.values.get("customfield_10026"),
        "resolved": lambda issue: issue.values.get("resolutiondate"),
    }


_SORTS: Final = st.lists(
    st.tuples(
        st.sampled_from("created updated duedate id key priority 'Story|Points' resolved".split()),
        st.sampled_from(["asc", "desc"]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda sort: sort[0],
)


@given(of(queries), _SORTS)
def test_order_by_is_a_permutation_in_order(query: Condition, sorts: list[tuple[str, str]]) -> None:
    sorts = [(name.replace("|", " "), direction) for name, direction in sorts]
    order = ", ".join(f"{name} {direction}" for name, direction in sorts)

    ids = found(f"{query.text} order by {order}", eyes())

    assert sorted(ids, reverse=True) == found(query.text, eyes())
    issues = [eyes().site.store.issues[id] for id in ids]
    for before, after in pairwise(issues):
        assert _in_order(before, after, sorts), (before.key, after.key, order)


def _in_order(before: Issue, after: Issue, sorts: list[tuple[str, str]]) -> bool:
    """Say whether two neighbours stand right: nothing is more than anything, and equal ones go by the next field."""
    for name, direction in sorts:
        place = _places()[name]
        one, two = ((value is None, value) for value in (place(before), place(after)))
        if one != two:
            return (
                bool(one < two if direction == "asc" else one > two)
                if one[0] == two[0]
                else one[0] == (direction == "desc")
            )
    return before.id > after.id


@settings(max_examples=15)
@given(of(queries), st.integers(1, 40), st.sampled_from(["", " order by priority, key", " order by duedate desc, id"]))
def test_pages_together_are_the_whole(query: Condition, size: int, order: str) -> None:
    text = query.text + order

    keys = world().search(text, "key", maxResults=size)

    assert keys == [eyes().site.store.issues[id].key for id in found(text, eyes())]


@settings(max_examples=15)
@given(of(queries), st.integers(1, 40))
def test_pages_of_a_server_together_are_the_whole(query: Condition, size: int) -> None:
    client = _server()
    text = f"({query.text}) and (labels is empty or labels is not empty)"
    keys: list[str] = []
    while True:
        page = client.get("/rest/api/2/search", jql=_names_of(text), startAt=len(keys), maxResults=size, fields="key")
        keys += [issue["key"] for issue in page["issues"]]
        if len(keys) >= page["total"]:
            break

    site = client.site
    search = site.index.meaning(_names_of(text), site.store.people[10000])
    assert keys == [
        site.store.issues[id].key for id in site.index.find(_names_of(text), search, site.store.people[10000])
    ]


@cache
def _server() -> Jira:
    return jira("server", issues=60)


def _names_of(text: str) -> str:
    """Return a query of Cloud with the names of accounts instead of their ids."""
    for person in eyes().site.store.people:
        text = text.replace(person.account_id, person.name)
    return text
