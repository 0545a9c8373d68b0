"""Tests order what OAuth does: lives, leeway, expiry and taking back; and read what happened."""

from __future__ import annotations

from typing import Any

import pytest

from jira_simulator import access
from jira_simulator.launch import add_sites

from .consenting import Origin
from .test_oauth_cloud import code_of, consented_sites, exchange
from .test_oauth_rotation import refresh, refused, works

GRANTS = "/__simulator/grants"


def state(origin: Origin) -> Any:
    return origin.send("GET", GRANTS).json()


def test_grants_are_listed_with_what_is_left_of_them_and_no_secret() -> None:
    origin = Origin("cloud")
    tokens = exchange(origin, code_of(origin)).json()
    tokens = refresh(origin, tokens["refresh_token"]).json()

    answer = origin.send("GET", GRANTS)
    (grant,) = answer.json()["grants"]

    assert (grant["client_id"], grant["account"]) == ("3lo-app", access(origin.site)["admin"]["accountId"])
    assert grant["sites"] == [origin.site.settings.cloud_id]
    assert (grant["access_tokens"], grant["refresh_tokens"], grant["revoked"]) == (2, 1, False)
    assert answer.json()["counts"]["refreshes"] == 1
    assert tokens["refresh_token"] not in answer.text
    assert tokens["access_token"] not in answer.text


def test_the_policy_is_set_for_what_comes() -> None:
    origin = Origin("cloud")

    origin.send("POST", f"{GRANTS}/policy", json={"access_seconds": 2, "leeway_seconds": 0})
    tokens = exchange(origin, code_of(origin)).json()
    refresh(origin, tokens["refresh_token"])

    assert tokens["expires_in"] == 2
    assert refused(refresh(origin, tokens["refresh_token"]))
    assert state(origin)["policy"]["leeway_seconds"] == 0


@pytest.mark.parametrize("wrong", [{"key": 1}, {"access_seconds": -1}, {"access_seconds": "2"}, {"counts": True}])
def test_a_policy_that_cannot_be_changes_nothing(wrong: dict[str, Any]) -> None:
    origin = Origin("cloud")

    answer = origin.send("POST", f"{GRANTS}/policy", json={"code_seconds": 1, **wrong})

    assert answer.status_code == 400
    assert state(origin)["policy"]["code_seconds"] == 300


def test_access_tokens_expire_on_order_and_a_refresh_gives_others() -> None:
    origin = Origin("cloud")
    tokens = exchange(origin, code_of(origin)).json()
    (grant,) = state(origin)["grants"]

    expired = origin.send("POST", f"{GRANTS}/{grant['id']}/expire").json()

    assert expired == {"expired": 1}
    assert not works(origin, tokens)
    assert works(origin, refresh(origin, tokens["refresh_token"]).json())
    assert origin.send("POST", f"{GRANTS}/expire").json() == {"expired": 1}


def test_a_grant_or_a_family_is_taken_back_on_order() -> None:
    origin = Origin("cloud")
    first = exchange(origin, code_of(origin)).json()
    (grant,) = state(origin)["grants"]

    origin.send("DELETE", f"{GRANTS}/{grant['id']}/families/{grant['families'][0]}")
    after_family = works(origin, first), refused(refresh(origin, first["refresh_token"]))
    second = exchange(origin, code_of(origin)).json()
    origin.send("DELETE", f"{GRANTS}/{grant['id']}")
    after_grant = works(origin, second), refused(refresh(origin, second["refresh_token"]))

    assert after_family == after_grant == (False, True)
    assert [found["revoked"] for found in state(origin)["grants"]] == [True]
    assert origin.send("DELETE", f"{GRANTS}/99").status_code == 404
    assert origin.send("DELETE", f"{GRANTS}/{grant['id']}/families/x").status_code == 404


def test_counts_begin_anew_on_order() -> None:
    origin = Origin("cloud")
    exchange(origin, code_of(origin))

    before = state(origin)["counts"]["exchanges"]
    origin.send("DELETE", f"{GRANTS}/counts")

    assert (before, state(origin)["counts"]["exchanges"]) == (1, 0)


def test_an_app_is_registered_on_order_with_a_redirect_uri_of_the_test() -> None:
    origin = Origin("cloud")
    asked = {"kind": "3lo", "redirect_uri": "http://127.0.0.1:1234/back", "scopes": ["read:me"], "name": "Mine"}

    made = origin.send("POST", "/__simulator/apps", json=asked)
    mine = {"client_id": made.json()["client_id"], "redirect_uri": asked["redirect_uri"], "scope": "read:me"}
    code = code_of(origin, **mine)
    tokens = exchange(
        origin,
        code,
        client_id=mine["client_id"],
        client_secret=made.json()["client_secret"],
        redirect_uri=mine["redirect_uri"],
    )

    assert made.status_code == 201
    assert origin.bearer(tokens.json()["access_token"], "GET", "/me").status_code == 200
    assert "Mine" in {app["name"] for app in origin.send("GET", "/__simulator/apps").json()}


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "oauth1"},
        {"kind": "3lo", "redirect_uri": "javascript:alert(1)"},
        {"kind": "3lo", "client_id": "3lo-app"},
        {"kind": "3lo", "scopes": "read:me"},
        {"kind": "service"},
        {"kind": "service", "account": "nobody"},
        {"kind": "3lo", "public_key": "nonsense"},
    ],
)
def test_an_app_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    answer = Origin("cloud").send("POST", "/__simulator/apps", json=wrong)

    assert answer.status_code == 400
    assert answer.json()["errorMessages"]


def test_sites_beside_each_other_share_accounts_and_consent() -> None:
    origin = Origin("cloud")
    add_sites(origin.site, 2, issues=5)
    origin = Origin.of(origin.site)

    assert [site["name"] for site in access(origin.site)["sites"]] == ["Jira", "Jira 2", "Jira 3"]
    assert consented_sites(origin, 3) == {site["cloudId"] for site in access(origin.site)["sites"]}
    assert len({site.store.people[10000].account_id for site in origin.site.family}) == 1
