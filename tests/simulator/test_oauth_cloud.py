"""OAuth 2.0 (3LO) of Cloud: from the authorize page to a call through the gateway, and every way to be refused."""

from __future__ import annotations

from typing import Any

import pytest

from jira_simulator import Clock, access, make_site

from .consenting import Form, Origin, path_of, query_of
from .loopback_jira import NOW

ASKED = {
    "audience": "api.atlassian.com",
    "client_id": "3lo-app",
    "scope": "read:jira-work read:me offline_access",
    "redirect_uri": "http://127.0.0.1:8976/callback",
    "state": "a state & more",
    "response_type": "code",
    "prompt": "consent",
}
APP = {"client_id": "3lo-app", "client_secret": "secret-of-3lo-app"}


def code_of(origin: Origin, site: str | None = None, **changes: str) -> str:
    """Log in where nobody is, consent, and return the code."""
    path = path_of("/authorize", ASKED | changes)
    if origin.browse("GET", path).status_code == 302:
        origin.log_in(path)
    return query_of(origin.decide(path, site=site))["code"]


def exchange(origin: Origin, code: str, **changes: Any) -> Any:
    asked = {"grant_type": "authorization_code", **APP, "code": code, "redirect_uri": ASKED["redirect_uri"], **changes}
    return origin.send("POST", "/oauth/token", json=asked)


def consented_sites(origin: Origin, count: int) -> set[str]:
    """Consent to the first sites of an origin, one after the other; return those that the token reaches."""
    answers = [exchange(origin, code_of(origin, site.settings.cloud_id)) for site in origin.site.family[:count]]
    token = answers[-1].json()["access_token"]
    return {site["id"] for site in origin.bearer(token, "GET", "/oauth/token/accessible-resources").json()}


def gateway(origin: Origin, path: str = "/rest/api/3/myself") -> str:
    return f"/ex/jira/{origin.site.settings.cloud_id}{path}"


def test_a_person_logs_in_and_consents_and_the_app_calls_through_the_gateway() -> None:
    origin = Origin("cloud")
    path = path_of("/authorize", ASKED)

    went_on = origin.log_in(path)
    page = origin.browse("GET", went_on).text
    answer = origin.decide(went_on)
    tokens = exchange(origin, query_of(answer)["code"]).json()
    issue = origin.bearer(tokens["access_token"], "GET", gateway(origin, "/rest/api/3/issue/DEMO-1"))

    assert went_on == path
    assert "Ticket Desk" in page
    assert "View issues" in page
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(ASKED["redirect_uri"])
    assert query_of(answer)["state"] == ASKED["state"]
    assert {name: tokens[name] for name in ("expires_in", "token_type", "scope")} == {
        "expires_in": 3600,
        "token_type": "Bearer",
        "scope": ASKED["scope"],
    }
    assert tokens["refresh_token"]
    assert issue.status_code == 200
    assert issue.headers["x-aaccountid"] == access(origin.site)["admin"]["accountId"]


def test_cancelling_tells_the_app_with_its_state() -> None:
    origin = Origin("cloud")
    origin.log_in(path_of("/authorize", ASKED))

    answer = origin.decide(path_of("/authorize", ASKED), "cancel")

    told = query_of(answer)
    assert (told["error"], told["state"], "code" in told) == ("access_denied", ASKED["state"], False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_id": "nobody"},
        {"redirect_uri": "http://127.0.0.1:8976/callback/"},
        {"redirect_uri": "http://evil.test/callback"},
        {"audience": "elsewhere"},
        {"client_id": "<script>alert(1)</script>"},
    ],
)
def test_what_is_not_surely_of_the_app_is_told_on_the_page_and_never_sent_on(wrong: dict[str, str]) -> None:
    answer = Origin("cloud").browse("GET", path_of("/authorize", ASKED | wrong))

    assert answer.status_code == 400
    assert "location" not in answer.headers
    assert "<script>" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "read:jira-work rule:the-world"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
    ],
)
def test_other_errors_go_back_to_the_app(wrong: dict[str, str], error: str) -> None:
    answer = Origin("cloud").browse("GET", path_of("/authorize", ASKED | wrong))

    assert query_of(answer)["error"] == error
    assert query_of(answer)["state"] == ASKED["state"]


