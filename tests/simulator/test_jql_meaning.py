"""A query finds what a naive look at every document finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jira_simulator.jql import Asker, Change, Field, JqlError, Key, Kind, interpret, parse
from jira_simulator.jql.tree import Call, FieldName, Literal

from ..shared_files import shared_json

_BERLIN: Final = ZoneInfo("Europe/Berlin")
_NOW: Final = int(datetime(2026, 3, 1, 12, tzinfo=_BERLIN).timestamp() * 1000)
_DAY: Final = 86_400_000
_STATUSES: Final = {"open": "1", "in progress": "2", "done": "3"}


@dataclass
class Paper:
    """A document."""

    id: int
    values: Mapping[str, Sequence[Key]]
    created: int = 0
    creator: str = "ann"
    changes: Mapping[str, Sequence[Change]] = field(default_factory=dict[str, Sequence[Change]])


def one_of(table: Mapping[str, str]) -> Callable[[Literal], Sequence[Key]]:
    return lambda literal: [table[literal.text.lower()]] if literal.text.lower() in table else []


def number(literal: Literal) -> Sequence[Key]:
    try:
        return [float(literal.text)]
    except ValueError:
        return []


def anything(literal: Literal) -> Sequence[Key]:
    return [literal.text.lower()]


def itself(key: Key) -> tuple[Key, ...]:
    return (key,)


_FIELDS: Final = {
    "status": Field("status", "status", Kind.CHOICE, "status", one_of(_STATUSES), rank=itself, history=True),
    "labels": Field("labels", "labels", Kind.CHOICE, "label", anything),
    "assignee": Field("assignee", "assignee", Kind.CHOICE, "user", anything, rank=itself, history=True),
    "points": Field("points", "points", Kind.NUMBER, "number", number, rank=itself),
    "priority": Field("priority", "priority", Kind.RANKED, "priority", anything, rank=itself),
    "summary": Field("summary", "summary", Kind.TEXT, "text", anything, rank=itself),
    "created": Field("created", "created", Kind.INSTANT, "date", anything, rank=itself),
    "due": Field("due", "due", Kind.DAY, "date", anything, rank=itself),
    "key": Field("key", "key", Kind.RANKED, "issue", anything, rank=itself, empty=False),
}


class Site:
    """A world of nine fields and one function."""

    def __init__(self, *, cloud: bool = True) -> None:
        self.asker = Asker("ann", _BERLIN, _NOW, cloud)

    def fields(self, name: FieldName) -> Sequence[Field]:
        return [_FIELDS[name.name.lower()]] if name.name.lower() in _FIELDS else []

    def call(self, call: Call, field: Field) -> Sequence[Key]:
        if call.name == "currentUser" and field.type == "user":
            return ["ann"]
        raise JqlError(f"Unable to find JQL function '{call.name}()'.")

    def people(self, literal: Literal) -> Sequence[Key]:
        return [literal.text]


def found(query: str, papers: Sequence[Paper], *, cloud: bool = True) -> list[int]:
    search = interpret(parse(query), Site(cloud=cloud))
    assert search.problems == ()
    return [paper.id for paper in search.order([paper for paper in papers if search.matches(paper)])]


def problems(query: str) -> tuple[str, ...]:
    return interpret(parse(query), Site()).problems


def only(name: str, *values: Key) -> list[Paper]:
    return [Paper(1, {name: values} if values else {})]


# The naive side: conditions as data, judged by a second, simpler evaluator.

_NAMES: Final = {"status": sorted(_STATUSES), "labels": ["a", "b", "c"], "assignee": ["ann", "bob"]}


@st.composite
def conditions(draw: st.DrawFn) -> tuple[str, Callable[[Paper], bool]]:
    kind = draw(st.sampled_from(["choice", "number", "empty", "word"]))
    if kind == "choice":
        name = draw(st.sampled_from(sorted(_NAMES)))
        values = draw(st.lists(st.sampled_from(_NAMES[name]), min_size=1, max_size=3))
        turned = draw(st.booleans())
        keys = {_STATUSES.get(value, value) for value in values}
        written = ", ".join(f'"{value}"' for value in values)

        def chosen(paper: Paper) -> bool:
            held = set(paper.values.get(name, ()))
            return (held != set() and not held & keys) if turned else bool(held & keys)

        return f"{name} {'not in' if turned else 'in'} ({written})", chosen
    if kind == "number":
        sign = draw(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]))
        limit = draw(st.integers(-3, 3))

        def compared(paper: Paper) -> bool:
            held = paper.values.get("points", ())
            return bool(held) and eval(f"{held[0]} {'==' if sign == '=' else sign} {limit}")

        return f"points {sign} {limit}", compared
    if kind == "empty":
        name = draw(st.sampled_from(["labels", "assignee", "points", "summary"]))
        turned = draw(st.booleans())
        return f"{name} is {'not ' if turned else ''}empty", lambda paper: (name not in paper.values) is not turned
    word = draw(st.sampled_from(["red", "blue"]))
    turned = draw(st.booleans())

    def worded(paper: Paper) -> bool:
        held = paper.values.get("summary", ())
        return bool(held) and ((word in str(held[0]).split()) is not turned)

    return f"summary {'!~' if turned else '~'} {word}", worded


@st.composite
def queries(draw: st.DrawFn, depth: int = 2) -> tuple[str, Callable[[Paper], bool]]:
    shape = draw(st.sampled_from(["leaf", "and", "or"])) if depth else "leaf"
    if shape == "leaf":
        return draw(conditions())
    (left, one), (right, other) = draw(queries(depth - 1)), draw(queries(depth - 1))
    if shape == "and":
        return f"({left} and {right})", lambda paper: one(paper) and other(paper)
    return f"({left} or {right})", lambda paper: one(paper) or other(paper)


def maybe(values: st.SearchStrategy[Key], most: int = 1) -> st.SearchStrategy[list[Key]]:
    return st.lists(values, max_size=most, unique=True)


_PAPERS: Final = st.lists(
    st.fixed_dictionaries(
        {
            "status": maybe(st.sampled_from(["1", "2", "3"])),
            "labels": maybe(st.sampled_from(["a", "b", "c"]), 3),
            "assignee": maybe(st.sampled_from(["ann", "bob"])),
            "points": maybe(st.integers(-3, 3)),
            "summary": maybe(st.sampled_from(["red", "blue sky", "red and blue", "reddish"])),
        }
    ).map(lambda values: {name: held for name, held in values.items() if held}),
    max_size=12,
).map(lambda rows: [Paper(index, values) for index, values in enumerate(rows)])


@settings(max_examples=200)
@given(queries(), _PAPERS)
def test_a_query_finds_what_a_naive_filter_finds(
    query: tuple[str, Callable[[Paper], bool]], papers: list[Paper]
) -> None:
    text, naive = query

    assert found(text, papers) == [paper.id for paper in reversed(papers) if naive(paper)]


@given(_PAPERS, st.booleans())
def test_order_is_that_of_a_naive_sort(papers: list[Paper], descending: bool) -> None:
    direction = "desc" if descending else "asc"

    ids = found(f"order by points {direction}, key", papers)

    newest = sorted(papers, key=lambda paper: -paper.id)
    points = sorted(
        newest,
        key=lambda paper: ("points" not in paper.values, paper.values.get("points", (0,))[0]),
        reverse=descending,
    )
    assert ids == [paper.id for paper in points]


def test_not_is_pushed_down_so_that_it_finds_nothing_empty() -> None:
    assert found("not labels = a", only("labels")) == []
    assert found("not labels = a", only("labels", "b")) == [1]
    assert found("not (labels = a or points > 3)", [Paper(1, {"labels": ["b"], "points": [3]})]) == [1]
    assert found("not labels is empty", only("labels", "b")) == [1]


def test_empty_in_a_list_finds_the_empty_ones_too() -> None:
    assert found("assignee in (bob, empty)", only("assignee")) == [1]
    assert found("assignee not in (bob, empty)", only("assignee")) == []
    assert found("assignee not in (bob, empty)", only("assignee", "ann")) == [1]
    assert found("assignee = currentUser()", only("assignee", "ann")) == [1]


@pytest.mark.parametrize(
    ("clause", "local", "hit"),
    [
        ('created >= "2026-02-28"', datetime(2026, 2, 28, 0, 0), True),
        ('created >= "2026-02-28"', datetime(2026, 2, 27, 23, 59), False),
        ('created < "2026/02/28 10:30"', datetime(2026, 2, 28, 10, 29), True),
        ('created < "2026/02/28 10:30"', datetime(2026, 2, 28, 10, 30), False),
        ("created > -1d", datetime(2026, 2, 28, 12, 1), True),
        ("created > -1d", datetime(2026, 2, 28, 11, 59), False),
        ('created > "-1d 2h"', datetime(2026, 2, 28, 10, 1), True),
        ("created >= startOfDay()", datetime(2026, 3, 1, 0, 0), True),
        ("created >= startOfDay()", datetime(2026, 2, 28, 23, 59), False),
        ("created >= startOfMonth(-1)", datetime(2026, 2, 1, 0, 0), True),
        ("created <= endOfYear(-1y)", datetime(2025, 12, 31, 23, 59, 59), True),
        ("created <= endOfYear(-1y)", datetime(2026, 1, 1), False),
        (f"created >= {_NOW}", datetime(2026, 3, 1, 12), True),
        (f"created >= {_NOW}", datetime(2026, 3, 1, 11, 59, 59), False),
    ],
)
def test_dates_are_read_in_the_zone_of_the_account(clause: str, local: datetime, hit: bool) -> None:
    instant = int(local.replace(tzinfo=_BERLIN).timestamp() * 1000)

    assert found(clause, only("created", instant)) == ([1] if hit else [])


def test_days_are_compared_as_the_account_counts_them() -> None:
    assert found("due = now()", only("due", "2026-03-01")) == [1]
    assert found('due <= "-1d"', only("due", "2026-02-28")) == [1]
    assert found("due < startOfDay()", only("due", "2026-03-01")) == []


_HISTORY: Final = Paper(
    1,
    {"status": ["3"], "assignee": ["bob"]},
    created=_NOW - 10 * _DAY,
    changes={
        "status": [
            Change(_NOW - 5 * _DAY, "bob", ("1",), ("2",)),
            Change(_NOW - 2 * _DAY, "ann", ("2",), ("3",)),
        ],
        "assignee": [Change(_NOW - 3 * _DAY, "ann", (), ("bob",))],
    },
)


@pytest.mark.parametrize(
    ("clause", "hit"),
    [
        ("status was open", True),
        ("status was done", True),
        ("status was not open", False),
        ('status was in ("in progress", done) after -1d', True),
        ('status was "in progress" after -1d', False),
        ('status was "in progress" by bob', True),
        ('status was "in progress" by ann', False),
        ("status was open before -9d", True),
        ("status was done before -3d", False),
        ('status was "in progress" on "2026-02-25"', True),
        ("status was open during (-4d, now())", False),
        ("status was open during (-6d, -4d)", True),
        ("assignee was empty", True),
        ("assignee was not empty", False),
        ("assignee was empty after -1d", False),
        ("status changed", True),
        ("not status changed", False),
        ("status changed from open", True),
        ("status changed from open to done", False),
        ('status changed to done by ann after -3d from "in progress"', True),
        ("status changed to done by bob", False),
        ("assignee changed from empty to bob", True),
        ('assignee changed on "2026-02-26"', True),
        ('assignee changed on "2026-02-25"', False),
    ],
)
def test_history_is_searched_as_it_was(clause: str, hit: bool) -> None:
    assert found(clause, [_HISTORY]) == ([1] if hit else [])


@pytest.mark.parametrize(
    ("text", "cloud", "server"),
    [
        ("quick", True, True),
        ("quick fox", True, True),
        ("quick dog", False, False),
        ("quick OR dog", True, True),
        ("fox AND NOT dog", True, True),
        ("-fox", False, False),
        ('\\"quick brown\\"', True, True),
        ('\\"brown quick\\"', False, False),
        ('\\"quick fox\\"~2', False, True),
        ("qui*", True, True),
        ("q*k", False, True),
        ("qu?ck", False, True),
        ("quock~", False, True),
        ("(dog OR fox) brown", True, True),
        ("brown-fox", True, True),
        ("QUICK", True, True),
    ],
)
def test_text_has_a_language_of_its_own(text: str, cloud: bool, server: bool) -> None:
    papers = only("summary", "The quick brown fox")

    assert found(f'summary ~ "{text}"', papers) == ([1] if cloud else [])
    assert found(f'summary ~ "{text}"', papers, cloud=False) == ([1] if server else [])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("colour = red", "Field 'colour' does not exist or you do not have permission to view it."),
        ("status = Gone", "The value 'Gone' does not exist for the field 'status'."),
        ("status ~ Open", "The operator '~' is not supported by the 'status' field."),
        ("summary = x", "The operator '=' is not supported by the 'summary' field."),
        ("labels was a", "History searches do not support the 'labels' field."),
        ("key is empty", "The field 'key' does not support searching for EMPTY values."),
        ("status = fn()", "Unable to find JQL function 'fn()'."),
        (
            "created > soon",
            ("Date value 'soon' for field 'created' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', "
            "'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'."),
        ),
        ("summary ~ '*x'", "The text query '*x' for field 'summary' is not allowed to start with character '*'."),
        ("summary ~ '\"x'", "Unable to parse the text '\"x' for field 'summary'."),
        ("created > now(1)", "Function 'now' expected '0' arguments but received '1'."),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_jiras_words(query: str, message: str) -> None:
    assert problems(query) == (message,)


def test_every_clause_that_makes_no_sense_is_reported() -> None:
    assert len(problems("status = Gone and colour = red or summary = x order by nothing")) == 4


@given(st.text(max_size=20))
def test_any_text_query_is_answered_or_refused(text: str) -> None:
    escaped = text.encode("unicode_escape").decode().replace("\\", "\\\\").replace('"', '\\"')

    search = interpret(parse(f'summary ~ "{escaped}" or created > "{escaped}"'), Site(cloud=False))

    assert search.matches(Paper(1, {"summary": ["some words here"]})) in {True, False}


def test_no_query_of_the_vectors_crashes() -> None:
    paper = Paper(1, {"status": ["1"], "assignee": ["ann"], "summary": ["word"], "created": [_NOW]})

    for case in shared_json("vectors/jql.json")["vectors"]:
        if case["oracle_valid_query"]:
            search = interpret(parse(case["query"]), Site())
            assert search.matches(paper) in {True, False}
            assert search.order([paper]) == [paper]


def test_the_clock_may_stand_at_the_end_of_time() -> None:
    site = Site()
    site.asker = Asker(None, UTC, 2**53, True)

    search = interpret(parse("created < startOfYear(5) or due < 9223372036854775807 or due > -99999999999999999"), site)

    assert isinstance(search.problems, tuple)
