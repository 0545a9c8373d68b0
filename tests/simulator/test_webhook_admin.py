"""Webhooks of administrators, as each platform and version has them."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Final

import pytest

from .loopback_jira import Jira, jira
from .loopback_receiver import Collector
from .webhook_sites import SECRET, create_issue, register

_OLD: Final = "/rest/webhooks/1.0/webhook"
_NEW: Final = "/rest/jira-webhook/1.0/webhooks"
_URL: Final = "http://127.0.0.1:1/hook"
_BODY: Final = {"name": "Receiver", "url": _URL, "events": ["jira:issue_created", "comment_created"]}

FLAVOURS = pytest.mark.parametrize("flavour", ["cloud", "8.20", "9.12", "10.3", "11.3"])


def site_of(flavour: str, **options: Any) -> Jira:
    if flavour == "cloud":
        return jira("cloud", issues=4, **options)
    return jira("server", issues=4, version=flavour, **options)


@pytest.mark.parametrize("flavour", ["cloud", "8.20", "9.12"])
def test_a_webhook_is_registered_read_changed_and_removed(flavour: str) -> None:
    client = site_of(flavour)
    filters = {"issue-related-events-section": "project = DEMO"}

    made = client.post(_OLD, {**_BODY, "filters": filters, "excludeBody": True})
    path = made["self"].removeprefix(client.site.settings.url)
    changed = client.put(path, {"name": "Another", "enabled": False})

    assert {name: made[name] for name in ("name", "url", "excludeBody", "filters", "events", "enabled")} == {
        **_BODY, "excludeBody": True, "filters": filters, "enabled": True,
    }  # fmt: skip
    assert changed == {**made, "name": "Another", "enabled": False}
    assert client.get(path) == changed
    assert client.get(_OLD) == [changed]
    assert client.call("DELETE", path).status_code == 204
    assert client.call("GET", path).status_code == 404


def test_cloud_keeps_a_secret_that_is_not_named_and_removes_an_empty_one() -> None:
    client = site_of("cloud")

    made = client.post(_OLD, {**_BODY, "secret": SECRET})
    path = made["self"].removeprefix(client.site.settings.url)
    kept = client.put(path, {"name": "Another"})
    removed = client.put(path, {"secret": ""})

    assert [each["isSigned"] for each in (made, kept, removed)] == [True, True, False]
    assert SECRET not in str([made, kept])


def test_signatures_are_those_of_the_documented_vector() -> None:
    # https://developer.atlassian.com/cloud/jira/platform/webhooks/
    digest = hmac.new(b"It's a Secret to Everybody", b"Hello World!", hashlib.sha256).hexdigest()
    client = site_of("cloud")
    register(client, _URL, ["jira:issue_created"])
    create_issue(client)

    (got,) = Collector(client.site).deliver()

    ours = hmac.new(SECRET.encode(), got.body, hashlib.sha256).hexdigest()
    assert digest == "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9"
    assert got.headers["x-hub-signature"] == f"sha256={ours}"


@pytest.mark.parametrize("version", ["10.3", "11.3"])
def test_data_center_10_has_a_resource_of_another_shape(version: str) -> None:
    client = site_of(version)
    configuration = {"FILTERS": "project = DEMO", "EXCLUDE_BODY": "true", "SECRET": SECRET}

    made = client.post(_NEW, {**_BODY, "configuration": configuration})
    path = f"{_NEW}/{made['id']}"
    changed = client.put(path, {"active": False})

    assert client.call("GET", _OLD).status_code == 404
    assert made["configuration"] == {"FILTERS": "project = DEMO", "EXCLUDE_BODY": "true"}
    assert (made["active"], changed["active"], made["scopeType"]) == (True, False, "global")
    assert client.get(_NEW) == [client.get(path)] == [changed]
    assert client.get(_NEW, event="user_created") == []
    assert client.call("DELETE", path).status_code == 204
    assert client.get(_NEW) == []


def test_data_center_10_ignores_what_9_took_at_the_top() -> None:
    client = site_of("10.3")
    old = {"filters": {"issue-related-events-section": "project = SUP"}, "excludeBody": True}
    client.post(_NEW, {**_BODY, **old, "secret": SECRET})

    create_issue(client, "DEMO")
    (got,) = Collector(client.site).deliver()

    assert got.body
    assert "x-hub-signature" not in got.headers


def test_data_center_10_counts_its_deliveries() -> None:
    client = site_of("10.3")
    path = f"{_NEW}/{register(client, _URL, ['jira:issue_created', 'comment_created'])}"
    before = client.call("GET", f"{path}/latest")
    key = create_issue(client)
    client.post(f"/rest/api/2/issue/{key}/comment", {"body": "wet"})
    create_issue(client)

    Collector(client.site, [200, 500, 0]).deliver()

    counts = client.get(f"{path}/statistics")["counts"]
    summary = client.get(f"{path}/statistics/summary")
    assert before.status_code == 204
    assert {name: counts[name] for name in ("errors", "failures", "successes")} == {
        "errors": 1, "failures": 1, "successes": 1,
    }  # fmt: skip
    assert (summary["comment_created"]["counts"]["failures"], summary["jira:issue_created"]["counts"]["errors"]) == (
        1,
        1,
    )
    assert client.get(f"{path}/latest")["result"]["outcome"] == "ERROR"
    assert client.get(_NEW, statistics="true")[0]["statistics"]["counts"] == counts


def test_data_center_10_may_log_in_to_the_receiver() -> None:
    client = site_of("10.3")
    credentials = {"username": "jira", "password": "hush"}
    made = client.post(_NEW, {**_BODY, "credentials": credentials})
    create_issue(client)

    (got,) = Collector(client.site).deliver()

    assert got.headers["authorization"] == "Basic amlyYTpodXNo"
    assert made["credentials"] == {"username": "jira"}


@FLAVOURS
def test_only_administrators_register(flavour: str) -> None:
    client = site_of(flavour, who="ben")
    path = _OLD if flavour in {"cloud", "8.20", "9.12"} else _NEW

    assert client.call("GET", path).status_code == 403
    assert client.call("POST", path, _BODY).status_code == 403
    assert client.call("GET", path, auth=None, headers={}).status_code == 401


@FLAVOURS
@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"url": "here"}, {"url": "ftp://127.0.0.1/"}, {"events": ["it_rained"]}],
    ids=lambda wrong: str(next(iter(wrong))),
)
def test_what_cannot_be_is_refused(flavour: str, wrong: dict[str, Any]) -> None:
    client = site_of(flavour)
    path = _OLD if flavour in {"cloud", "8.20", "9.12"} else _NEW

    assert client.call("POST", path, {**_BODY, **wrong}).status_code == 400


@FLAVOURS
def test_a_query_that_cannot_be_asked_is_refused(flavour: str) -> None:
    client = site_of(flavour)

    with pytest.raises(AssertionError, match="400"):
        register(client, _URL, jql="colour = blue")


@FLAVOURS
def test_jql_is_asked_when_the_event_happens_however_far_search_lags(flavour: str) -> None:
    client = site_of(flavour, index_lag_seconds=3600)
    query = "project = DEMO AND summary ~ snow AND labels = cold"
    register(client, _URL, ["jira:issue_created", "jira:issue_updated"], jql=query)
    receiver = Collector(client.site)

    key = create_issue(client, summary="snow")
    create_issue(client, "KAN", summary="snow")
    nothing = receiver.deliver()
    client.put(f"/rest/api/2/issue/{key}", {"fields": {"labels": ["cold"]}})
    client.put(f"/rest/api/2/issue/{key}", {"fields": {"labels": []}})

    assert nothing == []
    assert [each.json["issue"]["fields"]["labels"] for each in receiver.deliver()] == [["cold"]]


@FLAVOURS
def test_a_deleted_issue_is_asked_for_its_last_state(flavour: str) -> None:
    client = site_of(flavour)
    register(client, _URL, ["jira:issue_deleted"], jql="summary ~ snow")
    snow, rain = create_issue(client, summary="snow"), create_issue(client, summary="rain")

    for key in (snow, rain):
        client.call("DELETE", f"/rest/api/2/issue/{key}")

    assert [each.json["issue"]["key"] for each in Collector(client.site).deliver()] == [snow]


@FLAVOURS
def test_a_body_that_is_excluded_is_empty_and_signed_all_the_same(flavour: str) -> None:
    client = site_of(flavour)
    register(client, _URL, ["jira:issue_created"], exclude_body=True)

    create_issue(client)
    (got,) = Collector(client.site).deliver()

    signature = f"sha256={hmac.new(SECRET.encode(), b'', hashlib.sha256).hexdigest()}"
    assert (got.path, got.body) == (_URL, b"")
    assert got.headers.get("x-hub-signature") == (signature if flavour in {"cloud", "10.3", "11.3"} else None)


@FLAVOURS
def test_variables_of_the_url_are_filled_in(flavour: str) -> None:
    client = site_of(flavour)
    mark = "" if flavour in {"10.3", "11.3"} else "$"
    who = "accountId" if flavour == "cloud" else "name"
    names = ["issue.id", "issue.key", "project.key", f"modifiedUser.{who}", "sprint.id"]
    register(client, _URL + "/" + "/".join(f"{mark}{{{name}}}" for name in names) + "?e=x", ["jira:issue_created"])

    key = create_issue(client)
    (got,) = Collector(client.site).deliver()

    admin = client.site.store.people.all()[0]
    user = admin.account_id if flavour == "cloud" else admin.name
    tail = "" if flavour == "cloud" else f"&user_id={admin.name}&user_key={admin.key}"
    assert got.path == f"{_URL}/{got.json['issue']['id']}/{key}/DEMO/{user}/?e=x{tail}"


def test_a_disabled_webhook_hears_nothing() -> None:
    client = site_of("cloud")
    client.post(_OLD, {**_BODY, "enabled": False})

    create_issue(client)

    assert Collector(client.site).deliver() == []
