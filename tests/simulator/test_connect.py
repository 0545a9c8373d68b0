"""Apps of Connect sign each request; what is signed for another one, or for another time, is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from jira_simulator import access
from jira_simulator.auth.qsh import canonical_request, query_string_hash

from ..shared_files import vectors
from .loopback_jira import NOW, Jira, jira

PATH = "/rest/api/3/myself"


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud", issues=5)


def token(
    site: Jira, method: str = "GET", url: str = PATH, *, secret: str = "", alg: str = "HS256", **claims: Any
) -> str:
    app = access(site.site)["connect"]
    now = int(NOW)
    said = {"iss": app["key"], "iat": now, "exp": now + 180, "qsh": query_string_hash(method, url), **claims}
    said = {name: value for name, value in said.items() if value is not None}
    key = OctKey.import_key(secret or app["sharedSecret"])
    return jwt.encode({"alg": alg, "typ": "JWT"}, said, key, algorithms=[alg])


def status(site: Jira, signed: str, method: str = "GET", url: str = PATH, json: Any = None) -> int:
    return site.call(method, url, json, auth=None, headers={"Authorization": f"JWT {signed}"}).status_code


def test_a_signed_request_is_the_apps(cloud: Jira) -> None:
    answer = cloud.call("GET", PATH, auth=None, headers={"Authorization": f"JWT {token(cloud)}"})

    assert answer.status_code == 200
    assert answer.json()["accountType"] == "app"


def test_a_write_and_a_search_are_signed_with_their_query(cloud: Jira) -> None:
    draft = {"fields": {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "signed"}}
    search = f"/rest/api/3/search/jql?jql={quote('project = DEMO ORDER BY key')}&fields=summary,status&fields=*all"

    assert status(cloud, token(cloud, "POST", "/rest/api/3/issue"), "POST", "/rest/api/3/issue", draft) == 201
    assert status(cloud, token(cloud, "GET", search), "GET", search) == 200


def test_a_token_may_be_in_the_url_which_is_signed_without_it(cloud: Jira) -> None:
    url = f"{PATH}?expand=groups"

    answer = cloud.call("GET", f"{url}&jwt={token(cloud, url=url)}", auth=None)

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"qsh": query_string_hash("GET", "/rest/api/3/issue/DEMO-1")},
        {"qsh": query_string_hash("POST", PATH)},
        {"qsh": "context-qsh"},
        {"qsh": None},
        {"iss": "another-app"},
        {"iss": None},
        {"exp": int(NOW) - 31},
        {"exp": None},
        {"iat": int(NOW) + 31},
        {"secret": "another-secret-that-is-long-enough-for-it"},
        {"alg": "HS512"},
    ],
)
def test_what_is_signed_for_something_else_is_refused(cloud: Jira, wrong: dict[str, Any]) -> None:
    assert status(cloud, token(cloud, **wrong)) == 401


@pytest.mark.parametrize("near", [{"exp": int(NOW) - 29}, {"iat": int(NOW) + 29}, {"aud": ["whatever"]}])
def test_clocks_may_differ_a_little_and_an_audience_is_not_asked_for(cloud: Jira, near: dict[str, Any]) -> None:
    assert status(cloud, token(cloud, **near)) == 200


@pytest.mark.parametrize("nonsense", ["", "x", "a.b.c", "e30.e30.", "e30.W10.e30", "..", "é.é.é"])
def test_nonsense_is_no_token(cloud: Jira, nonsense: str) -> None:
    headers = [(b"Authorization", f"JWT {nonsense}".encode("latin-1"))]

    assert cloud.call("GET", PATH, auth=None, headers=headers).status_code == 401


def test_apps_of_connect_do_not_come_through_the_gateway(cloud: Jira) -> None:
    gateway = f"/ex/jira/{cloud.site.settings.cloud_id}{PATH}"

    assert status(cloud, token(cloud), "GET", gateway) == 401


def test_an_app_spends_points(cloud: Jira) -> None:
    cloud.post("/__simulator/limits", {"points_per_hour": 5})

    found = [cloud.call("GET", PATH, auth=None, headers={"Authorization": f"JWT {token(cloud)}"}) for _ in range(3)]
    cloud.call("DELETE", "/__simulator/limits")

    assert [answer.status_code for answer in found] == [200, 200, 429]
    assert found[0].headers["Beta-RateLimit-Policy"] == '"global-app-quota";q=5;w=3600'
    assert found[0].headers["Beta-RateLimit"] == '"global-app-quota";r=2;t=3600'
    assert found[2].headers["RateLimit-Reason"] == "jira-quota-global-based"
    assert found[2].headers["Retry-After"] == "3600"


def test_the_hash_is_what_vectors_of_three_libraries_say() -> None:
    wrong: dict[str, tuple[str, str]] = {}
    for vector in vectors("qsh"):
        expected = vector["npm:atlassian-jwt@2.0.3"]
        found = (
            canonical_request(vector["method"], vector["url"]),
            query_string_hash(vector["method"], vector["url"]),
        )
        if found != (expected["canonical"], expected["qsh"]):
            wrong[vector["url"]] = (found[0], expected["canonical"])

    assert wrong == {}


def test_the_context_path_of_the_base_url_does_not_count() -> None:
    base = "https://example.com/jira"

    assert canonical_request("get", f"{base}/rest/x?b=2&a=1", base) == "GET&/rest/x&a=1&b=2"
    assert canonical_request("GET", "/jira", base) == "GET&/&"
    assert canonical_request("GET", "/jiranot/x", base) == "GET&/jiranot/x&"