def test_a_form_of_nobody_is_not_taken() -> None:
    origin = Origin("cloud")
    path = path_of("/authorize", ASKED)
    origin.log_in(path)

    without = origin.browse("POST", path, data={"decision": "accept"})
    of_another_page = Form(origin.browse("GET", path_of("/authorize", ASKED | {"state": "other"})).text).fields
    elsewhere = origin.browse("POST", path, data={**of_another_page, "decision": "accept"})
    login = origin.browse("POST", "/login", data={"account": "admin@example.com", "password": "password-admin"})

    assert [answer.status_code for answer in (without, elsewhere, login)] == [403, 403, 403]


@pytest.mark.parametrize("elsewhere", ["//evil.test/", "https://evil.test/", "/\\evil.test", "evil"])
def test_a_login_leads_nowhere_else(elsewhere: str) -> None:
    origin = Origin("cloud")
    path = path_of("/login", {"continue": elsewhere})
    form = Form(origin.browse("GET", path).text)

    filled = {**form.fields, "account": "admin@example.com", "password": "password-admin"}
    answer = origin.browse("POST", form.action, data=filled)

    assert (answer.status_code, answer.headers["location"]) == (302, "/")


def test_a_wrong_password_logs_nobody_in() -> None:
    origin = Origin("cloud")
    form = Form(origin.browse("GET", "/login").text)

    answers = [
        origin.browse("POST", "/login", data={**form.fields, "account": "admin@example.com", "password": password})
        for password in ("wrong", "password-ben", "api-token-admin")
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all("The password is wrong" in answer.text for answer in answers)
    assert origin.browse("GET", path_of("/authorize", ASKED)).headers["location"].startswith("/login")


def test_a_code_is_for_one_use_and_a_second_one_takes_back_what_it_gave() -> None:
    origin = Origin("cloud")
    code = code_of(origin)
    token = exchange(origin, code).json()["access_token"]

    again = exchange(origin, code)

    assert (again.status_code, again.json()["error_description"]) == (400, "authorization_code is invalid")
    assert origin.bearer(token, "GET", "/me").status_code == 401


def test_a_code_lives_for_minutes_and_for_its_app_and_address() -> None:
    origin = Origin("cloud")
    code = code_of(origin)

    elsewhere = exchange(origin, code, redirect_uri="http://127.0.0.1:1/callback")
    wrong_secret = exchange(origin, code, client_secret="guess")
    unknown = exchange(origin, code, client_id="nobody")
    origin.site.clock.turn(301)
    late = exchange(origin, code)

    assert [answer.status_code for answer in (elsewhere, wrong_secret, unknown, late)] == [400, 401, 401, 400]
    assert wrong_secret.json() == unknown.json() == {"error": "access_denied", "error_description": "Unauthorized"}


@pytest.mark.parametrize(
    ("sent", "status", "error"),
    [
        ({"data": {**APP, "grant_type": "password"}}, 400, "unsupported_grant_type"),
        ({"json": APP}, 400, "invalid_request"),
        ({"content": b"{", "headers": {"Content-Type": "application/json"}}, 400, "invalid_request"),
        ({"json": ["grant_type"]}, 400, "invalid_request"),
        ({"json": {**APP, "grant_type": "authorization_code", "code": 5}}, 400, "invalid_request"),
        ({"json": {**APP, "grant_type": "refresh_token", "refresh_token": None}}, 403, "invalid_grant"),
        ({"json": {**APP, "grant_type": "client_credentials"}}, 400, "unauthorized_client"),
    ],
)
def test_requests_for_tokens_that_are_refused(sent: dict[str, Any], status: int, error: str) -> None:
    answer = Origin("cloud").send("POST", "/oauth/token", **sent)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_the_token_endpoint_takes_forms_too() -> None:
    origin = Origin("cloud")
    asked = {"grant_type": "authorization_code", **APP, "redirect_uri": ASKED["redirect_uri"]}

    answer = origin.send("POST", "/oauth/token", data={**asked, "code": code_of(origin)})

    assert answer.status_code == 200


def test_no_refresh_token_without_offline_access() -> None:
    origin = Origin("cloud")

    tokens = exchange(origin, code_of(origin, scope="read:jira-work")).json()

    assert "refresh_token" not in tokens


def test_a_token_is_refused_on_the_site_and_when_it_has_expired() -> None:
    origin = Origin("cloud")
    token = exchange(origin, code_of(origin)).json()["access_token"]
    issue = "/rest/api/3/issue/DEMO-1"

    direct = origin.bearer(token, "GET", issue)
    before = origin.bearer(token, "GET", gateway(origin, issue))
    origin.site.clock.turn(3600)
    after = origin.bearer(token, "GET", gateway(origin, issue))

    assert (direct.status_code, direct.json()) == (403, {"error": "Failed to parse Connect Session Auth Token"})
    assert (before.status_code, after.status_code) == (200, 401)
    assert after.json() == {"code": 401, "message": "Unauthorized"}


def test_a_write_needs_its_scope() -> None:
    origin = Origin("cloud")
    reading = exchange(origin, code_of(origin)).json()["access_token"]
    comment = gateway(origin, "/rest/api/2/issue/DEMO-1/comment")

    refused = origin.bearer(reading, "POST", comment, json={"body": "Seen"})
    writing = exchange(origin, code_of(origin, scope="write:jira-work")).json()["access_token"]
    done = origin.bearer(writing, "POST", comment, json={"body": "Seen"})

    assert (refused.status_code, done.status_code) == (401, 201)
    assert refused.json() == {"code": 401, "message": "Unauthorized; scope does not match"}


def test_who_consented_is_told_to_whom_may_read_it() -> None:
    origin = Origin("cloud")
    token = exchange(origin, code_of(origin)).json()["access_token"]

    me = origin.bearer(token, "GET", "/me").json()

    assert (me["account_id"], me["email"]) == (access(origin.site)["admin"]["accountId"], "admin@example.com")
    assert origin.send("GET", "/me").status_code == 401


def test_a_grant_covers_the_sites_that_were_chosen_one_after_the_other() -> None:
    from dataclasses import replace

    other = make_site("cloud", issues=5, clock=Clock(lambda: NOW), url="http://other.test")
    other.settings = replace(other.settings, cloud_id="22222222-0000-4000-8000-000000000000", title="Other")
    origin = Origin("cloud", other)
    elsewhere = f"/ex/jira/{other.settings.cloud_id}/rest/api/3/issue/DEMO-1"

    first = exchange(origin, code_of(origin)).json()["access_token"]
    one = origin.bearer(first, "GET", "/oauth/token/accessible-resources").json()
    refused = origin.bearer(first, "GET", elsewhere)
    second = exchange(origin, code_of(origin, site=other.settings.cloud_id)).json()["access_token"]
    both = origin.bearer(second, "GET", "/oauth/token/accessible-resources").json()
    served = origin.bearer(second, "GET", elsewhere)

    assert [(each["id"], each["url"]) for each in one] == [(origin.site.settings.cloud_id, origin.site.settings.url)]
    assert one[0]["scopes"] == ["read:jira-work"]
    assert {each["name"] for each in both} == {"Jira", "Other"}
    assert (refused.status_code, served.status_code) == (403, 200)
    assert served.json()["self"].startswith(f"{origin.site.settings.url}/ex/jira/{other.settings.cloud_id}/")
    assert origin.send("GET", "http://other.test/_edge/tenant_info").json() == {"cloudId": other.settings.cloud_id}


def test_a_product_has_an_entry_of_its_own() -> None:
    origin = Origin("cloud")
    asked = "read:jira-work read:servicedesk-request"

    token = exchange(origin, code_of(origin, scope=asked)).json()["access_token"]
    entries = origin.bearer(token, "GET", "/oauth/token/accessible-resources").json()

    assert [each["scopes"] for each in entries] == [["read:jira-work"], ["read:servicedesk-request"]]
    assert len({each["id"] for each in entries}) == 1


def test_a_service_account_asks_for_a_token_itself() -> None:
    origin = Origin("cloud")
    service = {"client_id": "service-app", "client_secret": "secret-of-service-app"}

    answer = origin.send("POST", "/oauth/token", json={"grant_type": "client_credentials", **service})
    token = answer.json()["access_token"]
    issue = gateway(origin, "/rest/api/3/issue/DEMO-1")

    assert (answer.json()["expires_in"], "refresh_token" in answer.json()) == (3600, False)
    assert origin.bearer(token, "GET", issue).status_code == 200
    assert origin.bearer(token, "GET", issue).headers["x-aaccountid"].startswith("557058%3A")
