"""Logins of Server: sessions and their cookie, the CAPTCHA, forged requests, personal access tokens."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from .loopback_jira import Jira, jira

SESSION = "/rest/auth/1/session"
TOKENS = "/rest/pat/latest/tokens"
MYSELF = "/rest/api/2/myself"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
DRAFT = {"fields": {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "A task"}}


@pytest.fixture
def server() -> Jira:
    return jira("server", issues=1, context="/jira")


def log_in(site: Jira, name: str = "admin", password: str | None = None) -> httpx.Response:
    body = {"username": name, "password": password or f"password-{name}"}
    return site.call("POST", SESSION, body, headers={})


def cookie(site: Jira) -> dict[str, str]:
    made = log_in(site).json()["session"]
    return {"Cookie": f"{made['name']}={made['value']}"}


def test_a_login_gives_a_session_that_later_requests_carry(server: Jira) -> None:
    answer = log_in(server)
    carried = {"Cookie": answer.headers["Set-Cookie"].split(";")[0]}

    mine = server.call("GET", SESSION, headers=carried)
    made = server.call("POST", "/rest/api/2/issue", DRAFT, headers=carried)

    assert answer.status_code == 200
    assert "Path=/jira; HttpOnly" in answer.headers["Set-Cookie"]
    assert answer.json()["loginInfo"] == {"failedLoginCount": 0, "loginCount": 1}
    assert (mine.json()["name"], mine.headers["X-AUSERNAME"], made.status_code) == ("admin", "admin", 201)


def test_a_session_ends_when_its_account_logs_out(server: Jira) -> None:
    carried = cookie(server)

    first = server.call("DELETE", SESSION, headers=carried)
    again = server.call("DELETE", SESSION, headers=carried)

    assert (first.status_code, again.status_code) == (204, 401)
    assert server.call("GET", MYSELF, headers=carried).status_code == 401


def test_a_session_ends_when_nobody_uses_it_for_hours(server: Jira) -> None:
    carried = cookie(server)
    statuses: list[int] = []
    for hours in (4, 4, 6):
        server.site.clock.turn(hours * 3600)
        statuses.append(server.call("GET", MYSELF, headers=carried).status_code)

    assert statuses == [200, 200, 401]


@pytest.mark.parametrize("carried", ["JSESSIONID=nonsense", "JSESSIONID", 'x="', "other=1"])
def test_a_cookie_that_is_no_session_is_anonymous(server: Jira, carried: str) -> None:
    answer = server.call("GET", "/rest/api/2/issue/DEMO-1", headers={"Cookie": carried})

    assert answer.headers["X-AUSERNAME"] == "anonymous"


def test_a_wrong_password_is_refused_and_counted(server: Jira) -> None:
    wrong = log_in(server, password="wrong")
    unknown = log_in(server, name="nobody", password="wrong")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.json() == {"errorMessages": ["Login failed"], "errors": {}}
    assert wrong.headers["X-Seraph-LoginReason"] == "AUTHENTICATED_FAILED"
    assert log_in(server).json()["loginInfo"]["failedLoginCount"] == 1


def test_after_three_failures_a_captcha_is_asked_for_though_the_password_is_right(server: Jira) -> None:
    failures = [server.call("GET", MYSELF, auth=("admin", "wrong"), headers={}).status_code for _ in range(3)]

    by_basic = server.call("GET", MYSELF, auth=("admin", "password-admin"), headers={})
    by_session = log_in(server)

    assert failures == [401, 401, 401]
    for refused in (by_basic, by_session):
        assert refused.status_code == 403
        assert refused.headers["X-Seraph-LoginReason"] == "AUTHENTICATION_DENIED"
        assert refused.headers["X-Authentication-Denied-Reason"].startswith("CAPTCHA_CHALLENGE; login-url=http")
    assert server.get(MYSELF)["name"] == "admin"  # a token is no password
    assert log_in(server, "ben").status_code == 200


def test_a_solved_captcha_lets_the_account_in_again(server: Jira) -> None:
    for _ in range(3):
        log_in(server, password="wrong")
    server.call("DELETE", "/__simulator/logins/captcha", params={"name": "admin"})

    assert log_in(server).status_code == 200


def test_a_login_that_succeeds_forgives_the_failures_before_it(server: Jira) -> None:
    statuses = [log_in(server, password=word).status_code for word in ("x", "x", "password-admin", "x", "x")]

    assert statuses == [401, 401, 200, 401, 401]
    assert log_in(server).status_code == 200


def test_data_center_11_takes_no_password_until_an_administrator_allows_it() -> None:
    site = jira("server", issues=1, version="11.3")

    refused = [log_in(site), site.call("GET", MYSELF, auth=("admin", "password-admin"), headers={})]
    site.post("/__simulator/logins", {"passwords_allowed": True})
    allowed = [log_in(site), site.call("GET", MYSELF, auth=("admin", "password-admin"), headers={})]

    assert [answer.status_code for answer in refused] == [403, 403]
    assert "disabled" in refused[1].json()["message"]
    assert [answer.status_code for answer in allowed] == [200, 200]


@pytest.mark.parametrize("asked", [{"attempts": 0}, {"attempts": "3"}, {"passwords_allowed": None}])
def test_orders_about_logins_that_mean_nothing_are_refused(server: Jira, asked: dict[str, Any]) -> None:
    assert server.call("POST", "/__simulator/logins", asked).status_code == 400


@pytest.mark.parametrize("variant", ["cloud", "server"])
def test_a_browsers_write_is_taken_from_pages_of_its_own_origin_alone(variant: str) -> None:
    site = jira(variant, issues=1)
    login = (
        {"auth": ("admin@example.com", "api-token-admin")} if site.site.cloud else {"auth": ("admin", "password-admin")}
    )

    def status(method: str, **headers: str) -> int:
        path = "/rest/api/2/issue" if method == "POST" else MYSELF
        return site.call(method, path, DRAFT if method == "POST" else None, headers=headers, **login).status_code

    browser = {"User-Agent": BROWSER}
    assert status("POST", **browser) == 403
    assert status("POST", **browser, **{"X-Atlassian-Token": "no-check"}) == 403
    assert status("POST", **browser, Origin="http://evil.test") == 403
    assert status("POST", **browser, Origin="http://jira.test") == 201
    assert status("POST", **browser, Referer="http://jira.test/browse/DEMO-1") == 201
    assert status("POST", **{"User-Agent": "python-httpx/1"}) == 201
    assert status("GET", **browser) == 200


def test_a_personal_access_token_is_shown_once_and_works_until_it_is_revoked(server: Jira) -> None:
    made = server.call("POST", TOKENS, {"name": "ci"})
    secret, number = made.json()["rawToken"], made.json()["id"]
    carried = {"Authorization": f"Bearer {secret}"}

    works = server.call("GET", MYSELF, headers=carried)
    listed = next(found for found in server.get(TOKENS) if found["id"] == number)
    revoked = server.call("DELETE", f"{TOKENS}/{number}")

    assert (made.status_code, works.status_code, revoked.status_code) == (201, 200, 204)
    assert works.headers["X-AUSERNAME"] == "admin"
    assert listed["name"] == "ci"
    assert listed["lastAccessedAt"]
    assert "rawToken" not in listed
    assert "expiringAt" not in listed
    assert server.call("GET", MYSELF, headers=carried).status_code == 401
    assert server.call("GET", f"{TOKENS}/{number}").status_code == 404


def test_a_personal_access_token_expires_after_its_days(server: Jira) -> None:
    made = server.post(TOKENS, {"name": "short", "expirationDuration": 2})
    carried = {"Authorization": f"Bearer {made['rawToken']}"}

    server.site.clock.turn(2 * 86_400 - 1)
    before = server.call("GET", MYSELF, headers=carried).status_code
    server.site.clock.turn(1)

    assert made["expiringAt"] == "2026-11-04T" + made["createdAt"].partition("T")[2]
    assert (before, server.call("GET", MYSELF, headers=carried).status_code) == (200, 401)


def test_an_account_has_ten_tokens_and_sees_its_own_alone(server: Jira) -> None:
    theirs = server.call("POST", TOKENS, {"name": "x"}, headers={"Authorization": "Bearer pat-ben"}).json()["id"]

    statuses = [server.call("POST", TOKENS, {"name": f"n{number}"}).status_code for number in range(10)]

    assert statuses == [201] * 9 + [400]
    assert len(server.get(TOKENS)) == 10
    assert server.call("DELETE", f"{TOKENS}/{theirs}").status_code == 404


@pytest.mark.parametrize("asked", [{}, {"name": " "}, {"name": "n", "expirationDuration": 0}])
def test_a_token_without_a_name_or_with_no_days_is_not_made(server: Jira, asked: dict[str, Any]) -> None:
    assert server.call("POST", TOKENS, asked).status_code == 400


def test_old_releases_and_anonymous_people_have_no_tokens(server: Jira) -> None:
    old = jira("server", issues=1, version="8.13.0")

    assert old.call("GET", TOKENS, auth=("admin", "password-admin"), headers={}).status_code == 404
    assert server.call("GET", TOKENS, headers={}).status_code == 401
    assert server.call("POST", TOKENS, {"name": "x"}, headers={}).status_code == 401


def test_an_administrator_ends_the_sessions_of_an_account(server: Jira) -> None:
    carried = cookie(server)
    path = "/rest/api/2/user/session"
    ben = {"Authorization": "Bearer pat-ben"}

    statuses = [
        server.call("DELETE", f"{path}/admin", headers=ben).status_code,
        server.call("DELETE", f"{path}/nobody").status_code,
        server.call("DELETE", f"{path}/admin").status_code,
    ]

    assert statuses == [403, 404, 200]
    assert server.call("GET", MYSELF, headers=carried).status_code == 401


def test_a_refused_request_is_told_where_to_log_in(server: Jira) -> None:
    answer = server.call("GET", MYSELF, headers={})

    assert answer.headers["WWW-Authenticate"] == 'OAuth realm="http%3A%2F%2Fjira.test%2Fjira"'
    assert answer.headers["X-AUSERNAME"] == "anonymous"
