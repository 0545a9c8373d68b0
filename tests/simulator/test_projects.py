"""Projects: made from templates, changed, renamed, archived, deleted and brought back, on both platforms."""

from __future__ import annotations

from typing import Any

import pytest

from jira_simulator.work import events

from .loopback_jira import Jira, jira

SCRUM = "com.pyxis.greenhopper.jira:gh-simplified-scrum-classic"
TEAM_MANAGED = "com.pyxis.greenhopper.jira:gh-simplified-agility-kanban"


@pytest.fixture
def cloud() -> Jira:
    return jira("cloud", issues=20)


@pytest.fixture
def server() -> Jira:
    return jira("server", issues=20)


def draft(site: Jira, **values: Any) -> dict[str, Any]:
    me = site.get("/rest/api/2/myself")
    lead = {"leadAccountId": me["accountId"]} if site.site.cloud else {"lead": me["name"]}
    template = SCRUM if site.site.cloud else "com.pyxis.greenhopper.jira:gh-scrum-template"
    return (
        {"key": "NEW", "name": "New one", "projectTypeKey": "software", "projectTemplateKey": template} | lead | values
    )


def heard(site: Jira) -> list[str]:
    names: list[str] = []
    events.hear(site.site, lambda happening: names.append(happening.name))
    return names


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_a_created_project_is_fully_usable(variant: str) -> None:
    site = jira(variant, issues=0)
    told = heard(site)

    made = site.post("/rest/api/2/project", draft(site))
    types = site.get("/rest/api/2/issue/createmeta/NEW/issuetypes")
    issue = site.post(
        "/rest/api/2/issue", {"fields": {"project": {"key": "NEW"}, "issuetype": {"name": "Story"}, "summary": "First"}}
    )
    moves = site.get(f"/rest/api/2/issue/{issue['key']}/transitions")["transitions"]

    assert made == {"id": made["id"], "key": "NEW", "self": f"http://jira.test/rest/api/2/project/{made['id']}"}
    assert isinstance(made["id"], int)
    assert {item["name"] for item in types["issueTypes" if variant == "cloud" else "values"]} >= {
        "Story",
        "Bug",
        "Epic",
    }
    assert issue["key"] == "NEW-1"
    assert [move["name"] for move in moves] == ["To Do", "In Progress", "Done"]
    assert told[:2] == ["board_created", "project_created"]
    assert [board.name for board in site.site.store.boards if board.project_id == made["id"]] == ["NEW board"]
    assert site.search("project = NEW") == ["NEW-1"]


def test_a_team_managed_project_has_types_and_statuses_of_its_own(cloud: Jira) -> None:
    made = cloud.post("/rest/api/3/project", draft(cloud, projectTemplateKey=TEAM_MANAGED))

    project = cloud.get("/rest/api/3/project/NEW")
    scope = {"type": "PROJECT", "project": {"id": str(made["id"])}}

    assert (project["style"], project["simplified"]) == ("next-gen", True)
    assert [item["scope"] for item in project["issueTypes"]] == [scope] * 3


def test_what_is_wrong_with_a_project_is_said_by_field(cloud: Jira) -> None:
    answer = cloud.call("POST", "/rest/api/3/project", {"key": "demo!", "name": "Demo Scrum", "projectTypeKey": "nope"})

    assert answer.status_code == 400
    assert answer.json()["errorMessages"] == []
    assert answer.json()["errors"] == {
        "projectKey": "Project keys must start with an uppercase letter, followed by one or more uppercase "
        "alphanumeric characters.",
        "projectName": "A project with that name already exists.",
        "projectLead": "You must specify a valid project lead.",
        "projectType": "An invalid project type was specified. Make sure the project type is available in your Jira "
        "instance.",
    }


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_a_key_that_is_taken_is_refused(variant: str) -> None:
    site = jira(variant, issues=0)

    answer = site.call("POST", "/rest/api/2/project", draft(site, key="DEMO"))

    assert answer.status_code == 400
    assert answer.json()["errors"] == {"projectKey": "Project 'Demo Scrum' uses this project key."}


