"""Boards show what their filters find, to those who may see it."""

from __future__ import annotations

from typing import Any

import pytest

from jira_simulator.work import events

from .loopback_jira import Jira, jira

AGILE = "/rest/agile/1.0"
SCRUM, KANBAN = 1, 2


@pytest.fixture(scope="module", params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param, issues=120)


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud", issues=120)


def keys(found: Jira, path: str, **params: Any) -> list[str]:
    """Return the keys on all pages of an issue listing."""
    listed: list[str] = []
    while True:
        page = found.get(AGILE + path, startAt=len(listed), maxResults=20, fields="summary", **params)
        listed += [issue["key"] for issue in page["issues"]]
        if not page["issues"] or len(listed) == page["total"]:
            return listed


def search(found: Jira, jql: str) -> list[str]:
    return found.search(jql, maxResults=1000)


def board_id(found: Jira, kind: str) -> int:
    return int(found.get(f"{AGILE}/board", type=kind)["values"][0]["id"])


def test_boards_are_chosen_by_type_name_and_project(site: Jira) -> None:
    everything = site.get(f"{AGILE}/board")
    kanban = site.get(f"{AGILE}/board", type="kanban")
    named = site.get(f"{AGILE}/board", name="demo")
    of_project = site.get(f"{AGILE}/board", projectKeyOrId="KAN")

    assert (everything["isLast"], everything["total"]) == (True, len(everything["values"]))
    assert {board["type"] for board in everything["values"]} >= {"scrum", "kanban"}
    assert [board["name"] for board in kanban["values"]] == ["KAN board"]
    assert [board["name"] for board in named["values"]] == ["DEMO board"]
    assert [board["name"] for board in of_project["values"]] == ["KAN board"]
    assert site.call("GET", f"{AGILE}/board", params={"projectKeyOrId": "NOPE"}).status_code == 400


def test_boards_are_paged_and_ordered_by_name(site: Jira) -> None:
    first = site.get(f"{AGILE}/board", orderBy="-name", maxResults=1)
    second = site.get(f"{AGILE}/board", orderBy="-name", maxResults=1, startAt=1)

    assert (first["isLast"], first["startAt"], second["startAt"]) == (False, 0, 1)
    assert first["values"][0]["name"] > second["values"][0]["name"]


def test_the_latest_version_is_version_one(site: Jira) -> None:
    assert site.get("/rest/agile/latest/board/1") == site.get(f"{AGILE}/board/1")


def test_a_board_says_where_it_is_located_on_cloud_alone() -> None:
    location = jira("cloud").get(f"{AGILE}/board/1")["location"]

    assert (location["projectKey"], location["displayName"]) == ("DEMO", "Demo Scrum (DEMO)")
    assert set(jira("server").get(f"{AGILE}/board/1")) == {"id", "self", "name", "type"}


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_a_board_of_a_private_project_is_not_there_for_others(variant: str) -> None:
    message = "The requested board cannot be viewed because it either does not exist or you do not have permission to view it."
    other = jira(variant, who="ben")
    hidden = next(board.id for board in other.site.store.boards if board.name == "SEC board")

    answer = other.call("GET", f"{AGILE}/board/{hidden}")

    assert answer.status_code == 404
    assert message in [*answer.json()["errorMessages"], *answer.json()["errors"].values()]
    assert "SEC board" not in [board["name"] for board in other.get(f"{AGILE}/board")["values"]]


def test_nobody_in_particular_reads_boards_on_data_center_alone() -> None:
    on_cloud = jira("cloud").call("GET", f"{AGILE}/board", auth=None)
    on_server = jira("server").call("GET", f"{AGILE}/board", headers={})

    assert on_cloud.status_code == 401
    assert [board["name"] for board in on_server.json()["values"]] == ["DEMO board"]


def test_the_scopes_of_the_platform_do_not_open_the_agile_api(cloud: Jira) -> None:
    path = f"/ex/jira/{cloud.site.settings.cloud_id}"
    auth = ("admin@example.com", "scoped-api-token-admin")

    platform = cloud.call("GET", f"{path}/rest/api/3/myself", auth=auth)
    agile = cloud.call("GET", f"{path}{AGILE}/board", auth=auth)

    assert platform.status_code == 200
    assert (agile.status_code, agile.json()["message"]) == (401, "Unauthorized; scope does not match")


