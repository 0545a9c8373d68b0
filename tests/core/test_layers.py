"""The layers one by one, and in their fixed order."""

from __future__ import annotations

import pickle

import pytest
from pydantic import SecretStr

from anyticket.auth.bearer import Bearer
from anyticket.errors import Forbidden, Malformed, ProviderError, TransportError, Unauthenticated, Unavailable
from anyticket.flow import Flow, Layer, Send, Steps, exclusive, through, together
from anyticket.layers import Attempt, Budgets, authenticate, check, locate, stack, standard, trace
from anyticket.model.connection import RetryPolicy, origin
from anyticket.provider.answers import error_by_status
from anyticket.request import Context, Expects, Request, Response
from colours import Clock, Tape, colours, run

BASE = "https://tracker.example/jira"
JSON = Response(200, {"content-type": "application/json"}, b"{}")


def read(send: Send, request: Request, *answers: Response | Exception) -> tuple[Response, Request]:
    """Send one request; return its answer and what was sent."""
    tape = Tape(answers or [JSON])
    return run("blocking", send(request), tape), tape.seen[-1]


def passing(name: str, log: list[str]) -> Layer:
    def layer(send: Send) -> Send:
        def passed(request: Request) -> Steps[Response]:
            log.append(f"{name} {request.url or request.path} {request.headers.get('authorization', 'unsigned')}")
            return send(request)

        return passed

    return layer


# Order


@colours
def test_the_order_is_retry_check_throttle_third_parties_trace_locate_authenticate(colour: str) -> None:
    clock, log, records = Clock(), list[str](), list[Attempt]()
    tape = Tape([Response(429, {"retry-after": "5"}), Unavailable("x"), JSON])
    send = standard(
        policy=RetryPolicy(),
        read_error=error_by_status,
        base_url=BASE,
        key="work",
        budgets=Budgets(),
        clock=clock,
        random=lambda: 0.5,
        auth=Bearer(token=SecretStr("secret")).layer(),
        origins=frozenset({origin(BASE)}),
        record=records.append,
        between=[passing("outer", log), passing("inner", log)],
    )

    response = run(colour, send(Request.get("/issue/{}", "A-1")), tape, clock=clock)

    assert response == JSON
    assert log == ["outer /issue/A-1 unsigned", "inner /issue/A-1 unsigned"] * 3
    assert [(request.url, request.headers["authorization"]) for request in tape.seen] == [
        (f"{BASE}/issue/A-1", "Bearer secret")
    ] * 3
    assert [(record.attempt, record.status, record.error) for record in records] == [
        (1, 429, None),
        (2, None, "Unavailable"),
        (3, 200, None),
    ]
    assert clock.pauses == [5.0, 1.0]


@colours
def test_each_request_passes_the_layers_once_however_deep_it_is_nested(colour: str) -> None:
    log: list[str] = []

    def get(key: str) -> Flow[None]:
        yield Request.get("/{}", key)

    def flow() -> Flow[None]:
        yield Request.get("/top")
        yield from exclusive("a", together(exclusive(key, get(key)) for key in "xyz"))

    run(colour, through(flow(), stack(passing("layer", log))))

    assert sorted(log) == [f"layer /{key} unsigned" for key in ("top", "x", "y", "z")]


# Check


def test_the_provider_is_asked_about_every_answer() -> None:
    def read_error(request: Request, response: Response) -> ProviderError | None:
        return Forbidden("no") if b"PERMISSION" in response.body else None

    with pytest.raises(Forbidden):
        read(stack(check(read_error)), Request.get("/x"), Response(200, body=b'{"error": "PERMISSION_DENIED"}'))


def test_an_error_knows_its_exchange_and_none_of_its_secrets() -> None:
    headers = {"x-request-id": "r-1", "set-cookie": "session=secret", "retry-after": "3"}
    context = Context(operation="get_ticket", connection_key="work")
    secrets = ((("token", "secret"),), {"authorization": "secret"}, b"secret")
    request = Request("GET", "/issue/{}", "/issue/A-1", *secrets, context=context)

    with pytest.raises(ProviderError) as info:
        read(stack(check(error_by_status)), request, Response(404, headers, b"{}"))

    error = pickle.loads(pickle.dumps(info.value))
    assert (error.operation, error.connection_key, error.request_id) == ("get_ticket", "work", "r-1")
    assert error.request.path == "/issue/A-1" and error.response.status == 404
    assert "secret" not in repr(vars(error)) + str(error)
    assert (error.request.headers, error.request.query, error.request.body) == ({}, (), b"")
    assert error.response.headers == {"x-request-id": "r-1", "retry-after": "3"}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Response(200, body=b""), Malformed),
        (Response(200, body=b" \n"), Malformed),
        (Response(204), Malformed),
        (Response(200, body=b'{"key": "A-'), Malformed),
        (Response(200, {"content-type": "text/html"}, b"<p>Proxy</p>"), Malformed),
        (Response(200, {"content-type": "text/html; charset=UTF-8"}, b"<form><input type=password>"), Unauthenticated),
        (Response(200, body=b"\n<!DOCTYPE html><form action=login><input name=os_password>"), Unauthenticated),
    ],
)
def test_a_good_answer_that_is_no_json_is_an_error(answer: Response, kind: type[ProviderError]) -> None:
    with pytest.raises(kind) as info:
        read(stack(check(error_by_status)), Request.get("/x"), answer)

    assert "\n" not in str(info.value) and not info.value.temporary


