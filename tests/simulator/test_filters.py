"""Filters, dashboards and schemes: who may see and change them, and what they say."""

from __future__ import annotations

import pytest

from jira_simulator.work import events

from .loopback_jira import Jira, jira


@pytest.fixture
def cloud() -> Jira:
    return jira("cloud", issues=10)


def other(site: Jira, name: str) -> Jira:
    return Jira(site.site, (f"{name}@example.com", f"api-token-{name}"), {})


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_a_filter_is_made_changed_and_deleted(variant: str) -> None:
    site = jira(variant, issues=0)
    told: list[str] = []
    events.hear(site.site, lambda happening: told.append(happening.name))

    made = site.post("/rest/api/2/filter", {"name": "Bugs", "jql": "type = Bug", "favourite": True})
    path = f"/rest/api/2/filter/{made['id']}"
    changed = site.put(path, {"name": "All bugs", "jql": "type = Bug ORDER BY key"})
    favourites = site.get("/rest/api/2/filter/favourite")
    site.call("DELETE", path)

    assert (made["favourite"], changed["name"]) == (True, "All bugs")
    assert [item["id"] for item in favourites] == [made["id"]]
    assert site.call("GET", path).status_code == 400
    assert told == ["filter_created", "filter_updated", "filter_deleted"]


def test_a_filter_must_have_a_name_of_its_own_and_a_query_that_runs(cloud: Jira) -> None:
    cloud.post("/rest/api/3/filter", {"name": "Bugs", "jql": "type = Bug"})

    twice = cloud.call("POST", "/rest/api/3/filter", {"name": "bugs", "jql": "type = Bug"})
    broken = cloud.call("POST", "/rest/api/3/filter", {"name": "Broken", "jql": "universe = 42"})

    assert twice.json()["errors"] == {"filterName": "Filter with same name already exists."}
    assert broken.json()["errorMessages"] == [
        "Field 'universe' does not exist or you do not have permission to view it."
    ]
    assert (twice.status_code, broken.status_code) == (400, 400)


def test_a_filter_is_its_owners_until_it_is_shared(cloud: Jira) -> None:
    ben, cleo = other(cloud, "ben"), other(cloud, "cleo")
    made = ben.post("/rest/api/3/filter", {"name": "Mine", "jql": "type = Bug"})
    path = f"/rest/api/3/filter/{made['id']}"
    hidden = cleo.call("GET", path).status_code

    shared = ben.call("POST", f"{path}/permission", {"type": "group", "groupname": "developers"})
    seen = cleo.get("/rest/api/3/filter/search", filterName="mine", expand="jql")
    refused = cleo.call("PUT", path, {"name": "Ours"})
    ben.call("DELETE", f"{path}/permission/{shared.json()[0]['id']}")

    assert (hidden, shared.status_code, refused.status_code) == (400, 201, 400)
    assert shared.json()[0]["group"]["name"] == "developers"
    assert [(item["name"], item["jql"]) for item in seen["values"]] == [("Mine", "type = Bug")]
    assert cleo.get("/rest/api/3/filter/search", filterName="mine")["total"] == 0


def test_a_filter_is_given_away(cloud: Jira) -> None:
    ben = cloud.site.store.people.first(name="ben")
    assert ben is not None
    made = cloud.post("/rest/api/3/filter", {"name": "Given", "jql": "type = Bug"})

    cloud.put(f"/rest/api/3/filter/{made['id']}/owner", {"accountId": ben.account_id})

    assert [item["name"] for item in other(cloud, "ben").get("/rest/api/3/filter/my")] == ["Given"]


def test_dashboards_are_read_in_both_ways(cloud: Jira) -> None:
    made = cloud.post("/rest/api/3/dashboard", {"name": "Numbers", "sharePermissions": []})
    ben = other(cloud, "ben")

    all_of_them = cloud.get("/rest/api/3/dashboard")
    hidden = ben.call("GET", f"/rest/api/3/dashboard/{made['id']}")

    assert [item["name"] for item in all_of_them["dashboards"]] == ["System Dashboard", "Numbers"]
    assert ben.get("/rest/api/3/dashboard/search", dashboardName="sys")["total"] == 1
    assert hidden.status_code == 404


def test_the_schemes_of_a_project_say_what_it_has(cloud: Jira) -> None:
    project = cloud.get("/rest/api/3/project/DEMO")

    workflows = cloud.get("/rest/api/3/workflowscheme/project", projectId=project["id"])["values"]
    types = cloud.get("/rest/api/3/issuetypescheme/project", projectId=project["id"])["values"]
    scheme = types[0]["issueTypeScheme"]["id"]
    items = cloud.get("/rest/api/3/issuetypescheme/mapping", issueTypeSchemeId=scheme)["values"]
    permission = cloud.get("/rest/api/3/project/DEMO/permissionscheme", expand="permissions")

    assert workflows[0]["workflowScheme"]["defaultWorkflow"] == "Software workflow"
    assert [item["issueTypeId"] for item in items] == [item["id"] for item in project["issueTypes"]]
    grants = {grant["permission"]: grant["holder"]["type"] for grant in permission["permissions"]}
    assert (grants["ADMINISTER_PROJECTS"], grants["BROWSE_PROJECTS"]) == ("projectRole", "applicationRole")


def test_a_project_made_with_schemes_has_their_types_and_workflows(cloud: Jira) -> None:
    demo = cloud.site.store.projects.first(key="SUP")
    assert demo is not None
    lead = cloud.get("/rest/api/3/myself")["accountId"]
    asked = {"key": "NEW", "name": "New", "leadAccountId": lead, "projectTypeKey": "software"}
    asked |= {"workflowScheme": demo.schemes["workflow"], "issueTypeScheme": demo.schemes["issuetype"]}

    cloud.post("/rest/api/3/project", asked)
    bad = cloud.call("POST", "/rest/api/3/project", asked | {"key": "NEWER", "name": "x", "permissionScheme": 1})

    statuses = cloud.get("/rest/api/3/project/NEW/statuses")
    assert "Waiting for customer" in {status["name"] for status in statuses[0]["statuses"]}
    assert [item["id"] for item in statuses] == [str(id) for id in demo.type_ids]
    assert bad.json()["errors"].keys() == {"permissionScheme"}


def test_notification_and_security_schemes_are_those_of_the_site(cloud: Jira) -> None:
    page = cloud.get("/rest/api/3/notificationscheme", expand="all")

    events_of = {row["event"]["name"] for row in page["values"][0]["notificationSchemeEvents"]}
    assert {"Issue Created", "Issue Deleted"} <= events_of
    assert cloud.get("/rest/api/3/issuesecurityschemes") == {"issueSecuritySchemes": []}
    assert cloud.call("GET", "/rest/api/3/project/DEMO/issuesecuritylevelscheme").status_code == 404
    assert cloud.get("/rest/api/3/project/DEMO/securitylevel") == {"levels": []}
