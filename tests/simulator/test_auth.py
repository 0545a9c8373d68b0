"""Credentials are really checked, and wrong ones end as they do on each platform."""

from __future__ import annotations

import base64

import httpx
import pytest

from .loopback_jira import jira


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_wrong_credentials_are_anonymous_on_clouds_site() -> None:
    site = jira("cloud")
    wrong = ("admin@example.com", "wrong")

    myself = site.call("GET", "/rest/api/3/myself", auth=wrong)
    public = site.call("GET", "/rest/api/3/issue/DEMO-1", auth=wrong)
    hidden = site.call("GET", "/rest/api/3/issue/SUP-1", auth=wrong)

    assert (myself.status_code, public.status_code, hidden.status_code) == (401, 200, 404)
    assert public.headers["X-Seraph-LoginReason"] == "AUTHENTICATED_FAILED"
    assert "X-Aaccountid" not in public.headers


def test_cloud_takes_no_passwords() -> None:
    answer = jira("cloud").call("GET", "/rest/api/3/myself", auth=("admin@example.com", "password-admin"))

    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_scoped_token_works_through_the_gateway_alone_and_within_its_scopes() -> None:
    site = jira("cloud")
    scoped = ("admin@example.com", "scoped-api-token-admin")
    gateway = f"/ex/jira/{site.site.settings.cloud_id}/rest/api/3"

    direct = site.call("GET", "/rest/api/3/myself", auth=scoped)
    read = site.call("GET", f"{gateway}/myself", auth=scoped)
    write = site.call("POST", f"{gateway}/issue", {}, auth=scoped)

    assert (direct.status_code, read.status_code, write.status_code) == (401, 200, 401)
    assert read.json()["self"].startswith(f"{site.site.settings.url}/ex/jira/")
    assert write.json() == {"code": 401, "message": "Unauthorized; scope does not match"}


@pytest.mark.parametrize(
    ("version", "password", "token"),
    [("8.13.0", 200, 401), ("10.3", 200, 200), ("11.3", 403, 200)],
)
def test_what_each_release_of_data_center_takes(version: str, password: int, token: int) -> None:
    site = jira("server", version=version)

    by_password = site.call("GET", "/rest/api/2/myself", auth=("admin", "password-admin"), headers={})
    by_token = site.call("GET", "/rest/api/2/myself", headers=bearer("pat-admin"))

    assert (by_password.status_code, by_token.status_code) == (password, token)


def test_a_wrong_token_is_refused_on_server() -> None:
    answer = jira("server").call("GET", "/rest/api/2/serverInfo", headers=bearer("nonsense"))
    private = jira("server").call("GET", "/rest/api/2/issue/DEMO-1", headers=bearer("nonsense"))

    assert answer.status_code == 200
    assert private.status_code == 401
    assert private.json()["status-code"] == 401


def test_an_expired_and_a_revoked_token_are_no_longer_good() -> None:
    from dataclasses import replace

    site = jira("server")
    found = next(token for token in site.site.store.credentials if token.kind == "pat")
    statuses: list[int] = []
    for gone in (replace(found, expires=site.site.clock.now() - 1), replace(found, revoked=True), found):
        site.site.store.credentials.save(gone)
        statuses.append(site.call("GET", "/rest/api/2/myself").status_code)

    assert statuses == [401, 401, 200]


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", "Basic " + base64.b64encode(b"\xff\xfe").decode(), "Odd x"]
)
def test_nonsense_is_no_crash(header: str) -> None:
    answer: httpx.Response = jira("cloud").call(
        "GET", "/rest/api/3/myself", auth=None, headers={"Authorization": header}
    )

    assert answer.status_code == 401
