"""What Jira's answers say went wrong: by meaning, not by status alone, and in no language."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from anyticket.errors import (
    Conflict,
    Error,
    Forbidden,
    Gone,
    Invalid,
    Malformed,
    NotFound,
    ProviderError,
    RateLimited,
    TooLarge,
    Unauthenticated,
    Unavailable,
)
from anyticket.request import Request, Response
from anyticket_jira.errors import messages, read_jira_error

from ..shared_files import shared_json
from . import payloads
from .sites import CLOUD, Asked, Reply, jira

ASKED = Request.get("/rest/api/3/issue/{}", "P-1")
NOTHING: dict[str, str] = {}


def answer(status: int, body: Any = None, headers: dict[str, str] = NOTHING) -> Response:
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    return Response(status, {"content-type": "application/json", **headers}, raw)


def errors(status: int, **fields: str) -> Response:
    return answer(status, {"errorMessages": ["Nein, danke."], "errors": fields})


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Invalid),
        (401, Unauthenticated),
        (403, Forbidden),
        (404, NotFound),
        (409, Conflict),
        (410, Gone),
        (413, TooLarge),
        (422, Invalid),
        (429, RateLimited),
        (500, Unavailable),
        (503, Unavailable),
    ],
)
def test_the_status_is_the_default(status: int, kind: type[ProviderError]) -> None:
    error = read_jira_error(ASKED, errors(status))

    assert type(error) is kind
    assert "Nein" not in str(error)


def test_a_good_answer_is_no_error() -> None:
    assert read_jira_error(ASKED, answer(200, {"errors": {}})) is None


def test_fields_are_told_by_id_and_by_name() -> None:
    error = read_jira_error(
        ASKED, errors(400, customfield_1="wrong", summary="missing"), names={"customfield_1": "Severity"}
    )

    assert isinstance(error, Invalid)
    assert error.fields == {"customfield_1": "wrong", "Severity": "wrong", "summary": "missing", "": "Nein, danke."}
    assert str(error).endswith("'Severity', 'summary'")


def test_names_are_known_once_the_catalogue_is() -> None:
    def reply(asked: Asked) -> Any:
        if asked.path.endswith("/field"):
            return payloads.catalogue()
        return Reply({"errorMessages": [], "errors": {"customfield_1": "falsch"}}, 400)

    with jira(CLOUD, reply) as (client, _):
        client.list_fields()
        with pytest.raises(Invalid) as caught:
            client.get_ticket("P-1")

    assert caught.value.fields["Severity"] == "falsch"
    assert (caught.value.provider, caught.value.operation) == (CLOUD, "get_ticket")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"errorMessages": ["a", "b"], "errors": {}}, {"": "a; b"}),
        ({"message": "a", "status-code": 401}, {"": "a"}),
        ({"code": 401, "message": "Unauthorized; scope does not match"}, {"": "Unauthorized; scope does not match"}),
        ({"errorMessage": "a", "i18nErrorMessage": {"i18nKey": "k"}}, {"": "a"}),
        ({"errors": [{"message": "a"}, {"message": "b"}]}, {"": "a; b"}),
        ([{"status": 400, "elementErrors": {"errorMessages": [], "errors": {"versions": "x"}}}], {"versions": "x"}),
        ("Unrecognized field", {}),
        ({"errorMessages": None, "errors": None}, {}),
        (b"<html>", {}),
        (b"", {}),
    ],
)
def test_every_body_that_was_ever_seen_is_understood(body: Any, expected: dict[str, str]) -> None:
    assert messages(answer(400, body)) == expected


@pytest.mark.parametrize(
    "headers",
    [
        {"x-seraph-loginreason": "AUTHENTICATED_FAILED"},
        {"x-seraph-loginreason": "AUTHENTICATION_DENIED"},
        {"x-authentication-denied-reason": "CAPTCHA_CHALLENGE; login-url=https://x/login.jsp"},
    ],
)
@pytest.mark.parametrize("status", [200, 401, 403])
def test_a_refused_login_is_told_in_a_header_whatever_the_status(status: int, headers: dict[str, str]) -> None:
    error = read_jira_error(ASKED, answer(status, {}, headers))

    assert isinstance(error, Unauthenticated)
    assert ("CAPTCHA" in str(error)) is ("x-authentication-denied-reason" in headers)


@pytest.mark.parametrize(
    ("signed", "name", "fails"), [(True, "anonymous", True), (False, "anonymous", False), (True, "ada", False)]
)
def test_an_answer_to_nobody_is_a_refusal_of_credentials(signed: bool, name: str, fails: bool) -> None:
    error = read_jira_error(ASKED, answer(200, {}, {"x-ausername": name}), signed=signed)

    assert isinstance(error, Unauthenticated) is fails


def test_a_removed_search_says_what_it_probably_is() -> None:
    error = read_jira_error(Request.post("/rest/api/2/search", json={}), errors(410))

    assert isinstance(error, Gone)
    assert "configured as a server" in str(error)


def test_too_many_requests_say_which_quota_it_was() -> None:
    headers = {"retry-after": "9223372036854775807", "ratelimit-reason": "jira-quota-tenant-based"}

    error = read_jira_error(ASKED, answer(429, b"<html>", headers))

    assert isinstance(error, RateLimited)
    assert error.reason == "jira-quota-tenant-based"
    assert error.retry_after == 86_400


def test_a_page_for_people_instead_of_an_answer_is_no_ticket() -> None:
    def reply(asked: Asked) -> Any:
        return Reply(b"<!DOCTYPE html><html></html>", content_type="text/html")

    with jira(CLOUD, reply) as (client, _), pytest.raises(Malformed, match="an HTML page"):
        client.get_ticket("P-1")


def test_a_forbidden_page_may_be_a_missing_licence() -> None:
    error = read_jira_error(ASKED, answer(403, b"<html>", {"content-type": "text/html;charset=UTF-8"}))

    assert isinstance(error, Forbidden)
    assert "no licence" in str(error)


def test_errors_of_public_threads_are_understood() -> None:
    for one in shared_json("corpus/jira/errors/errors-from-public-threads.json"):
        headers = {name.lower(): value for name, value in one.get("headers", {}).items()}

        error = read_jira_error(ASKED, answer(one["status"], one["body"], headers))

        assert isinstance(error, Error)
        told = [*one["body"].get("errors", {}).values()] if isinstance(one["body"], dict) else []
        assert not any(text in str(error) for text in told)
