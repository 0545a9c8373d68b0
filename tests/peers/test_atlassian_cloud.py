"""`atlassian-python-api`, unchanged: its clients of Cloud, for version 3, for boards, and the older one."""

from __future__ import annotations

from typing import Any

import pytest

from anyticket.testing import SimulatedJira

library = pytest.importorskip("atlassian", reason="make test-peers runs this: it needs the extra peers")


def document(text: str) -> dict[str, Any]:
    return {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
    }


@pytest.fixture
def login(jira_cloud: SimulatedJira) -> dict[str, str]:
    admin = jira_cloud.admin
    return {"url": jira_cloud.url, "username": admin.username, "password": admin.password}


@pytest.fixture
def client(login: dict[str, str]) -> Any:
    return library.JiraCloud(**login)


@pytest.fixture
def agile(login: dict[str, str]) -> Any:
    return library.JiraSoftware(**login)


@pytest.fixture
def key(client: Any) -> str:
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "Made by a peer"}
    return str(client.create_issue(data={"fields": {**fields, "description": document("Some words")}})["key"])


def test_an_issue_lives_from_create_to_delete(client: Any, key: str) -> None:
    client.edit_issue(key, data={"fields": {"summary": "Changed by a peer", "labels": ["peer"]}})
    read = client.get_issue(key, fields="summary,labels,description")["fields"]
    client.delete_issue(key)

    assert (read["summary"], read["labels"]) == ("Changed by a peer", ["peer"])
    assert read["description"]["content"][0]["content"][0]["text"] == "Some words"
    with pytest.raises(Exception, match="does not exist"):
        client.get_issue(key)


@pytest.mark.jira(issues=270)
@pytest.mark.parametrize("fields", ["summary", "*all"])
def test_a_search_pages_through_all_there_are(client: Any, jira_cloud: SimulatedJira, fields: str) -> None:
    found = client.enhanced_jql_get_list_of_tickets("created is not EMPTY ORDER BY key", fields=fields)

    assert len(found) == 270
    assert {issue["key"] for issue in found} == {issue.key for issue in jira_cloud.site.store.issues}


def test_many_are_created_and_fetched_at_once(client: Any) -> None:
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}}
    made = client.create_issues(data={"issueUpdates": [{"fields": {**fields, "summary": str(n)}} for n in range(3)]})
    keys = [issue["key"] for issue in made["issues"]]

    fetched = client.bulk_fetch_issues(data={"issueIdsOrKeys": keys, "fields": ["summary"]})

    assert {issue["key"]: issue["fields"]["summary"] for issue in fetched["issues"]} == dict(
        zip(keys, "012", strict=True)
    )


def test_comments_are_added_changed_and_deleted(client: Any, key: str) -> None:
    comment = client.add_comment(key, data={"body": document("First words")})
    client.update_comment(key, comment["id"], data={"body": document("Better words")})
    read = client.get_comments(key)
    client.delete_comment(key, comment["id"])

    assert [item["body"]["content"][0]["content"][0]["text"] for item in read["comments"]] == ["Better words"]
    assert client.get_comments(key)["total"] == 0


def test_an_issue_goes_through_its_workflow(client: Any, key: str) -> None:
    ways = {way["to"]["name"]: way["id"] for way in client.get_transitions(key)["transitions"]}
    client.do_transition(key, data={"transition": {"id": ways["In Progress"]}})

    assert client.get_issue(key, fields="status")["fields"]["status"]["name"] == "In Progress"
    (change,) = client.get_change_logs(key)["values"]
    assert [(item["fromString"], item["toString"]) for item in change["items"] if item["field"] == "status"] == [
        ("To Do", "In Progress")
    ]


def test_issues_are_linked_and_unlinked(client: Any, key: str) -> None:
    other = client.enhanced_jql(f"project = DEMO AND key != {key}", fields="summary", limit=1)["issues"][0]["key"]
    ends = {"inwardIssue": {"key": key}, "outwardIssue": {"key": other}}
    client.link_issues(data={"type": {"name": "Blocks"}, **ends})
    (link,) = client.get_issue(key, fields="issuelinks")["fields"]["issuelinks"]
    read = client.get_issue_link(link["id"])
    client.delete_issue_link(link["id"])

    assert (read["inwardIssue"]["key"], read["outwardIssue"]["key"]) == (key, other)
    assert client.get_issue(key, fields="issuelinks")["fields"]["issuelinks"] == []