@pytest.mark.parametrize("expects", [Expects.BYTES, Expects.NOTHING, Expects.STREAM])
def test_what_should_not_be_json_may_be_anything(expects: Expects) -> None:
    request = Request("GET", "/x", "/x", expects=expects)

    assert read(stack(check(error_by_status)), request, Response(200, body=b"<html>"))[0].body == b"<html>"


@pytest.mark.parametrize(
    ("request_", "answer", "may_have"),
    [
        (Request.post("/x"), Response(503), True),
        (Request.post("/x"), Response(500), True),
        (Request.put("/x"), Response(502), True),
        (Request.post("/x"), Response(201, body=b"cut"), True),
        (Request.post("/search", repeatable=True), Response(503), False),
        (Request.get("/x"), Response(503), False),
        (Request.post("/x"), Response(429), False),
        (Request.post("/x"), Response(400), False),
        (Request.post("/x"), Response(302, {"location": "https://other.example/"}), False),
    ],
)
def test_an_error_says_whether_the_tracker_may_have_done_it(
    request_: Request, answer: Response, may_have: bool
) -> None:
    with pytest.raises(ProviderError) as info:
        read(stack(check(error_by_status)), request_, answer)

    assert info.value.may_have_happened is may_have


# Trace


def test_a_record_has_the_route_and_neither_path_nor_query_nor_headers() -> None:
    clock, records = Clock(), list[Attempt]()
    request = Request(
        "GET",
        "/issue/{}",
        "/issue/SECRET-1",
        (("jql", "SECRET"),),
        {"authorization": "SECRET"},
        context=Context(operation="get_ticket", connection_key="work", attempt=2),
    )

    def transmit(request: Request) -> Response:
        clock.now += 0.25
        return Response(200, {"x-request-id": "r-1"}, b"SECRET")

    run("blocking", stack(trace(records.append, clock=clock))(request), transmit)

    assert records == [Attempt("GET /issue/{}", "get_ticket", "work", 2, 0.25, 200, None, "r-1")]
    assert "SECRET" not in repr(records)


@colours
def test_a_failure_is_recorded_by_its_class(colour: str) -> None:
    clock, records = Clock(), list[Attempt]()
    request = Request("GET", "/x", "/x", context=Context(trace_name="poll"))

    with pytest.raises(TransportError):
        run(colour, stack(trace(records.append, clock=clock))(request), Tape([TransportError("x")]))

    assert [(record.name, record.status, record.error) for record in records] == [("poll", None, "TransportError")]


# Locate


@pytest.mark.parametrize("base", ["https://tracker.example/jira", "https://tracker.example/jira/"])
def test_a_path_is_put_below_the_connection(base: str) -> None:
    request = Request.get("/issue/{}", "A/1", query=(("a", "1"),))

    assert read(stack(locate(base)), request)[1].url == "https://tracker.example/jira/issue/A%2F1?a=1"


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("a&b=c", "a%26b%3Dc"),
        ("x#y?z", "x%23y%3Fz"),
        ("50%", "50%25"),
        ("a+b c", "a%2Bb%20c"),
        ("ü;/'\"", "%C3%BC%3B%2F%27%22"),
        ("a\r\nHost: evil", "a%0D%0AHost%3A%20evil"),
    ],
)
def test_no_value_of_a_query_can_end_its_pair(value: str, encoded: str) -> None:
    request = Request.get("/search", query=(("jql", value), (value, "1")))

    url = read(stack(locate(BASE)), request)[1].url

    assert url == f"{BASE}/search?jql={encoded}&{encoded}=1"


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("https://tracker.example/jira/rest/next?a=1&b=x%20y", f"{BASE}/rest/next?a=1&b=x%20y"),
        ("/jira/rest/next", f"{BASE}/rest/next"),
        ("https://internal.example:8443/rest/next?token=", f"{BASE}/rest/next?token="),
        ("http://169.254.169.254/jirate/x", f"{BASE}/jirate/x"),
    ],
)
def test_a_link_is_followed_on_the_connection(link: str, url: str) -> None:
    assert read(stack(locate(BASE)), Request.follow(link))[1].url == url


def test_a_foreign_request_keeps_its_url_and_learns_the_own_origin() -> None:
    sent = read(stack(locate(BASE)), Request.elsewhere("https://files.example/a?sig=%2B", expects=Expects.BYTES))[1]

    assert sent.url == "https://files.example/a?sig=%2B"
    assert sent.own_origin == "https://tracker.example:443"


# Authenticate


def signed(url: str, *origins: str, foreign: bool = False) -> bool:
    auth = Bearer(token=SecretStr("secret")).layer()
    request = Request("GET", "/x", "/x", url=url, foreign=foreign)
    sent = read(stack(authenticate(auth, frozenset(map(origin, origins)))), request)[1]
    return sent.headers.get("authorization") == "Bearer secret"


@pytest.mark.parametrize(
    "url", ["https://tracker.example/x", "https://tracker.example:443/x", "https://TRACKER.example/x"]
)
def test_requests_to_the_own_origins_are_signed(url: str) -> None:
    assert signed(url, "https://tracker.example", "https://api.example")
    assert signed("https://api.example/x", "https://tracker.example", "https://api.example")


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/x",
        "http://tracker.example/x",
        "https://tracker.example:8443/x",
        "https://tracker.example.evil.example/x",
        "https://evil.example/https://tracker.example/x",
        "https://evil.example?https://tracker.example/",
    ],
)
def test_requests_to_any_other_place_go_unsigned(url: str) -> None:
    assert not signed(url, "https://tracker.example")


def test_a_foreign_request_is_never_signed_even_to_the_own_origin() -> None:
    assert not signed("https://tracker.example/x", "https://tracker.example", foreign=True)
