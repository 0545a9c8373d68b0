"""Customers are answered in public, agents talk among themselves besides."""

from __future__ import annotations

from typing import Any

import pytest

from jira_simulator.work import events

from .asking import DESK, ask, make_customer, opted
from .loopback_jira import Jira, jira


@pytest.fixture(params=["cloud", "server"])
def site(request: pytest.FixtureRequest) -> Jira:
    return jira(request.param)


def test_comments_are_public_or_internal_on_every_way_in(site: Jira) -> None:
    key = ask(site)
    heard: list[str] = []
    events.hear(site.site, lambda happening: heard.append(happening.name))
    internal = {"body": "by hand", "properties": [{"key": "sd.public.comment", "value": {"internal": True}}]}

    site.post(f"{DESK}/request/{key}/comment", {"body": "to all", "public": True})
    site.post(f"{DESK}/request/{key}/comment", {"body": "to us", "public": False})
    site.post(f"/rest/api/2/issue/{key}/comment", internal)

    def bodies(**params: str) -> list[str]:
        return [comment["body"] for comment in site.get(f"{DESK}/request/{key}/comment", **params)["values"]]

    assert bodies() == ["to all", "to us", "by hand"]
    assert bodies(internal="false") == ["to all"]
    assert bodies(public="false") == ["to us", "by hand"]
    assert heard == ["comment_created"] * 3


def test_the_platform_knows_which_comments_are_internal(site: Jira) -> None:
    key = ask(site)
    for public in (True, False):
        site.post(f"{DESK}/request/{key}/comment", {"body": "text", "public": public})

    comments = site.get(f"/rest/api/2/issue/{key}/comment", expand="properties")["comments"]

    assert [comment["properties"][0]["value"] for comment in comments] == [{"internal": False}, {"internal": True}]
    assert [comment.get("jsdPublic") for comment in comments] == ([True, False] if site.site.cloud else [None, None])


@pytest.mark.parametrize("body", [{"body": "", "public": True}, {"public": True}, {"body": "x"}])
def test_a_comment_needs_a_text_and_an_audience(site: Jira, body: dict[str, Any]) -> None:
    assert site.call("POST", f"{DESK}/request/{ask(site)}/comment", body).status_code == 400


def test_a_customer_sees_their_own_requests_and_public_comments_alone(site: Jira) -> None:
    login, others = make_customer(site), ask(site)
    name = site.site.store.people.first(email="fred@example.net")
    assert name is not None
    own = ask(site, raiseOnBehalfOf=name.account_id if site.site.cloud else name.name)
    for public in (True, False):
        site.post(f"{DESK}/request/{own}/comment", {"body": f"{public}", "public": public})

    listed = site.call("GET", f"{DESK}/request", **login).json()["values"]
    comments = site.call("GET", f"{DESK}/request/{own}/comment", **login).json()["values"]
    hidden = site.call("GET", f"{DESK}/request/{others}", **login)
    internal = site.call("POST", f"{DESK}/request/{own}/comment", {"body": "x", "public": False}, **login)

    assert [request["issueKey"] for request in listed] == [own]
    assert [comment["body"] for comment in comments] == ["True"]
    assert [hidden.status_code, internal.status_code] == [404, 403]
    assert site.call("GET", f"{DESK}/servicedesk/1/queue", **login).status_code == 403


def test_participants_come_and_go(site: Jira) -> None:
    key, person = ask(site), site.site.store.people.all()[2]
    body = {"accountIds": [person.account_id]} if site.site.cloud else {"usernames": [person.name]}
    path = f"{DESK}/request/{key}/participant"

    added = site.post(path, body)["values"]
    expanded = site.get(f"{DESK}/request/{key}", expand="participant")["participants"]["values"]
    removed = site.call("DELETE", path, body).json()["values"]

    assert [found["displayName"] for found in added] == [person.display_name] == [f["displayName"] for f in expanded]
    assert removed == []


def test_a_file_is_uploaded_first_and_attached_with_a_comment(site: Jira) -> None:
    key, content = ask(site), b"first\r\n\r\n--not the end\x00\xff"
    upload = {"files": {"file": ("räport.txt", content, "text/plain")}, "headers": {"X-Atlassian-Token": "no-check"}}

    (row,) = opted(site, "/servicedesk/1/attachTemporaryFile", "POST", **upload).json()["temporaryAttachments"]
    body = {
        "temporaryAttachmentIds": [row["temporaryAttachmentId"]],
        "public": False,
        "additionalComment": {"body": "See"},
    }
    made = site.call("POST", f"{DESK}/request/{key}/attachment", body)
    again = site.call("POST", f"{DESK}/request/{key}/attachment", body)
    (stored,) = site.site.store.attachments.all()

    assert row["fileName"] == "räport.txt"
    assert (made.status_code, again.status_code) == (201, 400)
    assert made.json()["comment"]["public"] is False
    assert "See" in made.json()["comment"]["body"]
    assert (stored.filename, stored.media_type, stored.content) == ("räport.txt", "text/plain", content)
    (listed,) = site.get(f"{DESK}/request/{key}/attachment")["values"]
    assert (listed["filename"], listed["size"]) == ("räport.txt", len(content))


def test_an_upload_without_the_token_header_is_refused(site: Jira) -> None:
    upload = {"files": {"file": ("a.txt", b"x", "text/plain")}}

    assert opted(site, "/servicedesk/1/attachTemporaryFile", "POST", **upload).status_code == 403


def test_organizations_have_members_and_desks(site: Jira) -> None:
    person = site.site.store.people.all()[1]
    body = {"accountIds": [person.account_id]} if site.site.cloud else {"usernames": [person.name]}

    made = site.post(f"{DESK}/organization", {"name": "Acme"})
    same = site.post(f"{DESK}/organization", {"name": "Acme"})
    site.post(f"{DESK}/organization/{made['id']}/user", body)
    site.post(f"{DESK}/servicedesk/1/organization", {"organizationId": made["id"]})
    members = site.get(f"{DESK}/organization/{made['id']}/user")["values"]
    served = site.get(f"{DESK}/servicedesk/1/organization")["values"]

    assert same == made
    assert [member["displayName"] for member in members] == [person.display_name]
    assert "Acme" in [found["name"] for found in served]
    assert site.call("DELETE", f"{DESK}/organization/{made['id']}").status_code == 204
    assert site.call("GET", f"{DESK}/organization/{made['id']}").status_code == 404


def test_customers_are_made_once_and_added_to_a_desk(site: Jira) -> None:
    make_customer(site)
    fred = site.site.store.people.first(email="fred@example.net")
    assert fred is not None
    body = {"accountIds": [fred.account_id]} if site.site.cloud else {"usernames": [fred.name]}

    again = site.call("POST", f"{DESK}/customer", {"displayName": "Fred", "email": "fred@example.net"})
    site.post(f"{DESK}/servicedesk/1/customer", body)
    listed = opted(site, "/servicedesk/1/customer", params={"query": "fred"}).json()["values"]

    assert again.status_code == 400
    assert [found["displayName"] for found in listed] == ["Fred Customer"]
    assert ("accountId" in listed[0]) == site.site.cloud


def test_one_is_told_of_a_request_or_not(site: Jira) -> None:
    path = f"{DESK}/request/{ask(site)}/notification"

    told = [site.get(path)["subscribed"]]
    for method in ("DELETE", "PUT"):
        assert site.call(method, path).status_code == 204
        told.append(site.get(path)["subscribed"])

    assert told == [True, False, True]