def test_what_lies_elsewhere_is_linked(client: Any, key: str) -> None:
    target = {"url": "https://example.com/1", "title": "One"}
    made = client.create_or_update_remote_issue_link(key, data={"globalId": "peer-1", "object": target})
    (read,) = client.get_remote_issue_links(key)
    client.delete_remote_issue_link_by_id(key, made["id"])

    assert (read["globalId"], read["object"]["title"]) == ("peer-1", "One")
    assert client.get_remote_issue_links(key) == []


def test_work_is_logged_and_deleted(client: Any, key: str) -> None:
    log = client.add_worklog(key, data={"timeSpent": "2h", "comment": document("Thinking")})
    client.update_worklog(key, log["id"], data={"timeSpentSeconds": 10_800})
    read = client.get_issue_worklog(key)
    client.delete_worklog(key, log["id"])

    assert [item["timeSpentSeconds"] for item in read["worklogs"]] == [10_800]
    assert client.get_issue_worklog(key)["total"] == 0


def test_files_go_up_and_come_down_as_they_are(login: dict[str, str], client: Any, key: str, tmp_path: Any) -> None:
    content = bytes(range(256)) * 500
    (tmp_path / "bytes.bin").write_bytes(content)
    (attached,) = library.Jira(**login, cloud=True).add_attachment(key, str(tmp_path / "bytes.bin"))
    read = library.Jira(**login, cloud=True).get_attachment_content(attached["id"])
    client.remove_attachment(attached["id"])

    assert read == content
    assert client.get_issue(key, fields="attachment")["fields"]["attachment"] == []


def test_people_watch_and_are_found(client: Any, key: str, jira_cloud: SimulatedJira) -> None:
    user = jira_cloud.user.id
    client.add_watcher(key, data=user)
    watchers = {person["accountId"] for person in client.get_issue_watchers(key)["watchers"]}
    client.remove_watcher(key, account_id=user)

    assert user in watchers
    assert user not in {person["accountId"] for person in client.get_issue_watchers(key)["watchers"]}


def test_projects_components_and_versions_are_worked_with(client: Any) -> None:
    project = client.get_project("DEMO")
    component = client.create_component(data={"name": "Peers", "project": "DEMO"})
    version = client.add_version(project["id"], "9.9")
    read = client.get_component(component["id"]), client.get_version(version["id"])
    client.delete_component(component["id"])
    client.delete_and_replace_version(version["id"], data={})

    assert project["name"] == "Demo Scrum"
    assert [found["name"] for found in read] == ["Peers", "9.9"]
    assert {"DEMO", "SUP"} <= {found["key"] for found in client.search_projects()["values"]}
    assert "9.9" not in {found["name"] for found in client.get_project_versions("DEMO")}


def test_boards_and_sprints_are_worked_with(agile: Any, key: str) -> None:
    board = agile.get_all_boards(type="scrum", project_key_or_id="DEMO")["values"][0]
    sprint = agile.create_sprint(data={"name": "Peers 1", "originBoardId": board["id"]})
    agile.move_issues_to_sprint_and_rank(sprint["id"], data={"issues": [key]})
    inside = [issue["key"] for issue in agile.get_issues_for_sprint(sprint["id"])["issues"]]
    agile.move_issues_to_backlog(data={"issues": [key]})
    outside = agile.get_issues_for_sprint(sprint["id"])["issues"]
    agile.delete_sprint(sprint["id"])

    assert (inside, outside) == ([key], [])
    assert "Peers 1" not in {found["name"] for found in agile.get_all_sprints(board["id"])["values"]}


def test_the_older_client_works_on_cloud_too(login: dict[str, str]) -> None:
    older = library.Jira(**login, cloud=True)
    made = older.issue_create({"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "Older"})
    older.issue_add_comment(made["key"], "A *bold* word")

    assert older.issue_field_value(made["key"], "summary") == "Older"
    assert [item["body"] for item in older.issue_get_comments(made["key"])["comments"]] == ["A *bold* word"]
    assert older.user_find_by_user_string(query="Ben")[0]["displayName"] == "Ben Brook"
