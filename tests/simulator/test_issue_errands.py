"""Errands around an issue: its subtasks listed, mail about it, the picker of issues."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira
from .spec_documents import find_operation, problems_of


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param, issues=6)


def root(site: Jira) -> str:
    return "/rest/api/3" if site.site.cloud else "/rest/api/2"


def make(site: Jira, summary: str, **fields: Any) -> str:
    draft = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": summary, **fields}
    return str(site.post(f"{root(site)}/issue", {"fields": draft})["key"])


def test_data_center_lists_subtasks() -> None:
    site = jira("server", issues=4)
    parent = make(site, "Whole")
    child = make(site, "Part", parent={"key": parent}, issuetype={"name": "Sub-task"})

    found = site.get(f"/rest/api/2/issue/{parent}/subtask")

    assert [(row["key"], row["fields"]["summary"]) for row in found] == [(child, "Part")]
    assert found == site.get(f"/rest/api/2/issue/{parent}")["fields"]["subtasks"]
    assert site.get(f"/rest/api/2/issue/{child}/subtask") == []
    assert jira("cloud", issues=4).call("GET", "/rest/api/3/issue/DEMO-1/subtask").status_code == 404


def test_mail_goes_to_others_or_it_is_refused(site: Jira) -> None:
    ben = site.site.store.people.first(name="ben")
    assert ben is not None
    key = make(site, "Rain")
    other = {"accountId": ben.account_id} if site.site.cloud else {"name": "ben"}

    def status(to: dict[str, Any]) -> int:
        return site.call("POST", f"{root(site)}/issue/{key}/notify", {"subject": "s", "to": to}).status_code

    assert status({"users": [other]}) == 204
    assert status({"groups": [{"name": "developers"}]}) == 204
    assert [status({}), status({"reporter": True, "watchers": True}), status({"assignee": True})] == [400, 400, 400]
    assert [status({"users": [{"name": "x"}]}), status({"groups": [{"name": "x"}]})] == [400, 400]
    missing = site.call("POST", f"{root(site)}/issue/DEMO-999/notify", {"to": {"users": [other]}})
    assert missing.status_code == 404


def test_the_picker_finds_by_key_and_summary_with_what_was_found_in_bold(site: Jira) -> None:
    key, other = make(site, "Heavy <rain> today"), make(site, "Heavy <rain> again")

    (history, current) = site.get(
        f"{root(site)}/issue/picker", query="RAIN", currentJQL=f"key = {key}", currentIssueKey=other
    )["sections"]

    (found,) = history["issues"]
    assert (history["id"], current["id"]) == ("hs", "cs")
    assert history["sub"] == "Showing 1 of 1 matching issues"
    assert (found["key"], found["summaryText"]) == (key, "Heavy <rain> today")
    assert found["summary"] == "Heavy &lt;<b>rain</b>&gt; today"
    assert current["issues"] == [found]
    operation = find_operation("GET", f"{root(site)}/issue/picker", cloud=site.site.cloud)
    assert operation is not None
    assert problems_of(operation, 200, {"sections": [history, current]}) == []


def test_the_picker_says_that_it_found_nothing(site: Jira) -> None:
    (section,) = site.get(f"{root(site)}/issue/picker", query="no such words")["sections"]

    assert (section["issues"], section["msg"]) == ([], "No matching issues found")
