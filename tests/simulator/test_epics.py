"""Epics gather issues of projects that are not team-managed."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira

AGILE = "/rest/agile/1.0"


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param, issues=60)


def make(found: Jira, type: str, project: str = "DEMO", **fields: Any) -> str:
    draft = {"project": {"key": project}, "issuetype": {"name": type}, "summary": f"A new {type}"}
    named = {"customfield_10011": f"My {type}"} if type == "Epic" and not found.site.cloud else {}
    return str(found.post("/rest/api/2/issue", {"fields": draft | named | fields})["key"])


def members(found: Jira, epic: str) -> list[str]:
    return [issue["key"] for issue in found.get(f"{AGILE}/epic/{epic}/issue", fields="summary")["issues"]]


def test_an_epic_has_a_name_a_colour_and_says_whether_it_is_done(site: Jira) -> None:
    key = make(site, "Epic")
    issue = site.site.issue(key)
    assert issue is not None

    epic = site.get(f"{AGILE}/epic/{key}")

    assert epic["name"] == ("A new Epic" if site.site.cloud else "My Epic")
    assert (epic["id"], epic["key"], epic["summary"], epic["done"]) == (issue.id, key, "A new Epic", False)
    assert epic["color"] == {"key": "color_1"}
    assert site.get(f"{AGILE}/epic/{issue.id}") == epic


def test_an_epic_is_changed_in_parts(site: Jira) -> None:
    key = make(site, "Epic")

    site.post(f"{AGILE}/epic/{key}", {"name": "Other", "color": {"key": "color_6"}})
    epic = site.post(f"{AGILE}/epic/{key}", {"done": True, "summary": "Told anew"})

    assert (epic["name"], epic["color"]["key"], epic["done"], epic["summary"]) == (
        "Other",
        "color_6",
        True,
        "Told anew",
    )
    assert site.get(f"/rest/api/2/issue/{key}")["fields"]["summary"] == "Told anew"
    done = site.get(f"{AGILE}/board/1/epic", done="true")["values"]
    assert [found["key"] for found in done] == [key]


@pytest.mark.parametrize("wrong", [{"color": {"key": "pink"}}, {"name": ""}, {"summary": "x" * 256}])
def test_what_an_epic_does_not_take(site: Jira, wrong: dict[str, Any]) -> None:
    key = make(site, "Epic")

    assert site.call("POST", f"{AGILE}/epic/{key}", wrong).status_code == 400


def test_an_issue_is_in_one_epic_at_a_time(site: Jira) -> None:
    first, second, task = make(site, "Epic"), make(site, "Epic"), make(site, "Task")

    site.post(f"{AGILE}/epic/{first}/issue", {"issues": [task]})
    once = members(site, first)
    site.post(f"{AGILE}/epic/{second}/issue", {"issues": [task]})

    assert (once, members(site, first), members(site, second)) == ([task], [], [task])
    assert site.get(f"{AGILE}/issue/{task}")["fields"]["epic"]["key"] == second
    assert site.search(f"parent = {second}" if site.site.cloud else f'"Epic Link" = {second}') == [task]


def test_issues_are_taken_out_of_their_epics(site: Jira) -> None:
    epic, task = make(site, "Epic"), make(site, "Task")
    site.post(f"{AGILE}/epic/{epic}/issue", {"issues": [task]})

    answer = site.call("POST", f"{AGILE}/epic/none/issue", {"issues": [task]})
    alone = site.get(f"{AGILE}/epic/none/issue", jql=f"key = {task}")
    on_board = site.get(f"{AGILE}/board/1/epic/none/issue", jql=f"key = {task}")

    assert answer.status_code == 204
    assert members(site, epic) == []
    assert [page["total"] for page in (alone, on_board)] == [1, 1]


def test_data_center_logs_the_link_and_the_child() -> None:
    found = jira("server")
    epic, task = make(found, "Epic"), make(found, "Task")
    found.post(f"{AGILE}/epic/{epic}/issue", {"issues": [task]})

    def items(key: str) -> list[tuple[str, str | None, str | None]]:
        histories = found.get(f"/rest/api/2/issue/{key}", expand="changelog")["changelog"]["histories"]
        return [(item["field"], item["fromString"], item["toString"]) for entry in histories for item in entry["items"]]

    assert items(task) == [("Epic Link", None, epic)]
    assert items(epic) == [("Epic Child", None, task)]


def test_only_usual_issues_go_under_an_epic(site: Jira) -> None:
    epic, other = make(site, "Epic"), make(site, "Epic")
    task = make(site, "Task")

    no_epic = site.call("POST", f"{AGILE}/epic/{task}/issue", {"issues": [task]})
    epic_in_epic = site.call("POST", f"{AGILE}/epic/{epic}/issue", {"issues": [other]})
    many = site.call("POST", f"{AGILE}/epic/{epic}/issue", {"issues": [task] * 51})

    assert [answer.status_code for answer in (no_epic, epic_in_epic, many)] == [404, 400, 400]


def test_team_managed_projects_are_sent_to_the_parent_field() -> None:
    found = jira("cloud")
    epic, task = make(found, "Epic", "TEAM"), make(found, "Task", "TEAM")

    answer = found.call("POST", f"{AGILE}/epic/{epic}/issue", {"issues": [task]})

    assert answer.status_code == 400
    assert answer.json()["errorMessages"][0].startswith("The request contains a next-gen issue.")
    assert found.call("GET", f"{AGILE}/epic/{epic}").status_code == 400


def test_epics_are_ranked_among_themselves(site: Jira) -> None:
    first, second = make(site, "Epic"), make(site, "Epic")

    answer = site.call("PUT", f"{AGILE}/epic/{second}/rank", {"rankBeforeEpic": first})
    listed = [epic["key"] for epic in site.get(f"{AGILE}/board/1/epic")["values"]]

    assert answer.status_code == 204
    assert listed[-2:] == [second, first]


def test_issues_are_estimated_in_the_field_of_a_board(site: Jira) -> None:
    task = make(site, "Task")
    place = f"{AGILE}/issue/{task}/estimation"

    blank = site.get(place, boardId=1)
    given = site.call("PUT", place, {"value": "8.0"}, params={"boardId": 1})
    wrong = site.call("PUT", place, {"value": "many"}, params={"boardId": 1})

    assert blank == {"fieldId": "customfield_10026"}
    assert given.json() == site.get(place, boardId=1) == {"fieldId": "customfield_10026", "value": "8.0"}
    assert site.get(f"/rest/api/2/issue/{task}")["fields"]["customfield_10026"] == 8.0
    assert (wrong.status_code, site.call("GET", place).status_code) == (400, 400)