def test_only_administrators_create_projects() -> None:
    ben = jira("cloud", issues=0, who="ben")

    answer = ben.call("POST", "/rest/api/3/project", draft(ben))

    assert answer.status_code == 403
    assert answer.json()["errorMessages"] == ["You must have global administrator rights in order to modify projects."]


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_the_old_keys_of_a_renamed_project_go_on_resolving(variant: str) -> None:
    site = jira(variant, issues=20)
    before = site.get("/rest/api/2/issue/DEMO-1")

    site.put("/rest/api/2/project/DEMO", {"key": "SHOW"})
    after = site.get("/rest/api/2/issue/DEMO-1")

    assert (after["id"], after["key"]) == (before["id"], "SHOW-1")
    assert site.get("/rest/api/2/project/DEMO")["key"] == "SHOW"
    assert site.get("/rest/api/2/project/SHOW", expand="projectKeys")["projectKeys"] == ["SHOW", "DEMO"]
    assert "SHOW-1" in site.search("project = SHOW")


def test_the_lead_may_change_a_project_but_not_its_key() -> None:
    site = jira("cloud", issues=0, who="ben")  # Ben leads SUP

    changed = site.put("/rest/api/3/project/SUP", {"description": "Ours"})
    refused = site.call("PUT", "/rest/api/3/project/SUP", {"key": "HELP"})
    elsewhere = site.call("PUT", "/rest/api/3/project/DEMO", {"description": "Ours"})

    assert changed["description"] == "Ours"
    assert (refused.status_code, elsewhere.status_code) == (403, 403)


def test_cloud_deletes_into_a_recycle_bin_and_brings_back(cloud: Jira) -> None:
    told = heard(cloud)

    gone = cloud.call("DELETE", "/rest/api/3/project/DEMO")
    missing = cloud.call("GET", "/rest/api/3/project/DEMO")
    bin = cloud.get("/rest/api/3/project/search", status="deleted")
    searched = cloud.call("GET", "/rest/api/3/search/jql", params={"jql": "project = DEMO"})
    taken = cloud.call("POST", "/rest/api/3/project", draft(cloud, key="DEMO", name="Another"))
    back = cloud.post("/rest/api/3/project/DEMO/restore", None)

    assert (gone.status_code, missing.status_code) == (204, 404)
    assert missing.json()["errorMessages"] == ["No project could be found with key 'DEMO'."]
    assert [(item["key"], item["deleted"]) for item in bin["values"]] == [("DEMO", True)]
    assert "DEMO-1" not in searched.text
    assert taken.json()["errors"]["projectKey"] == "Project 'Demo Scrum' uses this project key."
    assert back["key"] == "DEMO"
    assert cloud.get("/rest/api/3/issue/DEMO-1")["key"] == "DEMO-1"
    assert told == ["project_soft_deleted", "project_restored_deleted"]


@pytest.mark.parametrize(("variant", "query"), [("cloud", "?enableUndo=false"), ("server", "")])
def test_a_project_that_is_deleted_for_good_takes_everything_with_it(variant: str, query: str) -> None:
    site = jira(variant, issues=20)
    told = heard(site)
    id = site.get("/rest/api/2/project/DEMO")["id"]

    answer = site.call("DELETE", f"/rest/api/2/project/DEMO{query}")

    store = site.site.store
    assert answer.status_code == 204
    assert site.call("GET", "/rest/api/2/issue/DEMO-1").status_code == 404
    assert not [
        row for table in (store.versions, store.components, store.boards) for row in table.where(project_id=int(id))
    ]
    assert told == ["project_deleted"]


def test_deleting_in_a_task_leads_to_the_task(cloud: Jira) -> None:
    answer = cloud.call("POST", "/rest/api/3/project/KAN/delete")
    task = cloud.call("GET", answer.headers["Location"].removeprefix("http://jira.test"))

    assert answer.status_code == 303
    assert task.json()["status"] == "COMPLETE"
    assert (task.json()["progress"], task.json()["id"]) == (100, answer.json()["id"])
    assert cloud.call("GET", "/rest/api/3/project/KAN").status_code == 404
    assert cloud.call("POST", f"/rest/api/3/task/{task.json()['id']}/cancel").status_code == 400


