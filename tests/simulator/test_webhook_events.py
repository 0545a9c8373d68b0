"""What webhooks tell of what happens, beyond what was recorded."""

from __future__ import annotations

from typing import Any, Final

import pytest

from jira_simulator.store.activity import Property
from jira_simulator.store.administration import Setting
from jira_simulator.webhooks.names import EVENTS
from jira_simulator.work import events

from .loopback_jira import NOW, Jira, jira
from .loopback_receiver import Collector, Got
from .webhook_sites import create_issue, register

_URL: Final = "http://127.0.0.1:1/hook"
BOTH = pytest.mark.parametrize("variant", ["cloud", "server"])


def site_with(variant: str, *names: str, **options: Any) -> tuple[Jira, Collector]:
    client = jira(variant, issues=4, **options)
    register(client, _URL, names or sorted(_known(client)))
    return client, Collector(client.site)


def _known(client: Jira) -> set[str]:
    cloud_only = {name for name in EVENTS if name.startswith(("app_access", "jira_expression"))}
    return set(EVENTS) if client.site.cloud else EVENTS - cloud_only


def of(got: list[Got], name: str) -> list[Any]:
    return [each.json for each in got if each.event == name]


@BOTH
def test_every_event_can_be_registered(variant: str) -> None:
    client, _ = site_with(variant)

    (webhook,) = client.site.store.webhooks

    assert set(webhook.events) == _known(client)


def test_a_comment_of_cloud_has_a_trimmed_issue_and_no_user() -> None:
    client, receiver = site_with("cloud", "comment_created", "jira:issue_updated")
    key = create_issue(client)

    client.post(f"/rest/api/2/issue/{key}/comment", {"body": "a *warm* day"})
    (got,) = receiver.deliver()

    assert set(got.json) == {"timestamp", "webhookEvent", "comment", "issue"}
    assert list(got.json["issue"]["fields"]) == ["summary", "issuetype", "project", "assignee", "priority", "status"]
    assert got.json["issue"]["key"] == key


def test_a_comment_of_server_comes_alone_and_as_an_update_of_its_issue() -> None:
    client, receiver = site_with("server", "comment_created", "comment_deleted", "jira:issue_updated")
    key = create_issue(client)

    made = client.post(f"/rest/api/2/issue/{key}/comment", {"body": "a *warm* day"})
    client.call("DELETE", f"/rest/api/2/issue/{key}/comment/{made['id']}")
    created, commented, deleted, gone = (got.json for got in receiver.deliver())

    assert set(created) == {"timestamp", "webhookEvent", "comment"}
    assert (commented["issue_event_type_name"], commented["comment"]["body"]) == ("issue_commented", "a *warm* day")
    assert commented["issue"]["fields"]["comment"]["total"] == 1
    assert set(deleted) == {"timestamp", "webhookEvent", "user", "comment"}
    assert (gone["issue_event_type_name"], "comment" in gone) == ("issue_comment_deleted", False)


def test_cloud_writes_rich_text_of_version_3_as_wiki_text() -> None:
    client, receiver = site_with("cloud", "jira:issue_created")
    strong = {"type": "text", "text": "wet", "marks": [{"type": "strong"}]}
    document = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [strong]}]}
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "s", "description": document}

    client.post("/rest/api/3/issue", {"fields": fields})
    (got,) = receiver.deliver()

    assert got.json["issue"]["fields"]["description"].strip() == "*wet*"
    assert got.json["issue"]["self"].startswith("http://jira.test/rest/api/2/issue/")
    assert got.json["timestamp"] == int(NOW * 1000)


def test_cloud_tells_the_values_of_a_new_issue_as_changes() -> None:
    client, receiver = site_with("cloud", "jira:issue_created")

    create_issue(client, priority={"name": "High"})
    (got,) = receiver.deliver()

    items = {item["field"]: item for item in got.json["changelog"]["items"]}
    assert {"description", "priority", "reporter", "Status", "summary"} <= set(items)
    assert {item["fromString"] for item in items.values()} == {None}
    assert (items["summary"]["toString"], items["priority"]["toString"]) == ("It rains", "High")


@BOTH
def test_an_edit_of_the_assignee_alone_assigns(variant: str) -> None:
    client, receiver = site_with(variant, "jira:issue_updated")
    key = create_issue(client)
    ben = client.site.store.people.all()[1]
    assignee = {"accountId": ben.account_id} if client.site.cloud else {"name": ben.name}

    client.put(f"/rest/api/2/issue/{key}", {"fields": {"assignee": assignee}})
    client.put(f"/rest/api/2/issue/{key}", {"fields": {"assignee": None, "summary": "It snows"}})
    told = [got.json for got in receiver.deliver()]

    assert [each["issue_event_type_name"] for each in told] == ["issue_assigned", "issue_updated"]
    assert told[0]["changelog"]["items"][0]["to"] == (ben.account_id if client.site.cloud else ben.key)


def test_a_deleted_issue_takes_along_what_hangs_on_it_in_the_secondary_flow() -> None:
    secondary = ("comment_deleted", "worklog_deleted", "attachment_deleted", "issuelink_deleted")
    client, receiver = site_with("cloud", "jira:issue_deleted", *secondary)
    key, other = create_issue(client), create_issue(client)
    path = f"/rest/api/2/issue/{key}"
    client.post(f"{path}/comment", {"body": "wet"})
    client.post(f"{path}/worklog", {"timeSpent": "1h"})
    link = {"type": {"name": "Blocks"}, "outwardIssue": {"key": other}}
    client.put(path, {"update": {"issuelinks": [{"add": link}]}})
    client.call(
        "POST", f"{path}/attachments", files={"file": ("a.txt", b"wet")}, headers={"X-Atlassian-Token": "no-check"}
    )
    receiver.deliver()

    client.call("DELETE", path)
    got = receiver.deliver()

    flows = {each.event: each.headers["x-atlassian-webhook-flow"] for each in got}
    assert flows == {"jira:issue_deleted": "Primary"} | dict.fromkeys(secondary, "Secondary")


