"""Links of issues to things elsewhere, on both platforms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jira_simulator.work.events import Happening, hear

from ..shared_files import shared_json
from .loopback_jira import Jira, jira
from .spec_documents import find_operation, problems_of

RECORDED = (
    "corpus/jira/gnl42+JiraConnector/"
    "list-obj-application-globalId-id-object-.jrjc-test-src-main-resources-json-issueRemotelink-remotelink.f94fde.json"
)
PAGE: dict[str, Any] = {
    "globalId": "appId=1&pageId=2",
    "application": {"type": "com.example.wiki", "name": "Wiki"},
    "relationship": "mentioned in",
    "object": {
        "url": "https://wiki.example.com/pages?id=2",
        "title": "The page",
        "summary": "About rain",
        "icon": {"url16x16": "https://wiki.example.com/icon.png", "title": "Page"},
        "status": {"resolved": True, "icon": {"link": "https://wiki.example.com/done", "title": "Done"}},
    },
}


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param, issues=4)


def links(site: Jira, key: str = "DEMO-1") -> str:
    return f"/rest/api/{'3' if site.site.cloud else '2'}/issue/{key}/remotelink"


def test_a_link_is_made_with_its_number_and_read_as_it_was_written(site: Jira) -> None:
    answer = site.call("POST", links(site), PAGE)

    made = answer.json()
    address = f"{site.site.settings.url}{links(site)}/{made['id']}"
    assert answer.status_code == 201
    assert made == {"id": made["id"], "self": address} and isinstance(made["id"], int)
    assert answer.headers["Location"] == address
    assert site.get(f"{links(site)}/{made['id']}") == {**made, **PAGE} == site.get(links(site))[0]
    assert site.get(links(site), globalId=PAGE["globalId"])["id"] == made["id"]
    assert site.search(f'issue in issuesWithRemoteLinksByGlobalId("{PAGE["globalId"]}")') == ["DEMO-1"]


def test_a_known_global_id_writes_over_what_was_there_and_empties_what_is_not_given(site: Jira) -> None:
    made = site.post(links(site), PAGE)
    bare = {"globalId": PAGE["globalId"], "object": {"url": "https://wiki.example.com/3", "title": "Another"}}

    again = site.call("POST", links(site), bare)
    elsewhere = site.call("POST", links(site, "DEMO-2"), PAGE)

    assert (again.status_code, again.json()) == (200, made)
    assert (elsewhere.status_code, elsewhere.json()["id"] != made["id"]) == (201, True)
    assert site.get(links(site)) == [
        {
            **made,
            "globalId": PAGE["globalId"],
            "application": {},
            "object": {**bare["object"], "icon": {}, "status": {"icon": {}}},
        }
    ]


def test_without_a_global_id_each_link_is_a_new_one(site: Jira) -> None:
    bare = {"object": PAGE["object"]}

    ids = [site.post(links(site), bare)["id"] for _ in range(2)]

    assert len(set(ids)) == 2
    assert [found["id"] for found in site.get(links(site))] == ids
    assert "globalId" not in site.get(links(site))[0]


def test_a_link_is_written_over_by_its_number(site: Jira) -> None:
    made = site.post(links(site), PAGE)

    answer = site.call("PUT", f"{links(site)}/{made['id']}", {"object": {"url": "https://a.example", "title": "A"}})

    found = site.get(f"{links(site)}/{made['id']}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert found["object"]["title"] == "A"
    assert not {"globalId", "relationship"} & found.keys()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"object": {"url": "https://a.example"}}, "title"),
        ({"object": {"title": "A"}}, "url"),
        ({"object": {"title": " ", "url": "https://a.example"}}, "title"),
        ({"object": {"title": "A", "url": "this is no URI"}}, "url"),
        ({"object": {"title": "A", "url": "https://a.example", "icon": {"url16x16": "not one"}}}, "iconUrl"),
        ({"globalId": "x" * 256}, "globalId"),
        ({"relationship": 3}, "relationship"),
        ({"object": None}, "url"),
    ],
)
def test_what_is_wrong_is_told_by_field(change: dict[str, Any], field: str) -> None:
    site = jira("cloud", issues=4)
    made = site.post(links(site), PAGE)

    answers = [
        site.call("POST", links(site), PAGE | change),
        site.call("PUT", f"{links(site)}/{made['id']}", PAGE | change),
    ]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert all(field in answer.json()["errors"] for answer in answers)
    assert site.get(links(site)) == [{**made, **PAGE}]


def test_the_longest_global_id_is_taken(site: Jira) -> None:
    made = site.call("POST", links(site), PAGE | {"globalId": "x" * 255})

    assert made.status_code == 201


def test_links_are_removed_by_number_or_by_global_id(site: Jira) -> None:
    first = site.post(links(site), PAGE)
    by_number = site.call("DELETE", f"{links(site)}/{first['id']}")
    site.post(links(site), PAGE)
    by_global_id = site.call("DELETE", links(site), params={"globalId": PAGE["globalId"]})

    again = site.call("DELETE", links(site), params={"globalId": PAGE["globalId"]})
    nameless = site.call("DELETE", links(site))

    assert [answer.status_code for answer in (by_number, by_global_id)] == [204, 204]
    assert [answer.status_code for answer in (again, nameless)] == [404, 400]
    assert site.get(links(site)) == []


def test_a_link_is_only_found_on_its_issue(site: Jira) -> None:
    made = site.post(links(site), PAGE)

    def status(path: str, method: str = "GET") -> int:
        return site.call(method, path).status_code

    assert status(f"{links(site, 'DEMO-2')}/{made['id']}") == 400
    assert [status(f"{links(site)}/{id}") for id in ("x", "-1", "999999")] == [400, 404, 404]
    assert [status(f"{links(site)}/{id}", "DELETE") for id in ("99a", "-1")] == [400, 404]
    assert status(links(site, "DEMO-999")) == 404
    assert status(f"{links(site)}?globalId=unknown") == 404


def test_coming_and_going_is_history_and_updates_the_issue(site: Jira) -> None:
    told: list[Happening] = []
    hear(site.site, told.append)
    site.site.clock.turn(60)
    made = site.post(links(site), PAGE)
    issue = site.site.issue("DEMO-1")
    site.call("DELETE", f"{links(site)}/{made['id']}")

    text = 'This issue links to "The page (Wiki)"'
    changes = site.site.store.changes.where(issue_id=issue.id if issue else 0)
    items = [item for change in changes for item in change.items if item["field"] == "RemoteIssueLink"]
    assert issue is not None and issue.updated == site.site.clock.now()
    assert [(item["from"], item["fromString"], item["to"], item["toString"]) for item in items] == [
        (None, None, str(made["id"]), text),
        (str(made["id"]), text, None, None),
    ]
    assert [each.name for each in told] == (["jira:issue_updated"] * 2 if site.site.cloud else [])


def test_linking_needs_permission_and_must_be_switched_on(site: Jira) -> None:
    made = site.post(links(site), PAGE)
    one, switch = site.site.issue("DEMO-1"), site.site.store.settings.first(name="issueLinkingEnabled")
    assert one is not None and switch is not None
    site.site.store.issues.save(replace(one, archived=1))
    path = f"{links(site)}/{made['id']}"

    refused = [site.call("POST", links(site), PAGE), site.call("PUT", path, PAGE), site.call("DELETE", path)]
    seen = site.call("GET", path)
    site.site.store.settings.save(replace(switch, value=False))
    off = [site.call("GET", links(site)), site.call("POST", links(site, "DEMO-2"), PAGE)]

    assert [answer.status_code for answer in refused] == [403, 403, 403]
    assert seen.status_code == 200
    assert [answer.status_code for answer in off] == [403, 403]


def test_answers_are_as_documented() -> None:
    site = jira("cloud", issues=4)
    made = site.post(links(site), PAGE)
    for method, path, status, answer in (
        ("GET", "", 200, site.get(links(site))),
        ("POST", "", 201, made),
        ("POST", "", 200, made),
        ("GET", "/{linkId}", 200, site.get(f"{links(site)}/{made['id']}")),
    ):
        operation = find_operation(method, f"/rest/api/3/issue/{{issueIdOrKey}}/remotelink{path}", cloud=True)

        assert operation is not None
        assert problems_of(operation, status, answer) == []


def test_recorded_links_come_back_as_they_were_recorded(site: Jira) -> None:
    recorded = shared_json(RECORDED)
    told = [{name: row[name] for name in row if name not in {"id", "self"}} for row in recorded]

    for row in told:
        site.post(links(site), row)

    found = site.get(links(site))
    assert [{name: row[name] for name in row if name not in {"id", "self"}} for row in found] == told
    assert {type(row["id"]) for row in (*found, *recorded)} == {int}