def test_an_archived_project_is_left_out_of_lists_and_of_search(cloud: Jira, server: Jira) -> None:
    found = cloud.search("project in (SUP, DEMO)")
    assert cloud.call("POST", "/rest/api/3/project/SUP/archive").status_code == 204
    assert server.call("PUT", "/rest/api/2/project/SUP/archive").status_code == 204

    live = [item["key"] for item in cloud.get("/rest/api/3/project/search")["values"]]
    archived = [item["key"] for item in cloud.get("/rest/api/3/project/search", status="archived")["values"]]
    listed = [item["key"] for item in server.get("/rest/api/2/project")]
    all_of_them = [item["key"] for item in server.get("/rest/api/2/project", includeArchived="true")]

    assert "SUP" not in live
    assert archived == ["SUP"]
    assert "SUP" not in listed
    assert "SUP" in all_of_them
    assert "SUP-1" in found
    assert cloud.search("project in (SUP, DEMO)") == [key for key in found if key.startswith("DEMO-")]
    assert server.call("PUT", "/rest/api/2/project/SUP/restore").status_code == 202
    assert cloud.post("/rest/api/3/project/SUP/restore", None)["key"] == "SUP"


def test_search_pages_filters_and_sorts(cloud: Jira) -> None:
    first = cloud.get("/rest/api/3/project/search", maxResults=2, orderBy="-name")
    software = cloud.get("/rest/api/3/project/search", typeKey="software", keys="SUP", query="x")
    some = cloud.get("/rest/api/3/project/search", query="sup", expand="lead,insight")

    assert (first["total"], first["isLast"], len(first["values"])) == (6, False, 2)
    assert [item["name"] for item in first["values"]] == ["Team-managed", "Secret Plans"]
    assert software["values"] == []
    assert [item["key"] for item in some["values"]] == ["SUP"]
    assert some["values"][0]["insight"]["totalIssueCount"] > 0


def test_keys_and_names_are_checked_and_proposed(cloud: Jira, server: Jira) -> None:
    taken: dict[str, Any] = {
        "errorMessages": [],
        "errors": {"projectKey": "Project 'Demo Scrum' uses this project key."},
    }

    assert cloud.get("/rest/api/3/projectvalidate/key", key="DEMO") == taken
    assert server.get("/rest/api/2/projectvalidate/key", key="DEMO") == taken
    assert cloud.get("/rest/api/3/projectvalidate/key", key="FREE") == {"errorMessages": [], "errors": {}}
    assert cloud.get("/rest/api/3/projectvalidate/validProjectKey", key="demo") == "DEMO2"
    assert cloud.get("/rest/api/3/projectvalidate/validProjectName", name="Demo Scrum") == "Demo Scrum 2"


def test_categories_are_made_used_and_deleted(server: Jira) -> None:
    made = server.post("/rest/api/2/projectCategory", {"name": "Inside", "description": "Ours"})
    server.put("/rest/api/2/project/KAN", {"categoryId": int(made["id"])})
    used = server.get("/rest/api/2/project/KAN")["projectCategory"]
    again = server.call("POST", "/rest/api/2/projectCategory", {"name": "inside"})
    server.call("DELETE", f"/rest/api/2/projectCategory/{made['id']}")

    assert used == made
    assert again.status_code == 409
    assert "projectCategory" not in server.get("/rest/api/2/project/KAN")


def test_hierarchy_and_features_are_those_of_the_project(cloud: Jira) -> None:
    hierarchy = cloud.get("/rest/api/3/project/DEMO/hierarchy")
    cloud.put("/rest/api/3/project/DEMO/features/jsw.classic.reports", {"state": "DISABLED"})
    states = {f["feature"]: f["state"] for f in cloud.get("/rest/api/3/project/DEMO/features")["features"]}

    assert [level["level"] for level in hierarchy["hierarchy"]] == [0, 1, 2, -1]
    assert states["jsw.classic.reports"] == "DISABLED"
    assert states["jsw.classic.backlog"] == "ENABLED"
