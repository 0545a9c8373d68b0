"""The OAuth 2.0 provider of Data Center: PKCE, levels of scopes, rotation, revocation, service accounts."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import httpx
import pytest

from .consenting import Origin, path_of, query_of

VERIFIER = "a-verifier-of-more-than-forty-three-characters.~"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "client_id": "server-app",
    "redirect_uri": "http://127.0.0.1:8976/callback",
    "response_type": "code",
    "state": "s1",
    "scope": "WRITE",
}
APP = {"client_id": "server-app", "client_secret": "secret-of-server-app", "redirect_uri": ASKED["redirect_uri"]}
S256 = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
AUTHORIZE = "/rest/oauth2/latest/authorize"


def code_of(origin: Origin, who: str = "admin", **changes: str) -> str:
    path = path_of(AUTHORIZE, ASKED | changes)
    if origin.browse("GET", path).status_code == 302:
        origin.log_in(path, who)
    return query_of(origin.decide(path))["code"]


def token(origin: Origin, **asked: str) -> httpx.Response:
    return origin.send("POST", "/rest/oauth2/latest/token", data={**APP, **asked})


def exchange(origin: Origin, code: str, **more: str) -> httpx.Response:
    return token(origin, grant_type="authorization_code", code=code, **more)


def granted(origin: Origin, who: str = "admin", **changes: str) -> Any:
    return exchange(origin, code_of(origin, who, **changes)).json()


@pytest.mark.parametrize("context", ["", "/jira"])
def test_a_person_consents_and_the_app_calls_with_its_proof(context: str) -> None:
    origin = Origin("server", context=context)

    answer = exchange(origin, code_of(origin, **S256), code_verifier=VERIFIER)
    myself = origin.bearer(answer.json()["access_token"], "GET", "/rest/api/2/myself")

    assert answer.json().keys() == {"access_token", "refresh_token", "token_type", "expires_in", "created_at"}
    assert answer.json()["expires_in"] == 7200
    assert (myself.json()["name"], myself.headers["x-ausername"]) == ("admin", "admin")


@pytest.mark.parametrize(
    ("challenge", "verifier", "status"),
    [
        (S256, {"code_verifier": VERIFIER}, 200),
        (S256, {"code_verifier": VERIFIER + "x"}, 400),
        (S256, {"code_verifier": CHALLENGE}, 400),
        (S256, {}, 400),
        ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, {"code_verifier": VERIFIER}, 200),
        ({"code_challenge": VERIFIER}, {"code_verifier": VERIFIER}, 200),
        ({"code_challenge": VERIFIER}, {"code_verifier": VERIFIER[::-1]}, 400),
        ({}, {"code_verifier": VERIFIER}, 400),
        ({}, {}, 200),
    ],
)
def test_the_verifier_must_answer_the_challenge(
    challenge: dict[str, str], verifier: dict[str, str], status: int
) -> None:
    origin = Origin("server")

    answer = exchange(origin, code_of(origin, **challenge), **verifier)

    assert answer.status_code == status
    assert answer.json().get("error") == (None if status == 200 else "invalid_grant")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "PROJECT_ADMIN"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({**S256, "code_challenge_method": "S512"}, "invalid_request"),
    ],
)
def test_errors_go_back_to_the_app(wrong: dict[str, str], error: str) -> None:
    answer = Origin("server").browse("GET", path_of(AUTHORIZE, ASKED | wrong))

    assert (query_of(answer)["error"], query_of(answer)["state"]) == (error, "s1")


@pytest.mark.parametrize("wrong", [{"client_id": "nobody"}, {"redirect_uri": "http://127.0.0.1:8976/"}])
def test_an_unknown_app_or_address_is_told_on_the_page(wrong: dict[str, str]) -> None:
    answer = Origin("server").browse("GET", path_of(AUTHORIZE, ASKED | wrong))

    assert (answer.status_code, "location" in answer.headers) == (400, False)


def test_denying_tells_the_app() -> None:
    origin = Origin("server")
    path = path_of(AUTHORIZE, ASKED)
    origin.log_in(path)

    assert query_of(origin.decide(path, "cancel"))["error"] == "access_denied"


@pytest.mark.parametrize(
    ("scope", "statuses"),
    [
        ("READ", (200, 403, 403)),
        ("WRITE", (200, 201, 403)),
        ("ADMIN", (200, 201, 201)),
        ("SYSTEM_ADMIN", (200, 201, 201)),
    ],
)
def test_each_scope_includes_the_lower_ones(scope: str, statuses: tuple[int, int, int]) -> None:
    origin = Origin("server")
    secret = granted(origin, scope=scope)["access_token"]

    read = origin.bearer(secret, "GET", "/rest/api/2/issue/DEMO-1")
    write = origin.bearer(secret, "POST", "/rest/api/2/issue/DEMO-1/comment", json={"body": "Seen"})
    configure = origin.bearer(secret, "POST", "/rest/api/2/projectCategory", json={"name": "Of late"})

    assert tuple(answer.status_code for answer in (read, write, configure)) == statuses


def test_a_search_by_post_is_reading() -> None:
    origin = Origin("server")
    secret = granted(origin, scope="READ")["access_token"]

    answer = origin.bearer(secret, "POST", "/rest/api/2/search", json={"jql": "project = DEMO"})

    assert answer.status_code == 200


def test_a_refresh_takes_the_redirect_uri_and_ends_the_tokens_of_before() -> None:
    origin = Origin("server")
    first = granted(origin)

    without = token(origin, grant_type="refresh_token", refresh_token=first["refresh_token"], redirect_uri="")
    second = token(origin, grant_type="refresh_token", refresh_token=first["refresh_token"]).json()
    again = token(origin, grant_type="refresh_token", refresh_token=first["refresh_token"])

    assert (without.status_code, without.json()["error"]) == (400, "invalid_grant")
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert origin.bearer(first["access_token"], "GET", "/rest/api/2/myself").status_code == 401
    assert origin.bearer(second["access_token"], "GET", "/rest/api/2/myself").status_code == 200


def test_the_client_must_say_its_secret() -> None:
    origin = Origin("server")

    answer = exchange(origin, code_of(origin), client_secret="guess")

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_a_refresh_token_that_is_taken_back_takes_its_family_along() -> None:
    origin = Origin("server")
    tokens = granted(origin)
    revoke = "/rest/oauth2/latest/revoke"

    refused = origin.send("POST", revoke, data={"token": tokens["refresh_token"]})
    done = origin.send("POST", revoke, data={**APP, "token": tokens["refresh_token"]})
    unknown = origin.send("POST", revoke, data={**APP, "token": "nothing"})

    assert (refused.status_code, done.status_code, unknown.status_code) == (401, 200, 200)
    assert origin.bearer(tokens["access_token"], "GET", "/rest/api/2/myself").status_code == 401
    assert token(origin, grant_type="refresh_token", refresh_token=tokens["refresh_token"]).status_code == 400


def test_before_8_22_there_is_no_provider() -> None:
    assert Origin("server", version="8.20").browse("GET", path_of(AUTHORIZE, ASKED)).status_code == 404


@pytest.mark.parametrize(
    ("version", "scope", "status", "error"),
    [
        ("11.3", "READ WRITE", 200, None),
        ("11.3", "ADMIN", 400, "invalid_scope"),
        ("11.3", "", 400, "invalid_scope"),
        ("10.3", "READ", 400, "unsupported_grant_type"),
    ],
)
def test_service_accounts_read_and_write_from_11_on(version: str, scope: str, status: int, error: str | None) -> None:
    origin = Origin("server", version=version)
    service = {"client_id": "service-app", "client_secret": "secret-of-service-app", "scope": scope}

    answer = token(origin, grant_type="client_credentials", **service)

    assert (answer.status_code, answer.json().get("error")) == (status, error)
    if status == 200:
        secret = answer.json()["access_token"]
        assert "refresh_token" not in answer.json()
        assert origin.bearer(secret, "GET", "/rest/api/2/myself").json()["name"] == "automation"
        assert origin.bearer(secret, "GET", "/rest/agile/1.0/board").status_code == 401
