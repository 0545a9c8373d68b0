"""Accounts, groups and roles: found, made and taken away, each as its platform does it."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira


@pytest.fixture
def cloud() -> Jira:
    return jira("cloud", issues=20)


@pytest.fixture
def server() -> Jira:
    return jira("server", issues=20)


def account_id(site: Jira, name: str) -> str:
    person = site.site.store.people.first(name=name)
    assert person is not None
    return person.account_id


def test_cloud_shows_accounts_by_id_and_hides_addresses(cloud: Jira) -> None:
    (ben,) = cloud.get("/rest/api/3/user/search", query="ben")

    assert ben["accountId"] == account_id(cloud, "ben")
    assert ben.keys().isdisjoint({"name", "key", "emailAddress"})
    assert cloud.get("/rest/api/3/user/search", query="ben@example.com") == []
    assert cloud.call("GET", "/rest/api/3/user/search").status_code == 400


def test_server_finds_accounts_by_parts_of_login_name_and_address(server: Jira) -> None:
    everybody = server.get("/rest/api/2/user/search", username=".", maxResults=1000)
    inactive = server.get("/rest/api/2/user/search", username="zoe", includeInactive="true")
    nobody = server.call("GET", "/rest/api/2/user/search")

    assert [found["name"] for found in server.get("/rest/api/2/user/search", username="BEN@")] == ["ben"]
    assert all(found["active"] for found in everybody)
    assert server.get("/rest/api/2/user/search", username="zoe") == []
    assert [found["active"] for found in inactive] == [False]
    assert nobody.json()["errorMessages"] == ["The username query parameter was not provided"]


def test_users_by_login_and_by_key_are_the_same(server: Jira) -> None:
    by_name = server.get("/rest/api/2/user", username="ben", expand="groups")
    missing = server.call("GET", "/rest/api/2/user", params={"username": "nobody"})

    assert server.get("/rest/api/2/user", key=by_name["key"], expand="groups") == by_name
    assert {group["name"] for group in by_name["groups"]["items"]} == {"developers", "jira-software-users"}
    assert (missing.status_code, missing.json()["errorMessages"]) == (404, ["The user named 'nobody' does not exist"])


def test_only_who_sees_a_project_can_be_assigned_there(cloud: Jira) -> None:
    secret = cloud.get("/rest/api/3/user/assignable/search", project="SEC", maxResults=1000)
    open_one = cloud.get("/rest/api/3/user/assignable/search", issueKey="DEMO-1", maxResults=1000)
    both = cloud.get("/rest/api/3/user/assignable/multiProjectSearch", projectKeys="SEC,DEMO", maxResults=1000)

    assert len(secret) < len(open_one)
    assert both == secret
    assert cloud.call("GET", "/rest/api/3/user/assignable/search").status_code == 400
    assert cloud.call("GET", "/rest/api/3/user/assignable/search?project=NO").status_code == 404


def test_who_may_see_and_who_may_administer_is_searched_by_permission(server: Jira) -> None:
    viewers = server.get("/rest/api/2/user/viewissue/search", projectKey="SEC", username=".", maxResults=1000)
    chiefs = server.get(
        "/rest/api/2/user/permission/search", projectKey="DEMO", permissions="ADMINISTER_PROJECTS", username="."
    )

    assert {found["name"] for found in chiefs} == {"admin"}
    assert {found["name"] for found in viewers} >= {"admin"}


def test_pickers_set_what_was_found_in_bold(cloud: Jira, server: Jira) -> None:
    (picked,) = cloud.get("/rest/api/3/user/picker", query="ben")["users"]
    both = server.get("/rest/api/2/groupuserpicker", query="dev")

    assert picked["html"] == "<strong>Ben</strong> Brook"
    assert [group["html"] for group in both["groups"]["groups"]] == ["<b>dev</b>elopers"]
    assert both["groups"]["header"] == "Showing 1 of 1 matching groups"


def test_an_account_made_on_server_can_log_in_and_be_deleted_unless_used(server: Jira) -> None:
    made = server.post(
        "/rest/api/2/user",
        {"name": "new", "password": "secret", "emailAddress": "new@example.com", "displayName": "New One"},
    )
    myself = server.call("GET", "/rest/api/2/myself", auth=("new", "secret"), headers={})
    used = server.call("DELETE", "/rest/api/2/user?username=ben")
    gone = server.call("DELETE", "/rest/api/2/user?username=new")

    assert myself.json()["key"] == made["key"]
    assert used.status_code == 400
    assert "lead" in used.json()["errors"]
    assert gone.status_code == 204
    assert server.call("GET", "/rest/api/2/user?username=new").status_code == 404


def test_an_account_made_on_cloud_comes_from_an_address(cloud: Jira) -> None:
    made = cloud.post("/rest/api/3/user", {"emailAddress": "new@example.com", "products": ["jira-software"]})
    bad = cloud.call("POST", "/rest/api/3/user", {"emailAddress": "nothing"})
    cloud.call("DELETE", f"/rest/api/3/user?accountId={made['accountId']}")

    assert (made["displayName"], made["accountType"]) == ("new", "atlassian")
    assert bad.json()["errors"].keys() == {"emailAddress", "products"}
    assert cloud.get("/rest/api/3/user", accountId=made["accountId"])["active"] is False


def test_addresses_are_for_apps_alone(cloud: Jira) -> None:
    answer = cloud.call("GET", f"/rest/api/3/user/email?accountId={account_id(cloud, 'ben')}")

    assert answer.status_code == 401


def test_an_anonymized_account_keeps_nothing_but_its_key(server: Jira) -> None:
    ben = server.get("/rest/api/2/user", username="ben")

    server.post("/rest/api/2/user/anonymization", {"userKey": ben["key"]})

    after = server.get("/rest/api/2/user", key=ben["key"])
    assert (after["active"], "Ben" in after["displayName"], "ben" in after["emailAddress"]) == (False, False, False)


def test_groups_are_made_filled_paged_and_deleted(cloud: Jira) -> None:
    made = cloud.post("/rest/api/3/group", {"name": "testers"})
    for name in ("ben", "cleo", "dan"):
        cloud.post(f"/rest/api/3/group/user?groupId={made['groupId']}", {"accountId": account_id(cloud, name)})
    again = cloud.call("POST", "/rest/api/3/group/user?groupname=testers", {"accountId": account_id(cloud, "ben")})
    page = cloud.get("/rest/api/3/group/member", groupId=made["groupId"], maxResults=2)
    cloud.call("DELETE", f"/rest/api/3/group/user?groupId={made['groupId']}&accountId={account_id(cloud, 'dan')}")
    full = cloud.get("/rest/api/3/group", groupname="testers", expand="users[0:0]")
    cloud.call("DELETE", "/rest/api/3/group?groupname=testers")

    assert again.status_code == 400
    assert (page["total"], page["isLast"], len(page["values"])) == (3, False, 2)
    assert (full["users"]["size"], len(full["users"]["items"])) == (2, 1)
    missing = cloud.call("GET", "/rest/api/3/group/member?groupname=testers")
    assert (missing.status_code, missing.json()["errorMessages"]) == (
        404,
        ["The group named 'testers' does not exist."],
    )


def test_groups_are_the_administrators_to_change() -> None:
    ben = jira("server", issues=0, who="ben")

    assert ben.call("POST", "/rest/api/2/group", {"name": "mine"}).status_code == 403
    assert ben.call("GET", "/rest/api/2/group/member?groupname=developers").status_code == 403
    assert ben.get("/rest/api/2/groups/picker", query="dev")["total"] == 1


def role_id(site: Jira, name: str) -> str:
    link: str = site.get("/rest/api/2/project/SEC/role")[name]
    return link.rpartition("/")[2]


def test_a_role_lets_somebody_into_a_private_project(cloud: Jira) -> None:
    dan = cloud.site.store.people.first(name="cleo")
    assert dan is not None
    path = f"/rest/api/3/project/SEC/role/{role_id(cloud, 'Developers')}"
    cleo = Jira(cloud.site, ("cleo@example.com", "api-token-cleo"), {})
    before = cleo.call("GET", "/rest/api/3/project/SEC").status_code

    added = cloud.post(path, {"user": [dan.account_id]})
    inside = cleo.call("GET", "/rest/api/3/project/SEC").status_code
    cloud.call("DELETE", f"{path}?user={dan.account_id}")
    after = cleo.call("GET", "/rest/api/3/project/SEC").status_code

    assert (before, inside, after) == (404, 200, 404)
    assert [actor["actorUser"] for actor in added["actors"]] == [{"accountId": dan.account_id}]


def test_actors_are_replaced_by_a_put_and_refused_if_unknown(server: Jira) -> None:
    path = f"/rest/api/2/project/SEC/role/{role_id(server, 'Users')}"

    put = server.put(path, {"categorisedActors": {"atlassian-group-role-actor": ["support"]}})
    unknown = server.call("POST", path, {"user": ["nobody"]})
    names = [actor["name"] for actor in server.get(path)["actors"]]

    assert [actor["type"] for actor in put["actors"]] == ["atlassian-group-role-actor"]
    assert unknown.status_code == 410
    assert names == ["support"]


def test_roles_are_made_with_default_actors_for_new_projects(cloud: Jira) -> None:
    made = cloud.post("/rest/api/3/role", {"name": "Auditors", "description": "They look."})
    cloud.post(f"/rest/api/3/role/{made['id']}/actors", {"group": ["support"]})
    lead = cloud.get("/rest/api/3/myself")["accountId"]
    project = {"key": "NEW", "name": "New", "leadAccountId": lead, "projectTypeKey": "business"}
    cloud.post("/rest/api/3/project", project)
    twice: Any = cloud.call("POST", "/rest/api/3/role", {"name": "auditors"})

    actors = cloud.get(f"/rest/api/3/project/NEW/role/{made['id']}")["actors"]
    assert [actor["name"] for actor in actors] == ["support"]
    assert twice.status_code == 409
    details = cloud.get("/rest/api/3/project/NEW/roledetails", currentMember="true")
    assert [item["name"] for item in details] == ["Administrators"]
