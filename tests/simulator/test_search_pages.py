"""From page to page of a search nothing is hidden by what goes, and lists go without what does not exist."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira

_SEARCH = "/rest/api/3/search/jql"


def page(site: Jira, jql: str, **more: Any) -> tuple[list[str], str | None]:
    answer = site.get(_SEARCH, jql=jql, fields="summary", maxResults=10, **more)
    return [issue["key"] for issue in answer["issues"]], answer.get("nextPageToken")


@pytest.mark.parametrize("order", ["created ASC, key ASC", "key DESC", "priority, updated DESC", "summary"])
def test_the_next_page_begins_behind_the_place_of_the_last_even_if_all_before_it_are_gone(order: str) -> None:
    cloud = jira("cloud", issues=60)
    query = f"project = DEMO AND issuetype != Epic ORDER BY {order}"
    everything = cloud.search(query)
    first, token = page(cloud, query)

    for key in first:
        cloud.call("DELETE", f"/rest/api/3/issue/{key}", params={"deleteSubtasks": "true"})
    rest = cloud.search(query, nextPageToken=token)

    left = set(cloud.search(query))
    assert len(first) == 10
    assert not left & set(first)
    assert rest == [key for key in everything[10:] if key in left]


def test_an_issue_that_went_to_the_end_hides_none_of_those_before_it() -> None:
    cloud = jira("cloud", issues=60)
    query = "project = DEMO ORDER BY updated ASC"
    everything = cloud.search(query)
    first, token = page(cloud, query)

    cloud.site.clock.turn(60)
    cloud.call("PUT", f"/rest/api/3/issue/{first[-1]}", json={"fields": {"summary": "Changed just now"}})
    rest = cloud.search(query, nextPageToken=token)

    assert rest == [*everything[10:], first[-1]]


@pytest.mark.parametrize(("clause", "found"), [("IN", ["DEMO-2"]), ("NOT IN", ["DEMO-1", "DEMO-3"])])
def test_a_list_that_is_not_validated_goes_without_what_does_not_exist(clause: str, found: list[str]) -> None:
    server = jira("server", issues=20)
    query = f"project = DEMO AND key <= DEMO-3 AND key {clause} (DEMO-2, 99999, DEMO-99999) ORDER BY key"

    refused = server.call("GET", "/rest/api/2/search", params={"jql": query})
    answer = server.get("/rest/api/2/search", jql=query, validateQuery="false")

    assert refused.status_code == 400
    assert [issue["key"] for issue in answer["issues"]] == found
    assert len(answer["warningMessages"]) == 2


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_an_issue_comes_with_its_ways_and_their_fields(variant: str) -> None:
    site = jira(variant, issues=5)

    bare = site.get("/rest/api/2/issue/DEMO-1", expand="transitions")["transitions"]
    full = site.get("/rest/api/2/issue/DEMO-1", expand="transitions,transitions.fields")["transitions"]

    assert all("fields" not in way for way in bare)
    assert full == site.get("/rest/api/2/issue/DEMO-1/transitions", expand="transitions.fields")["transitions"]


def test_an_epic_that_is_deleted_leaves_no_link_behind() -> None:
    server = jira("server", issues=60)
    found = server.get("/rest/api/2/search", jql='"Epic Link" is not EMPTY')
    linked = [issue for issue in found["issues"] if issue["fields"].get("customfield_10014")]
    key = linked[0]["fields"]["customfield_10014"]

    server.call("DELETE", f"/rest/api/2/issue/{key}", params={"deleteSubtasks": "true"})

    left = server.get(f"/rest/api/2/issue/{linked[0]['key']}")
    assert left["fields"]["customfield_10014"] is None