def test_a_link_is_told_in_numbers() -> None:
    client, receiver = site_with("cloud", "issuelink_created")
    key, other = create_issue(client), create_issue(client)
    link = {"type": {"name": "Blocks"}, "outwardIssue": {"key": other}}

    client.put(f"/rest/api/2/issue/{key}", {"update": {"issuelinks": [{"add": link}]}})
    (got,) = receiver.deliver()

    found = got.json["issueLink"]
    issues = [client.site.issue(each) for each in (key, other)]
    assert set(got.json) == {"timestamp", "webhookEvent", "issueLink"}
    assert [found["sourceIssueId"], found["destinationIssueId"]] == [issue.id for issue in issues if issue]
    assert found["issueLinkType"]["outwardName"] == "blocks"
    assert found["systemLink"] is False


def test_a_worklog_knows_the_id_of_its_issue_and_no_key() -> None:
    client, receiver = site_with("cloud", "worklog_created")
    key = create_issue(client)

    client.post(f"/rest/api/2/issue/{key}/worklog", {"timeSpent": "1h", "comment": "*hard* work"})
    (got,) = receiver.deliver()

    issue = client.site.issue(key)
    assert issue is not None
    assert (got.json["worklog"]["issueId"], got.json["worklog"]["timeSpentSeconds"]) == (str(issue.id), 3600)
    assert got.json["worklog"]["comment"].strip() == "*hard* work"
    assert "issue" not in got.json


@BOTH
def test_a_changed_sprint_tells_what_it_was(variant: str) -> None:
    client, receiver = site_with(variant, "sprint_updated")
    board = client.get("/rest/agile/1.0/board", type="scrum")["values"][0]["id"]
    made = client.post("/rest/agile/1.0/sprint", {"name": "Next", "originBoardId": board})

    client.post(f"/rest/agile/1.0/sprint/{made['id']}", {"name": "Later"})
    (got,) = receiver.deliver()

    assert (got.json["sprint"]["name"], got.json["oldValue"]["name"]) == ("Later", "Next")
    assert got.json["sprint"]["self"] == f"http://jira.test/rest/agile/1.0/sprint/{made['id']}"


@BOTH
def test_a_merged_version_tells_into_which(variant: str) -> None:
    client, receiver = site_with(variant, "jira:version_deleted", "jira:version_created")
    project = int(client.get("/rest/api/2/project/DEMO")["id"])
    made = [client.post("/rest/api/2/version", {"name": name, "projectId": project}) for name in ("8.0", "9.0")]

    answer = client.call("PUT", f"/rest/api/2/version/{made[0]['id']}/mergeto/{made[1]['id']}")
    (merged,) = of(receiver.deliver(), "jira:version_deleted")

    assert answer.is_success
    assert (merged["version"]["name"], merged["mergedTo"]["name"]) == ("8.0", "9.0")
    assert {"description", "overdue", "projectId"} <= set(merged["version"])


@BOTH
def test_projects_boards_people_and_settings_are_told(variant: str) -> None:
    client, receiver = site_with(variant)
    site, admin = client.site, client.site.store.people.all()[0]
    subjects = {
        "project_updated": (site.store.projects.all()[0], "project"),
        "board_configuration_changed": (site.store.boards.all()[0], "board"),
        "user_updated": (site.store.people.all()[1], "user"),
        "issuetype_created": (site.store.types.all()[0], "issuetype"),
        "filter_updated": (site.store.filters.all()[0], "filter"),
        "option_voting_changed": (Setting(name="jira.option.voting", value=True), "property"),
    }

    for name, (record, _) in subjects.items():
        events.tell(site, name, admin, subject=record)
    told = [got.json for got in receiver.deliver()]

    assert [each["webhookEvent"] for each in told] == list(subjects)
    for each, (_, part) in zip(told, subjects.values(), strict=True):
        assert part in each
    assert told[0]["project"]["assigneeType"].startswith("admin.assignee.type.")
    assert isinstance(told[0]["project"]["id"], int)
    assert "columns" in told[1]["configuration"]
    assert told[5]["property"]["value"] == "true"


@BOTH
def test_a_property_is_told_with_its_issue_and_can_be_filtered_by_key(variant: str) -> None:
    client, receiver = site_with(variant, "issue_property_set")
    issue = client.site.issue(create_issue(client))
    assert issue is not None
    record = Property(entity="issue", entity_id=issue.id, key="mood", value={"score": 5})

    events.tell(client.site, "issue_property_set", client.site.store.people.all()[0], issue=issue, subject=record)
    (got,) = receiver.deliver()

    assert got.json["property"] == {"key": "mood", "value": {"score": 5}}
    assert (got.json["issue"]["key"], "user" in got.json) == (issue.key, True)


def test_what_is_larger_than_25_mb_is_not_delivered() -> None:
    client, receiver = site_with("cloud", "option_voting_changed")
    admin = client.site.store.people.all()[0]

    for size in (26 * 1024 * 1024, 10):
        events.tell(client.site, "option_voting_changed", admin, subject=Setting(name="text", value="x" * size))

    assert [len(got.json["property"]["value"]) for got in receiver.deliver()] == [10]
