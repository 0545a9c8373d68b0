"""Webhooks that an OAuth 2.0 app registers on its own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any, Final

import httpx
import pytest

from jira_simulator.auth.oauth2_grants import consent
from jira_simulator.auth.oauth2_tokens import add_token

from .loopback_jira import Jira, jira
from .loopback_receiver import Collector, Got
from .webhook_sites import create_issue

_URL: Final = "http://127.0.0.1:1/app/hook?tenant=7"
_EVENTS: Final = ("jira:issue_created", "jira:issue_updated", "comment_created")
_APP_SECRET: Final = "secret-of-3lo-app"
_DAY: Final = 86_400


class App:
    """The seeded app with a grant of one account, and the site that it calls through the gateway."""

    def __init__(self, who: str = "admin", *scopes: str, client: Jira | None = None) -> None:
        self.jira = client or jira("cloud", issues=3)
        site = self.jira.site
        app = site.store.apps.first(client_id="3lo-app")
        person = site.store.people.first(name=who)
        assert app is not None
        assert person is not None
        granted = scopes or ("manage:jira-webhook", "read:jira-work")
        grant = consent(site, app, person, granted, [site.settings.cloud_id])
        _, token = add_token(site, "access", app, grant, 365.0 * _DAY)
        self.collector = Collector(site)
        self._headers = {"Authorization": f"Bearer {token}"}

    def call(self, method: str, path: str = "", body: Any = None) -> httpx.Response:
        base = f"/ex/jira/{self.jira.site.settings.cloud_id}/rest/api/3/webhook"
        return self.jira.call(method, base + path, body, auth=None, headers=self._headers)

    def register(self, *webhooks: dict[str, Any], url: str = _URL) -> list[Any]:
        answer = self.call("POST", "", {"url": url, "webhooks": list(webhooks)})
        assert answer.status_code == 200, answer.text
        found: list[Any] = answer.json()["webhookRegistrationResult"]
        return found

    def values(self) -> list[Any]:
        found: list[Any] = self.call("GET").json()["values"]
        return found


def hook(jql: str = "project = DEMO", events: tuple[str, ...] = _EVENTS, **more: Any) -> dict[str, Any]:
    return {"events": list(events), "jqlFilter": jql, **more}


def claims(got: Got, secret: str = _APP_SECRET) -> dict[str, Any]:
    """Return what the token of a delivery says; refuse one that RFC 7515 does not let pass."""
    scheme, _, token = got.headers["authorization"].partition(" ")
    head, payload, signature = token.split(".")
    assert scheme == "Bearer"
    assert json.loads(_decoded(head)) == {"alg": "HS256", "typ": "JWT"}
    digest = hmac.new(secret.encode(), f"{head}.{payload}".encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(digest, _decoded(signature)):
        raise ValueError("the signature is not good")
    return dict(json.loads(_decoded(payload)))


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def test_webhooks_are_registered_listed_and_removed() -> None:
    app = App()

    first, second = app.register(hook(fieldIdsFilter=["summary"]), hook("issuetype = Bug", ("jira:issue_deleted",)))
    page = app.call("GET").json()
    removed = app.call("DELETE", "", {"webhookIds": [first["createdWebhookId"], 4711]})

    assert [each["id"] for each in page["values"]] == [first["createdWebhookId"], second["createdWebhookId"]]
    assert (page["isLast"], page["total"], page["maxResults"]) == (True, 2, 100)
    assert page["values"][0] == {
        "id": first["createdWebhookId"],
        "url": _URL,
        "events": list(_EVENTS),
        "jqlFilter": "project = DEMO",
        "fieldIdsFilter": ["summary"],
        "expirationDate": "2026-12-02T12:00:00.000+0000",
    }
    assert removed.status_code == 202
    assert [each["jqlFilter"] for each in app.values()] == ["issuetype = Bug"]


@pytest.mark.parametrize(("method", "path"), [("GET", ""), ("POST", ""), ("DELETE", ""), ("PUT", "/refresh")])
def test_people_are_no_apps(method: str, path: str) -> None:
    client = jira("cloud", issues=1)

    answer = client.call(method, f"/rest/api/3/webhook{path}", {"url": _URL, "webhooks": [hook()], "webhookIds": [1]})

    assert answer.status_code == 403
    assert "app" in answer.json()["errorMessages"][0]


def test_the_scope_of_webhooks_is_needed() -> None:
    assert App("admin", "read:jira-work").call("GET").status_code == 401


def test_failures_are_told_to_connect_apps_alone() -> None:
    assert App().call("GET", "/failed").status_code == 403


def test_data_center_has_no_such_resource() -> None:
    assert jira("server", issues=1).call("GET", "/rest/api/2/webhook").status_code == 404


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (hook("watchCount = 1"), "The clause watchCount is unsupported"),
        (hook("project = DEMO AND summary ~ snow"), "The clause summary is unsupported"),
        (hook("status was Done"), "The operator was is unsupported"),
        (hook("assignee is EMPTY"), "The operator is is unsupported"),
        (hook("cf[10001] = 5"), "The clause cf[10001] is unsupported"),
        (hook(""), "The jqlFilter must not be empty"),
        (hook("ORDER BY created"), "The jqlFilter must not be empty"),
        ({"events": ["jira:issue_created"]}, "The jqlFilter must not be empty"),
        (hook("project = "), "Expecting either a value"),
        (hook("project = NOPE"), "NOPE"),
        (hook("issue.property[mood].score = 5"), "does not exist"),
        (hook(events=("worklog_created",)), "The event worklog_created is unsupported"),
        (hook(events=()), "The list of events must not be empty"),
        (hook(fieldIdsFilter=[5]), "The fieldIdsFilter must be a list of strings"),
    ],
)
def test_what_is_wrong_with_one_is_told_in_its_place(given: dict[str, Any], error: str) -> None:
    app = App()

    before, wrong, after = app.register(hook(), given, hook())

    assert error in wrong["errors"][0]
    assert {*before, *after} == {"createdWebhookId"}


@pytest.mark.parametrize("jql", [
    'project in (DEMO, KAN) AND (issuetype != Bug OR status not in ("To Do", Done))', "issueKey = DEMO-1",
    "NOT assignee = currentUser()", "reporter = currentUser() AND priority = High",
])  # fmt: skip
def test_the_subset_of_jql_that_is_documented_is_taken(jql: str) -> None:
    app = App()
    create_issue(app.jira)

    (result,) = app.register(hook(jql))

    assert set(result) == {"createdWebhookId"}


def test_an_app_has_five_for_an_account_and_one_url() -> None:
    app = App()
    other = App("ben", client=app.jira)

    results = app.register(*[hook() for _ in range(7)])
    elsewhere = app.call("POST", "", {"url": "http://127.0.0.1:1/else", "webhooks": [hook()]})

    assert ["createdWebhookId" in each for each in results] == [True] * 5 + [False] * 2
    assert "limit of 5" in results[5]["errors"][0]
    assert elsewhere.status_code == 400
    assert "createdWebhookId" in other.register(hook())[0]
    assert (len(app.values()), len(other.values())) == (5, 1)


@pytest.mark.parametrize("body", [{}, {"url": _URL}, {"url": "nowhere", "webhooks": [hook()]}])
def test_a_registration_without_url_or_webhooks_is_refused(body: dict[str, Any]) -> None:
    assert App().call("POST", "", body).status_code == 400


@pytest.mark.parametrize(("method", "path"), [("DELETE", ""), ("PUT", "/refresh")])
def test_ids_must_be_listed(method: str, path: str) -> None:
    assert App().call(method, path, {}).status_code == 400


def test_webhooks_that_match_share_a_delivery_that_names_them_and_is_signed_for_the_app() -> None:
    app = App()
    ids = [each["createdWebhookId"] for each in app.register(hook(), hook("project = KAN"), hook("issuetype = Task"))]

    create_issue(app.jira)
    (got,) = app.collector.deliver()

    found = claims(got)
    now = app.jira.site.clock.now() // 1000
    assert got.json["matchedWebhookIds"] == [ids[0], ids[2]]
    assert (found["iss"], found["iat"], found["exp"] > now) == ("3lo-app", now, True)
    assert "x-hub-signature" not in got.headers
    with pytest.raises(ValueError, match="not good"):
        claims(got, "the secret of another app")


def test_wrong_tokens_are_ordered_as_wrong_signatures_are() -> None:
    app = App()
    app.register(hook())
    for kind in ("wrong-signature", "other-secret", "unsigned"):
        app.jira.post("/__simulator/webhooks/orders", {"kind": kind})

    for _ in range(4):
        create_issue(app.jira)
    wrong, other, unsigned, good = app.collector.deliver()

    for got in (wrong, other):
        with pytest.raises(ValueError, match="not good"):
            claims(got)
    assert "authorization" not in unsigned.headers
    assert claims(good)["iss"] == "3lo-app"


def test_a_retry_carries_a_fresh_token() -> None:
    app = App()
    app.register(hook())
    app.collector.answers = [503]

    create_issue(app.jira)
    (first,) = app.collector.deliver()
    app.jira.site.clock.turn(15 * 60)
    (second,) = app.collector.deliver()

    assert first.identifier == second.identifier
    assert claims(second)["iat"] - claims(first)["iat"] == 15 * 60


def test_webhooks_expire_after_30_days_unless_they_are_refreshed() -> None:
    app = App()
    kept, lost = (each["createdWebhookId"] for each in app.register(hook(), hook()))
    clock = app.jira.site.clock

    clock.turn(20 * _DAY)
    refreshed = app.call("PUT", "/refresh", {"webhookIds": [kept, 4711]}).json()
    clock.turn(10 * _DAY)
    create_issue(app.jira)
    (got,) = app.collector.deliver()
    clock.turn(20 * _DAY)
    create_issue(app.jira)

    assert refreshed == {"expirationDate": "2026-12-22T12:00:00.000+0000"}
    assert got.json["matchedWebhookIds"] == [kept]
    assert lost not in got.json["matchedWebhookIds"]
    assert app.collector.deliver() == []
    assert app.values() == []


def test_updates_are_filtered_by_the_fields_that_changed() -> None:
    app = App()
    app.register(hook(events=("jira:issue_created", "jira:issue_updated"), fieldIdsFilter=["labels"]))
    key = create_issue(app.jira)

    app.jira.put(f"/rest/api/2/issue/{key}", {"fields": {"summary": "It snows"}})
    app.jira.put(f"/rest/api/2/issue/{key}", {"fields": {"labels": ["cold"]}})

    assert [each.event for each in app.collector.deliver()] == ["jira:issue_created", "jira:issue_updated"]


def test_an_account_gets_nothing_of_what_it_may_not_see() -> None:
    app = App()
    hidden = App("cleo", client=app.jira)
    for each in (app, hidden):
        each.register(hook("project in (SEC, DEMO)"))

    create_issue(app.jira, "SEC")
    create_issue(app.jira, "DEMO")
    got = app.collector.deliver()

    seen = {(each.json["matchedWebhookIds"][0], each.json["issue"]["fields"]["project"]["key"]) for each in got}
    assert seen == {(1, "SEC"), (1, "DEMO"), (2, "DEMO")}
