"""The catalogue as administrators change it: issue types, statuses, workflows, settings, pictures."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira


@pytest.fixture
def cloud() -> Jira:
    return jira("cloud", issues=10)


def task(type: str) -> dict[str, Any]:
    return {"fields": {"project": {"key": "DEMO"}, "issuetype": {"name": type}, "summary": "x"}}


def test_a_new_type_can_be_used_once_a_scheme_has_it(cloud: Jira) -> None:
    made = cloud.post(
        "/rest/api/3/issuetype", {"name": "Risk", "description": "What may go wrong.", "type": "standard"}
    )
    before = cloud.call("POST", "/rest/api/3/issue", task("Risk"))
    demo = cloud.site.store.projects.first(key="DEMO")
    assert demo is not None

    cloud.put(f"/rest/api/3/issuetypescheme/{demo.schemes['issuetype']}/issuetype", {"issueTypeIds": [made["id"]]})
    issue = cloud.post("/rest/api/3/issue", task("Risk"))

    assert before.status_code == 400
    assert cloud.search("type = Risk") == [issue["key"]]
    types = cloud.get("/rest/api/3/issuetype/project", projectId=demo.id)
    assert types[-1]["name"] == "Risk"


def test_a_type_in_use_goes_only_for_another_one(cloud: Jira) -> None:
    types = {item["name"]: item["id"] for item in cloud.get("/rest/api/3/issuetype")}
    key = cloud.post("/rest/api/3/issue", task("Bug"))["key"]

    used = cloud.call("DELETE", f"/rest/api/3/issuetype/{types['Bug']}")
    wrong = cloud.call("DELETE", f"/rest/api/3/issuetype/{types['Bug']}?alternativeIssueTypeId={types['Subtask']}")
    gone = cloud.call("DELETE", f"/rest/api/3/issuetype/{types['Bug']}?alternativeIssueTypeId={types['Task']}")

    assert (used.status_code, wrong.status_code, gone.status_code) == (404, 409, 204)
    assert cloud.get(f"/rest/api/3/issue/{key}")["fields"]["issuetype"]["name"] == "Task"


def test_names_of_types_are_taken_once(cloud: Jira) -> None:
    twice = cloud.call("POST", "/rest/api/3/issuetype", {"name": "task"})
    ben = Jira(cloud.site, ("ben@example.com", "api-token-ben"), {})

    assert twice.status_code == 409
    assert ben.call("POST", "/rest/api/3/issuetype", {"name": "Mine"}).status_code == 403


def test_statuses_are_made_changed_and_deleted_several_at_once(cloud: Jira) -> None:
    rows = [{"name": "Parked", "statusCategory": "TODO"}, {"name": "Shipped", "statusCategory": "DONE"}]
    made = cloud.post("/rest/api/3/statuses", {"scope": {"type": "GLOBAL"}, "statuses": rows})
    ids = [item["id"] for item in made]

    cloud.put("/rest/api/3/statuses", {"statuses": [{**rows[0], "id": ids[0], "name": "On ice"}]})
    found = cloud.get("/rest/api/3/statuses/search", searchString="on ice", statusCategory="TODO")
    used = cloud.call("DELETE", "/rest/api/3/statuses?id=10000")
    cloud.call("DELETE", f"/rest/api/3/statuses?id={ids[0]}&id={ids[1]}")

    assert [item["name"] for item in found["values"]] == ["On ice"]
    assert used.status_code == 400
    assert cloud.get("/rest/api/3/statuses", id=ids[0]) == []


def test_workflows_show_their_statuses_and_ways(cloud: Jira) -> None:
    (found,) = cloud.get("/rest/api/3/workflow/search", queryString="simplified", expand="statuses,transitions")[
        "values"
    ]

    assert [item["name"] for item in found["statuses"]] == ["To Do", "In Progress", "Done"]
    assert [(way["name"], way["type"]) for way in found["transitions"]] == [
        ("To Do", "global"),
        ("In Progress", "global"),
        ("Done", "global"),
    ]


def test_server_pages_through_its_catalogue() -> None:
    server = jira("server", issues=0)

    statuses = server.get("/rest/api/2/status/page", query="review")
    types = server.get("/rest/api/2/issuetype/page", maxResults=2)

    assert [item["name"] for item in statuses["values"]] == ["In Review"]
    assert (len(types["values"]), types["isLast"]) == (2, False)
    assert {item["name"] for item in server.get("/rest/api/2/workflow")} >= {"Software workflow"}


def test_a_property_of_the_site_is_set_and_kept(cloud: Jira) -> None:
    cloud.put("/rest/api/3/application-properties/jira.title", {"value": "Ours"})

    assert cloud.get("/rest/api/3/application-properties", key="jira.title")["value"] == "Ours"
    assert cloud.call("GET", "/rest/api/3/application-properties?key=no").status_code == 404


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_the_pictures_that_answers_point_to_are_there(variant: str) -> None:
    site = jira(variant, issues=0)
    project = site.get("/rest/api/2/project/DEMO")
    addresses = [*project["avatarUrls"].values(), project["issueTypes"][0]["iconUrl"]]
    system = site.get("/rest/api/2/avatar/project/system")["system"]

    answers = [site.call("GET", address) for address in [*addresses, system[0]["urls"]["16x16"]]]

    assert {answer.headers["content-type"] for answer in answers} == {"image/svg+xml"}
    assert b'width="16"' in answers[-1].content