def test_a_scrum_board_holds_what_its_filter_finds_but_epics(site: Jira) -> None:
    others = "Epic, Initiative" if site.site.cloud else "Epic"

    assert keys(site, f"/board/{SCRUM}/issue") == search(
        site, f"project = DEMO AND issuetype not in ({others}) ORDER BY Rank"
    )


def test_a_query_narrows_a_board_and_orders_it(site: Jira) -> None:
    found = keys(site, f"/board/{SCRUM}/issue", jql="status = Done ORDER BY created DESC")

    assert found == search(site, "project = DEMO AND status = Done AND issuetype != Epic ORDER BY created DESC")
    assert found


def test_a_wrong_query_is_refused_unless_it_is_not_to_be_validated(site: Jira) -> None:
    params = {"jql": "status = Nope"}

    refused = site.call("GET", f"{AGILE}/board/{SCRUM}/issue", params=params)
    let_pass = site.call("GET", f"{AGILE}/board/{SCRUM}/issue", params=params | {"validateQuery": "false"})

    assert refused.status_code == 400
    assert "Nope" in refused.json()["errorMessages"][0]
    assert (let_pass.status_code, let_pass.json()["total"]) == (200, 0)
    assert site.call("GET", f"{AGILE}/board/{SCRUM}/issue", params={"jql": "status ="}).status_code == 400


def test_a_kanban_board_leaves_out_what_its_sub_query_does(site: Jira) -> None:
    board = board_id(site, "kanban")
    query = site.get(f"{AGILE}/board/{board}/configuration")["subQuery"]["query"]
    everything = search(site, "project = KAN ORDER BY Rank")
    site.put(f"/rest/api/2/issue/{everything[0]}", {"fields": {"fixVersions": [{"name": "2.0"}]}})

    shown = keys(site, f"/board/{board}/issue")

    assert shown == search(site, f"project = KAN AND ({query}) ORDER BY Rank")
    assert everything[0] not in shown
    assert everything[-1] in shown


def test_the_backlog_is_what_is_open_and_in_no_open_sprint(site: Jira) -> None:
    waiting = keys(site, f"/board/{SCRUM}/backlog")
    open_sprints = "sprint in openSprints() OR sprint in futureSprints()"
    elsewhere = set(search(site, f"project = DEMO AND ({open_sprints} OR status = Done OR issuetype = Epic)"))

    assert set(waiting) == set(search(site, "project = DEMO")) - elsewhere - set(_initiatives(site))
    assert waiting


def _initiatives(found: Jira) -> list[str]:
    return search(found, "project = DEMO AND issuetype = Initiative") if found.site.cloud else []


@pytest.mark.parametrize("kind", ["kanban", "simple"])
def test_boards_without_sprints_say_so(cloud: Jira, kind: str) -> None:
    answer = cloud.call("GET", f"{AGILE}/board/{board_id(cloud, kind)}/sprint")

    assert answer.status_code == 400
    assert answer.json() == {"errorMessages": ["The board does not support sprints"], "errors": {}}


def test_an_issue_has_the_fields_of_the_platform_and_those_of_boards(site: Jira) -> None:
    page = site.get(f"{AGILE}/board/{SCRUM}/issue", maxResults=1)
    issue = page["issues"][0]
    chosen = site.get(f"{AGILE}/board/{SCRUM}/issue", maxResults=1, fields="summary,flagged")["issues"][0]

    assert page["expand"] == "schema,names"
    assert issue["self"].endswith(f"/rest/agile/1.0/issue/{issue['id']}")
    assert {"sprint", "epic", "flagged", "summary", "status"} <= set(issue["fields"])
    assert chosen["fields"] == {"summary": issue["fields"]["summary"], "flagged": False}


def test_the_configuration_names_the_fields_to_estimate_and_rank_by(site: Jira) -> None:
    found = site.get(f"{AGILE}/board/{SCRUM}/configuration")

    assert found["estimation"] == {
        "type": "field",
        "field": {"fieldId": "customfield_10026", "displayName": "Story Points"},
    }
    assert found["ranking"] == {"rankCustomFieldId": 10019}
    assert [column["name"] for column in found["columnConfig"]["columns"]] == ["To Do", "In Progress", "Done"]


