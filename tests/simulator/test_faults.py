"""An ordered fault does what it says, seen from a raw socket."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from jira_simulator import Clock, Site
from jira_simulator.faults import Late
from jira_simulator.serving import serving

from .loopback_jira import NOW
from .raw_socket import send

DRAFT = {"fields": {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "wanted once"}}
MYSELF = "/rest/api/2/myself"
ISSUE = "/rest/api/2/issue"


@pytest.fixture(scope="module", params=["cloud", "server"])
def served(request: pytest.FixtureRequest) -> Iterator[Site]:
    with serving(request.param, issues=3, context="/jira", clock=Clock(lambda: NOW)) as site:
        yield site


@pytest.fixture
def site(served: Site) -> Iterator[Site]:
    yield served
    served.faults.clear()


def order(site: Site, **asked: Any) -> dict[str, Any]:
    seen = send(site, "POST", "/__simulator/faults", asked)
    assert seen.status == 201, seen.body
    found: dict[str, Any] = json.loads(seen.body)
    return found


def count(site: Site) -> int:
    return site.store.issues.count()


def test_a_lost_answer_leaves_exactly_one_issue(site: Site) -> None:
    order(site, fault="drop", method="POST", path=ISSUE)
    before = count(site)

    lost = send(site, "POST", ISSUE, DRAFT)
    noted = site.requests.find(method="POST", path=ISSUE)[-1]

    assert (lost.data, lost.reset, count(site) - before) == (b"", False, 1)
    assert (noted.status, noted.dropped, noted.fault, noted.account) == (201, True, "drop", "admin")
    assert send(site, "POST", ISSUE, DRAFT).status == 201
    assert count(site) - before == 2


def test_a_connection_dropped_before_the_work_leaves_nothing(site: Site) -> None:
    order(site, fault="drop", when="before", method="POST", path=ISSUE)
    before = count(site)

    lost = send(site, "POST", ISSUE, DRAFT)

    assert (lost.data, count(site) - before) == (b"", 0)
    assert site.requests.find()[-1].status == 0


def test_a_connection_is_reset_on_order(site: Site) -> None:
    order(site, fault="drop", reset=True, path=MYSELF)

    lost = send(site, "GET", MYSELF)

    assert (lost.data, lost.reset) == (b"", True)


def test_a_cut_body_is_shorter_than_its_length_says(site: Site) -> None:
    order(site, fault="cut", bytes=10, path=MYSELF)

    cut = send(site, "GET", MYSELF)

    assert (cut.status, len(cut.body)) == (200, 10)
    assert int(cut.headers["content-length"]) > 10


def test_a_cut_body_in_chunks_has_no_last_chunk(site: Site) -> None:
    order(site, fault="cut", chunked=True, path=MYSELF)

    cut = send(site, "GET", MYSELF)

    assert cut.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in cut.headers
    assert cut.body.endswith(b"\r\n")
    assert not cut.body.endswith(b"0\r\n\r\n")


def test_a_body_drips(site: Site) -> None:
    whole = send(site, "GET", MYSELF).body
    order(site, fault="drip", bytes=100, seconds=0.02, path=MYSELF)

    started = time.monotonic()
    dripped = send(site, "GET", MYSELF)

    assert dripped.body == whole
    assert time.monotonic() - started >= 0.02 * (len(whole) // 100 - 1)


@pytest.mark.parametrize(("when", "made"), [("before", 0), ("after", 1)])
def test_any_status_comes_instead_of_the_work_or_after_it(site: Site, when: str, made: int) -> None:
    order(site, fault="status", status=504, answer={"message": "late"}, headers={"X-Who": "proxy"}, when=when)
    before = count(site)

    seen = send(site, "POST", ISSUE, DRAFT)

    assert (seen.status, json.loads(seen.body), seen.headers["x-who"]) == (504, {"message": "late"}, "proxy")
    assert count(site) - before == made


@pytest.mark.parametrize("when", ["before", "after"])
def test_an_answer_is_delayed_by_real_seconds(site: Site, when: str) -> None:
    order(site, fault="delay", seconds=0.05, when=when)

    started = time.monotonic()
    seen = send(site, "GET", MYSELF)

    assert seen.status == 200
    assert time.monotonic() - started >= 0.05


def test_a_login_page_comes_with_200_and_a_page_of_a_proxy_with_its_status(site: Site) -> None:
    order(site, fault="html")
    order(site, fault="html", status=502)

    login, proxy = send(site, "GET", MYSELF), send(site, "GET", MYSELF)

    assert (login.status, proxy.status) == (200, 502)
    assert login.headers["content-type"] == proxy.headers["content-type"] == "text/html;charset=UTF-8"
    assert b"<form" in login.body
    assert b"502 Bad Gateway" in proxy.body


def test_single_sign_on_sends_elsewhere_to_log_in(site: Site) -> None:
    order(site, fault="html", status=302)

    seen = send(site, "GET", MYSELF)

    assert (seen.status, "/login" in seen.headers["location"]) == (302, True)


def test_a_client_that_leaves_while_it_sends_does_nothing(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    before = count(site)
    address = urlsplit(site.settings.url)
    head = f"POST {address.path}{ISSUE} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Length: 1000\r\n\r\nhalf"

    with socket.create_connection((address.hostname, address.port or 80)) as plug:
        plug.sendall(head.encode())
    seen = send(site, "GET", MYSELF)

    assert (seen.status, count(site) - before) == (200, 0)
    assert caplog.records == []


def test_broken_json_has_the_length_that_is_said(site: Site) -> None:
    order(site, fault="broken-json", path=MYSELF)

    broken = send(site, "GET", MYSELF)

    assert broken.status == 200
    assert int(broken.headers["content-length"]) == len(broken.body)
    with pytest.raises(json.JSONDecodeError):
        json.loads(broken.body)


def test_too_many_requests_are_answered_as_each_platform_does(site: Site) -> None:
    order(site, fault="rate-limited", retry_after=90, reason="jira-quota-tenant-based")
    before = count(site)

    seen = send(site, "POST", ISSUE, DRAFT)

    assert (seen.status, seen.headers["retry-after"], count(site) - before) == (429, "90", 0)
    assert seen.headers["x-ratelimit-remaining"] == "0"
    if site.cloud:
        assert seen.headers["ratelimit-reason"] == "jira-quota-tenant-based"
        assert seen.headers["x-ratelimit-reset"] == "2026-11-02T12:01Z"
        assert json.loads(seen.body)["status"] == 429
    else:
        assert seen.headers["x-ratelimit-interval-seconds"] == "1"
        assert b"Rate limit exceeded" in seen.body


def test_an_unavailable_site_says_when_to_come_back_or_nothing(site: Site) -> None:
    order(site, fault="unavailable", retry_after=7)
    order(site, fault="unavailable", retry_after=None)

    told, silent = send(site, "GET", MYSELF), send(site, "GET", MYSELF)

    assert (told.status, told.headers["retry-after"]) == (503, "7")
    assert (silent.status, "retry-after" in silent.headers) == (503, False)


def test_a_token_is_taken_for_an_expired_one(site: Site) -> None:
    order(site, fault="token", path=MYSELF, account="admin")

    refused, good = send(site, "GET", MYSELF), send(site, "GET", MYSELF)

    assert (refused.status, good.status) == (401, 200)
    assert refused.headers["x-seraph-loginreason"] == "AUTHENTICATED_FAILED"


def test_work_is_done_late_when_the_client_has_long_gone(site: Site) -> None:
    order(site, fault="late", seconds=20, method="POST", path=ISSUE)
    before = count(site)

    with pytest.raises(TimeoutError):
        send(site, "POST", ISSUE, DRAFT, timeout_seconds=0.05)
    site.clock.turn(19)
    early = json.loads(send(site, "GET", "/__simulator/clock").body), count(site) - before
    site.clock.turn(1)
    send(site, "GET", "/__simulator/clock")

    assert early[1] == 0
    assert count(site) - before == 1


def test_a_connection_held_for_late_work_is_closed_when_it_is_done(site: Site) -> None:
    order(site, fault="late", seconds=0, method="POST", path=ISSUE)
    before = count(site)

    lost = send(site, "POST", ISSUE, DRAFT)

    assert (lost.data, count(site) - before) == (b"", 1)


def test_late_work_may_leave_the_client_at_once(site: Site) -> None:
    site.faults.order(Late(5, hold=False), method="POST", path=ISSUE)
    before = count(site)

    lost = send(site, "POST", ISSUE, DRAFT)
    site.clock.turn(5)
    after = count(site) - before
    site.faults.catch_up()

    assert (lost.data, after, count(site) - before) == (b"", 0, 1)
