"""Versions and components: made, changed, put in order, merged, and gone with or without another in their place."""

from __future__ import annotations

from typing import Any

import pytest

from jira_simulator.work import events

from .loopback_jira import Jira, jira


@pytest.fixture
def cloud() -> Jira:
    return jira("cloud", issues=30)


@pytest.fixture
def server() -> Jira:
    return jira("server", issues=30)


def version(site: Jira, name: str, **values: Any) -> dict[str, Any]:
    project = site.get("/rest/api/2/project/DEMO")
    found: dict[str, Any] = site.post("/rest/api/2/version", {"projectId": int(project["id"]), "name": name, **values})
    return found


def task(site: Jira, **fields: Any) -> str:
    body = {"fields": {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "A task", **fields}}
    return str(site.post("/rest/api/2/issue", body)["key"])


def names_in(site: Jira, key: str, field: str) -> list[str]:
    return [item["name"] for item in site.get(f"/rest/api/2/issue/{key}", fields=field)["fields"][field]]


def heard(site: Jira) -> list[str]:
    names: list[str] = []
    events.hear(site.site, lambda happening: names.append(happening.name))
    return names


def test_a_version_is_made_read_and_released(cloud: Jira) -> None:
    told = heard(cloud)

    made = version(cloud, "9.0", description="Nine", startDate="2026-11-01", releaseDate="2026-12-24")
    released = cloud.put(f"/rest/api/3/version/{made['id']}", {"released": True})

    assert made["userReleaseDate"] == "24/Dec/26"
    assert (made["released"], made["overdue"], made["projectId"]) == (False, False, 10000)
    assert released["released"] is True
    assert "overdue" not in released
    assert cloud.get("/rest/api/3/project/DEMO/versions")[-1]["name"] == "9.0"
    assert told == ["jira:version_created", "jira:version_released"]


def test_what_is_wrong_with_a_version_is_said_by_field(server: Jira) -> None:
    twice = server.call("POST", "/rest/api/2/version", {"project": "DEMO", "name": "1.0"})
    day = server.call("POST", "/rest/api/2/version", {"project": "DEMO", "name": "x", "releaseDate": "24/12/2026"})
    nameless = server.call("POST", "/rest/api/2/version", {"project": "DEMO"})

    assert twice.json()["errors"] == {"name": "A version with this name already exists in this project."}
    assert day.json()["errors"].keys() == {"releaseDate"}
    assert nameless.json()["errors"].keys() == {"name"}
    assert {answer.status_code for answer in (twice, day, nameless)} == {400}


def test_who_does_not_administer_the_project_is_told_so() -> None:
    cleo = jira("cloud", issues=0, who="cleo")
    id = cleo.get("/rest/api/3/project/DEMO/versions")[0]["id"]

    created = cleo.call("POST", "/rest/api/3/version", {"project": "DEMO", "name": "x"})
    updated = cleo.call("PUT", f"/rest/api/3/version/{id}", {"name": "x"})

    assert (created.status_code, updated.status_code) == (404, 400)
    assert "do not have permission to create versions" in created.json()["errorMessages"][0]
    assert updated.json()["errorMessages"] == [
        "You must have global or project administrator rights in order to modify versions."
    ]


def test_versions_are_paged_filtered_and_sorted(cloud: Jira) -> None:
    released = cloud.get("/rest/api/3/project/DEMO/version", status="released", expand="issuesstatus")
    last = cloud.get("/rest/api/3/project/DEMO/version", orderBy="-releaseDate", maxResults=1)
    bad = cloud.call("GET", "/rest/api/3/project/DEMO/version", params={"orderBy": "colour"})

    assert [item["name"] for item in released["values"]] == ["2.0"]
    assert set(released["values"][0]["issuesStatusForFixVersion"]) == {"unmapped", "toDo", "inProgress", "done"}
    assert ([item["name"] for item in last["values"]], last["isLast"]) == (["4.0"], False)
    assert bad.status_code == 400


@pytest.mark.parametrize(
    ("body", "order"),
    [
        ({"position": "First"}, ["3.0", "1.0", "2.0", "4.0"]),
        ({"position": "Last"}, ["1.0", "2.0", "4.0", "3.0"]),
        ({"position": "Earlier"}, ["1.0", "3.0", "2.0", "4.0"]),
        ({"position": "Later"}, ["1.0", "2.0", "4.0", "3.0"]),
        ({"after": "1.0"}, ["1.0", "3.0", "2.0", "4.0"]),
    ],
)
def test_a_version_is_moved(server: Jira, body: dict[str, str], order: list[str]) -> None:
    links = {item["name"]: item["self"] for item in server.get("/rest/api/2/project/DEMO/versions")}
    asked = {"after": links[body["after"]]} if "after" in body else body

    server.post(links["3.0"].removeprefix("http://jira.test") + "/move", asked)

    assert [item["name"] for item in server.get("/rest/api/2/project/DEMO/versions")] == order


