"""Query to JQL: no value changes the meaning, no negation loses a ticket, a native query stays within its bounds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anyticket import (
    EMPTY,
    ME,
    Label,
    Person,
    Priority,
    Project,
    Query,
    Sprint,
    Status,
    StatusCategory,
    Ticket,
    Unsupported,
)
from anyticket.model.field import Option
from anyticket.model.mapping import Mapping
from anyticket_jira import jql
from anyticket_jira.jql import SearchField, quote
from jira_simulator.jql import JqlError, parse

from ..shared_files import shared_json
from .corpus import told
from .jql_table import TABLE
from .jql_tokens import only_condition, tokens, unescaped

_RESERVED = ["and", "or", "not", "EMPTY", "NULL", "order", "by", "select", "currentUser()", "was", "changed", "in"]
hostile = st.one_of(
    st.text(min_size=1, max_size=30),
    st.text(alphabet="\"'\\ ()=,~!\n\r\t\x00\x1f\x7f\x85\ufdd0\uffff😀-*?:/", min_size=1, max_size=12),
    st.sampled_from([*_RESERVED, '" OR project = "X', "x\\", "\\u0022", "a" * 10_240, "😀" * 300]),
).filter(str.strip)

#: Every filter that takes a string, and the field that it is about.
FILTERS = {
    "project": "project",
    "type": "issuetype",
    "status": "status",
    "priority": "priority",
    "assignee": "assignee",
    "reporter": "reporter",
    "label": "labels",
    "component": "component",
    "sprint": "sprint",
    "parent": "parent",
    "key": "key",
}


@given(text=hostile)
@example("\ud800\udfff")
def test_a_literal_reads_back_as_what_it_was(text: str) -> None:
    (token,) = tokens(quote(text))

    assert (token.kind, token.value) == ("string", text)


@pytest.mark.parametrize("name", FILTERS)
@given(text=hostile)
@example('"')
@example("1")
def test_a_value_is_one_condition_with_exactly_that_value(name: str, text: str) -> None:
    filters: Any = {name: text}
    condition = only_condition(jql.compile(Query(**filters)))

    assert (condition.field, condition.operator, condition.operands) == (FILTERS[name], "=", (text,))


@given(texts=st.lists(hostile, min_size=2, max_size=5))
def test_several_values_are_one_list(texts: list[str]) -> None:
    condition = only_condition(jql.compile(Query(label=texts)))

    assert condition.operator == "IN"
    assert condition.operands == tuple(texts)


@given(text=hostile)
@example("full AND screen NOT")
@example("C++ (beta) - what?")
def test_a_text_is_looked_for_as_it_is(text: str) -> None:
    condition = only_condition(jql.compile(Query(text=text)))

    assert (condition.field, condition.operator) == ("text", "~")
    assert unescaped(condition.operands[0]) == text


@given(name=hostile, text=hostile)
def test_a_native_field_and_its_value_are_quoted(name: str, text: str) -> None:
    condition = only_condition(jql.compile(Query(fields={f"x{name}": text})))

    assert (condition.field, condition.operands) == (f"x{name}", (text,))


@given(name=hostile)
def test_an_order_is_quoted(name: str) -> None:
    *_, order, by, field, direction = tokens(jql.compile(Query(order_by=f"-x{name}")))

    assert [order.value, by.value, field.value, direction.value] == ["ORDER", "BY", f"x{name}", "DESC"]
    assert field.kind == "string"


@pytest.mark.parametrize(("query", "line"), TABLE, ids=[line for _, line in TABLE])
def test_a_query_compiles_to_its_line_in_the_table(query: Query, line: str) -> None:
    assert jql.compile(query) == line


def test_the_table_has_a_hundred_lines() -> None:
    assert len(TABLE) >= 100
    assert len({line for _, line in TABLE}) >= 100


@pytest.mark.parametrize("moment", [datetime(2026, 3, 29, 1, 30, tzinfo=UTC), datetime(1969, 12, 31, tzinfo=UTC)])
def test_moments_are_milliseconds_in_any_zone(moment: datetime) -> None:
    elsewhere = moment.astimezone(timezone(timedelta(hours=-9, minutes=-30)))

    here = jql.compile(Query(created_after=moment))

    assert here == jql.compile(Query(created_after=elsewhere)) == f"created >= {int(moment.timestamp()) * 1000}"


@given(moment=st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1), max_value=datetime(2900, 1, 1)))
def test_a_part_of_a_millisecond_is_rounded_up(moment: datetime) -> None:
    written = int(jql.compile(Query(updated_before=moment)).removeprefix("updated < "))

    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert epoch + timedelta(milliseconds=written - 1) < moment <= epoch + timedelta(milliseconds=written)


def test_where_numbers_are_not_taken_dates_are_the_accounts_own_and_find_no_less() -> None:
    query = Query(
        created_after=datetime(2026, 7, 1, 12, 0, 30, tzinfo=UTC),
        created_before=datetime(2026, 7, 1, 13, 0, 30, tzinfo=UTC),
    )

    written = jql.compile(query, zone=ZoneInfo("Europe/Berlin"))

    assert written == 'created >= "2026-07-01 14:00" AND created < "2026-07-01 15:01"'


def test_a_moment_as_a_day_is_the_first_that_begins_then() -> None:
    noon, midnight = datetime(2026, 5, 4, 12, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC)

    assert jql.compile(Query(due_after=noon)) == 'due >= "2026-05-05"'
    assert jql.compile(Query(due_before=noon)) == 'due < "2026-05-05"'
    assert jql.compile(Query(due_after=midnight)) == 'due >= "2026-05-04"'


@pytest.mark.parametrize(
    "native",
    [
        "a = 1) OR (b = 2",
        "(a = 1",
        'a = "x',
        "a = 'x",
        "a = 1 \\",
        'a = "x\\"',
        "a = 1)",
        "(a = 1 ORDER BY b)",
        "a = 1 order by b order  by c",
    ],
)
def test_a_native_query_that_reaches_outside_is_refused(native: str) -> None:
    with pytest.raises(ValueError, match="cannot be combined"):
        jql.compile(Query.native("jira", native) & Query(project="P"))


@given(text=st.text(alphabet="ab \"'\\()=ORDERBY\n", max_size=25))
def test_a_native_query_ends_where_its_parenthesis_does(text: str) -> None:
    query = Query.native("jira", text) & Query(project="P")
    try:
        written = jql.compile(query)
    except ValueError:
        return

    condition = written.partition(" AND (")[2]
    depth, ends, at = 1, [], 0
    while condition and at < len(condition):
        here = condition[at]
        if here == "\\":
            at += 1
        elif here in "\"'":
            at += 1
            while condition[at] != here:
                at += 2 if condition[at] == "\\" else 1
        depth += (here == "(") - (here == ")")
        if depth == 0:
            ends.append(at)
            break
        at += 1
    assert not condition or condition[ends[0] + 1 :] == "" or condition[ends[0] + 1 :].startswith(" ORDER BY ")


def test_an_escaped_space_at_the_end_does_not_escape_the_parenthesis() -> None:
    assert jql.compile(Query.native("jira", "a = b\\ ")) == "(a = b\\ )"
    assert jql.compile(Query.native("jira", " a = b\\\\  ")) == "(a = b\\\\)"


def test_a_parenthesis_in_quotes_is_none() -> None:
    written = jql.compile(Query.native("jira", "summary ~ \"a ) ORDER BY (\" or x = 'y)'") & Query(project="P"))

    assert written == 'project = "P" AND (summary ~ "a ) ORDER BY (" or x = \'y)\')'


def test_another_dialect_is_refused() -> None:
    with pytest.raises(Unsupported) as caught:
        jql.compile(Query.native("redmine", "x"))

    assert caught.value.arguments == {"natives"}


@pytest.mark.parametrize(
    "query", [Query(status=ME), Query(status_category=EMPTY), Query(status_category=StatusCategory.WAITING)]
)
def test_what_jira_cannot_be_asked_is_refused(query: Query) -> None:
    with pytest.raises(Unsupported):
        jql.compile(query)


def test_a_value_of_no_known_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="no value that Jira's queries know"):
        jql.compile(Query(fields={"x": object()}))


def test_things_are_named_by_what_stays() -> None:
    query = Query(
        project=Project(id="10000", key="P"),
        status=Status(id="3", name="Doing"),
        assignee=Person(id="JIRAUSER10100", username="ada"),
        label=Label(id="7", name="urgent"),
        sprint=Sprint(id="12", name="Sprint 12"),
        parent=Ticket(id="10001", key="P-1"),
        priority=Priority(name="High"),
        fields={"customfield_1": [Option(id="5", name="Red"), None or EMPTY]},
    )

    assert jql.compile(query) == (
        'project = "P" AND status = "3" AND priority = "High" AND assignee = "ada" AND labels = "urgent"'
        ' AND sprint = 12 AND parent = "P-1" AND (cf[1] = "5" OR cf[1] IS EMPTY)'
    )


def test_fields_go_by_what_the_catalogue_says() -> None:
    fields = {"Severity": SearchField("cf[7]"), "Notes": SearchField("cf[8]", textual=True)}
    query = Query(fields={"Severity": ["S1", "S2"], "Notes": "a-b"}, order_by="Severity")

    assert jql.compile(query, fields=fields) == 'cf[7] IN ("S1", "S2") AND cf[8] ~ "a\\\\-b" ORDER BY cf[7] ASC'


def test_the_tenants_words_have_a_say_in_categories() -> None:
    mapping = Mapping(
        statuses={"Blocked": StatusCategory.WAITING, "Rejected": StatusCategory.CANCELLED},
        projects={"OPS": Mapping(statuses={"Parked": StatusCategory.WAITING})},
    )

    waiting = jql.compile(Query(project="P", status_category=StatusCategory.WAITING), mapping=mapping)
    doing = jql.compile(Query(status_category=StatusCategory.IN_PROGRESS), mapping=Mapping(statuses=mapping.statuses))

    assert waiting == (
        'project = "P" AND ((project NOT IN ("OPS") AND status IN ("Blocked"))'
        ' OR (project = "OPS" AND status IN ("Blocked", "Parked")))'
    )
    assert doing == 'statusCategory = "indeterminate" AND status NOT IN ("Blocked", "Rejected")'


def test_what_atlassians_parser_takes_can_be_combined(capsys: pytest.CaptureFixture[str]) -> None:
    judged = [one for one in shared_json("vectors/jql.json")["vectors"] if one["oracle_valid_query"]]

    for one in judged:
        written = jql.compile(Query.native("jira", one["query"]) & Query(project="P", order_by="key"))
        assert parse(written) is not None

    told(capsys, f"{len(judged)} queries of Atlassian's own combined with others")


def test_what_atlassians_parser_refuses_stays_refused() -> None:
    for one in shared_json("vectors/jql.json")["vectors"]:
        if one["oracle_valid_query"]:
            continue
        try:
            written = jql.compile(Query.native("jira", one["query"]) & Query(project="P"))
        except ValueError:
            continue
        with pytest.raises(JqlError):
            parse(written)


@pytest.mark.parametrize("line", [line for _, line in TABLE])
def test_the_simulator_parses_the_table(line: str) -> None:
    assert parse(line) is not None
