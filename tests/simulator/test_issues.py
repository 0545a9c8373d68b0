"""Issues through the front door: read, created, edited, moved on, searched, on both platforms."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud")


@pytest.fixture(scope="module")
def server() -> Jira:
    return jira("server", context="/jira")


def draft(**fields: Any) -> dict[str, Any]:
    return {"fields": {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "A task", **fields}}


def document(text: str) -> dict[str, Any]:
    return {
        "type": "doc",
        "version": 1,
        "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}],
    }


def test_cloud_speaks_adf_in_version_3_and_wiki_text_in_version_2(cloud: Jira) -> None:
    made = cloud.post("/rest/api/2/issue", draft(description="h1. Steps\n\n*bold*"))

    adf = cloud.get(f"/rest/api/3/issue/{made['key']}")["fields"]["description"]
    wiki = cloud.get(f"/rest/api/2/issue/{made['key']}")["fields"]["description"]

    assert [node["type"] for node in adf["content"]] == ["heading", "paragraph"]
    assert adf["content"][1]["content"] == [{"type": "text", "text": "bold", "marks": [{"type": "strong"}]}]
    assert wiki.strip().startswith("h1. Steps")
    assert "*bold*" in wiki


def test_server_keeps_wiki_text_byte_for_byte(server: Jira) -> None:
    text = "h1. Steps\r\n\r\n{code}x{code} "
    made = server.post("/rest/api/2/issue", draft(description=text))

    assert server.get(f"/rest/api/2/issue/{made['id']}")["fields"]["description"] == text


def test_a_plain_string_is_no_document(cloud: Jira) -> None:
    answer = cloud.call("POST", "/rest/api/3/issue", draft(description="plain"))

    assert answer.status_code == 400
    assert answer.json() == {
        "errorMessages": [],
        "errors": {"description": "Operation value must be an Atlassian Document (see the Atlassian Document Format)"},
    }


def test_fields_that_are_not_on_the_screen_are_refused(server: Jira) -> None:
    answer = server.call("POST", "/rest/api/2/issue", draft(nonsense="x", status={"id": "3"}))

    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"nonsense", "status"}


def test_a_refused_create_leaves_nothing_behind(cloud: Jira) -> None:
    before = cloud.site.store.issues.count()
    wrong = draft() | {
        "update": {"issuelinks": [{"add": {"type": {"name": "Blocks"}, "outwardIssue": {"key": "X-1"}}}]}
    }

    answer = cloud.call("POST", "/rest/api/3/issue", wrong)

    assert answer.status_code == 400
    assert cloud.site.store.issues.count() == before


def test_an_edit_changes_what_it_names_and_is_logged(cloud: Jira) -> None:
    key = cloud.post("/rest/api/3/issue", draft(labels=["old", "kept"]))["key"]

    cloud.put(f"/rest/api/3/issue/{key}", {"update": {"labels": [{"remove": "old"}, {"add": "new"}]}})

    issue = cloud.get(f"/rest/api/3/issue/{key}", expand="changelog")
    (entry,) = issue["changelog"]["histories"]
    assert issue["fields"]["labels"] == ["kept", "new"]
    assert issue["fields"]["summary"] == "A task"
    assert entry["items"] == [
        {
            "field": "labels",
            "fieldtype": "jira",
            "fieldId": "labels",
            "from": None,
            "fromString": "old kept",
            "to": None,
            "toString": "kept new",
        }
    ]


def test_an_edit_that_changes_nothing_is_not_logged(server: Jira) -> None:
    key = server.post("/rest/api/2/issue", draft())["key"]

    server.put(f"/rest/api/2/issue/{key}", {"fields": {"summary": "A task"}})

    assert server.get(f"/rest/api/2/issue/{key}", expand="changelog")["changelog"]["total"] == 0


def test_the_same_field_in_fields_and_update_is_refused(cloud: Jira) -> None:
    key = cloud.post("/rest/api/3/issue", draft())["key"]

    answer = cloud.call(
        "PUT", f"/rest/api/3/issue/{key}", {"fields": {"labels": []}, "update": {"labels": [{"add": "x"}]}}
    )

    assert answer.status_code == 400
    assert "labels" in answer.json()["errors"]


def test_a_transition_moves_resolves_and_comments(cloud: Jira) -> None:
    key = cloud.post("/rest/api/3/issue", draft())["key"]
    ways = {way["name"]: way for way in cloud.get(f"/rest/api/3/issue/{key}/transitions")["transitions"]}
    body = {
        "transition": {"id": ways["Done"]["id"]},
        "fields": {"resolution": {"name": "Won't Do"}},
        "update": {"comment": [{"add": {"body": document("Because of reasons")}}]},
    }

    cloud.post(f"/rest/api/3/issue/{key}/transitions", body)

    fields = cloud.get(f"/rest/api/3/issue/{key}")["fields"]
    assert fields["status"]["name"] == "Done"
    assert fields["resolution"]["name"] == "Won't Do"
    assert fields["resolutiondate"] is not None
    assert fields["comment"]["total"] == 1
    assert cloud.search(f"key = {key} and status changed to Done and text ~ reasons") == [key]


def test_a_screen_asks_for_its_required_fields(server: Jira) -> None:
    key = server.post("/rest/api/2/issue", draft())["key"]

    bare = server.call("POST", f"/rest/api/2/issue/{key}/transitions", {"transition": {"id": "31"}})

    assert bare.status_code == 400
    assert bare.json()["errors"] == {"resolution": "Resolution is required."}


def test_cloud_search_goes_from_token_to_token_over_every_issue_once(cloud: Jira) -> None:
    seen: list[str] = []
    token: str | None = None
    while True:
        page = cloud.get(
            "/rest/api/3/search/jql",
            jql="project is not empty",
            maxResults=7,
            **({"nextPageToken": token} if token else {}),
        )
        assert "total" not in page
        seen += [issue["id"] for issue in page["issues"]]
        token = page.get("nextPageToken")
        assert (token is None) == page["isLast"]
        if token is None:
            break

    assert sorted(seen) == sorted(str(issue.id) for issue in cloud.site.store.issues)


def test_cloud_search_gives_ids_alone_unless_asked_for_more(cloud: Jira) -> None:
    page = cloud.get("/rest/api/3/search/jql", jql="project = DEMO", maxResults=1)

    assert [set(issue) for issue in page["issues"]] == [{"id"}]


def test_what_cloud_refuses_to_search(cloud: Jira) -> None:
    unbounded = cloud.call("GET", "/rest/api/3/search/jql", params={"jql": "order by key"})
    removed = cloud.call("GET", "/rest/api/3/search", params={"jql": "project = DEMO"})
    wrong = cloud.call("GET", "/rest/api/3/search/jql", params={"jql": "project = NEXT OR"})

    assert unbounded.status_code == 400
    assert removed.status_code == 410
    assert "CHANGE-2046" in removed.json()["errorMessages"][0]
    assert wrong.status_code == 400


def test_search_lags_unless_issues_are_reconciled() -> None:
    jira_with_lag = jira("cloud", index_lag_seconds=30)
    jira_with_lag.search("project = DEMO")
    made = jira_with_lag.post("/rest/api/3/issue", draft(labels=["fresh"]))

    stale = jira_with_lag.search("labels = fresh")
    reconciled = jira_with_lag.search("labels = fresh", reconcileIssues=made["id"])
    jira_with_lag.site.clock.turn(31)
    later = jira_with_lag.search("labels = fresh")

    assert (stale, reconciled, later) == ([], [made["key"]], [made["key"]])


def test_server_search_pages_by_start_and_warns_when_not_validating(server: Jira) -> None:
    total = server.site.store.issues.count()

    page = server.get("/rest/api/2/search", jql="order by key", startAt=2, maxResults=3, fields="summary")
    warned = server.get("/rest/api/2/search", jql="status = Nope", validateQuery="false")

    assert (page["startAt"], page["maxResults"], page["total"], len(page["issues"])) == (2, 3, total, 3)
    assert warned["warningMessages"] == ["The value 'Nope' does not exist for the field 'status'."]


def test_sprints_are_objects_on_cloud_and_text_on_server(cloud: Jira, server: Jira) -> None:
    on_cloud = cloud.get("/rest/api/3/search/jql", jql="sprint is not empty", fields="customfield_10020")
    on_server = server.get("/rest/api/2/search", jql="sprint is not empty", fields="customfield_10020")

    assert on_cloud["issues"][0]["fields"]["customfield_10020"][0]["boardId"] == 1
    assert on_server["issues"][0]["fields"]["customfield_10020"][0].startswith(
        "com.atlassian.greenhopper.service.sprint"
    )


def test_bulk_create_makes_what_it_can(cloud: Jira) -> None:
    body = {"issueUpdates": [draft(), {"fields": {"project": {"key": "DEMO"}}}, draft()]}

    answer = cloud.call("POST", "/rest/api/3/issue/bulk", body)

    assert answer.status_code == 201
    assert len(answer.json()["issues"]) == 2
    assert [error["failedElementNumber"] for error in answer.json()["errors"]] == [1]


def test_a_subtask_goes_with_its_parent_only_if_asked(cloud: Jira) -> None:
    parent = cloud.post("/rest/api/3/issue", draft())["key"]
    child = cloud.post("/rest/api/3/issue", draft(issuetype={"name": "Subtask"}, parent={"key": parent}))["key"]

    refused = cloud.call("DELETE", f"/rest/api/3/issue/{parent}")
    done = cloud.call("DELETE", f"/rest/api/3/issue/{parent}", params={"deleteSubtasks": "true"})

    assert (refused.status_code, done.status_code) == (400, 204)
    assert cloud.call("GET", f"/rest/api/3/issue/{child}").status_code == 404


def test_times_are_in_the_zone_of_the_account(cloud: Jira) -> None:
    made = cloud.post("/rest/api/3/issue", draft())

    assert cloud.get(f"/rest/api/3/issue/{made['id']}")["fields"]["created"] == "2026-11-02T13:00:00.000+0100"
