"""Properties: the same rules on everything that has them, and on many issues at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .loopback_jira import Jira, jira


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud")


@pytest.fixture(scope="module")
def server() -> Jira:
    return jira("server", context="/jira")


def api(site: Jira) -> str:
    return "/rest/api/3" if site.site.cloud else "/rest/api/2"


def document() -> dict[str, Any]:
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": "x"}]}
    return {"type": "doc", "version": 1, "content": [paragraph]}


def comment(site: Jira) -> str:
    body = {"body": document() if site.site.cloud else "x"}
    return f"/comment/{site.post(f'{api(site)}/issue/DEMO-1/comment', body)['id']}"


def worklog(site: Jira) -> str:
    made = site.post(f"{api(site)}/issue/DEMO-1/worklog", {"timeSpent": "1h"})
    return f"/issue/{made['issueId']}/worklog/{made['id']}"


def user(site: Jira) -> tuple[str, dict[str, str]]:
    found = site.site.store.people.all()[1]
    return "/user", {"accountId": found.account_id} if site.site.cloud else {"userKey": found.key}


OWNERS: dict[str, Callable[[Jira], str]] = {
    "issue": lambda _: "/issue/DEMO-1",
    "comment": comment,
    "project": lambda _: "/project/DEMO",
    "issuetype": lambda site: f"/issuetype/{site.site.store.types.all()[0].id}",
    "dashboard": lambda site: f"/dashboard/{site.site.store.dashboards.all()[0].id}/items/10000",
}


def walk(site: Jira, path: str, params: dict[str, str]) -> None:
    """Set, read, list, change and delete a property."""
    there = f"{api(site)}{path}/properties/com.you.sync"

    created = site.call("PUT", there, {"id": 1}, params=params)
    changed = site.call("PUT", there, "text alone", params=params)
    read = site.call("GET", there, params=params).json()
    listed = site.call("GET", f"{api(site)}{path}/properties", params=params).json()["keys"]
    deleted = site.call("DELETE", there, params=params)

    assert (created.status_code, changed.status_code, deleted.status_code) == (201, 200, 204)
    assert created.content == b""
    assert read == {"key": "com.you.sync", "value": "text alone"}
    assert [row["key"] for row in listed] == ["com.you.sync"]
    assert {site.call(method, there, params=params).status_code for method in ("GET", "DELETE")} == {404}


@pytest.mark.parametrize("platform", ["cloud", "server"])
@pytest.mark.parametrize("owner", sorted(OWNERS))
def test_a_property_is_set_read_listed_changed_and_deleted(
    platform: str, owner: str, request: pytest.FixtureRequest
) -> None:
    site: Jira = request.getfixturevalue(platform)

    walk(site, OWNERS[owner](site), {})


@pytest.mark.parametrize("platform", ["cloud", "server"])
def test_so_it_is_with_accounts(platform: str, request: pytest.FixtureRequest) -> None:
    site: Jira = request.getfixturevalue(platform)

    walk(site, *user(site))


def test_worklogs_have_properties_on_cloud_alone(cloud: Jira, server: Jira) -> None:
    walk(cloud, worklog(cloud), {})

    assert server.call("GET", f"/rest/api/2{worklog(server)}/properties").status_code == 404


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [("k" * 255, 1, 201), ("k" * 256, 1, 400), ("long", "v" * 32_766, 201), ("longer", "v" * 32_767, 400)],
)
def test_keys_and_values_have_a_longest(cloud: Jira, key: str, value: object, status: int) -> None:
    assert cloud.call("PUT", f"/rest/api/3/issue/DEMO-2/properties/{key}", value).status_code == status


def test_a_value_must_be_json(cloud: Jira) -> None:
    path = "/rest/api/3/issue/DEMO-2/properties/x"

    assert cloud.call("PUT", path, content=b"{").status_code == 400
    assert cloud.call("PUT", path).status_code == 400


def test_whoever_may_not_change_a_thing_may_not_change_its_properties(cloud: Jira) -> None:
    login = {"auth": ("cleo@example.com", "api-token-cleo")}
    path, params = user(cloud)

    answers = [
        cloud.call("PUT", f"/rest/api/3{OWNERS[name](cloud)}/properties/x", 1, **login)
        for name in ("comment", "issuetype", "dashboard")
    ]
    answers.append(cloud.call("GET", f"/rest/api/3{path}/properties", params=params, **login))
    hidden = cloud.call("PUT", "/rest/api/3/issue/SEC-1/properties/x", 1, **login)

    assert [answer.status_code for answer in answers] == [403] * 4
    assert hidden.status_code == 404


@pytest.mark.parametrize("platform", ["cloud", "server"])
def test_properties_come_with_a_create_and_an_edit(platform: str, request: pytest.FixtureRequest) -> None:
    site: Jira = request.getfixturevalue(platform)
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "With"}
    made = site.post(f"{api(site)}/issue", {"fields": fields, "properties": [{"key": "mark", "value": {"n": 1}}]})
    there = f"{api(site)}/issue/{made['key']}"

    site.put(there, {"properties": [{"key": "mark", "value": 2}, {"key": "other", "value": None}]})
    one = site.get(there, properties="mark", fields="summary")["properties"]
    every = site.get(there, properties="*all", fields="summary")["properties"]
    too_long = site.call("PUT", there, {"properties": [{"key": "k" * 256, "value": 1}]})

    assert one == {"mark": 2}
    assert every == {"mark": 2, "other": None}
    assert too_long.status_code == 400


def test_listeners_hear_of_properties_of_issues(cloud: Jira) -> None:
    heard: list[str] = []
    cloud.site.listeners.append(lambda happening: heard.append(happening.name))
    path = "/rest/api/3/issue/DEMO-3/properties/x"

    cloud.call("PUT", path, 1)
    cloud.call("DELETE", path)

    assert heard == ["issue_property_set", "issue_property_deleted"]


def test_cloud_sets_and_deletes_properties_of_many_issues() -> None:
    site = jira("cloud")
    ids = [issue.id for issue in site.site.store.issues.all()[:3]]

    same = site.call("POST", "/rest/api/3/issue/properties", {"entitiesIds": ids, "properties": {"a": 1, "b": 2}})
    each = {"issues": [{"issueID": ids[0], "properties": {"a": 5}}, {"issueID": 1, "properties": {"a": 6}}]}
    site.call("POST", "/rest/api/3/issue/properties/multi", each)
    absent = {"value": 7, "filter": {"entityIds": [*ids], "hasProperty": False}}
    site.call("PUT", "/rest/api/3/issue/properties/a", absent)
    site.call("DELETE", "/rest/api/3/issue/properties/b", {"entityIds": ids[:2], "currentValue": 2})
    held = [site.get(f"/rest/api/3/issue/{id}", properties="*all")["properties"] for id in ids]
    task = site.call("GET", same.headers["location"]).json()

    assert same.status_code == 303
    assert task["status"] == "COMPLETE"
    assert held == [{"a": 5}, {"a": 1}, {"a": 1, "b": 2}]
