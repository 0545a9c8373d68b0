"""What every error promises: one sentence, no secret, and the same error after pickle, copies and other processes."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

import pytest

from anyticket import Error, Invalid, NotLoaded, RateLimited, Request, Response, Unsupported
from anyticket.errors import ProviderError

REQUEST = Request.post("/issue/{}", "A-1", json={"password": "hunter2"}, query=(("jwt", "hunter2"),)).with_headers(
    authorization="Bearer hunter2"
)
RESPONSE = Response(400, {"set-cookie": "hunter2", "retry-after": "3", "x-arequestid": "7"}, b'{"why": "because"}')


def kinds(kind: type[Error] = Error) -> Iterator[type[Error]]:
    yield kind
    for inner in kind.__subclasses__():
        if inner.__module__.startswith("anyticket"):
            yield from kinds(inner)


def made(kind: type[Error]) -> Error:
    more: dict[str, Any] = {"provider": "jira", "operation": "get_ticket", "connection_key": "a", "request_id": "7"}
    if issubclass(kind, ProviderError):
        more |= {"request": REQUEST, "response": RESPONSE}
    return kind("it went wrong", **more)


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("way", [lambda e: pickle.loads(pickle.dumps(e)), copy.copy, copy.deepcopy])
def test_an_error_survives(kind: type[Error], way: Callable[[Error], Error]) -> None:
    error = made(kind)
    error.add_note("while syncing")

    other = way(error)

    assert type(other) is kind and str(other) == "it went wrong" and other.args == error.args
    assert vars(other) == vars(error) and other.__notes__ == ["while syncing"]


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.__name__)
def test_an_error_keeps_no_secret_and_shows_no_body(kind: type[Error]) -> None:
    error = made(kind)

    assert b"hunter2" not in pickle.dumps(error)
    assert "because" not in f"{error} {error!r} {vars(error)!r}"


def test_what_helps_is_kept_of_an_exchange() -> None:
    error = Invalid("x", request=REQUEST, response=RESPONSE)

    assert error.request is not None and error.response is not None
    assert (error.request.method, error.request.path) == ("POST", "/issue/A-1")
    assert error.response.headers == {"retry-after": "3", "x-arequestid": "7"}
    assert error.response.json() == {"why": "because"}


def _fail() -> None:
    raise RateLimited("slow down", retry_after=3.0)


def test_an_error_comes_back_from_another_process() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool, pytest.raises(RateLimited) as caught:
        pool.submit(_fail).result(60)

    assert caught.value.retry_after == 3.0 and caught.value.temporary


def test_attributes_are_keywords() -> None:
    with pytest.raises(TypeError):
        RateLimited("x", 3.0)  # type: ignore[misc]
    assert repr(RateLimited("x", retry_after=3.0)) == "RateLimited('x')"


def test_an_error_of_a_third_party_needs_only_its_attributes() -> None:
    class Theirs(ProviderError):
        """A third party's error."""

        code: int = 0

    error = Theirs("x", code=3, temporary=True)

    assert (error.code, error.temporary, error.sent) == (3, True, True)


def test_what_is_not_loaded_is_absent_to_getattr() -> None:
    assert issubclass(NotLoaded, AttributeError)
    assert Unsupported("x", arguments=frozenset({"a"})).located(provider="jira").provider == "jira"