def test_projects_and_versions_of_a_board(site: Jira) -> None:
    projects = site.get(f"{AGILE}/board/{SCRUM}/project")["values"]
    released = site.get(f"{AGILE}/board/{SCRUM}/version", released="true")["values"]

    assert [project["key"] for project in projects] == ["DEMO"]
    assert [(version["name"], version["released"]) for version in released] == [("1.0", True), ("2.0", True)]
    assert released[0]["releaseDate"] == "2026-03-15T00:00:00.000Z"


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_a_board_is_made_over_a_filter_and_deleted_without_it(variant: str) -> None:
    found = jira(variant, issues=60)
    heard: list[tuple[str, str]] = []
    events.hear(found.site, lambda happening: heard.append((happening.name, getattr(happening.subject, "name", ""))))
    used = found.site.store.filters.all()[0]

    made = found.call("POST", f"{AGILE}/board", {"name": "Mine", "type": "scrum", "filterId": used.id})
    held = keys(found, f"/board/{made.json()['id']}/issue")
    gone = found.call("DELETE", f"{AGILE}/board/{made.json()['id']}")

    assert (made.status_code, made.json()["type"], gone.status_code) == (201, "scrum", 204)
    assert held == keys(found, f"/board/{SCRUM}/issue")
    assert found.call("GET", f"{AGILE}/board/{made.json()['id']}").status_code == 404
    assert found.site.store.filters.get(used.id) == used
    assert heard == [("board_created", "Mine"), ("board_deleted", "Mine")]


@pytest.mark.parametrize("wrong", [{"name": ""}, {"type": "simple"}, {"filterId": 1}])
def test_a_board_needs_a_name_a_type_and_a_filter(cloud: Jira, wrong: dict[str, Any]) -> None:
    draft = {"name": "Mine", "type": "kanban", "filterId": cloud.site.store.filters.all()[0].id}

    assert cloud.call("POST", f"{AGILE}/board", draft | wrong).status_code == 400


def test_only_who_administers_a_board_deletes_it() -> None:
    assert jira("cloud", who="cleo").call("DELETE", f"{AGILE}/board/{SCRUM}").status_code == 403


def test_a_kanban_backlog_is_a_status() -> None:
    found = jira("cloud", issues=120)
    board = board_id(found, "kanban")
    key = keys(found, f"/board/{board}/backlog")[0]

    found.post(f"{AGILE}/board/{board}/issue", {"issues": [key]})
    moved = found.get(f"{AGILE}/issue/{key}")["fields"]["status"]["name"]
    found.post(f"{AGILE}/backlog/{board}/issue", {"issues": [key]})

    assert moved == "In Progress"
    assert found.get(f"{AGILE}/issue/{key}")["fields"]["status"]["name"] == "To Do"


@pytest.mark.parametrize("path", ["/board/1", "/sprint/1"])
def test_boards_and_sprints_have_properties(path: str) -> None:
    found = jira("server")
    place = f"{AGILE}{path}/properties"

    statuses = [found.call("PUT", f"{place}/color", value).status_code for value in ({"a": 1}, "red")]
    listed, held = found.get(place), found.get(f"{place}/color")
    statuses.append(found.call("DELETE", f"{place}/color").status_code)

    assert statuses == [201, 200, 204]
    assert [row["key"] for row in listed["keys"]] == ["color"]
    assert held == {"key": "color", "value": "red"}
    assert found.call("GET", f"{place}/color").status_code == 404


def test_data_center_keeps_which_velocity_chart_a_board_has() -> None:
    found = jira("server")
    place = f"{AGILE}/board/{SCRUM}/settings/refined-velocity"

    told = [found.get(place)["value"]]
    statuses = [found.call("PUT", place, {"value": value}).status_code for value in (False, True)]
    told.append(found.get(place)["value"])

    assert (told, statuses) == ([False, True], [201, 200])
    assert found.get(f"{AGILE}/board/{SCRUM}/properties") == {"keys": []}
    assert jira("server", version="8.20").call("GET", place).status_code == 404
