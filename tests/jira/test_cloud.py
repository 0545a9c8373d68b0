"""What is Cloud's own: tokens for pages, estimates, bulk fetches, media elsewhere, the gateway."""

from __future__ import annotations

from typing import Any

import pytest

from anyticket import Gone, NotFound, Person, Query

from . import payloads
from .sites import CLOUD, Asked, Reply, jira


def test_a_search_goes_on_until_there_is_no_token_however_short_its_pages() -> None:
    pages = {None: ([1], "t1"), "t1": ([], "t2"), "t2": ([2, 3], None)}

    def answer(asked: Asked) -> Any:
        numbers, token = pages[asked.body.get("nextPageToken")]
        more = {"nextPageToken": token} if token else {}
        issues = [{**payloads.issue(f"P-{number}"), "id": str(number)} for number in numbers]
        return {"issues": issues, "isLast": not token, **more}

    with jira(CLOUD, answer) as (client, site):
        found = list(client.search_tickets(Query(project="P"), page_size=2))

    assert [ticket.key for ticket in found] == ["P-1", "P-2", "P-3"]
    assert {asked.path for asked in site.asked} == {"/rest/api/3/search/jql"}
    assert site.asked[0].body == {
        "jql": 'project = "P" ORDER BY created ASC, key ASC',
        "maxResults": 2,
        "fields": ["*all", "-worklog", "-comment"],
        "expand": "names,schema",
    }


def test_a_search_starts_from_a_cursor() -> None:
    with jira(CLOUD, lambda asked: {"issues": [], "isLast": True}) as (client, site):
        list(client.search_tickets(Query(), cursor="12,7:8:a:b"))

    assert site.asked[0].body["nextPageToken"] == "a:b"
    assert site.asked[0].body["reconcileIssues"] == [12, 7]
    assert site.asked[0].body["jql"] == "project IS NOT EMPTY ORDER BY created ASC, key ASC"


@pytest.mark.parametrize("cursor", ["", "abc", "::", "1,::x", "a::x", ":1;2:x", ":x"])
def test_a_cursor_that_is_none_is_refused(cursor: str) -> None:
    with jira(CLOUD, lambda asked: {"issues": [], "isLast": True}) as (client, site):
        with pytest.raises(ValueError, match="is no cursor"):
            list(client.search_tickets(Query(), cursor=cursor))

    assert site.asked == []


def test_a_ticket_that_comes_again_under_another_key_is_given_once() -> None:
    made = {"1": "10:00:00.000", "2": "10:00:00.001", "3": "10:00:00.001", "4": "10:00:00.002"}
    pages: list[list[tuple[str, str]]] = [[("1", "P-1"), ("2", "P-2")], [("3", "P-3")], [("2", "Q-2"), ("4", "P-4")]]

    def answer(asked: Asked) -> Any:
        number = len(site.asked)
        issues = [
            {**payloads.issue(key, created=f"2026-01-01T{made[id]}+0000"), "id": id} for id, key in pages[number - 1]
        ]
        return {"issues": issues, "isLast": number == 3, "nextPageToken": f"t{number}"}

    with jira(CLOUD, answer) as (client, site):
        found = [ticket.id for ticket in client.search_tickets(Query(project="P"), page_size=2)]

    assert found == ["1", "2", "3", "4"]


@pytest.mark.parametrize("status", [400, 410])
def test_a_cursor_that_has_expired_says_so(status: int) -> None:
    with jira(CLOUD, lambda asked: Reply({"errorMessages": ["Token"]}, status)) as (client, _):
        with pytest.raises(Gone, match=r"seven days.*start the search anew"):
            list(client.search_tickets(Query(), cursor="::abc"))


def test_the_page_brings_the_names_and_kinds_of_its_fields() -> None:
    issue = payloads.issue()
    names, schema = issue.pop("names"), issue.pop("schema")

    with jira(CLOUD, lambda asked: {"issues": [issue], "names": names, "schema": schema}) as (client, _):
        (ticket,) = client.search_tickets(Query())

    value = ticket.fields["Severity"]
    assert value is not None
    assert value.kind == "option"


def test_a_count_is_an_estimate() -> None:
    with jira(CLOUD, lambda asked: {"count": 153}) as (client, site):
        count = client.count_tickets(Query(closed=False, order_by="key"))

    assert (count.value, count.exact) == (153, False)
    assert site.asked[0].path == "/rest/api/3/search/approximate-count"


def test_many_tickets_come_by_position_a_hundred_at_a_time() -> None:
    asked_keys = [f"P-{number}" for number in range(1, 103)] + ["P-1", "OLD-1", "P-404", "p-2"]

    def answer(asked: Asked) -> Any:
        if asked.path.endswith("bulkfetch"):
            keys = [key for key in asked.body["issueIdsOrKeys"] if key.startswith("P-") and key != "P-404"]
            issues = [{**payloads.issue(key), "id": f"9{key[2:]}"} for key in reversed(keys)]
            return {"issues": issues, "issueErrors": [{"id": "P-404", "errorMessage": "Nein"}]}
        key = asked.path.rpartition("/")[2].upper().replace("OLD-1", "P-77")
        return payloads.issue(key)

    with jira(CLOUD, answer) as (client, site):
        result = client.get_tickets(asked_keys)

    keys = [one.key if not isinstance(one, Exception) else type(one) for one in result.results]
    assert keys == [f"P-{number}" for number in range(1, 103)] + ["P-1", "P-77", NotFound, "P-2"]
    bulk = [len(asked.body["issueIdsOrKeys"]) for asked in site.asked if asked.path.endswith("bulkfetch")]
    assert bulk == [100, 5]
    assert len(site.asked) == 4


