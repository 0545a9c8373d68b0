"""Service desks say what can be asked for, and requests go their way."""

from __future__ import annotations

from typing import Any

import pytest

from .asking import DESK, ask, opted
from .loopback_jira import Jira, jira


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param)


@pytest.fixture(scope="module", params=["cloud", "server"])
def seeded(request: pytest.FixtureRequest) -> Jira:
    """A site that nothing is done to."""
    return jira(request.param, issues=200)


def test_anybody_may_know_what_runs_here(seeded: Jira) -> None:
    info = seeded.call("GET", f"{DESK}/info", auth=None, headers={}).json()

    assert info["isLicensedForUse"] is True
    assert info["platformVersion"] == seeded.site.settings.version
    assert info["buildDate"]["epochMillis"] == 1788220800000


def test_a_desk_has_a_number_of_its_own_and_goes_by_its_key_too(seeded: Jira) -> None:
    (desk,) = seeded.get(f"{DESK}/servicedesk")["values"]

    assert (desk["id"], desk["projectKey"]) == ("1", "SUP")
    assert desk["projectId"] != desk["id"]
    assert seeded.get(f"{DESK}/servicedesk/SUP") == seeded.get(f"{DESK}/servicedesk/1") == desk


def test_pages_link_to_the_next_and_the_one_before(seeded: Jira) -> None:
    first = seeded.get(f"{DESK}/servicedesk/1/requesttype", limit=1)
    second = seeded.call("GET", first["_links"]["next"]).json()
    last = seeded.get(f"{DESK}/servicedesk/1/requesttype", start=2)

    assert (first["size"], first["start"], first["limit"], first["isLastPage"]) == (1, 0, 1, False)
    assert "prev" not in first["_links"]
    assert (second["start"], second["values"][0]["id"] != first["values"][0]["id"]) == (1, True)
    assert (last["isLastPage"], "next" in last["_links"]) == (True, False)


def test_request_types_say_which_fields_they_ask_for(seeded: Jira) -> None:
    types = {found["name"]: found["id"] for found in seeded.get(f"{DESK}/servicedesk/1/requesttype")["values"]}

    asked = seeded.get(f"{DESK}/servicedesk/1/requesttype/{types['Report a problem']}/field")
    fields = {field["fieldId"]: field for field in asked["requestTypeFields"]}

    assert asked["canRaiseOnBehalfOf"] is True
    assert {key: field["required"] for key, field in fields.items()} == {
        "summary": True,
        "description": False,
        "customfield_10030": True,
    }
    assert [value["label"] for value in fields["customfield_10030"]["validValues"]][:2] == ["Critical", "Major"]


def test_what_is_experimental_wants_a_header(seeded: Jira) -> None:
    bare = seeded.call("GET", f"{DESK}/requesttype")

    assert bare.status_code == 412
    assert set(bare.json()) == {"errorMessage", "i18nErrorMessage"}
    assert len(opted(seeded, "/requesttype").json()["values"]) == 3


def test_queues_hold_what_their_queries_find(seeded: Jira) -> None:
    queues = seeded.get(f"{DESK}/servicedesk/1/queue", includeCount="true")["values"]

    for queue in queues:
        waiting = seeded.get(f"{DESK}/servicedesk/1/queue/{queue['id']}/issue", limit=100)["values"]
        assert [issue["key"] for issue in waiting] == seeded.search(queue["jql"], maxResults=1000)
        assert queue["issueCount"] == len(waiting)
        assert all(set(issue["fields"]) <= set(queue["fields"]) for issue in waiting)
    assert queues[0]["issueCount"] > 0


def test_seeded_requests_have_public_and_internal_comments(seeded: Jira) -> None:
    keys = seeded.search('project = SUP AND "Request Type" is not EMPTY', maxResults=1000)
    flags = {comment["public"] for key in keys for comment in seeded.get(f"{DESK}/request/{key}/comment")["values"]}

    assert keys
    assert flags == {True, False}


def test_a_request_is_an_issue_of_the_type_that_its_request_type_says(site: Jira) -> None:
    key = ask(site)

    request = site.get(f"{DESK}/request/{key}")
    issue = site.get(f"/rest/api/2/issue/{key}")["fields"]

    values = {value["fieldId"]: value["value"] for value in request["requestFieldValues"]}
    assert values == {"summary": "Help me", "description": "I *need* it"}
    assert request["currentStatus"]["status"] == "Open"
    assert request["createdDate"]["jira"] == issue["created"]
    assert (issue["issuetype"]["name"], issue["description"].strip()) == ("Task", "I *need* it")
    assert site.search(f'"Request Type" = "Get help" AND key = {key}') == [key]


