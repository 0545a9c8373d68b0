"""What the status of an answer means, where the provider knows no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyticket.errors import (
    Conflict,
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
from anyticket.provider.answers import LONGEST_RETRY_AFTER_SECONDS, error_by_status, retry_after, unreadable
from anyticket.request import Request, Response

GET = Request.get("/issue/{}", "A-1")


@pytest.mark.parametrize(
    ("status", "kind", "temporary"),
    [
        (400, Invalid, False),
        (401, Unauthenticated, False),
        (403, Forbidden, False),
        (404, NotFound, False),
        (405, ProviderError, False),
        (408, Unavailable, True),
        (409, Conflict, False),
        (410, Gone, False),
        (412, Conflict, False),
        (413, TooLarge, False),
        (418, ProviderError, False),
        (422, Invalid, False),
        (429, RateLimited, True),
        (500, Unavailable, True),
        (501, ProviderError, False),
        (503, Unavailable, True),
        (599, Unavailable, True),
    ],
)
def test_each_status_has_its_error(status: int, kind: type[ProviderError], temporary: bool) -> None:
    error = error_by_status(GET, Response(status, body=b"details that must not be told"))

    assert type(error) is kind
    assert error.temporary is temporary
    assert str(error).startswith("GET /issue/{}: ") and f"({status}" in str(error)
    assert "details" not in str(error)


@pytest.mark.parametrize("status", [200, 201, 204, 206, 299])
def test_a_good_status_is_no_error(status: int) -> None:
    assert error_by_status(GET, Response(status)) is None


@pytest.mark.parametrize(
    ("location", "kind", "told"),
    [
        ("https://new.example:8443/jira?token=secret", Malformed, "redirected to https://new.example,"),
        ("https://sso.example/saml?RelayState=secret", Unauthenticated, "wants a login, at https://sso.example"),
        ("/login.jsp?os_destination=secret", Unauthenticated, "wants a login, at another path"),
        ("", Malformed, "redirected to another path"),
        ("https://[broken/secret", Malformed, "redirected to nowhere"),
    ],
)
def test_a_redirect_is_an_error_that_tells_the_origin_alone(
    location: str, kind: type[ProviderError], told: str
) -> None:
    error = error_by_status(GET, Response(302, {"location": location}))

    assert type(error) is kind and told in str(error) and "secret" not in str(error)


@given(st.text(), st.text(), st.one_of(st.none(), st.floats(0, 1e10)))
def test_any_retry_after_is_understood_or_ignored(told: str, date: str, now: float | None) -> None:
    seconds = retry_after(Response(429, {"retry-after": told, "date": date}), now)

    assert seconds is None or 0 <= seconds <= LONGEST_RETRY_AFTER_SECONDS


@given(st.binary(), st.sampled_from(["", "text/html", "application/json"]))
def test_any_body_is_json_or_an_error(body: bytes, media_type: str) -> None:
    response = Response(200, {"content-type": media_type}, body)
    error = unreadable(GET, response)

    if error is None:
        response.json()
    else:
        assert isinstance(error, Malformed | Unauthenticated) and "\n" not in str(error)
