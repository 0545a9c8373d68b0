"""Which requests a fault is ordered for, how often, and what it does in process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from starlette.responses import StreamingResponse
from starlette.types import Message

from jira_simulator.faults import Cut, Drip, Drop, Stale, Status, Token
from jira_simulator.faults.delivery import Delivery, FaultyResponse

from .loopback_jira import Jira, jira

DRAFT = {"fields": {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "wanted once"}}


@pytest.fixture(scope="module")
def inside() -> Jira:
    return jira("cloud", issues=3)


@pytest.fixture
def cloud(inside: Jira) -> Iterator[Jira]:
    yield inside
    inside.site.faults.clear()
    inside.site.requests.clear()


def test_a_stale_search_does_not_see_what_came_after_the_order(cloud: Jira) -> None:
    cloud.site.faults.order(Stale(), path="/rest/api/3/search/jql")
    made = cloud.post("/rest/api/3/issue", {"fields": {**DRAFT["fields"], "summary": "quagga"}})["key"]

    stale = cloud.search('project = DEMO AND summary ~ "quagga"')
    fresh = cloud.search('project = DEMO AND summary ~ "quagga"')

    assert (stale, fresh) == ([], [made])


def test_in_process_a_dropped_connection_is_an_error_of_the_connection(cloud: Jira) -> None:
    cloud.site.faults.order(Drop(), path="/rest/api/3/myself")
    cloud.site.faults.order(Cut(), path="/rest/api/3/myself")

    for _ in range(2):
        with pytest.raises(ConnectionResetError):
            cloud.call("GET", "/rest/api/3/myself")
    assert cloud.call("GET", "/rest/api/3/myself").status_code == 200


def test_in_process_a_drip_comes_whole(cloud: Jira) -> None:
    cloud.site.faults.order(Drip(bytes=50, seconds=0), path="/rest/api/3/myself")

    assert cloud.get("/rest/api/3/myself")["emailAddress"] == "admin@example.com"


@pytest.mark.parametrize(
    ("match", "hit"),
    [
        ({"method": "get"}, True),
        ({"method": "POST"}, False),
        ({"path": "/rest/api/{version}/issue/*"}, True),
        ({"path": "/rest/api/*"}, False),
        ({"path": "/rest/api/**"}, True),
        ({"query": "fields=summ"}, True),
        ({"query": "fields=status"}, False),
        ({"account": "admin@example.com"}, True),
        ({"account": "ben"}, False),
        ({"body": "x"}, False),
    ],
)
def test_a_fault_is_for_the_requests_that_match(cloud: Jira, match: dict[str, str], hit: bool) -> None:
    cloud.site.faults.order(Status(599), **match)  # type: ignore[arg-type]

    status = cloud.call("GET", "/rest/api/3/issue/DEMO-1", params={"fields": "summary"}).status_code

    assert (status == 599) is hit


def test_a_fault_matches_by_a_part_of_the_body(cloud: Jira) -> None:
    cloud.site.faults.order(Status(599), body="wanted once")

    assert cloud.call("GET", "/rest/api/3/myself").status_code == 200
    assert cloud.call("POST", "/rest/api/3/issue", DRAFT).status_code == 599


def test_a_fault_happens_after_some_requests_and_so_many_times(cloud: Jira) -> None:
    placed = cloud.site.faults.order(Status(599), skip=1, times=2)

    statuses = [cloud.call("GET", "/rest/api/3/myself").status_code for _ in range(5)]

    assert statuses == [200, 599, 599, 200, 200]
    assert (placed.matched, placed.fired) == (3, 2)


def test_chance_follows_from_the_seed(cloud: Jira) -> None:
    runs: list[list[int]] = []
    for seed in (1, 1, 2):
        cloud.site.faults.clear()
        cloud.site.faults.order(Status(599), times=None, probability=0.5, seed=seed)
        runs.append([cloud.call("GET", "/rest/api/3/serverInfo").status_code for _ in range(20)])

    assert runs[0] == runs[1] != runs[2]
    assert set(runs[0]) == {200, 599}


def test_orders_are_listed_with_how_often_they_happened_and_taken_back(cloud: Jira) -> None:
    first = cloud.post("/__simulator/faults", {"fault": "status", "status": 599, "times": None})
    second = cloud.post("/__simulator/faults", {"fault": "token", "path": "/nowhere"})
    cloud.call("GET", "/rest/api/3/myself")

    listed = cloud.get("/__simulator/faults")["faults"]
    cloud.call("DELETE", f"/__simulator/faults/{first['id']}")
    left = cloud.get("/__simulator/faults")["faults"]
    cloud.call("DELETE", "/__simulator/faults")

    assert [(found["fault"], found["fired"]) for found in listed] == [("status", 1), ("token", 0)]
    assert [found["id"] for found in left] == [second["id"]]
    assert cloud.get("/__simulator/faults") == {"faults": []}
    assert cloud.call("GET", "/rest/api/3/myself").status_code == 200


def test_a_fault_strikes_whoever_asks_and_whatever_is_asked(cloud: Jira) -> None:
    cloud.site.faults.order(Status(599), times=None)

    assert cloud.call("GET", "/nowhere").status_code == 599
    assert cloud.call("GET", "/rest/api/3/myself", auth=("x", "wrong")).status_code == 599


def test_a_revoked_token_goes_through_the_gateway_to_nobody(cloud: Jira) -> None:
    cloud.site.faults.order(Token())
    gateway = f"/ex/jira/{cloud.site.settings.cloud_id}"
    scoped = ("admin@example.com", "scoped-api-token-admin")

    refused = cloud.call("GET", f"{gateway}/rest/api/3/myself", auth=scoped)

    assert (refused.status_code, refused.json()) == (401, {"code": 401, "message": "Unauthorized"})


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({}, "fault"),
        ({"fault": "nonsense"}, "fault"),
        ({"fault": "drop", "seconds": 1}, "seconds"),
        ({"fault": "drop", "when": "never"}, "when"),
        ({"fault": "status", "status": 42}, "status"),
        ({"fault": "delay", "seconds": -1}, "seconds"),
        ({"fault": "rate-limited", "reason": "because"}, "reason"),
        ({"fault": "token", "times": 0}, "times"),
        ({"fault": "token", "probability": 2}, "probability"),
        ({"fault": "token", "path": 3}, "path"),
    ],
)
def test_an_order_that_means_nothing_is_refused_by_name(cloud: Jira, asked: dict[str, Any], named: str) -> None:
    refused = cloud.call("POST", "/__simulator/faults", asked)

    assert refused.status_code == 400
    assert named in refused.text
    assert cloud.site.faults.orders == ()


def test_what_streams_is_cut_where_it_was_ordered() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for piece in (b"abc", b"def", b"ghi"):
            yield piece

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def run() -> list[bytes]:
        arrived: list[bytes] = []

        async def send(message: Message) -> None:
            arrived.append(message.get("body", b""))

        response = FaultyResponse(StreamingResponse(pieces()), Delivery(keep_bytes=5))
        with pytest.raises(ConnectionResetError):
            await response({"type": "http", "asgi": {"spec_version": "2.4"}}, receive, send)
        return arrived

    assert b"".join(asyncio.run(run())) == b"abcde"