def test_the_request_type_is_an_object_on_cloud_and_a_text_elsewhere() -> None:
    on_cloud, on_server = jira("cloud"), jira("server")

    held = on_cloud.get(f"/rest/api/3/issue/{ask(on_cloud)}")["fields"]["customfield_10010"]
    text = on_server.get(f"/rest/api/2/issue/{ask(on_server)}")["fields"]["customfield_10010"]

    assert (held["requestType"]["name"], held["currentStatus"]["statusCategory"]) == ("Get help", "NEW")
    assert text == "sup/gethelp"


def test_a_document_is_a_description_where_it_is_said_to_be_one() -> None:
    found = jira("cloud")
    text = {"type": "text", "text": "Bold", "marks": [{"type": "strong"}]}
    document = {"type": "doc", "version": 1, "content": [{"type": "paragraph", "content": [text]}]}

    key = ask(found, requestFieldValues={"summary": "Help", "description": document}, isAdfRequest=True)

    assert found.get(f"/rest/api/3/issue/{key}")["fields"]["description"] == document


@pytest.mark.parametrize(
    "wrong",
    [
        {"serviceDeskId": "9"},
        {"requestTypeId": "9"},
        {"requestFieldValues": {"description": "no summary"}},
        {"requestFieldValues": {"summary": "x", "duedate": "2026-12-24"}},
        {"raiseOnBehalfOf": "nobody"},
        {"requestParticipants": ["nobody"]},
    ],
)
def test_what_cannot_be_asked(seeded: Jira, wrong: dict[str, Any]) -> None:
    draft = {"serviceDeskId": "1", "requestTypeId": "1", "requestFieldValues": {"summary": "x"}}

    answer = seeded.call("POST", f"{DESK}/request", draft | wrong)

    assert answer.status_code == 400
    assert set(answer.json()) == {"errorMessage", "i18nErrorMessage"}
    assert answer.json()["errorMessage"]


def test_a_request_is_moved_on_with_a_comment_for_all(site: Jira) -> None:
    key = ask(site)
    ways = {way["name"]: way["id"] for way in site.get(f"{DESK}/request/{key}/transition")["values"]}

    done = site.call(
        "POST",
        f"{DESK}/request/{key}/transition",
        {"id": ways["Start Progress"], "additionalComment": {"body": "On it"}},
    )
    wrong = site.call("POST", f"{DESK}/request/{key}/transition", {"id": "999"})
    statuses = site.get(f"{DESK}/request/{key}/status")["values"]
    (comment,) = site.get(f"{DESK}/request/{key}/comment")["values"]

    assert (done.status_code, wrong.status_code) == (204, 400)
    assert [status["status"] for status in statuses] == ["In Progress", "Open"]
    assert (comment["body"], comment["public"]) == ("On it", True)


def test_own_requests_are_chosen_by_ownership_state_and_words(site: Jira) -> None:
    first, second = ask(site), ask(site, requestFieldValues={"summary": "Other words"})
    site.post(
        f"/rest/api/2/issue/{first}/transitions",
        {"transition": {"id": "5"}, "fields": {"resolution": {"name": "Done"}}},
    )

    def found(**params: str) -> list[str]:
        return [request["issueKey"] for request in site.get(f"{DESK}/request", serviceDeskId="1", **params)["values"]]

    assert {first, second} <= set(found())
    assert first in found(requestStatus="CLOSED_REQUESTS")
    assert first not in found(requestStatus="OPEN_REQUESTS")
    assert found(searchTerm="other") == [second]
    assert not {first, second} & set(found(requestOwnership="PARTICIPATED_REQUESTS"))


def test_other_issues_are_no_requests(seeded: Jira) -> None:
    answer = seeded.call("GET", f"{DESK}/request/DEMO-1")

    assert answer.status_code == 404
    assert answer.json()["errorMessage"].startswith("The request does not exist")


def test_a_new_service_project_gets_a_desk() -> None:
    found = jira("cloud")
    template = "com.atlassian.servicedesk:simplified-general-service-desk"
    lead = found.site.store.people.all()[0].account_id
    draft = {"key": "NEW", "name": "New desk", "projectTypeKey": "service_desk", "leadAccountId": lead}
    found.post("/rest/api/3/project", draft | {"projectTemplateKey": template})

    desk = found.get(f"{DESK}/servicedesk/NEW")
    kind = found.get(f"{DESK}/servicedesk/{desk['id']}/requesttype")["values"][0]["id"]

    assert ask(found, serviceDeskId=desk["id"], requestTypeId=kind) == "NEW-1"
