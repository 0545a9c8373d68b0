"""Comments: read in order and by id, edited and deleted by their authors, and hidden from whom they are not for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from .loopback_jira import Jira, jira


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param)


def api(site: Jira) -> str:
    return "/rest/api/3" if site.site.cloud else "/rest/api/2"


def as_person(site: Jira, name: str) -> dict[str, Any]:
    if site.site.cloud:
        return {"auth": (f"{name}@example.com", f"api-token-{name}")}
    return {"headers": {"Authorization": f"Bearer pat-{name}"}}


def text(site: Jira, words: str) -> Any:
    if not site.site.cloud:
        return words
    paragraph = {"type": "paragraph", "content": [{"type": "text", "text": words}]}
    return {"type": "doc", "version": 1, "content": [paragraph]}


def fresh(site: Jira) -> str:
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "Talk"}
    return f"{api(site)}/issue/{site.post(f'{api(site)}/issue', {'fields': fields})['key']}"


def say(site: Jira, path: str, words: str, **more: Any) -> Any:
    return site.post(f"{path}/comment", {"body": text(site, words), **more})


def test_comments_come_oldest_first_or_the_other_way_round_in_pages(site: Jira) -> None:
    path = fresh(site)
    ids = [say(site, path, word)["id"] for word in ("one", "two", "three")]

    plain = site.get(f"{path}/comment")
    turned = site.get(f"{path}/comment", orderBy="-created", startAt=1, maxResults=1)
    forward = site.get(f"{path}/comment", orderBy="+created")
    wrong = site.call("GET", f"{path}/comment", params={"orderBy": "author"})

    assert [row["id"] for row in plain["comments"]] == ids == [row["id"] for row in forward["comments"]]
    assert ([row["id"] for row in turned["comments"]], turned["total"]) == ([ids[1]], 3)
    assert wrong.status_code == 400


@pytest.mark.parametrize("kind", ["group", "role"])
def test_a_restricted_comment_and_worklog_exist_for_their_readers_alone(site: Jira, kind: str) -> None:
    path = fresh(site)
    value = "jira-administrators" if kind == "group" else "Administrators"
    project = next(project for project in site.site.store.projects if project.key == "DEMO")
    admin = site.site.store.people.all()[0]
    roles = {**project.roles, "10002": [f"user:{admin.id}"]}
    site.site.store.projects.save(replace(project, roles=roles))
    visibility = {"type": kind, "value": value}

    made = say(site, path, "secret", visibility=visibility)
    log = site.post(f"{path}/worklog", {"timeSpent": "1h", "visibility": visibility})
    say(site, path, "open")
    other = as_person(site, "cleo")
    listed = site.call("GET", f"{path}/comment", **other).json()
    fields = site.call("GET", path, **other).json()["fields"]

    assert site.get(f"{path}/comment")["total"] == 2
    assert made["visibility"]["value"] == value
    assert (listed["total"], len(listed["comments"])) == (1, 1)
    assert (fields["comment"]["total"], fields["worklog"]["total"]) == (1, 0)
    assert site.call("GET", f"{path}/comment/{made['id']}", **other).status_code == 404
    assert site.call("GET", f"{path}/worklog/{log['id']}", **other).status_code == 404
    assert site.call("PUT", f"{path}/comment/{made['id']}", {"body": text(site, "x")}, **other).status_code == 404
    assert site.call("POST", f"{api(site)}/worklog/list", {"ids": [int(log["id"])]}, **other).json() == []


def test_nobody_restricts_a_comment_to_what_they_are_not_in(site: Jira) -> None:
    path = fresh(site)
    body = {"body": text(site, "x"), "visibility": {"type": "group", "value": "jira-administrators"}}

    outside = site.call("POST", f"{path}/comment", body, **as_person(site, "cleo"))
    unknown = site.call("POST", f"{path}/comment", {**body, "visibility": {"type": "role", "value": "Kings"}})

    assert (outside.status_code, unknown.status_code) == (400, 400)
    assert outside.json()["errors"] == {
        "commentLevel": "You are currently not a member of the group: jira-administrators."
    }


def test_authors_and_administrators_of_the_project_change_a_comment(site: Jira) -> None:
    path = fresh(site)
    made = site.call("POST", f"{path}/comment", {"body": text(site, "mine")}, **as_person(site, "ben")).json()
    there = f"{path}/comment/{made['id']}"

    stranger = site.call("PUT", there, {"body": text(site, "theirs")}, **as_person(site, "cleo"))
    author = site.call("PUT", there, {"body": text(site, "still mine")}, **as_person(site, "ben"))
    admin = site.call("DELETE", there)

    assert (stranger.status_code, author.status_code, admin.status_code) == (400, 200, 204)
    assert site.get(f"{path}/comment")["total"] == 0


def test_a_comment_moves_the_time_of_its_issue(site: Jira) -> None:
    path = fresh(site)
    before = site.get(path)["fields"]["updated"]
    site.site.clock.turn(60)

    say(site, path, "later")

    assert site.get(path)["fields"]["updated"] > before


def test_properties_come_with_a_comment_and_make_it_internal() -> None:
    site = jira("cloud")
    path = fresh(site)
    rows = [{"key": "sd.public.comment", "value": {"internal": True}}, {"key": "com.you.sync", "value": {"id": 7}}]

    made = say(site, path, "between us", properties=rows)
    read = site.get(f"{path}/comment/{made['id']}", expand="properties")

    assert read["jsdPublic"] is False
    assert {row["key"]: row["value"] for row in read["properties"]} == {row["key"]: row["value"] for row in rows}


def test_cloud_lists_comments_by_their_ids() -> None:
    site = jira("cloud")
    first, second = fresh(site), fresh(site)
    ids = [int(say(site, path, "x")["id"]) for path in (first, second)]

    found = site.post("/rest/api/3/comment/list", {"ids": [*ids, 1]})
    none = site.call("POST", "/rest/api/3/comment/list", {"ids": []})

    assert ([int(row["id"]) for row in found["values"]], found["isLast"]) == (ids, True)
    assert none.status_code == 400


def test_data_center_pins_comments() -> None:
    site = jira("server", version="10.3")
    path = fresh(site)
    made = say(site, path, "remember")

    pinned = site.call("PUT", f"{path}/comment/{made['id']}/pin", True)
    shown = site.get(f"{path}/pinned-comments")
    site.call("PUT", f"{path}/comment/{made['id']}/pin", False)

    assert pinned.status_code == 204
    assert [(row["comment"]["id"], row["pinnedBy"]) for row in shown] == [(made["id"], "admin")]
    assert site.get(f"{path}/pinned-comments") == []
