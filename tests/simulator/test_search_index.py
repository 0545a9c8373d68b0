"""What JQL finds on a seeded site is what a look at every issue finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jira_simulator.site import Site
from jira_simulator.store.issues import Issue

from .loopback_jira import Jira, jira

Test = Callable[[Issue, Site], bool]


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud", issues=150)


def status(issue: Issue, site: Site) -> str:
    return site.store.statuses[issue.ref("status") or 0].name


def project(issue: Issue) -> str:
    return issue.key.split("-")[0]


def number(issue: Issue) -> int:
    return int(issue.key.split("-")[1])


_CASES: dict[str, Test] = {
    "project = DEMO": lambda issue, site: project(issue) == "DEMO",
    "project in (KAN, 'Customer Support')": lambda issue, site: project(issue) in {"KAN", "SUP"},
    "status = 'To Do' and assignee is empty": lambda i, s: status(i, s) == "To Do" and i.ref("assignee") is None,
    "statusCategory = Done": lambda issue, site: site.store.statuses[issue.ref("status") or 0].category == 3,
    "resolution = Unresolved": lambda issue, site: issue.ref("resolution") is None,
    "resolution != Unresolved": lambda issue, site: issue.ref("resolution") is not None,
    "priority > Medium": lambda issue, site: issue.ref("priority") in {1, 2},
    "priority <= Medium and type = Bug": lambda i, s: (i.ref("priority") or 0) >= 3 and i.ref("issuetype") == 10004,
    "labels in (ux, DOCS)": lambda issue, site: bool({"ux", "docs"} & set(issue.values.get("labels") or [])),  # type: ignore[call-overload]
    "labels not in (ux)": lambda issue, site: bool(issue.values.get("labels")) and "ux" not in str(issue.values["labels"]),
    "key >= DEMO-3 and key < DEMO-9": lambda issue, site: project(issue) == "DEMO" and 3 <= number(issue) < 9,
    "id <= 10010": lambda issue, site: issue.id <= 10010,
    "issuetype in subtaskIssueTypes()": lambda issue, site: issue.ref("issuetype") == 10003,
    "sprint in openSprints()": lambda i, s: any(s.store.sprints[id].state == "active" for id in i.refs("customfield_10020")),
    "fixVersion in releasedVersions()": lambda i, s: any(
        s.store.versions[id].released and not s.store.versions[id].archived for id in i.refs("fixVersions")
    ),
    "'Story Points' >= 5": lambda issue, site: float(str(issue.values.get("customfield_10026", 0))) >= 5,
    "cf[10026] is not empty": lambda issue, site: "customfield_10026" in issue.values,
    "Severity = Critical": lambda i, s: (
        i.ref("customfield_10030") is not None and s.store.options[i.ref("customfield_10030") or 0].value == "Critical"
    ),
    "summary ~ login": lambda issue, site: "login" in issue.text("summary").lower().split(),
    "comment is not empty": lambda issue, site: site.store.comments.count(issue_id=issue.id) > 0,
    "reporter = currentUser()": lambda issue, site: issue.ref("reporter") == 10000,
    "watcher = currentUser()": lambda i, s: any(watch.person_id == 10000 for watch in s.store.watches.where(issue_id=i.id)),
    "duedate < 2026-06-01": lambda issue, site: "" < issue.text("duedate") < "2026-06-01",
    "status changed": lambda issue, site: site.store.changes.count(issue_id=issue.id) > 0,
    "parent is not empty": lambda issue, site: issue.parent_id is not None,
}  # fmt: skip


@pytest.mark.parametrize("query", sorted(_CASES))
def test_a_query_finds_what_a_look_at_every_issue_finds(cloud: Jira, query: str) -> None:
    keys = cloud.search(query, maxResults=5000)

    expected = {issue.key for issue in cloud.site.store.issues if _CASES[query](issue, cloud.site)}
    assert set(keys) == expected
    assert len(keys) == len(expected)


def test_a_project_that_one_may_not_see_is_not_found() -> None:
    other = jira("cloud", issues=60, who="cleo")

    assert any(issue.key.startswith("SEC-") for issue in other.site.store.issues)
    assert not any(key.startswith("SEC-") for key in other.search("project is not empty"))