def test_a_deleted_version_is_replaced_where_that_is_asked_for(cloud: Jira) -> None:
    old, new = version(cloud, "old"), version(cloud, "new")
    key = task(cloud, fixVersions=[{"id": old["id"]}, {"id": new["id"]}], versions=[{"id": old["id"]}])
    counts = cloud.get(f"/rest/api/3/version/{old['id']}/relatedIssueCounts")

    answer = cloud.call(
        "POST", f"/rest/api/3/version/{old['id']}/removeAndSwap", {"moveAffectedIssuesTo": int(new["id"])}
    )

    assert (counts["issuesFixedCount"], counts["issuesAffectedCount"]) == (1, 1)
    assert answer.status_code == 204
    assert names_in(cloud, key, "fixVersions") == ["new"]
    assert names_in(cloud, key, "versions") == ["new"]
    assert cloud.call("GET", f"/rest/api/3/version/{old['id']}").status_code == 404
    log = cloud.get(f"/rest/api/3/issue/{key}/changelog")["values"]
    assert [item["field"] for entry in log for item in entry["items"]] == ["Fix Version", "Version"]


def test_merged_versions_leave_one(server: Jira) -> None:
    old, new = version(server, "old"), version(server, "new")
    key = task(server, fixVersions=[{"id": old["id"]}])
    others: list[object] = []
    events.hear(server.site, lambda happening: others.append(happening.other))

    answer = server.call("PUT", f"/rest/api/2/version/{old['id']}/mergeto/{new['id']}")

    assert answer.status_code == 204
    assert names_in(server, key, "fixVersions") == ["new"]
    assert server.search("fixVersion = new") == [key]
    assert others[-1] == server.site.store.versions[int(new["id"])]
    assert server.call("GET", f"/rest/api/2/version/{old['id']}").status_code == 404


def test_unresolved_issues_are_counted_and_moved_on(server: Jira) -> None:
    now, later = version(server, "now"), version(server, "later")
    key = task(server, fixVersions=[{"name": "now"}])
    counted = server.get(f"/rest/api/2/version/{now['id']}/unresolvedIssueCount")

    server.put(f"/rest/api/2/version/{now['id']}", {"released": True, "moveUnfixedIssuesTo": later["self"]})

    assert counted["issuesUnresolvedCount"] == 1
    assert names_in(server, key, "fixVersions") == ["later"]


def test_a_component_is_made_with_a_lead_and_found(cloud: Jira) -> None:
    told = heard(cloud)
    me = cloud.get("/rest/api/3/myself")["accountId"]

    made = cloud.post(
        "/rest/api/3/component",
        {"project": "DEMO", "name": "Parser", "leadAccountId": me, "assigneeType": "COMPONENT_LEAD"},
    )
    page = cloud.get("/rest/api/3/project/DEMO/component", query="pars")
    found = cloud.get("/rest/api/3/component", projectIdsOrKeys="DEMO", orderBy="-name", maxResults=1)

    assert made["realAssignee"]["accountId"] == me
    assert (made["isAssigneeTypeValid"], made["project"]) == (True, "DEMO")
    assert [(item["name"], item["issueCount"]) for item in page["values"]] == [("Parser", 0)]
    assert [item["name"] for item in found["values"]] == ["Parser"]
    assert told == ["component_created"]


def test_what_is_wrong_with_a_component_is_said_by_field(server: Jira) -> None:
    answer = server.call(
        "POST", "/rest/api/2/component", {"project": "DEMO", "name": "Backend", "leadUserName": "nobody"}
    )

    assert answer.status_code == 400
    assert answer.json()["errors"] == {
        "name": "A component with the name Backend already exists in this project.",
        "leadUserName": "The user nobody does not exist.",
    }


def test_issues_of_a_deleted_component_go_to_another(server: Jira) -> None:
    parts = {item["name"]: item["id"] for item in server.get("/rest/api/2/project/DEMO/components")}
    key = task(server, components=[{"name": "Backend"}])
    before = server.get(f"/rest/api/2/component/{parts['Backend']}/relatedIssueCounts")["issueCount"]

    answer = server.call("DELETE", f"/rest/api/2/component/{parts['Backend']}?moveIssuesTo={parts['Frontend']}")

    assert before >= 1
    assert answer.status_code == 204
    assert names_in(server, key, "components") == ["Frontend"]
    assert key in server.search("component = Frontend")
    missing = server.call("GET", f"/rest/api/2/component/{parts['Backend']}")
    assert missing.json()["errorMessages"] == [f"The component with id {parts['Backend']} does not exist."]
