"""What tests order of a simulated Jira: its clock, its index, its journal."""

from __future__ import annotations

from typing import Any

import pytest

from .loopback_jira import Jira, jira

BOTH = pytest.mark.parametrize("variant", ["cloud", "server"])


def ordered(site: Jira, method: str, path: str, json: Any = None, /, **params: Any) -> Any:
    """Send an order without any credential."""
    answer = site.call(method, f"/__simulator{path}", json, params=params, auth=None, headers={})
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


@BOTH
def test_the_clock_is_read_and_turned(variant: str) -> None:
    site = jira(variant, issues=1)

    before = ordered(site, "GET", "/clock")["now"]
    after = ordered(site, "POST", "/clock", {"turn_seconds": 90})["now"]

    assert after - before == 90_000
    assert site.site.clock.now() == after


@pytest.mark.parametrize("body", [{}, {"turn_seconds": -1}, {"turn_seconds": "5"}, {"turn_seconds": True}])
def test_the_clock_goes_forward_by_numbers_alone(body: dict[str, Any]) -> None:
    answer = jira("cloud", issues=1).call("POST", "/__simulator/clock", body)

    assert answer.status_code == 400
    assert "turn_seconds" in answer.json()["errorMessages"][0]


def test_search_lags_as_ordered_and_settles_on_order() -> None:
    site = jira("cloud", issues=2)
    wanted = 'project = DEMO AND summary ~ "zebra"'
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "a zebra"}
    site.search(wanted)

    ordered(site, "POST", "/index", {"lag_seconds": 30})
    made = site.post("/rest/api/3/issue", {"fields": fields})["key"]
    unseen = site.search(wanted)
    pending = ordered(site, "GET", "/index")["pending"]
    ordered(site, "POST", "/index", {"settle": True})

    assert (unseen, pending > 0) == ([], True)
    assert site.search(wanted) == [made]


def test_orders_are_taken_outside_of_the_context_path_and_below_it() -> None:
    site = jira("server", issues=1, context="/jira")

    below = site.call("GET", "/__simulator/clock", headers={})
    outside = site.call("GET", "http://jira.test/__simulator/clock", headers={})

    assert below.request.url.path.startswith("/jira/")
    assert below.json() == outside.json()


def test_the_journal_has_requests_by_who_sent_them_and_what_was_answered() -> None:
    site = jira("cloud", issues=1)
    site.get("/rest/api/3/myself")
    site.call("GET", "/rest/api/3/issue/NONE-1")
    site.call("GET", "/rest/api/3/myself", auth=None)

    everything = ordered(site, "GET", "/requests")
    mine = ordered(site, "GET", "/requests", account="admin", path="/rest/api/3/issue/*")

    assert [
        (found["method"], found["path"], found["account"], found["status"]) for found in everything["requests"]
    ] == [
        ("GET", "/rest/api/3/myself", "admin", 200),
        ("GET", "/rest/api/3/issue/NONE-1", "admin", 404),
        ("GET", "/rest/api/3/myself", None, 401),
    ]
    assert (mine["count"], mine["requests"][0]["status"]) == (1, 404)
    assert ordered(site, "GET", "/requests", status=401)["count"] == 1


def test_the_journal_is_cleared_on_order() -> None:
    site = jira("cloud", issues=1)
    site.get("/rest/api/3/myself")

    ordered(site, "DELETE", "/requests")

    assert ordered(site, "GET", "/requests") == {"count": 0, "forgotten": 0, "requests": []}


def test_the_journal_holds_no_credential() -> None:
    site = jira("cloud", issues=1)

    site.call("GET", "/rest/api/3/myself", params={"jwt": "s3cret", "access_token": "s3cret", "nextPageToken": "page"})

    told = ordered(site, "GET", "/requests")["requests"][0]
    assert told["query"] == [["jwt", "***"], ["access_token", "***"], ["nextPageToken", "page"]]
    assert "s3cret" not in str(told)
    assert "api-token-admin" not in str(told)


def test_the_journal_is_bounded() -> None:
    site = jira("cloud", issues=1).site
    for number in range(5003):
        site.requests.note(number, "GET", "/x", (), account=None, status=200)

    assert len(site.requests.find()) == 5000
    assert site.requests.forgotten == 3
    assert site.requests.find()[0].number == 4


def test_a_stale_index_sees_nothing_that_comes_after_the_order() -> None:
    site = jira("cloud", issues=2)
    ordered(site, "POST", "/index", {"stale": True})
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "a zebra"}
    made = site.post("/rest/api/3/issue", {"fields": fields})["key"]

    stale = site.search('summary ~ "zebra" AND project = DEMO')
    ordered(site, "POST", "/index", {"stale": False})

    assert (stale, site.search('summary ~ "zebra" AND project = DEMO')) == ([], [made])


@pytest.mark.parametrize("body", [{"lag_seconds": -1}, {"lag_seconds": "1"}, {"stale": 1}])
def test_an_index_is_not_set_to_nonsense(body: dict[str, Any]) -> None:
    assert jira("cloud", issues=1).call("POST", "/__simulator/index", body).status_code == 400


def test_what_can_be_ordered_is_told_of_each_platform() -> None:
    told = {
        variant: {
            f"{found['method']} {found['path']}" for found in ordered(jira(variant, issues=1), "GET", "/")["orders"]
        }
        for variant in ("cloud", "server")
    }

    assert "POST /__simulator/faults" in told["cloud"] & told["server"]
    assert "POST /__simulator/forge/keys" in told["cloud"] - told["server"]
    assert "POST /__simulator/logins" in told["server"] - told["cloud"]


def test_every_order_says_what_it_means() -> None:
    found = ordered(jira("cloud", issues=1), "GET", "/")["orders"]

    assert [order["path"] for order in found if not order["meaning"].endswith(".")] == []
