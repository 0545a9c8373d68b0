"""Sprints are planned, started and closed by their rules, and hold the issues that were moved to them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jira_simulator.work import events
from jira_simulator.work.events import Happening

from .loopback_jira import Jira, jira

AGILE = "/rest/agile/1.0"
CLOSED, ACTIVE, FUTURE, LATER = 1, 3, 4, 5
DATES = {"startDate": "2026-11-02T09:00:00.000Z", "endDate": "2026-11-16T09:00:00.000Z"}


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param)


@pytest.fixture(scope="module", params=["cloud", "server"])
def unchanged(request: pytest.FixtureRequest) -> Jira:
    """A site that nothing is done to."""
    return jira(request.param)


def listen(found: Jira) -> list[Happening]:
    heard: list[Happening] = []
    events.hear(found.site, heard.append)
    return heard


def task(found: Jira) -> str:
    draft = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "A task"}
    return str(found.post("/rest/api/2/issue", {"fields": draft})["key"])


def update(found: Jira, id: int, body: dict[str, Any], method: str = "POST") -> Any:
    return found.call(method, f"{AGILE}/sprint/{id}", body)


def test_a_sprint_is_planned_for_the_future(site: Jira) -> None:
    heard = listen(site)

    made = site.call("POST", f"{AGILE}/sprint", {"name": " Next ", "originBoardId": 1, "goal": "Win", **DATES})
    sprint = made.json()

    assert made.status_code == 201
    assert (sprint["name"], sprint["state"], sprint["goal"], sprint["originBoardId"]) == ("Next", "future", "Win", 1)
    assert site.get(f"{AGILE}/sprint/{sprint['id']}") == sprint
    assert [happening.name for happening in heard] == ["sprint_created"]


def test_times_are_utc_on_cloud_and_local_on_data_center() -> None:
    draft = {"name": "Next", "originBoardId": 1, "startDate": "2026-11-02T10:00:00.000+01:00"}

    on_cloud = jira("cloud").post(f"{AGILE}/sprint", draft)
    on_server = jira("server").post(f"{AGILE}/sprint", draft)

    assert on_cloud["startDate"] == "2026-11-02T09:00:00.000Z"
    assert on_server["startDate"] == "2026-11-02T10:00:00.000+01:00"
    assert "endDate" not in on_cloud


@pytest.mark.parametrize("text", ["2026-11-02T09:00:00.000+0000", "2026-11-02T09:00:00Z", "2026-11-02 09:00"])
def test_dates_are_understood_in_several_forms(text: str) -> None:
    made = jira("cloud").post(f"{AGILE}/sprint", {"name": "Next", "originBoardId": 1, "startDate": text})

    assert made["startDate"] == "2026-11-02T09:00:00.000Z"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 30}, "name"),
        ({"originBoardId": None}, "originBoardId"),
        ({"startDate": "soon"}, "startDate"),
        ({"startDate": DATES["endDate"], "endDate": DATES["startDate"]}, "endDate"),
    ],
)
def test_what_cannot_be_planned(unchanged: Jira, wrong: dict[str, Any], field: str) -> None:
    answer = unchanged.call("POST", f"{AGILE}/sprint", {"name": "Next", "originBoardId": 1} | wrong)

    assert answer.status_code == 400
    assert field in answer.json()["errors"]


def test_a_kanban_board_takes_no_sprint(unchanged: Jira) -> None:
    board = unchanged.get(f"{AGILE}/board", type="kanban")["values"][0]["id"]

    answer = unchanged.call("POST", f"{AGILE}/sprint", {"name": "Next", "originBoardId": board})

    assert (answer.status_code, answer.json()["errorMessages"]) == (400, ["The board does not support sprints"])


def test_sprints_come_closed_first_then_active_then_future(unchanged: Jira) -> None:
    everything = unchanged.get(f"{AGILE}/board/1/sprint")
    chosen = unchanged.get(f"{AGILE}/board/1/sprint", state="active,future")

    assert [sprint["state"] for sprint in everything["values"]] == ["closed", "closed", "active", "future", "future"]
    assert [sprint["id"] for sprint in chosen["values"]] == [ACTIVE, FUTURE, LATER]
    assert unchanged.call("GET", f"{AGILE}/board/1/sprint", params={"state": "done"}).status_code == 400


def test_a_sprint_starts_with_both_dates_and_alone_on_its_board(site: Jira) -> None:
    site.site.store.sprints.remove(ACTIVE)
    heard = listen(site)

    undated = update(site, FUTURE, {"state": "active"})
    started = update(site, FUTURE, {"state": "active", **DATES})
    second = update(site, LATER, {"state": "active", **DATES})

    assert (undated.status_code, set(undated.json()["errors"])) == (400, {"startDate", "endDate"})
    assert (started.status_code, started.json()["state"]) == (200, "active")
    assert (second.status_code, set(second.json()["errors"])) == (400, {"state"})
    assert [happening.name for happening in heard] == ["sprint_started"]


def test_a_board_with_parallel_sprints_has_several_active_ones() -> None:
    found = jira("cloud")
    found.site.store.boards.save(replace(found.site.store.boards[1], parallel=True))

    assert update(found, FUTURE, {"state": "active", **DATES}).status_code == 200


def test_closing_stamps_a_sprint_and_sends_open_issues_to_the_backlog(site: Jira) -> None:
    key = task(site)
    site.post(f"{AGILE}/sprint/{ACTIVE}/issue", {"issues": [key]})
    heard = listen(site)

    closed = update(site, ACTIVE, {"state": "closed"}).json()
    fields = site.get(f"{AGILE}/issue/{key}", fields="sprint,closedSprints")["fields"]
    waiting = site.get(f"{AGILE}/board/1/backlog", jql=f"key = {key}")

    assert (closed["state"], "completeDate" in closed) == ("closed", True)
    assert fields["sprint"] is None
    assert [sprint["id"] for sprint in fields["closedSprints"]] == [ACTIVE]
    assert waiting["total"] == 1
    assert site.search(f"key = {key} AND sprint = {ACTIVE} AND sprint not in openSprints()") == [key]
    assert [happening.name for happening in heard] == ["sprint_closed"]


@pytest.mark.parametrize(("id", "state"), [(FUTURE, "closed"), (ACTIVE, "future"), (ACTIVE, "paused")])
def test_states_that_cannot_be_reached(unchanged: Jira, id: int, state: str) -> None:
    answer = update(unchanged, id, {"state": state})

    assert answer.status_code == 400
    assert "state" in answer.json()["errors"]


def test_a_partial_update_leaves_the_rest_and_a_full_one_clears_it(site: Jira) -> None:
    id = site.post(f"{AGILE}/sprint", {"name": "Next", "originBoardId": 1, "goal": "Win", **DATES})["id"]
    heard = listen(site)

    partly = update(site, id, {"name": "Renamed"}).json()
    fully = update(site, id, {"name": "Again", "state": "future"}, "PUT").json()
    nameless = update(site, id, {"state": "future"}, "PUT")

    assert (partly["name"], partly["goal"], "endDate" in partly) == ("Renamed", "Win", True)
    assert (fully["name"], fully["goal"], "endDate" in fully) == ("Again", "", False)
    assert (nameless.status_code, set(nameless.json()["errors"])) == (400, {"name"})
    assert [happening.name for happening in heard] == ["sprint_updated", "sprint_updated"]
    assert getattr(heard[0].other, "name", None) == "Next"


def test_a_closed_sprint_takes_a_name_and_a_goal_on_cloud_and_nothing_elsewhere() -> None:
    on_cloud = update(jira("cloud"), CLOSED, {"name": "Old", "state": "active", "endDate": DATES["endDate"]})
    on_server = update(jira("server"), CLOSED, {"name": "Old"})

    assert (on_cloud.status_code, on_cloud.json()["name"], on_cloud.json()["state"]) == (200, "Old", "closed")
    assert on_cloud.json()["endDate"] != DATES["endDate"]
    assert on_server.status_code == 400


def test_issues_are_in_one_open_sprint_and_history_tells(site: Jira) -> None:
    key = task(site)
    heard = listen(site)

    for sprint in (ACTIVE, FUTURE):
        site.post(f"{AGILE}/sprint/{sprint}/issue", {"issues": [key]})
    issue = site.get(f"/rest/api/2/issue/{key}", expand="changelog")
    entries = sorted(issue["changelog"]["histories"], key=lambda entry: int(entry["id"]))
    moves = [(item["from"], item["to"], item["toString"]) for entry in entries for item in entry["items"]]

    assert site.search(f"sprint = {FUTURE} AND key = {key}") == [key]
    assert site.search(f"sprint = {ACTIVE} AND key = {key}") == []
    assert moves == [("", "3", "DEMO Sprint 3"), ("3", "4", "DEMO Sprint 4")]
    assert [happening.name for happening in heard] == ["jira:issue_updated", "jira:issue_updated"]


def test_the_issues_of_a_sprint_come_by_rank(site: Jira) -> None:
    moved = [task(site), task(site)]
    site.post(f"{AGILE}/sprint/{FUTURE}/issue", {"issues": moved})
    site.put(f"{AGILE}/issue/rank", {"issues": [moved[1]], "rankBeforeIssue": moved[0]})

    listed = site.get(f"{AGILE}/sprint/{FUTURE}/issue", jql=f"key in ({','.join(moved)})")
    on_board = site.get(f"{AGILE}/board/1/sprint/{FUTURE}/issue", jql=f"key = {moved[0]}")
    ordered = site.get(f"{AGILE}/sprint/{FUTURE}/issue")

    assert listed["total"] == 2
    assert [issue["key"] for issue in on_board["issues"]] == [moved[0]]
    assert [issue["key"] for issue in ordered["issues"] if issue["key"] in moved] == moved[::-1]


def test_what_cannot_be_moved_to_a_sprint(site: Jira) -> None:
    key = task(site)

    closed = site.call("POST", f"{AGILE}/sprint/{CLOSED}/issue", {"issues": [key]})
    many = site.call("POST", f"{AGILE}/sprint/{FUTURE}/issue", {"issues": [str(id) for id in range(51)]})
    unknown = site.call("POST", f"{AGILE}/sprint/{FUTURE}/issue", {"issues": [key, "DEMO-9999"]})
    nowhere = site.call("POST", f"{AGILE}/sprint/999/issue", {"issues": [key]})

    assert closed.json()["errorMessages"] == ["Issue can be assigned only active or future sprints."]
    assert [answer.status_code for answer in (closed, many, unknown, nowhere)] == [400, 400, 404, 404]
    assert site.search(f"key = {key} AND sprint is EMPTY") == [key]


def test_the_backlog_takes_issues_out_of_open_sprints(site: Jira) -> None:
    key = task(site)
    site.post(f"{AGILE}/sprint/{ACTIVE}/issue", {"issues": [key]})

    answer = site.call("POST", f"{AGILE}/backlog/issue", {"issues": [key]})

    assert answer.status_code == 204
    assert site.search(f"key = {key} AND sprint is EMPTY") == [key]


def test_deleting_a_sprint_leaves_its_issues(site: Jira) -> None:
    key = task(site)
    site.post(f"{AGILE}/sprint/{FUTURE}/issue", {"issues": [key]})

    answer = site.call("DELETE", f"{AGILE}/sprint/{FUTURE}")

    assert answer.status_code == 204
    assert site.call("GET", f"{AGILE}/sprint/{FUTURE}").status_code == 404
    assert site.search(f"key = {key} AND sprint is EMPTY") == [key]


def test_swapped_sprints_change_places(site: Jira) -> None:
    site.post(f"{AGILE}/sprint/{FUTURE}/swap", {"sprintToSwapWith": LATER})

    values = site.get(f"{AGILE}/board/1/sprint", state="future")["values"]
    assert [sprint["id"] for sprint in values] == [LATER, FUTURE]


def test_who_does_not_see_a_board_does_not_see_its_sprints() -> None:
    other = jira("cloud", who="ben")
    board = next(board.id for board in other.site.store.boards if board.name == "SEC board")
    hidden = other.site.store.sprints.where(board_id=board)[0].id

    assert other.call("GET", f"{AGILE}/sprint/{hidden}").status_code == 404


@pytest.mark.parametrize(("version", "told"), [("8.20", False), ("9.12", True)])
def test_the_text_of_a_sprint_depends_on_the_version(version: str, told: bool) -> None:
    found = jira("server", version=version)
    key = task(found)
    found.post(f"{AGILE}/sprint/{ACTIVE}/issue", {"issues": [key]})

    (text,) = found.get(f"/rest/api/2/issue/{key}")["fields"]["customfield_10020"]

    assert text.startswith("com.atlassian.greenhopper.service.sprint.Sprint@")
    assert ",state=ACTIVE,name=DEMO Sprint 3," in text
    assert ("activatedDate=" in text, "synced=false" in text) == (told, told)


def test_data_center_unmaps_synced_sprints() -> None:
    found = jira("server")
    id = found.post(f"{AGILE}/sprint", {"name": "Next", "originBoardId": 1, "synced": True})["id"]

    found.put(f"{AGILE}/sprint/unmap", {"sprintIds": [id]})

    assert found.get(f"{AGILE}/sprint/{id}")["synced"] is False
    assert jira("cloud").call("PUT", f"{AGILE}/sprint/unmap", {"sprintIds": [id]}).status_code >= 400


def test_old_clients_rename_sprints_and_flag_issues_by_the_private_api(site: Jira) -> None:
    key, old = task(site), "/rest/greenhopper/1.0"

    renamed = site.put(f"{old}/sprint/{FUTURE}", {"name": "Renamed", "startDate": DATES["startDate"]})
    flags: list[bool] = []
    for flag in (True, False):
        site.post(f"{old}/xboard/issue/flag/flag.json", {"issueKeys": [key], "flag": flag})
        flags.append(site.get(f"{AGILE}/issue/{key}")["fields"]["flagged"])

    assert (renamed["name"], renamed["state"], renamed["isoEndDate"]) == ("Renamed", "FUTURE", "None")
    assert site.get(f"{AGILE}/sprint/{FUTURE}")["name"] == "Renamed"
    assert flags == [True, False]
