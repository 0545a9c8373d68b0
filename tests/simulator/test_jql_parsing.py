"""JQL parses what Atlassian's own parser parses, and refuses the rest in Jira's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jira_simulator.jql import JqlError, parse
from jira_simulator.jql.tree import All, AnyOf, Call, Clause, Empty, FieldName, Items, Literal, Not, Operator, Property

from ..shared_files import shared_json

_WORDS = ["a", '"b c"', "=", "!", "~", "<=", "in", "not", "is", "empty", "was", "changed", "by", "(", ")", ",", "cf"]
_WORDS += ["[", "]", "1", "-4w", "and", "|", "order by", "asc", "fn(", "\\", "\\u0041", "'", '"', "@", "next", "\x01"]


def refused(query: str) -> str:
    with pytest.raises(JqlError) as caught:
        parse(query)
    return "\n".join(caught.value.messages)


def test_verdicts_are_those_of_atlassians_parser() -> None:
    vectors = shared_json("vectors/jql.json")["vectors"]

    different = [case["query"] for case in vectors if accepts(case["query"]) != case["oracle_valid_query"]]

    assert len(vectors) > 400
    assert different == []


def accepts(query: str) -> bool:
    try:
        parse(query)
    except JqlError:
        return False
    return True


@given(st.one_of(st.text(), st.lists(st.sampled_from(_WORDS)).map(" ".join)))
def test_any_text_is_parsed_or_refused(query: str) -> None:
    assert accepts(query) in {True, False}


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs", "Cn"])))
def test_a_quoted_string_is_the_text_it_quotes(text: str) -> None:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')

    assert parse(f'summary ~ "{escaped}"').where == Clause(FieldName("summary"), Operator.LIKE, Literal(text))


def test_and_binds_tighter_than_or_and_not_tightest() -> None:
    a, b, c = (Clause(FieldName(name), Operator.EQUALS, Literal("1", 1)) for name in "abc")

    assert parse("a = 1 or b = 1 and not c = 1").where == AnyOf((a, All((b, Not(c)))))
    assert parse("! (a = 1 || b = 1) & c = 1").where == All((Not(AnyOf((a, b))), c))


def test_lists_nest_and_hold_functions_and_empty() -> None:
    query = parse("assignee in (ann, (currentUser(), empty), membersOf(staff, 2))")

    members = Items((Literal("ann"), Items((Call("currentUser"), Empty())), Call("membersOf", ("staff", "2"))))
    assert query.where == Clause(FieldName("assignee"), Operator.IN, members)


def test_custom_ids_and_properties_are_part_of_the_field() -> None:
    assert parse("CF[10021] is not null").where == Clause(FieldName("cf[10021]", 10021), Operator.IS_NOT, Empty())
    query = parse("issue.property[my.key].path.to > 3 order by cf[7] desc")
    assert query.where == Clause(
        FieldName("issue.property", None, (Property("my.key", "path.to"),)), Operator.GREATER, Literal("3", 3)
    )
    assert [(sort.field.custom_id, sort.descending) for sort in query.order_by] == [(7, True)]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            "project=SET",
            (
                "Error in the JQL Query: 'SET' is a reserved JQL word. You must surround it in quotation marks to use it "
                "in a query. (line 1, character 9)"
            ),
        ),
        (
            "project = OR",
            (
                "Error in JQL Query: Expecting either a value, list or function but got 'OR'. You must surround 'OR' in "
                "quotation marks to use it as a value. (line 1, character 11)"
            ),
        ),
        (
            "a = 1\nor  b = x@y",
            (
                "Error in the JQL Query: The character '@' is a reserved JQL character. You must enclose it in a string "
                "or use the escape '\\u0040' instead. (line 2, character 10)"
            ),
        ),
        (
            "a = 1 and summary ~ 'Configuring Fees ",
            (
                "Error in the JQL Query: The quoted string 'Configuring Fees ' has not been completed. "
                "(line 1, character 21)"
            ),
        ),
    ],
)
def test_refusals_are_in_jiras_words(query: str, message: str) -> None:
    assert refused(query) == message


def test_deep_nesting_is_refused_instead_of_overflowing() -> None:
    assert "nested too deeply" in refused("(" * 5000 + "a = 1" + ")" * 5000)
    assert "nested too deeply" in refused("not " * 5000 + "a = 1")
