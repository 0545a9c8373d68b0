"""Webhooks of a Connect app: registered with signed requests, signed with the shared secret, and the list of failures."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any, Final

import httpx
from joserfc import jwt
from joserfc.jwk import OctKey

from jira_simulator.auth.connect import client_key, install_connect_app
from jira_simulator.auth.qsh import query_string_hash

from .loopback_jira import NOW, jira
from .loopback_receiver import Collector, Got
from .webhook_sites import create_issue

_SECRET: Final = "shared by an installation, and long enough"
_BASE: Final = "http://127.0.0.1:1/app"
_HOOK: Final = {"events": ["jira:issue_created"], "jqlFilter": "project = DEMO"}


class ConnectApp:
    """An installed app that calls its site."""

    def __init__(self) -> None:
        self.jira = jira("cloud", issues=2)
        self.site = self.jira.site
        app = install_connect_app(self.site, "weather-app", _SECRET, self.site.store.people.all()[0])
        self.site.store.apps.save(replace(app, redirect_uri=_BASE))
        self.collector = Collector(self.site)

    def call(self, method: str, path: str, json: Any = None) -> httpx.Response:
        url, now = f"/rest/api/3/webhook{path}", self.site.clock.now() // 1000
        claims = {"iss": "weather-app", "iat": now, "exp": now + 180, "qsh": query_string_hash(method, url)}
        token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(_SECRET))
        return self.jira.call(method, url, json, auth=None, headers={"Authorization": f"JWT {token}"})

    def register(self, url: str = f"{_BASE}/hook?b=2&a=1") -> httpx.Response:
        return self.call("POST", "", {"url": url, "webhooks": [_HOOK]})


def claims(got: Got) -> dict[str, Any]:
    scheme, _, token = got.headers["authorization"].partition(" ")
    assert scheme == "JWT"
    return dict(jwt.decode(token, OctKey.import_key(_SECRET), algorithms=["HS256"]).claims)


def test_deliveries_are_signed_for_their_url_below_the_base_of_the_app() -> None:
    app = ConnectApp()
    (made,) = app.register().json()["webhookRegistrationResult"]

    create_issue(app.jira)
    (got,) = app.collector.deliver()

    found = claims(got)
    assert got.json["matchedWebhookIds"] == [made["createdWebhookId"]]
    assert found["iss"] == client_key(app.site)
    assert found["qsh"] == hashlib.sha256(b"POST&/hook&a=1&b=2").hexdigest()
    assert found["sub"] == app.site.store.people.all()[0].account_id


def test_a_url_elsewhere_is_refused() -> None:
    assert ConnectApp().register("http://127.0.0.1:1/other").status_code == 400


def test_what_could_not_be_delivered_is_listed_for_three_days_oldest_first() -> None:
    app = ConnectApp()
    app.register()
    for summary in ("one", "two", "three"):
        create_issue(app.jira, summary=summary)
        app.collector.answers = [404]
        app.collector.deliver()
        app.site.clock.turn(3600)
    failed = app.site.webhooks.outbox.deliveries

    page = app.call("GET", "/failed?maxResults=2").json()
    rest = app.call("GET", page["next"].split("/webhook", 1)[1]).json()
    app.site.clock.turn(70 * 3600)
    late = app.call("GET", "/failed").json()

    assert [each["id"] for each in page["values"]] == [each.identifier for each in failed[:2]]
    assert page["values"][0]["failureTime"] == int(NOW * 1000)
    assert page["values"][0]["body"] == failed[0].body.decode()
    assert [each["id"] for each in rest["values"]] == [failed[2].identifier]
    assert [each["id"] for each in late["values"]] == [each.identifier for each in failed[2:]]
    assert app.call("GET", f"/failed?after={failed[2].ended}").json() == {"values": [], "maxResults": 100}
