"""Webhooks of a running server, as a receiver on loopback gets them."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, Final

import httpx
import pytest

from jira_simulator import Clock
from jira_simulator.serving import serving

from .loopback_jira import NOW
from .loopback_receiver import Got, Receiver, receiving

_SECRET: Final = "It's a Secret to Everybody"
_EVENTS: Final = (
    "jira:issue_created", "jira:issue_updated", "jira:issue_deleted", "comment_created", "worklog_created",
    "issuelink_created", "sprint_created", "sprint_started", "jira:version_created", "jira:version_released",
    "attachment_created",
)  # fmt: skip
FLAVOURS = pytest.mark.parametrize("flavour", ["cloud", "8.20", "10.3"])


class Running:
    """A server, who is logged in to it, and what receives its webhooks."""

    def __init__(self, client: httpx.Client, receiver: Receiver, *, ten: bool) -> None:
        self._client = client
        self._ten = ten
        self.receiver = receiver

    def call(self, method: str, path: str, json: Any = None, **options: Any) -> Any:
        answer = self._client.request(method, path, json=json, **options)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def register(self, *events: str, query: str = "", **more: Any) -> None:
        body = {"name": "Receiver", "url": self.receiver.url + query, "events": list(events or _EVENTS), **more}
        if self._ten:
            self.call("POST", "/rest/jira-webhook/1.0/webhooks", body | {"configuration": {"SECRET": _SECRET}})
        else:
            self.call("POST", "/rest/webhooks/1.0/webhook", body | {"secret": _SECRET})

    def create(self, summary: str = "It rains") -> str:
        fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": summary}
        return str(self.call("POST", "/rest/api/2/issue", {"fields": fields})["key"])

    def ended(self) -> list[Any]:
        """Return the deliveries once none of them waits any more."""
        for _ in range(1000):
            found: list[Any] = self.call("GET", "/__simulator/webhooks")["deliveries"]
            if all(each["state"] in {"delivered", "failed"} for each in found):
                return found
        raise AssertionError(f"still waiting: {found}")

    def turn(self, seconds: float) -> None:
        self.call("POST", "/__simulator/clock", {"turn_seconds": seconds})


@contextmanager
def running(flavour: str) -> Generator[Running]:
    cloud = flavour == "cloud"
    options: dict[str, Any] = {} if cloud else {"version": flavour}
    headers = {} if cloud else {"Authorization": "Bearer pat-admin"}
    auth = ("admin@example.com", "api-token-admin") if cloud else None
    with (
        receiving() as receiver,
        serving("cloud" if cloud else "server", issues=3, clock=Clock(lambda: NOW), **options) as site,
        httpx.Client(base_url=site.settings.url, auth=auth, headers=headers) as client,
    ):
        yield Running(client, receiver, ten=flavour == "10.3")


def signature_is_good(got: Got) -> bool:
    digest = hmac.new(_SECRET.encode(), got.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(got.headers.get("x-hub-signature", ""), f"sha256={digest}")


@FLAVOURS
def test_what_happens_to_an_issue_is_received_in_order_and_signed(flavour: str) -> None:
    with running(flavour) as jira:
        jira.register()
        key, other = jira.create(), jira.create("It pours")
        issue = f"/rest/api/2/issue/{key}"
        jira.call("PUT", issue, {"fields": {"summary": "It snows"}})
        jira.call("POST", f"{issue}/comment", {"body": "a *warm* day"})
        jira.call("POST", f"{issue}/worklog", {"timeSpent": "1h"})
        status = jira.call("GET", issue)["fields"]["status"]["id"]
        ways = jira.call("GET", f"{issue}/transitions")["transitions"]
        (way, *_) = [way["id"] for way in ways if way["to"]["id"] != status]
        jira.call("POST", f"{issue}/transitions", {"transition": {"id": way}})
        link = {"type": {"name": "Blocks"}, "outwardIssue": {"key": other}}
        jira.call("PUT", issue, {"update": {"issuelinks": [{"add": link}]}})
        jira.call("DELETE", f"/rest/api/2/issue/{other}")

        got = jira.receiver.wait_for("jira:issue_deleted")

    told = [(each.event, each.json.get("issue_event_type_name")) for each in got]
    wanted: list[tuple[str, str | None]] = [
        ("jira:issue_created", "issue_created"),
        ("jira:issue_created", "issue_created"),
        ("jira:issue_updated", "issue_updated"),
        ("comment_created", None),
        ("worklog_created", None),
        ("jira:issue_updated", "issue_generic"),
        ("issuelink_created", None),
        ("jira:issue_deleted", "issue_deleted"),
    ]
    came = iter(told)
    assert all(each in came for each in wanted), told
    assert ("jira:issue_updated", "issue_commented") in told or flavour == "cloud"
    assert {signature_is_good(each) for each in got} == {flavour != "8.20"}
    assert len({each.headers.get("x-atlassian-webhook-identifier") for each in got}) == (
        len(got) if flavour == "cloud" else 1
    )


@FLAVOURS
def test_sprints_and_versions_are_received(flavour: str) -> None:
    with running(flavour) as jira:
        jira.register("sprint_created", "sprint_started", "jira:version_created", "jira:version_released")
        board = jira.call("GET", "/rest/agile/1.0/board?type=scrum")["values"][0]["id"]
        sprint = jira.call("POST", "/rest/agile/1.0/sprint", {"name": "Next", "originBoardId": board})
        project = jira.call("GET", "/rest/api/2/project/DEMO")["id"]
        made = jira.call("POST", "/rest/api/2/version", {"name": "7.0", "projectId": int(project)})
        jira.call("PUT", f"/rest/api/2/version/{made['id']}", {"released": True})

        got = jira.receiver.wait(3)

    assert [each.event for each in got] == ["sprint_created", "jira:version_created", "jira:version_released"]
    assert [got[0].json["sprint"][name] for name in ("id", "state", "originBoardId")] == [sprint["id"], "future", board]
    assert got[2].json["version"]["released"] is True


def test_cloud_tries_again_when_the_clock_is_turned_with_the_same_identifier() -> None:
    with running("cloud") as jira:
        jira.register("jira:issue_created")
        jira.receiver.answer([503, 429])
        jira.create()
        jira.receiver.wait(1)
        jira.turn(15 * 60)
        jira.receiver.wait(2)
        jira.turn(15 * 60)

        first, second, third = jira.receiver.wait(3)

    assert first.identifier == second.identifier == third.identifier
    assert first.body == second.body == third.body
    assert [each.headers.get("x-atlassian-webhook-retry") for each in (first, second, third)] == [None, "1", "2"]


def test_a_slow_or_failing_webhook_holds_up_no_other() -> None:
    with running("cloud") as jira:
        jira.register("jira:issue_created", query="?who=first")
        jira.register("jira:issue_created", query="?who=second")
        jira.receiver.answer([503, 503])
        jira.create("one")
        jira.receiver.wait(2)
        jira.create("two")

        got = jira.receiver.wait(4)

    assert {(each.path.rsplit("=", 1)[1], each.json["issue"]["fields"]["summary"]) for each in got} == {
        (who, summary) for who in ("first", "second") for summary in ("one", "two")
    }


def test_nothing_is_posted_beyond_loopback() -> None:
    with running("cloud") as jira:
        body = {"name": "World", "url": "http://192.0.2.1/hook", "events": ["jira:issue_created"]}
        jira.call("POST", "/rest/webhooks/1.0/webhook", body)
        jira.register("jira:issue_created")
        jira.create()

        found = jira.ended()

    assert [delivery["state"] for delivery in found] == ["failed", "delivered"]
    assert "not loopback" in found[0]["attempts"][0]["error"]


def test_redirects_are_followed_on_loopback_and_not_beyond() -> None:
    with running("cloud") as jira:
        for elsewhere in ("/hook/new", "http://192.0.2.1/hook"):
            jira.register("jira:issue_created", query=f"?to={elsewhere}")
        jira.create()

        inside, outside = jira.ended()
        paths = {got.path for got in jira.receiver.wait(3)}

    assert (inside["state"], "/hook/new" in paths) == ("delivered", True)
    assert (outside["state"], "not loopback" in outside["attempts"][0]["error"]) == ("failed", True)


@pytest.mark.parametrize("flavour", ["cloud", "10.3"])
def test_attachments_are_received_without_their_issue(flavour: str) -> None:
    with running(flavour) as jira:
        jira.register("attachment_created")
        key = jira.create()
        files = {"file": ("a.txt", b"hello", "text/plain")}
        headers = {"X-Atlassian-Token": "no-check"}
        jira.call("POST", f"/rest/api/2/issue/{key}/attachments", files=files, headers=headers)

        (got,) = jira.receiver.wait(1)

    assert set(got.json) == {"timestamp", "webhookEvent", "attachment"}
    assert (got.json["attachment"]["filename"], got.json["attachment"]["size"]) == ("a.txt", 5)
