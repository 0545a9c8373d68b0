"""Links between issues and their types, on both platforms."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from jira_simulator.work.events import Happening, hear

from .loopback_jira import Jira, jira
from .spec_documents import find_operation, problems_of

API = {"cloud": "/rest/api/3", "server": "/rest/api/2"}


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param, issues=10)


def root(site: Jira) -> str:
    return API["cloud" if site.site.cloud else "server"]


def as_other(site: Jira, who: str) -> Jira:
    """Return somebody else on a site."""
    if site.site.cloud:
        return Jira(site.site, (f"{who}@example.com", f"api-token-{who}"), {})
    return Jira(site.site, None, {"Authorization": f"Bearer pat-{who}"})


def make(site: Jira, count: int = 2) -> list[str]:
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "x"}
    return [site.post(f"{root(site)}/issue", {"fields": fields})["key"] for _ in range(count)]


def body(source: str, target: str, type: str = "Blocks", **more: Any) -> dict[str, Any]:
    return {"type": {"name": type}, "inwardIssue": {"key": source}, "outwardIssue": {"key": target}, **more}


def links(site: Jira, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = site.get(f"{root(site)}/issue/{key}", fields="issuelinks")["fields"]["issuelinks"]
    return found


def history(site: Jira, key: str) -> list[dict[str, Any]]:
    found = site.get(f"{root(site)}/issue/{key}", expand="changelog", fields="summary")["changelog"]["histories"]
    return [item for entry in found for item in entry["items"] if item["field"] == "Link"]


def lock(site: Jira, key: str) -> None:
    """Make an issue one that may be seen and not be changed."""
    issue = site.site.issue(key)
    assert issue is not None
    site.site.store.issues.save(replace(issue, archived=1))


def test_the_inward_issue_of_the_request_is_the_one_that_blocks(site: Jira) -> None:
    blocker, blocked = make(site)

    answer = site.call("POST", f"{root(site)}/issueLink", body(blocker, blocked))

    assert (answer.status_code, answer.content) == (201, b"")
    ((there,), (here,)) = links(site, blocker), links(site, blocked)
    assert there["type"]["outward"] == "blocks" and there["outwardIssue"]["key"] == blocked
    assert here["inwardIssue"]["key"] == blocker and "outwardIssue" not in here
    whole = site.get(f"{root(site)}/issueLink/{there['id']}")
    assert (whole["inwardIssue"]["key"], whole["outwardIssue"]["key"]) == (blocker, blocked)
    assert site.search(f"issue in linkedIssues({blocked}, 'is blocked by')") == [blocker]


def test_both_issues_write_it_down_and_are_updated(site: Jira) -> None:
    blocker, blocked = make(site)
    site.site.clock.turn(60)

    site.post(f"{root(site)}/issueLink", body(blocker, blocked))
    made = links(site, blocker)[0]["id"]
    before = site.site.clock.now()
    updated = [issue.updated for key in (blocker, blocked) if (issue := site.site.issue(key))]
    site.call("DELETE", f"{root(site)}/issueLink/{made}")

    assert updated == [before, before]
    assert links(site, blocker) == links(site, blocked) == []
    for key, other, phrase in ((blocker, blocked, "blocks"), (blocked, blocker, "is blocked by")):
        text = f"This issue {phrase} {other}"
        told = sorted((item["fromString"] or "", item["toString"] or "") for item in history(site, key))
        assert told == [("", text), (text, "")]
        assert {item["to"] or item["from"] for item in history(site, key)} == {other}


def test_the_same_link_again_makes_no_second_one(site: Jira) -> None:
    one, two = make(site)
    site.post(f"{root(site)}/issueLink", body(one, two))
    told: list[Happening] = []
    hear(site.site, told.append)

    again = site.call("POST", f"{root(site)}/issueLink", body(one, two, "BLOCKS"))
    other_way = site.call("POST", f"{root(site)}/issueLink", body(two, one))

    assert (again.status_code, other_way.status_code) == (201, 201)
    assert len(links(site, one)) == 2
    assert [each.name for each in told].count("issuelink_created") == 1


def test_types_and_issues_may_be_named_by_id(site: Jira) -> None:
    one, two = make(site)
    ids = [issue.id for key in (one, two) if (issue := site.site.issue(key))]
    type = site.site.store.link_types.first(name="Blocks")
    assert type is not None

    site.post(
        f"{root(site)}/issueLink",
        {"type": {"id": str(type.id)}, "inwardIssue": {"id": str(ids[0])}, "outwardIssue": {"id": str(ids[1])}},
    )

    assert [link["outwardIssue"]["id"] for link in links(site, one)] == [str(ids[1])]


def test_a_comment_goes_to_the_first_issue_or_nothing_is_linked(site: Jira) -> None:
    one, two = make(site)
    text: Any = "Linked"
    if site.site.cloud:
        text = {
            "type": "doc",
            "version": 1,
            "content": [{"type": "paragraph", "content": [{"type": "text", "text": "L"}]}],
        }
    unknown = {"body": text, "visibility": {"type": "group", "value": "nobody"}}

    refused = site.call("POST", f"{root(site)}/issueLink", body(one, two, comment=unknown))
    nothing = links(site, one)
    site.post(f"{root(site)}/issueLink", body(one, two, comment={"body": text}))

    assert (refused.status_code, nothing) == (400, [])
    assert "nobody" in refused.text
    assert [site.get(f"{root(site)}/issue/{key}/comment")["total"] for key in (one, two)] == [1, 0]


def test_what_is_not_there_and_what_is_the_same_is_refused(site: Jira) -> None:
    one, two = make(site)
    link = f"{root(site)}/issueLink"

    self_made = site.call("POST", link, body(one, one))
    no_type = site.call("POST", link, body(one, two, "Nope"))
    no_id = site.call("POST", link, body(one, two) | {"type": {"id": "1"}})
    no_issue = site.call("POST", link, body(one, "DEMO-9999"))

    assert self_made.json() == {"errorMessages": ["You cannot link an issue to itself."], "errors": {}}
    assert [answer.status_code for answer in (self_made, no_type, no_id, no_issue)] == [400, 404, 404, 404]
    assert no_type.json()["errorMessages"] == ["No issue link type with name 'Nope' found."]
    assert no_id.json()["errorMessages"] == ["No issue link type with id '1' found."]
    assert site.call("GET", f"{link}/999999").json()["errorMessages"] == ["No issue link with id '999999' exists."]
    assert [site.call(method, f"{link}/x").status_code for method in ("GET", "DELETE")] == [400, 400]
    assert [site.call(method, f"{link}/999999").status_code for method in ("GET", "DELETE")] == [404, 404]


def test_linking_needs_the_permission_on_the_first_issue_and_unlinking_on_either(site: Jira) -> None:
    free, locked = make(site)
    lock(site, locked)
    link = f"{root(site)}/issueLink"

    refused = site.call("POST", link, body(locked, free))
    made = site.call("POST", link, body(free, locked))
    id = links(site, free)[0]["id"]
    removed = site.call("DELETE", f"{link}/{id}")
    site.post(link, body(free, locked))
    lock(site, free)
    kept = site.call("DELETE", f"{link}/{links(site, free)[0]['id']}")

    assert refused.status_code == 401
    assert refused.json()["errorMessages"] == [f"No Link Issue Permission for issue '{locked}'"]
    assert (made.status_code, removed.status_code) == (201, 204)
    assert kept.status_code == (404 if site.site.cloud else 401)


def test_a_link_to_what_one_may_not_see_does_not_exist(site: Jira) -> None:
    one, two = make(site)
    site.post(f"{root(site)}/issueLink", body(one, two))
    id = links(site, one)[0]["id"]
    demo = site.site.store.projects.first(key="DEMO")
    assert demo is not None
    site.site.store.projects.save(replace(demo, private=True, roles={}, lead_id=10000))
    ben = as_other(site, "ben")

    answers = [ben.call(method, f"{root(site)}/issueLink/{id}") for method in ("GET", "DELETE")]
    link = ben.call("POST", f"{root(site)}/issueLink", body(one, two))

    assert [answer.status_code for answer in (*answers, link)] == [404, 404, 404]
    assert len(links(site, one)) == 1


def test_cloud_tells_of_both_issues_and_data_center_of_the_link_alone(site: Jira) -> None:
    one, two = make(site)
    told: list[Happening] = []
    hear(site.site, told.append)

    site.post(f"{root(site)}/issueLink", body(one, two))
    site.call("DELETE", f"{root(site)}/issueLink/{links(site, one)[0]['id']}")
    site.post(
        f"{root(site)}/issue",
        {
            "fields": {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "x"},
            "update": {"issuelinks": [{"add": {"type": {"name": "Blocks"}, "outwardIssue": {"key": two}}}]},
        },
    )

    updates = [(each.name, each.issue.key) for each in told if each.issue is not None]
    made = "DEMO-" + str(int(two.partition("-")[2]) + 1)
    both = [("jira:issue_updated", one), ("jira:issue_updated", two)]
    cloud = [*both, *both, ("jira:issue_updated", two)]
    assert updates == [*(cloud if site.site.cloud else []), ("jira:issue_created", made)]
    assert [each.name for each in told if each.subject is not None] == [
        "issuelink_created", "issuelink_deleted", "issuelink_created",
    ]  # fmt: skip


def test_administrators_make_change_and_delete_types(site: Jira) -> None:
    types = f"{root(site)}/issueLinkType"
    one, two = make(site)

    made = site.post(types, {"name": "Tests", "inward": "is tested by", "outward": "tests"})
    site.post(f"{root(site)}/issueLink", body(one, two, "tests"))
    changed = site.put(f"{types}/{made['id']}", {"outward": "verifies"})
    twice = site.call("POST", types, {"name": "TESTS", "inward": "a", "outward": "b"})
    empty = site.call("POST", types, {"name": "Other", "inward": "a"})
    seen = links(site, one)[0]["type"]
    deleted = site.call("DELETE", f"{types}/{made['id']}")

    assert changed == {**made, "outward": "verifies"} == seen
    assert twice.json()["errorMessages"] == ["You cannot create two issue link types with the same name."]
    assert (twice.status_code, empty.status_code, list(empty.json()["errors"])) == (400, 400, ["outward"])
    assert deleted.status_code == 204
    assert site.call("GET", f"{types}/{made['id']}").status_code == 404
    assert site.call("GET", f"{types}/x").status_code == 400
    assert links(site, one) == []


def test_types_are_read_by_all_and_changed_by_administrators_only(site: Jira) -> None:
    types = f"{root(site)}/issueLinkType"
    ben = as_other(site, "ben")
    names = [type["name"] for type in ben.get(types)["issueLinkTypes"]]
    id = ben.get(types)["issueLinkTypes"][0]["id"]
    draft = {"name": "Mine", "inward": "a", "outward": "b"}

    refused = [
        ben.call("POST", types, draft),
        ben.call("PUT", f"{types}/{id}", draft),
        ben.call("DELETE", f"{types}/{id}"),
    ]

    assert names == sorted(names, key=str.lower)
    assert [answer.status_code for answer in refused] == [404, 404, 404]
    assert [type["name"] for type in ben.get(types)["issueLinkTypes"]] == names


def test_linking_can_be_switched_off(site: Jira) -> None:
    one, two = make(site)
    switch = site.site.store.settings.first(name="issueLinkingEnabled")
    assert switch is not None
    site.site.store.settings.save(replace(switch, value=False))

    answers = [
        site.call("POST", f"{root(site)}/issueLink", body(one, two)),
        site.call("GET", f"{root(site)}/issueLinkType"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json()["errorMessages"] == ["Issue linking is currently disabled."]


def test_answers_are_as_documented_and_recorded(site: Jira) -> None:
    one, two = make(site)
    site.post(f"{root(site)}/issueLink", body(one, two))
    (held,) = links(site, one)
    whole = site.get(f"{root(site)}/issueLink/{held['id']}")
    for method, path, status, answer in (
        ("GET", "/issueLink/{linkId}", 200, whole),
        ("GET", "/issueLinkType", 200, site.get(f"{root(site)}/issueLinkType")),
        ("POST", "/issueLink", 201, None),
        ("DELETE", "/issueLink/{linkId}", 204, None),
        ("DELETE", "/issueLinkType/{id}", 204, None),
    ):
        operation = find_operation(method, root(site) + path, cloud=site.site.cloud)

        assert operation is not None
        assert problems_of(operation, status, answer) == []