def test_a_history_comes_page_by_page() -> None:
    def answer(asked: Asked) -> Any:
        if asked.path.endswith("/field"):
            return []
        start = int(asked.query.partition("startAt=")[2].partition("&")[0])
        edits = [payloads.edit(number) for number in range(1, 6)][start : start + 2]
        return {"startAt": start, "maxResults": 2, "total": 5, "isLast": start >= 4, "values": edits}

    with jira(CLOUD, answer) as (client, site):
        edits = list(client.list_history("P-1", page_size=50))

    assert [edit.id for edit in edits] == ["1", "2", "3", "4", "5"]
    assert site.asked[1].path == "/rest/api/3/issue/P-1/changelog"


def test_load_asks_for_what_did_not_come() -> None:
    def answer(asked: Asked) -> Any:
        match asked.path.rpartition("/")[2]:
            case "P-1":
                kind = {"id": "1", "name": "Epic", "hierarchyLevel": 1}
                some = {"comments": [payloads.comment(1)], "total": 2}
                return payloads.issue("P-1", issuetype=kind, comment=some)
            case "comment":
                return {
                    "startAt": 0,
                    "maxResults": 50,
                    "total": 2,
                    "comments": [payloads.comment(1), payloads.comment(2)],
                }
            case "changelog":
                return {"startAt": 0, "maxResults": 50, "total": 1, "isLast": True, "values": [payloads.edit(1)]}
            case "field":
                return []
            case "watchers":
                return {"watchCount": 1, "watchers": [payloads.person("ada")]}
            case _:
                return {"issues": [payloads.issue("P-5")], "isLast": True}

    with jira(CLOUD, answer) as (client, site):
        loads = ["attachments", "children", "comments", "history", "links", "watchers"]
        ticket = client.get_ticket("P-1", load=loads)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    assert [comment.id for comment in ticket.comments] == ["1", "2"]
    assert [child.key for child in ticket.children] == ["P-5"]
    assert [edit.id for edit in ticket.history] == ["1"]
    assert [person.name for person in ticket.watchers] == ["Ada"]
    assert len(ticket.links) == 2
    assert len(ticket.attachments) == 1
    assert [asked.body["jql"] for asked in site.asked if asked.body] == [
        '(parent = "P-1") ORDER BY created ASC, key ASC'
    ]


def test_the_content_of_an_attachment_is_read_elsewhere_without_credentials() -> None:
    def answer(asked: Asked) -> Any:
        if asked.path == "/media/file":
            start = int(asked.headers.get("range", "bytes=0-")[6:-1])
            part = {"content_range": f"bytes {start}-9/10"} if start else {}
            return Reply(b"0123456789"[start:], 206 if start else 200, part, "text/plain")
        if "content" in asked.path:
            return Reply(b"", 303, {"location": f"{site.url}/media/file?token=signed"})
        return {"id": "5", "filename": "a.txt", "mimeType": "text/plain", "size": 10}

    with jira(CLOUD, answer) as (client, site):
        with client.open_attachment("P-1", "5") as whole:
            content = b"".join(whole.chunks())
        with client.open_attachment("P-1", "5", start=4) as rest:
            end = b"".join(rest.chunks())

    assert (content, end) == (b"0123456789", b"456789")
    assert (whole.filename, whole.media_type, whole.size_bytes) == ("a.txt", "text/plain", 10)
    assert {asked.path for asked in site.asked if "authorization" not in asked.headers} == {"/media/file"}
    assert {asked.query for asked in site.asked if asked.path == "/media/file"} == {"token=signed"}


def test_people_are_asked_for_by_account_id_or_found_by_a_visible_address() -> None:
    def answer(asked: Asked) -> Any:
        if asked.path.endswith("/user"):
            return payloads.person(asked.query.rpartition("%3A")[2])
        return [payloads.person("adalbert"), payloads.person("ada")] if "startAt=0" in asked.query else []

    with jira(CLOUD, answer) as (client, _):
        by_id = client.get_person("557058:grace")
        by_address = client.get_person(Person(email="Ada@example.com"))
        with pytest.raises(NotFound, match="account id"):
            client.get_person("nobody@example.com")
        found = [person.name for person in client.search_people("ada")]

    assert (by_id.name, by_address.name) == ("Grace", "Ada")
    assert found == ["Adalbert", "Ada"]


def test_an_empty_page_of_assignable_people_is_not_the_last() -> None:
    def answer(asked: Asked) -> Any:
        start = int(asked.query.partition("startAt=")[2].partition("&")[0])
        return [payloads.person("ada")] if start == 800 else []

    with jira(CLOUD, answer) as (client, site):
        found = list(client.search_assignable("P", page_size=400))

    assert [person.name for person in found] == ["Ada"]
    assert len(site.asked) == 3


def test_through_the_gateway_pages_are_still_on_the_site() -> None:
    from anyticket_jira.cloud import JiraCloud

    connection = JiraCloud.connection(url="https://api.atlassian.com/ex/jira/11223344")
    provider = JiraCloud(connection)
    steps = provider.settle()

    request = next(steps)
    with pytest.raises(StopIteration) as settled:
        steps.send(_answer({"baseUrl": "https://example.atlassian.net", "deploymentType": "Cloud"}))

    assert request.path == "/rest/api/2/serverInfo"  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue]
    assert settled.value.value.site == "https://example.atlassian.net"
    assert provider.base_url() == "https://api.atlassian.com/ex/jira/11223344"


def _answer(body: Any) -> Any:
    import orjson

    from anyticket.request import Response

    return Response(200, body=orjson.dumps(body))
