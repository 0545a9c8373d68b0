"""Laws of signed requests: whatever is signed is taken once, and whatever is changed afterwards is not."""

from __future__ import annotations

from functools import cache
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from authlib.oauth1 import ClientAuth
from hypothesis import given
from hypothesis import strategies as st

from jira_simulator import Clock, Site, access, make_site
from jira_simulator.auth.oauth1_signature import Problem, signed
from jira_simulator.rest.call import Call

from .loopback_jira import NOW

ORIGIN = "http://127.0.0.1:2990"
TEXTS = st.text(alphabet=st.characters(blacklist_categories=["Cs"]), max_size=8)
PAIRS = st.tuples(TEXTS.filter(lambda name: name and not name.startswith("oauth_")), TEXTS)
QUERIES = st.lists(PAIRS, max_size=4)
PATHS = st.lists(TEXTS.filter(lambda part: part not in {"", ".", ".."}), min_size=1, max_size=3)


@cache
def server() -> Site:
    site = make_site("server", url=ORIGIN, context="/jira", clock=Clock(lambda: NOW))
    access(site)
    return site


def signer(nonce: str) -> ClientAuth:
    told = access(server())["oauth1"]
    auth = ClientAuth(told["consumerKey"], rsa_key=told["privateKey"], signature_method="RSA-SHA1")
    original = auth.get_oauth_params
    auth.get_oauth_params = lambda *_: original(nonce, str(int(NOW)))
    return auth


def call_of(url: str, headers: dict[str, str]) -> Call:
    """Return what the simulator makes of a request."""
    parts = urlsplit(url)
    path = parts.path.removeprefix("/jira")
    return Call(
        site=server(),
        method="GET",
        url=path + (f"?{parts.query}" if parts.query else ""),
        api="2",
        base=f"{ORIGIN}/jira",
        path={},
        query=parse_qsl(parts.query, keep_blank_values=True),
        headers={"host": "127.0.0.1:2990", "authorization": headers["Authorization"]},
        content=b"",
    )


def url_of(path: list[str], query: list[tuple[str, str]]) -> str:
    where = "/".join(quote(part, safe="") for part in path)
    what = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in query)
    return f"{ORIGIN}/jira/rest/{where}" + (f"?{what}" if what else "")


@given(path=PATHS, query=QUERIES)
def test_any_url_that_is_signed_is_taken_and_only_once(path: list[str], query: list[tuple[str, str]]) -> None:
    server().oauth.nonces.clear()
    url, headers, _ = signer("once").sign("GET", url_of(path, query), {}, b"")

    found = signed(call_of(url, headers))

    assert found.consumer.client_id == "oauth1-app"
    with pytest.raises(Problem, match="nonce_used"):
        signed(call_of(url, headers))


@given(path=PATHS, query=QUERIES, more=PAIRS)
def test_a_parameter_that_was_not_signed_is_not_taken(
    path: list[str], query: list[tuple[str, str]], more: tuple[str, str]
) -> None:
    _, headers, _ = signer("changed").sign("GET", url_of(path, query), {}, b"")

    with pytest.raises(Problem, match="signature_invalid"):
        signed(call_of(url_of(path, [*query, more]), headers))
