"""`atlassian-python-api`, unchanged: its client of Server and Data Center. https://pypi.org/project/atlassian-python-api/"""

from __future__ import annotations

import io
from typing import Any

import pytest

from anyticket.testing import SimulatedJira

library = pytest.importorskip("atlassian", reason="make test-peers runs this: it needs the extra peers")

pytestmark = pytest.mark.jira(context="/jira")


@pytest.fixture
def client(jira_server: SimulatedJira) -> Any:
    return library.Jira(url=jira_server.url, token=jira_server.admin.token, cloud=False)


@pytest.fixture
def key(client: Any) -> str:
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "Made by a peer"}
    return str(client.issue_create({**fields, "description": "A *bold* word"})["key"])


def test_a_password_logs_in_too(jira_server: SimulatedJira) -> None:
    user = jira_server.user
    client = library.Jira(url=jira_server.url, username=user.username, password=user.password)

    assert client.myself()["name"] == "ben"


def test_an_issue_lives_from_create_to_delete(client: Any, key: str) -> None:
    client.update_issue_field(key, {"summary": "Changed by a peer"})
    client.issue_update(key, {"labels": ["peer"]})
    read = client.issue(key, fields="summary,labels,description")["fields"]
    there = client.issue_exists(key)
    client.delete_issue(key)

    assert read == {"summary": "Changed by a peer", "labels": ["peer"], "description": "A *bold* word"}
    assert (there, bool(client.issue_exists(key))) == (True, False)


def test_many_are_created_at_once(client: Any) -> None:
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}}

    made = client.create_issues([{"fields": {**fields, "summary": f"Number {number}"}} for number in range(3)])

    assert [client.issue_field_value(item["key"], "summary") for item in made["issues"]] == [
        "Number 0", "Number 1", "Number 2"
    ]  # fmt: skip


@pytest.mark.jira(issues=270)
def test_a_search_pages_through_all_there_are(client: Any, jira_server: SimulatedJira) -> None:
    found: list[Any] = []
    while page := client.jql("ORDER BY key", fields="summary", start=len(found), limit=50)["issues"]:
        found += page

    assert {issue["key"] for issue in found} == {issue.key for issue in jira_server.site.store.issues}
    assert len(found) == len(client.jql_get_list_of_tickets("ORDER BY key", fields="summary", limit=1000)) == 270


def test_a_wrong_query_is_refused(client: Any) -> None:
    with pytest.raises(Exception, match="nosuchfield"):
        client.jql("nosuchfield = 1")


def test_comments_are_added_and_changed(client: Any, key: str) -> None:
    comment = client.issue_add_comment(key, "First words")
    client.issue_edit_comment(key, comment["id"], "Better words")

    assert [item["body"] for item in client.issue_get_comments(key)["comments"]] == ["Better words"]
    assert client.issue_get_comment(key, comment["id"])["author"]["name"] == "admin"


def test_an_issue_goes_through_its_workflow(client: Any, key: str) -> None:
    before = {way["to"] for way in client.get_issue_transitions(key)}
    client.set_issue_status(key, "In Progress")
    moved = client.get_issue_status(key)
    client.set_issue_status(key, "Done", fields={"resolution": {"name": "Done"}})

    assert "In Progress" in before
    assert (moved, client.get_issue_status(key)) == ("In Progress", "Done")
    changes = {(entry["from"], entry["to"]) for entry in client.get_issue_status_changelog(key)}
    assert changes == {("To Do", "In Progress"), ("In Progress", "Done")}


def test_issues_are_linked_and_unlinked(client: Any, key: str) -> None:
    other = client.jql(f"project = DEMO AND key != {key}", limit=1)["issues"][0]["key"]
    client.create_issue_link({"type": {"name": "Blocks"}, "inwardIssue": {"key": key}, "outwardIssue": {"key": other}})
    (link,) = client.issue_field_value(key, "issuelinks")
    read = client.get_issue_link(link["id"])
    client.remove_issue_link(link["id"])

    assert "Blocks" in client.get_issue_link_types_names()
    assert (read["inwardIssue"]["key"], read["outwardIssue"]["key"]) == (key, other)
    assert client.issue_field_value(key, "issuelinks") == []


