"""What is a server's own: pages that count, a history in one piece, users by name, the context path."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from anyticket import Malformed, NotFound, Person, Query

from . import payloads
from .sites import SERVER, Asked, Reply, jira


def page(asked: Asked, numbers: list[int], most: int) -> Any:
    start, size = asked.body.get("startAt", 0), min(asked.body["maxResults"], most)
    issues = [payloads.issue(f"P-{number}") for number in numbers[start : start + size]]
    return {"startAt": start, "maxResults": size, "total": len(numbers), "issues": issues}


def made(number: int, created: str) -> dict[str, Any]:
    return {**payloads.issue(f"P-{number}", created=created), "id": str(number)}


def test_the_next_page_is_what_was_created_since_without_what_was_given_of_that_minute() -> None:
    pages = [
        (5, [made(1, "2026-01-01T10:00:59.999+0000"), made(2, "2026-01-01T10:01:00.000+0000")]),
        (3, [made(3, "2026-01-01T11:01:30.000+0100"), made(4, "2026-01-01T10:01:59.000+0000")]),
        (1, [made(5, "2026-01-01T10:02:00.000+0000")]),
    ]

    def answer(asked: Asked) -> Any:
        total, issues = pages[len(site.asked) - 1]
        return {"startAt": 0, "maxResults": 2, "total": total, "issues": issues}

    with jira(SERVER, answer) as (client, site):
        found = list(client.search_tickets(Query(project="P"), page_size=50).pages())

    assert [[ticket.key for ticket in page.items] for page in found] == [["P-1", "P-2"], ["P-3", "P-4"], ["P-5"]]
    assert [page.total for page in found] == [5, 5, 5]
    rest = '(project = "P") AND created >= 1767261660000 AND id NOT IN'
    assert [asked.body["jql"] for asked in site.asked] == [
        'project = "P" ORDER BY created ASC, key ASC',
        f"{rest} (2) ORDER BY created ASC, key ASC",
        f"{rest} (2, 3, 4) ORDER BY created ASC, key ASC",
    ]
    assert [asked.body.get("validateQuery") for asked in site.asked] == [None, False, False]
    assert {(asked.path, asked.body["startAt"]) for asked in site.asked} == {("/rest/api/2/search", 0)}


def test_an_hour_that_a_zone_has_twice_is_left_out_of_the_query_for_the_next_page() -> None:
    pages = [(2, [made(1, "2026-10-25T01:30:00.000+0000")]), (1, [made(2, "2026-10-25T03:00:00.000+0000")])]

    def answer(asked: Asked) -> Any:
        if asked.path.endswith("/myself"):
            return {**payloads.user("ada"), "timeZone": "Europe/Berlin"}
        total, issues = pages[len([one for one in site.asked if one.body]) - 1]
        return {"startAt": 0, "maxResults": 1, "total": total, "issues": issues}

    with jira(SERVER, answer, jql_dates="account-zone") as (client, site):
        found = list(client.search_tickets(Query(project="P"), page_size=1))

    assert [ticket.key for ticket in found] == ["P-1", "P-2"]
    assert 'created >= "2026-10-25 01:30" AND id NOT IN (1)' in site.asked[-1].body["jql"]


def test_a_server_that_finds_the_same_again_ends_the_search() -> None:
    with jira(SERVER, lambda asked: page(asked, [1, 2, 3], most=2)) as (client, site):
        with pytest.raises(Malformed, match="would never end"):
            list(client.search_tickets(Query(project="P")))

    assert len(site.asked) == 2


@pytest.mark.parametrize("query", [Query(order_by="-updated_at"), Query.native("jira", "a = 1 ORDER BY updated DESC")])
def test_an_order_of_ones_own_is_kept_and_read_by_number(query: Query) -> None:
    with jira(SERVER, lambda asked: page(asked, [1, 2, 3, 4, 5], most=2)) as (client, site):
        pages = list(client.search_tickets(query, page_size=50).pages())

    assert [len(page.items) for page in pages] == [2, 2, 1]
    assert [page.total for page in pages] == [5, 5, 5]
    assert [asked.body["startAt"] for asked in site.asked] == [0, 2, 4]
    assert all(asked.body["jql"].endswith("ORDER BY updated DESC") for asked in site.asked)


@pytest.mark.parametrize("query", [Query(), Query(order_by="key")])
def test_a_page_that_hides_everything_is_not_the_last(query: Query) -> None:
    def answer(asked: Asked) -> Any:
        start = asked.body["startAt"]
        issues = [payloads.issue("P-9")] if start >= 4 else []
        return {"startAt": start, "maxResults": 2, "total": 5, "issues": issues}

    with jira(SERVER, answer) as (client, _):
        assert [ticket.key for ticket in client.search_tickets(query, page_size=2)] == ["P-9"]


@pytest.mark.parametrize("cursor", ["x", "-1", "1", "1.5.7", "1.0.7.x", "1.0.7.1,", "٣.0", "1.0.٣.1"])
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    with jira(SERVER, lambda asked: page(asked, [1], most=2)) as (client, site):
        with pytest.raises(ValueError, match="is no cursor"):
            list(client.search_tickets(Query(), cursor=cursor))

    assert site.asked == []


def test_a_count_is_exact() -> None:
    with jira(SERVER, lambda asked: {**page(asked, [1, 2, 3], most=0), "total": 3}) as (client, site):
        count = client.count_tickets(Query())

    assert (count.value, count.exact) == (3, True)
    assert site.asked[0].body["maxResults"] == 0


def test_a_history_comes_with_the_issue() -> None:
    histories = [payloads.edit(number) for number in (2, 1, 3)]
    raw = {**payloads.issue(), "changelog": {"histories": histories, "total": 3}}

    with jira(SERVER, lambda asked: [] if asked.path.endswith("/field") else raw) as (client, site):
        listed = list(client.list_history("P-1", page_size=2))
        ticket = client.get_ticket("P-1", load=["history"])

    assert [edit.id for edit in listed] == ["1", "2", "3"]
    assert len(ticket.history) == 3
    assert "expand=names%2Cschema%2Cchangelog" in site.asked[-1].query
    assert len(site.asked) == 4


def test_the_children_of_an_epic_are_those_that_link_to_it() -> None:
    field = {
        "id": "customfield_20",
        "name": "Epic Link",
        "schema": {"type": "any", "custom": "com.pyxis.greenhopper.jira:gh-epic-link"},
    }

    def answer(asked: Asked) -> Any:
        if asked.path.endswith("/field"):
            return [field]
        if asked.body:
            return page(asked, [4, 5], most=10)
        return payloads.issue("P-1", issuetype={"id": "1", "name": "Epic"})

    with jira(SERVER, answer) as (client, site):
        ticket = client.get_ticket("P-1", load=["children"])

    assert [child.key for child in ticket.children] == ["P-4", "P-5"]
    assert site.asked[-1].body["jql"] == '(parent = "P-1" OR cf[20] = "P-1") ORDER BY created ASC, key ASC'


def test_people_are_known_by_the_name_that_logs_in_and_by_key() -> None:
    def answer(asked: Asked) -> Any:
        if asked.path.endswith("/user") and asked.query in {"username=ada", "key=JIRAUSER-ada"}:
            return payloads.user("ada")
        if asked.path.endswith("/user/search"):
            return [{**payloads.user("ada"), "emailAddress": "ada@example.com"}]
        return Reply({"errorMessages": ["The user does not exist"]}, 404)

    with jira(SERVER, answer) as (client, _):
        ada = client.get_person("ada")
        same = [client.get_person(who) for who in ("JIRAUSER-ada", Person(id="JIRAUSER-ada"), "ada@example.com")]
        with pytest.raises(NotFound):
            client.get_person("nobody")

    assert (ada.id, ada.username) == ("JIRAUSER-ada", "ada")
    assert {person.username for person in same} == {"ada"}


def test_assignable_people_are_cut_into_pages_here() -> None:
    people = [payloads.user(name) for name in "abcde"]

    with jira(SERVER, lambda asked: people) as (client, site):
        pages = list(client.search_assignable("P", page_size=2).pages())

    assert [[person.username for person in page.items] for page in pages] == [["a", "b"], ["c", "d"], ["e"]]
    assert {asked.query for asked in site.asked} == {"project=P&username=&maxResults=1000"}


def test_projects_are_cut_into_pages_here() -> None:
    projects = [{"id": str(number), "key": f"P{number}", "name": "x"} for number in range(3)]

    with jira(SERVER, lambda asked: projects) as (client, _):
        assert [project.key for project in client.list_projects(page_size=2)] == ["P0", "P1", "P2"]


def test_a_server_under_a_context_path_is_found_there() -> None:
    def answer(asked: Asked) -> Any:
        return payloads.issue() if asked.path == "/jira/rest/api/2/issue/P-1" else Reply({}, 404)

    with jira(SERVER, answer, context="/jira") as (client, site):
        ticket = client.get_ticket("P-1")

    assert ticket.url == f"{site.url}/browse/P-1"


def test_the_content_of_an_attachment_is_outside_of_the_interface() -> None:
    def answer(asked: Asked) -> Any:
        if asked.path == "/jira/secure/attachment/5/file":
            return Reply(b"content", content_type="text/plain")
        return {"id": "5", "filename": "../a/b?.txt", "mimeType": "text/plain", "size": 7}

    with jira(SERVER, answer, context="/jira") as (client, site):
        with client.open_attachment("P-1", "5", start=3) as opened:
            content = b"".join(opened.chunks())

    assert content == b"content"
    assert site.asked[-1].headers["range"] == "bytes=3-"
    assert site.asked[-1].headers["authorization"] == "Bearer secret-token"


@pytest.mark.parametrize("key", ["X-1/../../user?x=1", "a b", "é", "..%2f"])
def test_a_hostile_key_stays_one_segment_or_is_refused(key: str) -> None:
    with jira(SERVER, lambda asked: payloads.issue()) as (client, site):
        with suppress(ValueError):
            client.get_ticket(key)

    assert all(asked.path.count("/") == len("/rest/api/2/issue/x".split("/")) - 1 for asked in site.asked)
