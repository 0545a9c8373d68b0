"""Requests: no value reaches outside its place."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anyticket.request import ELSEWHERE, FOLLOWED, Expects, Multipart, Part, Request, Response, Upload


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("PROJ-1", "PROJ-1"),
        (7, "7"),
        ("feature/1", "feature%2F1"),
        ("a b?c#d%", "a%20b%3Fc%23d%25"),
        ("\u00e9", "%C3%A9"),
        ("v1.2", "v1.2"),
        ("...", "..."),
        ("a;b=c,d", "a%3Bb%3Dc%2Cd"),
    ],
)
def test_a_value_is_one_segment_and_travels_unchanged(value: str | int, encoded: str) -> None:
    request = Request.get("/issue/{}/comment", value)

    assert request.path == f"/issue/{encoded}/comment" and request.route == "/issue/{}/comment"
    assert httpx.URL("https://host/base" + request.path).raw_path == f"/base/issue/{encoded}/comment".encode()


@pytest.mark.parametrize(
    "value",
    [
        *("", ".", "..", "X-1/../../user", "X-1/../../user?x=1", "..\\x", "a\\..\\b", "../", "a/./b"),
        *("%2e%2e", "%252e%252e%252fuser", "%25252e%25252e", "..;x", ".;/", "a/..;x/b", "%2e%2e%5c"),
        *("a\nb", "a\0", "a\r\nHost: evil", "\ud800", "a\u2028b"),
    ],
)
def test_what_could_climb_or_break_a_line_is_refused(value: str) -> None:
    for make in (Request.get, Request.post, Request.put, Request.delete):
        with pytest.raises(ValueError, match="cannot be part of a path"):
            make("/issue/{}", value)


@given(st.text())
def test_any_value_is_refused_or_stays_one_segment(value: str) -> None:
    try:
        request = Request.get("/issue/{}/comment", value)
    except ValueError:
        return

    before, segment, after = request.path[1:].split("/")
    assert (before, after) == ("issue", "comment")
    assert unquote(segment) == value and urlsplit(f"https://h{request.path}?q").path == request.path


@pytest.mark.parametrize(
    ("route", "values"),
    [
        ("/a/{}", ()),
        ("/a", ("x",)),
        ("a/{}", ("x",)),
        ("/a/../{}", ("x",)),
        ("/{}{}", (".", ".")),
        ("/.{}", (".",)),
        ("/{}", ("x", "y")),
    ],
)
def test_a_wrong_route_is_refused(route: str, values: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"route|path"):
        Request.get(route, *values)


def test_a_link_is_followed_without_its_host_and_with_its_query() -> None:
    request = Request.follow("https://internal:8443/rest/next?cursor=a%2Bb&x=&y=1%262")

    assert (request.route, request.path) == (FOLLOWED, "/rest/next")
    assert request.query == (("cursor", "a+b"), ("x", ""), ("y", "1&2"))
    assert request.url == "" and not request.foreign and request.repeatable


@pytest.mark.parametrize(
    "link", ["", "next?x=1", "https://h", "/a/../b", "/a/%2e%2e/b", "javascript:alert(1)", "\\\\h\\x"]
)
def test_a_link_that_leads_nowhere_or_climbs_is_refused(link: str) -> None:
    with pytest.raises(ValueError, match="is not a link to follow"):
        Request.follow(link)


def test_elsewhere_is_foreign_and_keeps_its_url() -> None:
    request = Request.elsewhere("https://files.example/a%2Fb?sig=%2B", expects=Expects.STREAM)

    assert request.foreign and request.url == "https://files.example/a%2Fb?sig=%2B" and request.route == ELSEWHERE


@pytest.mark.parametrize(
    "url", ["ftp://h/x", "file:///etc/passwd", "//h/x", "https:///x", "https://u:s3cret@h/x?s3cret"]
)
def test_elsewhere_is_http_without_user_information(url: str) -> None:
    with pytest.raises(ValueError, match="is not an http") as info:
        Request.elsewhere(url)

    assert "s3cret" not in str(info.value)


@pytest.mark.parametrize(
    ("request_", "repeatable", "harmless"),
    [
        (Request.get("/x"), True, True),
        (Request.post("/x"), False, False),
        (Request.post("/search", repeatable=True), True, True),
        (Request.post("/votes", repeatable=True, expects=Expects.NOTHING), True, False),
        (Request.put("/x"), True, False),
        (Request.put("/x", repeatable=False), False, False),
        (Request.delete("/x"), False, False),
    ],
)
def test_what_may_be_repeated_and_what_changes_nothing(request_: Request, repeatable: bool, harmless: bool) -> None:
    assert (request_.repeatable, request_.harmless) == (repeatable, harmless)


def test_nothing_that_may_be_secret_shows() -> None:
    body = Multipart((Part("file", Upload(b"s3cret")), Part("note", b"s3cret")))
    request = Request.post("/x", body=body).with_headers(x_api_key="s3cret")
    response = Response(200, {"set-cookie": "s3cret"}, b"s3cret")

    assert request.headers == {"x-api-key": "s3cret"}
    assert "s3cret" not in repr(request) + repr(response) + repr(body.parts)


def test_json_is_typed_and_read_once() -> None:
    request = Request.post("/x", json={"a": "\u00e9"})
    response = Response(200, {"content-type": "Application/JSON; charset=utf-8"}, b'{"a": 1}')

    assert request.body == b'{"a":"\xc3\xa9"}' and request.headers == {"content-type": "application/json"}
    assert response.json() is response.json() and response.media_type == "application/json"
    with pytest.raises(ValueError):
        Response(200, body=b"{").json()