def test_what_lies_elsewhere_is_linked_once(client: Any, key: str) -> None:
    for title in ("One", "Two"):
        client.create_or_update_issue_remote_links(key, "https://example.com/1", title, global_id="peer-1")
    (link,) = client.get_issue_remote_links(key)
    client.delete_issue_remote_link_by_id(key, link["id"])

    assert (link["object"]["title"], link["globalId"]) == ("Two", "peer-1")
    assert client.get_issue_remote_links(key) == []


def test_work_is_logged(client: Any, key: str) -> None:
    client.issue_worklog(key, "2026-11-01T10:00:00.000+0000", 7200, comment="Thinking")

    (log,) = client.issue_get_worklog(key)["worklogs"]

    assert (log["timeSpentSeconds"], log["comment"]) == (7200, "Thinking")
    assert client.issue_field_value(key, "timespent") == 7200


def test_files_go_up_and_come_down_as_they_are(client: Any, key: str) -> None:
    content = io.BytesIO(bytes(range(256)) * 500)
    content.name = "bytes.bin"
    (attached,) = client.add_attachment_object(key, content)
    read = client.get_attachment_content(attached["id"])
    client.remove_attachment(attached["id"])

    assert (attached["filename"], attached["size"]) == ("bytes.bin", 128_000)
    assert read == content.getvalue()
    assert client.get_attachments_ids_from_issue(key) == []


def test_people_watch(client: Any, key: str) -> None:
    client.issue_add_watcher(key, "ben")
    watchers = [person["name"] for person in client.issue_get_watchers(key)["watchers"]]
    client.issue_delete_watcher(key, "ben")

    assert "ben" in watchers
    assert "ben" not in [person["name"] for person in client.issue_get_watchers(key)["watchers"]]


def test_people_are_found_and_issues_assigned(client: Any, key: str) -> None:
    (found,) = client.user_find_by_user_string(username="ben")
    client.assign_issue(key, "ben")

    assert client.user("ben")["displayName"] == found["displayName"] == "Ben Brook"
    assert client.issue_field_value(key, "assignee")["name"] == "ben"
    assert "ben" in {person["name"] for person in client.get_all_assignable_users_for_project("DEMO")}


def test_projects_are_read(client: Any) -> None:
    assert {"DEMO", "SUP"} <= {project["key"] for project in client.projects()}
    assert client.project("DEMO")["lead"]["name"] == "admin"
    assert "Administrators" in client.get_project_roles("DEMO")
    assert client.get_project_issues_count("DEMO") == len(client.get_all_project_issues("DEMO", limit=500))


def test_components_are_made_and_deleted(client: Any) -> None:
    made = client.create_component({"name": "Peers", "project": "DEMO"})
    client.update_component({"name": "Clients"}, made["id"])
    read = client.component(made["id"])
    client.delete_component(made["id"])

    assert read["name"] == "Clients"
    assert "Clients" not in {component["name"] for component in client.get_project_components("DEMO")}


def test_versions_are_made_released_and_deleted(client: Any) -> None:
    project = client.project("DEMO")
    made = client.add_version("DEMO", project["id"], "9.9")
    client.update_version(made["id"], is_released=True, release_date="2026-12-24")
    read = client.get_version(made["id"])
    client.delete_version(made["id"])

    assert (read["name"], read["released"], read["releaseDate"]) == ("9.9", True, "2026-12-24")
    assert "9.9" not in {version["name"] for version in client.get_project_versions("DEMO")}


def test_boards_and_sprints_are_worked_with(client: Any, key: str) -> None:
    (board, *_) = client.get_all_agile_boards(project_key="DEMO", board_type="scrum")["values"]
    states = [sprint["state"] for sprint in client.get_all_sprints_from_board(board["id"])["values"]]
    sprint = client.create_sprint("Peers 1", board["id"])
    client.add_issues_to_sprint(sprint["id"], [key])
    inside = client.get_all_issues_for_sprint_in_board(board["id"], sprint["id"])["issues"]
    days = {"startDate": "2026-11-02T09:00:00.000Z", "endDate": "2026-11-16T09:00:00.000Z"}
    client.update_partially_sprint(sprint["id"], {"name": "Peers 2", **days})
    client.move_issues_to_backlog([key])

    assert "active" in states
    assert [issue["key"] for issue in inside] == [key]
    assert client.jql(f"sprint = {sprint['id']}")["issues"] == []
    assert client.get_all_sprints_from_board(board["id"], state="future")["values"][-1]["name"] == "Peers 2"
