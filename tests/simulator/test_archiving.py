"""Archived issues: out of search, readable, and not to be changed until they are brought back."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira


@pytest.fixture
def cloud() -> Jira:
    return jira("cloud")


@pytest.fixture
def server() -> Jira:
    return jira("server")


def api(site: Jira) -> str:
    return "/rest/api/3" if site.site.cloud else "/rest/api/2"


def family(site: Jira) -> tuple[str, str]:
    """Return a new issue and its subtask."""
    fields: dict[str, Any] = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "Old"}
    parent = site.post(f"{api(site)}/issue", {"fields": fields})["key"]
    kind = "Subtask" if site.site.cloud else "Sub-task"
    child = {**fields, "issuetype": {"name": kind}, "parent": {"key": parent}}
    return parent, site.post(f"{api(site)}/issue", {"fields": child})["key"]


def test_server_archives_an_issue_with_its_subtasks_and_restores_them(server: Jira) -> None:
    parent, child = family(server)
    path = f"/rest/api/2/issue/{parent}"
    query = f"key in ({parent}, {child})"

    before = server.search(query)
    alone = server.call("PUT", f"/rest/api/2/issue/{child}/archive")
    done = server.call("PUT", f"{path}/archive")
    during = server.search(query)
    answers = [
        server.call("PUT", path, {"fields": {"summary": "New"}}),
        server.call("POST", f"{path}/comment", {"body": "x"}),
        server.call("POST", f"{path}/transitions", {"transition": {"id": "31"}}),
        server.call("PUT", f"{path}/assignee", {"name": "ben"}),
        server.call("PUT", f"{path}/archive"),
    ]
    read = server.get(path)
    restored = server.call("PUT", f"{path}/restore")

    assert (alone.status_code, done.status_code, restored.status_code) == (403, 204, 204)
    assert (sorted(before), during, sorted(server.search(query))) == (sorted([parent, child]), [], sorted(before))
    assert [answer.status_code for answer in answers] == [403, 400, 403, 403, 403]
    assert read["fields"]["summary"] == "Old"


def test_cloud_archives_what_it_can_of_a_list(cloud: Jira) -> None:
    parent, child = family(cloud)
    body = {"issueIdsOrKeys": [parent, child, "DEMO-99999"]}

    done = cloud.put("/rest/api/3/issue/archive", body)
    none = cloud.call("PUT", "/rest/api/3/issue/archive", {"issueIdsOrKeys": ["DEMO-99999"]})
    during = cloud.search(f"key in ({parent}, {child})")
    back = cloud.put("/rest/api/3/issue/unarchive", {"issueIdsOrKeys": [parent]})

    assert done["numberOfIssuesUpdated"] == 2
    assert {name: row["issueIdsOrKeys"] for name, row in done["errors"].items()} == {
        "issueIsSubtask": [child],
        "issuesNotFound": ["DEMO-99999"],
    }
    assert none.status_code == 400
    assert (during, back["numberOfIssuesUpdated"]) == ([], 2)
    assert cloud.search(f"key = {parent}") == [parent]


def test_cloud_archives_what_a_query_finds(cloud: Jira) -> None:
    parent, _ = family(cloud)

    answer = cloud.call("POST", "/rest/api/3/issue/archive", {"jql": f"key = {parent}"})
    wrong = cloud.call("POST", "/rest/api/3/issue/archive", {"jql": "key ="})

    assert (answer.status_code, wrong.status_code) == (202, 400)
    assert cloud.call("GET", answer.json()).json()["result"] == {"numberOfIssuesUpdated": 2}
    assert cloud.search(f"key = {parent}") == []


def test_only_administrators_archive(cloud: Jira, server: Jira) -> None:
    cleo = {"headers": {"Authorization": "Bearer pat-cleo"}}

    on_cloud = cloud.call("PUT", "/rest/api/3/issue/archive", {"issueIdsOrKeys": ["DEMO-1"]},
                          auth=("cleo@example.com", "api-token-cleo"))  # fmt: skip
    on_server = server.call("PUT", "/rest/api/2/issue/DEMO-1/archive", **cleo)

    assert (on_cloud.status_code, on_server.status_code) == (403, 403)
