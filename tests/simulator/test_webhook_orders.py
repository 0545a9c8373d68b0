"""What tests order to go wrong with deliveries, and what becomes of those that fail."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest

from jira_simulator.work import events

from .loopback_jira import Jira, jira
from .loopback_receiver import Collector, Got
from .webhook_sites import SECRET, create_issue, register

_URL = "http://127.0.0.1:1/hook"


def order(client: Jira, **asked: Any) -> int:
    answer = client.call("POST", "/__simulator/webhooks/orders", asked, auth=None, headers={})
    assert answer.status_code == 201, answer.text
    return int(answer.json()["id"])


def control(client: Jira, method: str, path: str = "", **params: Any) -> Any:
    answer = client.call(method, f"/__simulator/webhooks{path}", params=params, auth=None, headers={})
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


def site_with_webhook(variant: str = "cloud", **options: Any) -> tuple[Jira, Collector]:
    client = jira(variant, issues=2, **options)
    register(client, _URL, ["jira:issue_created"])
    return client, Collector(client.site)


def summaries(got: list[Got]) -> list[str]:
    return [each.json["issue"]["fields"]["summary"] for each in got]


def signed_with(got: Got, secret: str) -> bool:
    digest = hmac.new(secret.encode(), got.body, hashlib.sha256).hexdigest()
    return got.headers["x-hub-signature"] == f"sha256={digest}"


def test_in_process_nothing_is_sent_before_it_is_asked_for() -> None:
    client, receiver = site_with_webhook()

    create_issue(client)
    waiting = control(client, "GET")["deliveries"]
    got = receiver.deliver()

    assert [each["state"] for each in waiting] == ["waiting"]
    assert (len(got), receiver.deliver()) == (1, [])


def test_the_list_of_deliveries_tells_requests_and_answers() -> None:
    client, receiver = site_with_webhook()
    receiver.answers = [503]

    create_issue(client)
    (got,) = receiver.deliver()

    (told,) = control(client, "GET", event="jira:issue_created", webhook=1)["deliveries"]
    assert (told["identifier"], told["request"]["url"], told["webhooks"]) == (got.identifier, _URL, [1])
    assert [(each["status"], each["error"]) for each in told["attempts"]] == [(503, "")]
    assert told["attempts"][0]["headers"]["X-Hub-Signature"] == got.headers["x-hub-signature"]
    assert control(client, "GET", state="delivered")["count"] == 0
    control(client, "DELETE")
    assert control(client, "GET")["count"] == 0


@pytest.mark.parametrize("answers", [[500] * 9, [0] * 9], ids=["answered by 500", "not answered"])
def test_cloud_gives_up_after_five_retries_each_5_to_15_minutes_later(answers: list[int]) -> None:
    client, receiver = site_with_webhook()
    receiver.answers = answers
    create_issue(client)
    came = [len(receiver.deliver())]

    for _ in range(8):
        client.site.clock.turn(5 * 60 - 1)
        came.append(len(receiver.deliver()))
        client.site.clock.turn(10 * 60 + 1)
        came.append(len(receiver.deliver()))

    (found,) = client.site.webhooks.outbox.deliveries
    assert came == [1, *([0, 1] * 5), *([0, 0] * 3)]
    assert (found.state, len(found.attempts)) == ("failed", 6)
    assert [each.headers.get("X-Atlassian-Webhook-Retry") for each in found.attempts] == [None, *"12345"]


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504])
def test_cloud_tries_again_what_may_succeed_later(status: int) -> None:
    client, receiver = site_with_webhook()
    receiver.answers = [status]

    create_issue(client)
    (first,) = receiver.deliver()
    client.site.clock.turn(15 * 60)
    (second,) = receiver.deliver()

    assert (first.identifier, first.body) == (second.identifier, second.body)
    assert client.site.webhooks.outbox.deliveries[0].state == "delivered"


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 413])
def test_other_refusals_are_final(status: int) -> None:
    client, receiver = site_with_webhook()
    receiver.answers = [status]

    create_issue(client)
    receiver.deliver()
    client.site.clock.turn(3600)

    assert receiver.deliver() == []
    assert client.site.webhooks.outbox.deliveries[0].state == "failed"


@pytest.mark.parametrize("version", ["9.12", "10.3"])
def test_data_center_tries_once(version: str) -> None:
    client, receiver = site_with_webhook("server", version=version)
    receiver.answers = [503]

    create_issue(client)
    receiver.deliver()
    client.site.clock.turn(3600)

    assert receiver.deliver() == []


def test_a_duplicate_has_the_same_identifier_and_no_retry() -> None:
    client, receiver = site_with_webhook()
    order(client, kind="duplicate")

    create_issue(client)
    create_issue(client)
    first, again, second = receiver.deliver()

    assert (first.identifier, first.headers, first.body) == (again.identifier, again.headers, again.body)
    assert "x-atlassian-webhook-retry" not in again.headers
    assert second.identifier != first.identifier


def test_the_next_deliveries_arrive_backwards() -> None:
    client, receiver = site_with_webhook()
    order(client, kind="reorder", count=3)

    for summary in ("one", "two"):
        create_issue(client, summary=summary)
    early = receiver.deliver()
    for summary in ("three", "four"):
        create_issue(client, summary=summary)

    assert early == []
    assert summaries(receiver.deliver()) == ["three", "two", "one", "four"]


def test_an_order_that_is_withdrawn_lets_go_what_waits() -> None:
    client, receiver = site_with_webhook()
    given = order(client, kind="reorder", count=3)
    for summary in ("one", "two"):
        create_issue(client, summary=summary)

    control(client, "DELETE", f"/orders/{given}")

    assert summaries(receiver.deliver()) == ["two", "one"]
    assert control(client, "GET", "/orders")["orders"] == []


def test_a_dropped_delivery_never_comes() -> None:
    client, receiver = site_with_webhook()
    order(client, kind="drop", event="jira:issue_created")

    for summary in ("one", "two"):
        create_issue(client, summary=summary)

    assert summaries(receiver.deliver()) == ["two"]
    assert [each["state"] for each in control(client, "GET")["deliveries"]] == ["dropped", "delivered"]


def test_a_delayed_delivery_comes_later_or_when_it_is_ordered() -> None:
    client, receiver = site_with_webhook()
    order(client, kind="delay", seconds=600, count=2)
    for summary in ("one", "two", "three"):
        create_issue(client, summary=summary)

    at_once = summaries(receiver.deliver())
    client.site.clock.turn(600)
    later = summaries(receiver.deliver())
    order(client, kind="delay", seconds=600)
    create_issue(client, summary="four")
    control(client, "POST", "/deliver")

    assert (at_once, later, summaries(receiver.deliver())) == (["three"], ["one", "two"], ["four"])


def test_signatures_go_wrong_as_ordered() -> None:
    client, receiver = site_with_webhook()
    order(client, kind="unsigned")
    order(client, kind="wrong-signature")
    order(client, kind="other-secret", secret="theirs")

    for _ in range(4):
        create_issue(client)
    unsigned, wrong, other, good = receiver.deliver()

    assert "x-hub-signature" not in unsigned.headers
    assert not signed_with(wrong, SECRET)
    assert (signed_with(other, SECRET), signed_with(other, "theirs")) == (False, True)
    assert signed_with(good, SECRET)


@pytest.mark.parametrize(
    "asked", [{}, {"kind": "melt"}, {"kind": "drop", "count": 0}, {"kind": "delay", "seconds": "5"}]
)
def test_orders_that_make_no_sense_are_refused(asked: dict[str, Any]) -> None:
    answer = jira("cloud", issues=1).call("POST", "/__simulator/webhooks/orders", asked)

    assert answer.status_code == 400
    assert "Give" in answer.json()["errorMessages"][0]


def test_what_is_rolled_back_is_not_delivered() -> None:
    client, receiver = site_with_webhook()
    register(client, _URL, ["worklog_created"])
    key = create_issue(client)
    receiver.deliver()
    body = {"update": {"worklog": [{"add": {"timeSpent": "1h"}}, {"add": {"timeSpent": "never"}}]}}

    refused = client.call("PUT", f"/rest/api/2/issue/{key}", body)

    assert refused.status_code == 400
    assert receiver.deliver() == []
    assert client.get(f"/rest/api/2/issue/{key}/worklog")["total"] == 0


def test_the_last_thousand_deliveries_are_kept_and_all_that_wait() -> None:
    client, receiver = site_with_webhook()
    register(client, _URL, ["user_updated"])
    create_issue(client)
    (admin, *_) = client.site.store.people
    receiver.answers = [503]

    for _ in range(3):
        for _ in range(1000):
            events.tell(client.site, "user_updated", admin, subject=admin)
        receiver.deliver()

    kept = client.site.webhooks.outbox.deliveries
    assert 1000 <= len(kept) <= 2001
    assert (kept[0].event, kept[0].state) == ("jira:issue_created", "waiting")
    assert [each.number for each in kept[-1000:]] == list(range(2002, 3002))
