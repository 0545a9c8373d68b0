"""OAuth 1.0a of Data Center, signed by an independent client: three legs, calls, renewal, and each problem."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key

from jira_simulator import access

from .consenting import Origin, path_of, query_of
from .loopback_jira import NOW
from .signing_consumer import CALLBACK, SERVLET, Consumer, form_of

YEARS = 1825 * 86_400
KNOWN = 'oauth_consumer_key="oauth1-app",oauth_nonce="1",oauth_signature_method="RSA-SHA1"'
ISSUE = "/rest/api/2/issue/DEMO-1"


def origin_of(**options: Any) -> Origin:
    return Origin("server", url="http://127.0.0.1:2990", **options)


def problem(answer: httpx.Response) -> str:
    """Return what the answer calls its problem, in the body and in the header alike."""
    name = form_of(answer)["oauth_problem"]
    assert f'oauth_problem="{name}"' in answer.headers["www-authenticate"]
    assert answer.headers["www-authenticate"].startswith("OAuth realm=")
    return name


@pytest.mark.parametrize("context", ["", "/jira"])
def test_the_three_legs_end_in_calls_as_the_person(context: str) -> None:
    origin = origin_of(context=context)
    consumer = Consumer(origin)

    token = consumer.request_token()
    path = path_of(f"{SERVLET}/authorize", {"oauth_token": token["oauth_token"]})
    went_on = origin.log_in(path, "ben")
    answer = origin.decide(went_on)
    given = form_of(consumer.access_token(token["oauth_token"], query_of(answer)["oauth_verifier"]))
    myself = consumer.send("GET", "/rest/api/2/myself?expand=groups%20and&expand=a%2Bb", token=given["oauth_token"])

    assert token["oauth_callback_confirmed"] == "true"
    assert answer.headers["location"].startswith(CALLBACK)
    assert query_of(answer)["oauth_token"] == token["oauth_token"]
    assert given["oauth_expires_in"] == str(YEARS)
    assert int(given["oauth_authorization_expires_in"]) > YEARS
    assert (myself.json()["name"], myself.headers["x-ausername"]) == ("ben", "ben")


def test_out_of_band_the_verifier_is_shown_to_be_copied() -> None:
    origin = origin_of()
    consumer = Consumer(origin)
    token = consumer.request_token("oob")["oauth_token"]
    path = path_of(f"{SERVLET}/authorize", {"oauth_token": token})
    origin.log_in(path)

    page = origin.decide(path).text
    verifier = page.split('<code id="code">')[1].split("</code>")[0]

    assert problem(consumer.access_token(token, "guess")) == "token_rejected"
    assert "oauth_token" in form_of(consumer.access_token(token, verifier))


def test_who_names_no_callback_needs_no_verifier() -> None:
    origin = origin_of()
    consumer = Consumer(origin)
    told = consumer.request_token(None)
    path = path_of(f"{SERVLET}/authorize", {"oauth_token": told["oauth_token"]})
    origin.log_in(path)

    page = origin.decide(path)

    assert "oauth_callback_confirmed" not in told
    assert "Access approved" in page.text
    assert "oauth_token" in form_of(consumer.access_token(told["oauth_token"]))


def test_denying_gives_no_verifier_and_no_token() -> None:
    origin = origin_of()
    consumer = Consumer(origin)
    token = consumer.request_token()["oauth_token"]
    path = path_of(f"{SERVLET}/authorize", {"oauth_token": token})
    origin.log_in(path)

    answer = origin.decide(path, "cancel")

    assert query_of(answer)["oauth_verifier"] == "denied"
    assert problem(consumer.access_token(token, "denied")) == "permission_denied"
    assert origin.browse("GET", path).status_code == 401


def test_a_request_token_must_be_granted_and_is_for_one_use() -> None:
    origin = origin_of()
    consumer = Consumer(origin)
    token = consumer.request_token()["oauth_token"]
    path = path_of(f"{SERVLET}/authorize", {"oauth_token": token})

    early = consumer.access_token(token, "guess")
    origin.log_in(path)
    verifier = query_of(origin.decide(path))["oauth_verifier"]
    first, second = consumer.access_token(token, verifier), consumer.access_token(token, verifier)

    assert problem(early) == "permission_unknown"
    assert first.status_code == 200
    assert problem(second) == "token_rejected"
    assert problem(consumer.send("GET", ISSUE, token=token)) == "token_rejected"


def test_an_unknown_or_old_request_token_is_told_on_the_page() -> None:
    origin = origin_of()
    token = Consumer(origin).request_token()["oauth_token"]

    unknown = origin.browse("GET", path_of(f"{SERVLET}/authorize", {"oauth_token": "<b>"}))
    origin.site.clock.turn(601)
    late = origin.browse("GET", path_of(f"{SERVLET}/authorize", {"oauth_token": token}))

    assert (unknown.status_code, late.status_code) == (401, 401)
    assert "<b>" not in unknown.text


def test_a_wrong_signature_is_refused() -> None:
    origin = origin_of()
    consumer = Consumer(origin)
    token = consumer.granted()["oauth_token"]
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    key = stranger.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    good = consumer.sign("GET", origin.site.settings.url + ISSUE, token=token)

    forged = Consumer(origin, rsa_key=key).send("GET", ISSUE, token=token, nonce="forged")
    elsewhere = origin.send("GET", "/rest/api/2/issue/DEMO-2", headers=good.headers)
    with_more = origin.send("GET", f"{ISSUE}?fields=summary", headers=good.headers)
    other_method = origin.send("DELETE", ISSUE, headers=good.headers)

    assert [problem(each) for each in (forged, elsewhere, with_more, other_method)] == ["signature_invalid"] * 4
    assert origin.send("GET", ISSUE, headers=good.headers).status_code == 200


def test_a_request_is_taken_once() -> None:
    origin = origin_of()
    consumer = Consumer(origin)
    token = consumer.granted()["oauth_token"]
    request = consumer.sign("GET", origin.site.settings.url + ISSUE, token=token)

    first, second = (origin.send("GET", ISSUE, headers=request.headers) for _ in range(2))

    assert first.status_code == 200
    assert problem(second) == "nonce_used"


@pytest.mark.parametrize(("ahead", "taken"), [(-301, False), (-299, True), (0, True), (299, True), (301, False)])
def test_the_clocks_may_differ_by_five_minutes(ahead: int, taken: bool) -> None:
    origin = origin_of()
    answer = Consumer(origin).send("POST", f"{SERVLET}/request-token", redirect_uri="oob", ahead=ahead)

    assert answer.status_code == (200 if taken else 401)
    if not taken:
        assert problem(answer) == "timestamp_refused"
        assert form_of(answer)["oauth_acceptable_timestamps"] == f"{int(NOW) - 300}-{int(NOW) + 300}"


@pytest.mark.parametrize(
    ("changes", "name", "status"),
    [
        ({"client_id": "nobody"}, "consumer_key_unknown", 401),
        ({"signature_method": "HMAC-SHA1", "client_secret": "secret-of-oauth1-app"}, "signature_method_rejected", 400),
        ({"signature_method": "PLAINTEXT", "client_secret": "secret-of-oauth1-app"}, "signature_method_rejected", 400),
        ({"redirect_uri": "javascript:alert(1)"}, "parameter_rejected", 400),
    ],
)
def test_problems_of_the_first_leg(changes: dict[str, str], name: str, status: int) -> None:
    answer = Consumer(origin_of()).send("POST", f"{SERVLET}/request-token", **{"redirect_uri": "oob"} | changes)

    assert (problem(answer), answer.status_code) == (name, status)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("OAuth", "parameter_absent"),
        ("OAuth nonsense", "parameter_rejected"),
        ('OAuth oauth_consumer_key="oauth1-app"', "parameter_absent"),
        (
            f'OAuth {KNOWN},oauth_timestamp="x",oauth_signature="y"',
            "parameter_rejected",
        ),
        (
            f'OAuth {KNOWN},oauth_timestamp="{int(NOW)}",oauth_signature="a"',
            "signature_invalid",
        ),
    ],
)
def test_nonsense_is_a_problem_and_no_crash(header: str, name: str) -> None:
    assert problem(origin_of().send("GET", ISSUE, headers={"Authorization": header})) == name


def test_tokens_expire_and_the_handle_of_the_session_renews_them() -> None:
    origin = origin_of()
    consumer = Consumer(origin)
    old = consumer.granted()
    origin.site.clock.turn(YEARS)
    expired = consumer.send("GET", ISSUE, token=old["oauth_token"])

    renewal = {"token": old["oauth_token"], "handle": old["oauth_session_handle"]}
    renewed = form_of(consumer.send("POST", f"{SERVLET}/access-token", **renewal))
    again = consumer.send("POST", f"{SERVLET}/access-token", **renewal)

    assert problem(expired) == "token_expired"
    assert consumer.send("GET", ISSUE, token=renewed["oauth_token"]).status_code == 200
    assert problem(again) == "token_rejected"


def test_a_token_that_was_taken_back_is_rejected() -> None:
    from jira_simulator.auth.oauth2_tokens import revoke_grant

    origin = origin_of()
    consumer = Consumer(origin)
    token = consumer.granted()["oauth_token"]

    revoke_grant(origin.site, origin.site.store.grants.all()[-1])

    assert problem(consumer.send("GET", ISSUE, token=token)) == "token_rejected"
    assert consumer.send("GET", ISSUE, token=token).status_code == 401


def test_parameters_may_be_in_the_url_and_a_form_is_signed_too() -> None:
    origin = origin_of()
    consumer = Consumer(origin)
    token = consumer.granted()["oauth_token"]

    by_url = consumer.send("GET", f"{ISSUE}?fields=summary,status", token=token, signature_type="QUERY")

    assert by_url.status_code == 200
    assert by_url.headers["x-ausername"] == "admin"


def test_the_signature_is_that_of_rfc_5849_written_out_by_hand() -> None:
    origin = origin_of()
    token = Consumer(origin).granted()["oauth_token"]
    signed = {
        "oauth_consumer_key": "oauth1-app",
        "oauth_nonce": "by-hand",
        "oauth_signature_method": "RSA-SHA1",
        "oauth_timestamp": str(int(NOW)),
        "oauth_token": token,
    }
    everything = {**signed, "jql": 'summary ~ "a b&c" ÄND'}
    pairs = "&".join(f"{quote(name, safe='~')}={quote(everything[name], safe='~')}" for name in sorted(everything))
    text = "&".join(quote(part, safe="~") for part in ("GET", "http://127.0.0.1:2990/rest/api/2/search", pairs))
    key = load_pem_private_key(access(origin.site)["oauth1"]["privateKey"].encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    signature = base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA1())).decode()
    header = ", ".join(
        f'{name}="{quote(value, safe="~")}"' for name, value in (signed | {"oauth_signature": signature}).items()
    )

    answer = origin.send(
        "GET", "/rest/api/2/search", params={"jql": everything["jql"]}, headers={"Authorization": f"OAuth {header}"}
    )

    assert answer.status_code == 400  # signed well, but no JQL
    assert "errorMessages" in answer.json()
