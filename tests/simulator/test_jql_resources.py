"""The resources around JQL: parsed, rendered again, matched, cleaned, and what the editor of queries is told."""

from __future__ import annotations

from typing import Any

import pytest

from jira_simulator.jql import JqlError, parse
from jira_simulator.jql.rendering import render

from ..shared_files import vectors
from .loopback_jira import Jira, jira


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud", issues=30)


def parsed(site: Jira, query: str, validation: str = "strict") -> dict[str, Any]:
    answer = site.call("POST", f"/rest/api/3/jql/parse?validation={validation}", {"queries": [query]})
    found: dict[str, Any] = answer.json()["queries"][0]
    return found


def test_a_query_is_answered_as_its_structure(cloud: Jira) -> None:
    query = 'summary ~ test AND (labels in (urgent, "two words") OR assignee = currentUser()) ORDER BY updated DESC'

    where = parsed(cloud, query)["structure"]["where"]

    assert where["operator"] == "and"
    assert where["clauses"][0] == {
        "field": {"name": "summary", "encodedName": "summary"},
        "operator": "~",
        "operand": {"value": "test", "encodedValue": "test"},
    }
    either = where["clauses"][1]
    assert either["operator"] == "or"
    assert either["clauses"][0]["operand"]["encodedOperand"] == '(urgent, "two words")'
    assert either["clauses"][1]["operand"] == {
        "function": "currentUser",
        "arguments": [],
        "encodedOperand": "currentUser()",
    }


def test_history_sorting_and_empty_have_their_own_forms(cloud: Jira) -> None:
    query = "status CHANGED FROM Open AFTER startOfMonth(-1M) AND assignee IS EMPTY ORDER BY updated DESC, key"

    structure = parsed(cloud, query, "none")["structure"]

    changed, empty = structure["where"]["clauses"]
    assert changed["operator"] == "changed"
    assert [predicate["operator"] for predicate in changed["predicates"]] == ["from", "after"]
    assert changed["predicates"][1]["operand"]["arguments"] == ["-1M"]
    assert empty["operand"]["keyword"] == "empty"
    assert structure["orderBy"]["fields"] == [
        {"field": {"name": "updated", "encodedName": "updated"}, "direction": "desc"},
        {"field": {"name": "key", "encodedName": "key"}},
    ]


@pytest.mark.parametrize(
    ("query", "validation", "keys"),
    [
        ("invalid query", "none", {"query", "errors"}),
        ("universe = 42", "strict", {"query", "errors"}),
        ("universe = 42", "warn", {"query", "errors", "structure"}),
        ("universe = 42", "none", {"query", "structure"}),
        ("project = INVALID", "strict", {"query", "warnings"}),
        ("project = DEMO", "strict", {"query", "structure"}),
    ],
)
def test_how_much_is_checked_is_for_the_caller_to_say(cloud: Jira, query: str, validation: str, keys: set[str]) -> None:
    assert parsed(cloud, query, validation).keys() == keys


def test_what_is_rendered_means_the_same() -> None:
    texts = [vector["query"] for vector in vectors("jql") if _parses(vector["query"])]

    different = [text for text in texts if parse(render(parse(text))) != parse(text)]

    assert len(texts) > 50
    assert different == []


def _parses(text: str) -> bool:
    try:
        parse(text)
    except JqlError:
        return False
    return True


def test_issues_are_matched_without_a_search(cloud: Jira) -> None:
    demo = [cloud.get(f"/rest/api/3/issue/DEMO-{number}")["id"] for number in (1, 2)]
    sup = cloud.get("/rest/api/3/issue/SUP-1")["id"]
    asked = {"issueIds": [int(id) for id in (*demo, sup)], "jqls": ["project = DEMO", "key = SUP-1", "broken = value"]}

    matches = cloud.post("/rest/api/3/jql/match", asked)["matches"]

    assert [match["matchedIssues"] for match in matches] == [[int(id) for id in demo], [int(sup)], []]
    assert [bool(match["errors"]) for match in matches] == [False, False, True]


def test_queries_are_cleaned_of_what_people_were_called(cloud: Jira) -> None:
    ben = cloud.site.store.people.first(name="ben")
    assert ben is not None
    queries = ["assignee = ben AND reporter in (ben) ORDER BY key", "project = DEMO", "assignee was in (nobody) BY ben"]

    told = cloud.post("/rest/api/3/jql/pdcleaner", {"queryStrings": queries})

    id = ben.account_id
    assert told["queryStrings"] == [f"assignee = {id} AND reporter IN ({id}) ORDER BY key", "project = DEMO"]
    assert told["queriesWithUnknownUsers"] == [
        {"originalQuery": queries[2], "convertedQuery": f"assignee WAS IN (unknown) BY {id}"}
    ]


def test_names_that_one_may_not_see_become_ids(cloud: Jira) -> None:
    cleo = cloud.site.store.people.first(name="cleo")
    secret = cloud.site.store.projects.first(key="SEC")
    assert cleo is not None
    assert secret is not None
    rows = [{"query": "project = 'Secret Plans'", "accountId": cleo.account_id}, {"query": "nonsense"}]

    told = cloud.post("/rest/api/3/jql/sanitize", {"queries": rows})["queries"]
    refused = Jira(cloud.site, ("cleo@example.com", "api-token-cleo"), {}).call("POST", "/rest/api/3/jql/sanitize", {})

    assert told[0]["sanitizedQuery"] == f"project = {secret.id}"
    assert told[1].keys() == {"initialQuery", "errors"}
    assert refused.status_code == 403


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_the_editor_is_told_fields_functions_and_words(variant: str) -> None:
    site = jira(variant, issues=10)

    told = site.get("/rest/api/2/jql/autocompletedata")

    fields = {field["value"]: field for field in told["visibleFieldNames"]}
    assert fields["summary"]["operators"] == ["~", "!~", "is", "is not"]
    assert "was" in fields["status"]["operators"]
    assert fields['"Story Points"']["displayName"] == "Story Points - cf[10026]"
    assert all(field["searchable"] == "true" for field in fields.values())
    assert {"currentUser()", "startOfDay()"} <= {function["value"] for function in told["visibleFunctionNames"]}
    assert {"and", "empty", "distinct"} <= set(told["jqlReservedWords"])


def test_values_are_suggested_by_the_words_that_a_text_begins(cloud: Jira) -> None:
    statuses = cloud.get("/rest/api/3/jql/autocompletedata/suggestions", fieldName="status", fieldValue="prog")
    people = cloud.get("/rest/api/3/jql/autocompletedata/suggestions", fieldName="reporter", fieldValue="bro")

    assert statuses["results"] == [{"value": '"In Progress"', "displayName": "In <b>Prog</b>ress"}]
    assert [row["displayName"] for row in people["results"]] == ["Ben <b>Bro</b>ok"]
