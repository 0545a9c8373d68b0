"""What the backend of a Forge app is given: invocation tokens that it checks, tokens that it uses."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from jira_simulator import access
from jira_simulator.auth.forge_invocations import FAULTS

from .loopback_jira import NOW, Jira, jira

ORDERS = "/__simulator/forge"


@pytest.fixture(scope="module")
def cloud() -> Jira:
    return jira("cloud", issues=3)


def invocation(site: Jira, **asked: Any) -> dict[str, Any]:
    answer = site.call("POST", f"{ORDERS}/invocations", asked)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def received(site: Jira, token: str) -> Mapping[str, Any]:
    """Check an invocation as a receiver has to, by the published keys."""
    told = access(site.site)["forge"]
    keys = KeySet.import_key_set(site.get("/.well-known/jwks.json"))
    claims = jwt.decode(token, keys, algorithms=["RS256"]).claims
    rules = jwt.JWTClaimsRegistry(
        now=lambda: int(site.site.clock.now() / 1000),
        iss={"essential": True, "value": told["issuer"]},
        aud={"essential": True, "value": told["appId"]},
        exp={"essential": True},
        nbf={"essential": True},
    )
    rules.validate(claims)
    return claims


def test_an_invocation_is_signed_with_a_published_key(cloud: Jira) -> None:
    claims = received(cloud, invocation(cloud, account="ben")["token"])

    assert claims["app"]["apiBaseUrl"].endswith(f"/ex/jira/{cloud.site.settings.cloud_id}")
    assert claims["context"]["siteUrl"] == cloud.site.settings.url
    ben = cloud.site.store.people.first(name="ben")
    assert ben is not None
    assert claims["principal"] == ben.account_id
    assert claims["exp"] - NOW == 25


def test_the_app_itself_has_neither_principal_nor_context(cloud: Jira) -> None:
    made = invocation(cloud)

    assert received(cloud, made["token"]).keys() == {"iss", "aud", "iat", "nbf", "exp", "jti", "app"}
    assert "x-forge-oauth-user" not in made["headers"]
    assert made["headers"]["Authorization"] == f"Bearer {made['token']}"


def test_claims_are_what_was_ordered(cloud: Jira) -> None:
    token = invocation(cloud, claims={"jti": "mine", "nbf": None, "more": {"deep": 1}})["token"]

    said = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))

    assert (said["jti"], said["more"], "nbf" in said) == ("mine", {"deep": 1}, False)


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_receiver_that_checks_refuses_each_fault(cloud: Jira, fault: str) -> None:
    token = invocation(cloud, account="ben", fault=fault)["token"]

    with pytest.raises((JoseError, ValueError)):
        received(cloud, token)


def test_each_fault_is_what_it_is_called(cloud: Jira) -> None:
    def header(fault: str) -> dict[str, Any]:
        token = invocation(cloud, fault=fault)["token"]
        found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
        return found

    published = {key["kid"] for key in cloud.get("/.well-known/jwks.json")["keys"]}
    assert header("alg-none")["alg"] == "none"
    assert header("hs256-public-key")["alg"] == "HS256"
    assert header("unknown-kid")["kid"] not in published
    assert header("another-key")["kid"] in published


def test_keys_are_rotated_and_the_former_ones_stay_published_unless_they_are_forgotten() -> None:
    site = jira("cloud", issues=1)
    old = invocation(site)["token"]

    site.call("POST", f"{ORDERS}/keys")
    new = invocation(site)["token"]
    both = [received(site, token)["iss"] for token in (old, new)]
    site.post(f"{ORDERS}/keys", {"forget": True})

    assert both == ["forge/invocation-token"] * 2
    for token in (old, new):
        with pytest.raises((JoseError, ValueError)):
            received(site, token)
    assert received(site, invocation(site)["token"])


def test_published_keys_are_public(cloud: Jira) -> None:
    for key in cloud.get("/.well-known/jwks.json")["keys"]:
        assert (key["kty"], key["use"], key["alg"]) == ("RSA", "sig", "RS256")
        assert key.keys().isdisjoint({"d", "p", "q", "dp", "dq", "qi"})


def test_tokens_of_an_invocation_are_good_through_the_gateway_alone(cloud: Jira) -> None:
    headers = invocation(cloud, account="ben")["headers"]
    gateway = f"/ex/jira/{cloud.site.settings.cloud_id}"

    def myself(name: str, base: str = gateway) -> Any:
        carried = {"Authorization": f"Bearer {headers[name]}"}
        return cloud.call("GET", f"{base}/rest/api/3/myself", auth=None, headers=carried)

    assert myself("x-forge-oauth-system").json()["accountType"] == "app"
    assert myself("x-forge-oauth-user").json()["emailAddress"] == "ben@example.com"
    assert myself("x-forge-oauth-user", "").status_code == 403


def test_a_token_has_its_scopes_and_ends_in_time() -> None:
    site = jira("cloud", issues=1)
    asked = {"kind": "system", "scopes": ["read:jira-user"], "seconds": 60}
    carried = {"Authorization": f"Bearer {site.post(f'{ORDERS}/tokens', asked)['token']}"}
    gateway = f"/ex/jira/{site.site.settings.cloud_id}/rest/api/3"

    read = site.call("GET", f"{gateway}/myself", auth=None, headers=carried).status_code
    write = site.call("POST", f"{gateway}/issue", {}, auth=None, headers=carried)
    site.site.clock.turn(60)
    late = site.call("GET", f"{gateway}/myself", auth=None, headers=carried).status_code

    assert (read, write.status_code, late) == (200, 401, 401)
    assert "scope" in write.json()["message"]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/invocations", {"fault": "nonsense"}),
        ("/invocations", {"account": "nobody-here"}),
        ("/tokens", {"kind": "other"}),
        ("/tokens", {"kind": "system", "seconds": "long"}),
    ],
)
def test_orders_that_mean_nothing_are_refused(cloud: Jira, path: str, asked: dict[str, Any]) -> None:
    assert cloud.call("POST", ORDERS + path, asked).status_code == 400


def test_what_a_backend_has_to_know_is_told(cloud: Jira) -> None:
    told = cloud.get(ORDERS)

    assert told["appId"] == access(cloud.site)["forge"]["appId"]
    assert told["jwksUrl"].endswith("/.well-known/jwks.json")
    assert told["faults"] == sorted(FAULTS)
