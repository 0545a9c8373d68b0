"""Permissions by their keys: one's own, those of others, and the projects in which one has them."""

from __future__ import annotations

import pytest

from .loopback_jira import Jira, jira


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud", issues=20)


def test_cloud_wants_to_be_told_which_permissions(cloud: Jira) -> None:
    unsaid = cloud.call("GET", "/rest/api/3/mypermissions")
    unknown = cloud.call("GET", "/rest/api/3/mypermissions?permissions=EDIT_ISSUES,PERMISSION_123")
    said = cloud.get("/rest/api/3/mypermissions", permissions="EDIT_ISSUES,ADMINISTER")["permissions"]

    assert unsaid.status_code == 400
    assert (unknown.status_code, unknown.json()["errors"]) == (400, {"PERMISSION_123": "Unrecognized permission"})
    assert said["EDIT_ISSUES"].items() >= {"id": "12", "type": "PROJECT", "havePermission": True}.items()
    assert said["ADMINISTER"].items() >= {"id": "0", "type": "GLOBAL", "havePermission": True}.items()


def test_server_lists_all_permissions_by_their_former_keys_too() -> None:
    ben = jira("server", issues=20, who="ben")

    held = ben.get("/rest/api/2/mypermissions", projectKey="SUP")["permissions"]
    elsewhere = ben.get("/rest/api/2/mypermissions", issueKey="DEMO-1")["permissions"]

    assert held["ADMINISTER"]["havePermission"] is False
    assert held["ADMINISTER_PROJECTS"]["havePermission"] is True
    assert elsewhere["ADMINISTER_PROJECTS"]["havePermission"] is False
    assert held["BROWSE"].items() >= {"id": "10", "deprecatedKey": True, "havePermission": True}.items()


def test_a_project_that_one_cannot_see_is_not_there() -> None:
    cleo = jira("cloud", issues=20, who="cleo")

    answer = cleo.call("GET", "/rest/api/3/mypermissions?permissions=BROWSE_PROJECTS&projectKey=SEC")

    assert answer.status_code == 404
    assert answer.json()["errorMessages"] == ["No project could be found with key 'SEC'."]


def test_permissions_of_others_are_for_administrators(cloud: Jira) -> None:
    ben = cloud.site.store.people.first(name="ben")
    assert ben is not None
    projects = {project.key: project.id for project in cloud.site.store.projects}
    asked = {
        "accountId": ben.account_id,
        "globalPermissions": ["ADMINISTER", "BULK_CHANGE"],
        "projectPermissions": [{"permissions": ["ADMINISTER_PROJECTS"], "projects": list(projects.values())}],
    }
    cleo = Jira(cloud.site, ("cleo@example.com", "api-token-cleo"), {})

    told = cloud.call("POST", "/rest/api/3/permissions/check", asked).json()
    refused = cleo.call("POST", "/rest/api/3/permissions/check", asked)

    assert told["globalPermissions"] == ["BULK_CHANGE"]
    assert told["projectPermissions"] == [
        {"permission": "ADMINISTER_PROJECTS", "issues": [], "projects": [projects["SUP"]]}
    ]
    assert (refused.status_code, refused.json()["errorMessages"]) == (
        403,
        ["Only Jira administrators can perform this operation."],
    )


def test_projects_are_found_by_permission() -> None:
    ben = jira("cloud", issues=0, who="ben")

    found = ben.call("POST", "/rest/api/3/permissions/project", {"permissions": ["ADMINISTER_PROJECTS"]}).json()

    assert [project["key"] for project in found["projects"]] == ["SUP"]


def test_a_query_asks_for_the_projects_in_which_one_has_a_permission() -> None:
    ben = jira("cloud", issues=20, who="ben")

    found = ben.search('project in projectsWhereUserHasPermission("Administer Projects")')

    assert found
    assert {key.partition("-")[0] for key in found} == {"SUP"}
