"""What is asked too often is refused as each platform refuses it, and may be asked again in time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jira_simulator.limits import CloudRules, DataCenterRules, limits_of
from jira_simulator.limits.buckets import Bucket, Window

from .loopback_jira import Jira, jira

MYSELF = "/rest/api/3/myself"


@pytest.fixture(scope="module")
def seeded() -> Jira:
    return jira("cloud", issues=12)


@pytest.fixture
def cloud(seeded: Jira) -> Iterator[Jira]:
    yield seeded
    seeded.site.limits = limits_of(seeded.site)


@pytest.fixture
def server() -> Jira:
    return jira("server", issues=1)


def limit(site: Jira, **rules: Any) -> None:
    answer = site.call("POST", "/__simulator/limits", rules)
    assert answer.status_code == 200, answer.text


def statuses(site: Jira, path: str, times: int, **options: Any) -> list[int]:
    return [site.call("GET", path, **options).status_code for _ in range(times)]


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_nothing_is_limited_until_it_is_ordered(variant: str) -> None:
    site = jira(variant, issues=1)

    answers = [site.call("GET", "/rest/api/2/myself") for _ in range(110)]

    assert {answer.status_code for answer in answers} == {200}
    assert not any("ratelimit" in name for name in answers[-1].headers)


def test_a_burst_is_counted_by_endpoint_and_method_and_refills_in_a_second(cloud: Jira) -> None:
    limit(cloud, burst={"GET": 3})

    first = cloud.call("GET", MYSELF)
    later = statuses(cloud, MYSELF, 3)
    elsewhere = cloud.call("GET", "/rest/api/3/priority").status_code
    cloud.site.clock.turn(1)

    assert (first.headers["X-RateLimit-Limit"], first.headers["X-RateLimit-Remaining"]) == ("3", "2")
    assert first.headers["RateLimit"] == '"jira-burst-based";r=2;t=1'
    assert (later, elsewhere) == ([200, 200, 429], 200)
    assert statuses(cloud, MYSELF, 1) == [200]


def test_a_refused_burst_says_why_and_when(cloud: Jira) -> None:
    limit(cloud, burst={"GET": 1})
    cloud.call("GET", MYSELF)

    refused = cloud.call("GET", MYSELF)

    assert refused.status_code == 429
    assert refused.headers["RateLimit-Reason"] == "jira-burst-based"
    assert (refused.headers["Retry-After"], refused.headers["X-RateLimit-Remaining"]) == ("1", "0")
    assert len(refused.headers["X-RateLimit-Reset"]) == len("2026-11-02T12:00Z")
    assert refused.json()["errors"] == {}


def test_what_is_left_of_a_burst_is_told_when_it_is_little(cloud: Jira) -> None:
    limit(cloud, burst={"GET": 6})

    answers = [cloud.call("GET", MYSELF) for _ in range(5)]

    assert ["X-RateLimit-NearLimit" in answer.headers for answer in answers] == [False, False, False, False, True]


def test_some_endpoints_have_a_limit_of_their_own() -> None:
    rules = CloudRules.real()

    assert rules.burst_of("GET", "/issue/{}") == 150
    assert rules.burst_of("GET", "/issue/{}/comment") == 100
    assert rules.burst_of("PUT", "/issue/{}") == 50
    assert rules.burst_of("PATCH", "/issue/{}") is None


def test_writes_to_one_issue_are_counted_together_and_those_to_others_are_not(cloud: Jira) -> None:
    limit(cloud, issue_writes={"2": 2, "30": 3})
    body = {"fields": {"summary": "new"}}

    def written(key: str) -> list[Any]:
        answer = cloud.call("PUT", f"/rest/api/3/issue/{key}", body)
        return [answer.status_code, answer.headers.get("RateLimit-Reason"), answer.headers.get("Retry-After")]

    first = [written("DEMO-1")[0], written("DEMO-1")[0]]
    short = written("DEMO-1")
    other = written("DEMO-2")[0]
    cloud.site.clock.turn(2)
    third = written("DEMO-1")[0]
    long = written("DEMO-1")

    assert (first, other, third) == ([204, 204], 204, 204)
    assert short == [429, "jira-per-issue-on-write", "2"]
    assert long == [429, "jira-per-issue-on-write", "28"]


def test_a_refused_write_changes_nothing(cloud: Jira) -> None:
    limit(cloud, issue_writes={"30": 1})
    for summary in ("first", "second"):
        cloud.call("PUT", "/rest/api/3/issue/DEMO-3", {"fields": {"summary": summary}})

    assert cloud.get("/rest/api/3/issue/DEMO-3", fields="summary")["fields"]["summary"] == "first"


def test_people_with_api_tokens_spend_no_points(cloud: Jira) -> None:
    limit(cloud, points_per_hour=1)

    assert statuses(cloud, MYSELF, 5) == [200] * 5


def test_the_presets_are_the_numbers_of_the_vendor_and_nothing(cloud: Jira, server: Jira) -> None:
    limit(cloud, preset="real", points_scope="tenant")
    real = cloud.get("/__simulator/limits")
    limit(cloud, preset="off")
    limit(server, preset="real", size=7)

    assert real["burst"] == {"GET": 100, "POST": 100, "PUT": 50, "DELETE": 50}
    assert (real["points_per_hour"], real["issue_writes"]) == (65000, {"2": 20, "30": 100})
    assert cloud.get("/__simulator/limits")["burst"] == {}
    assert server.get("/__simulator/limits") == {
        "size": 7,
        "fill": 10,
        "interval_seconds": 60,
        "exempt": [],
        "blocked": [],
    }


@pytest.mark.parametrize("rules", [{"size": 5}, {"burst": 3}, {"burst": {"GET": 0}}, {"points_scope": "moon"}])
def test_rules_that_do_not_exist_are_refused_by_name(cloud: Jira, rules: dict[str, Any]) -> None:
    refused = cloud.call("POST", "/__simulator/limits", rules)

    assert refused.status_code == 400
    assert list(refused.json()["errors"]) == list(rules)


def test_rules_of_the_other_platform_are_refused(cloud: Jira, server: Jira) -> None:
    for site, rules in ((cloud.site, DataCenterRules.real()), (server.site, CloudRules.real())):
        with pytest.raises(TypeError, match="Rules"):
            limits_of(site, rules)


def test_data_center_has_a_bucket_for_each_account(server: Jira) -> None:
    limit(server, size=3, fill=2, interval_seconds=10)
    other = {"Authorization": "Bearer pat-ben"}

    first = server.call("GET", "/rest/api/2/myself")
    later = statuses(server, "/rest/api/2/myself", 3)
    theirs = server.call("GET", "/rest/api/2/myself", headers=other).status_code
    server.site.clock.turn(10)
    refilled = statuses(server, "/rest/api/2/myself", 3)

    told = {name: value for name, value in first.headers.items() if name.startswith(("x-ratelimit", "retry"))}
    assert told == {
        "x-ratelimit-limit": "3",
        "x-ratelimit-remaining": "2",
        "x-ratelimit-fillrate": "2",
        "x-ratelimit-interval-seconds": "10",
        "retry-after": "0",
    }
    assert (later, theirs, refilled) == ([200, 200, 429], 200, [200, 200, 429])


def test_data_center_says_how_long_to_wait_in_a_page(server: Jira) -> None:
    limit(server, size=1, fill=1, interval_seconds=10)
    server.call("GET", "/rest/api/2/myself")
    server.site.clock.turn(4)

    refused = server.call("GET", "/rest/api/2/myself")

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "6")
    assert refused.headers["Content-Type"].startswith("text/html")
    assert refused.headers["X-AUSERNAME"] == "admin"


def test_a_blocked_account_waits_for_ever_and_an_exempt_one_never(server: Jira) -> None:
    server.site.limits = limits_of(
        server.site, replace(DataCenterRules(), size=1, blocked=frozenset({"ben"}), exempt=frozenset({"admin"}))
    )

    blocked = server.call("GET", "/rest/api/2/myself", headers={"Authorization": "Bearer pat-ben"})

    assert (blocked.status_code, blocked.headers["X-RateLimit-Limit"]) == (429, "0")
    assert int(blocked.headers["Retry-After"]) == 2**63 - 1
    assert statuses(server, "/rest/api/2/myself", 3) == [200, 200, 200]
    assert server.call("GET", "/rest/api/2/serverInfo", headers={}).status_code == 200


STEPS = st.lists(st.integers(0, 2500), max_size=60)


@given(STEPS, st.integers(1, 5), st.integers(1, 5))
def test_a_bucket_gives_no_more_than_its_size_and_what_flows_in(steps: list[int], size: int, fill: int) -> None:
    bucket, now, given_at = Bucket(size, fill, 1000, 0), 0, list[int]()
    for step in steps:
        now += step
        wait = bucket.wait_ms(now)
        if bucket.take(now):
            given_at.append(now)
        else:
            assert 0 < wait <= 1000

    for first in range(len(given_at)):
        for last in range(first, len(given_at)):
            intervals = given_at[last] // 1000 - given_at[first] // 1000
            assert last - first + 1 <= size + fill * intervals


@given(STEPS, st.integers(1, 5))
def test_a_window_lets_no_more_than_its_limit_through_in_any_span(steps: list[int], limit: int) -> None:
    window, now, passed = Window(limit, 3000), 0, list[int]()
    for step in steps:
        now += step
        wait = window.wait_ms(now)
        if not wait:
            window.note(now)
            passed.append(now)

    assert all(later - earlier >= 3000 for earlier, later in zip(passed, passed[limit:], strict=False))
