"""Refresh tokens of Cloud rotate: a leeway forgives a lost answer, reuse after it ends the family."""

from __future__ import annotations

from typing import Any

import httpx

from .consenting import Origin
from .test_oauth_cloud import APP, code_of, exchange

DAY = 86_400


def refresh(origin: Origin, token: str, **changes: str) -> httpx.Response:
    asked = {"grant_type": "refresh_token", **APP, "refresh_token": token, **changes}
    return origin.send("POST", "/oauth/token", json=asked)


def consented(origin: Origin) -> Any:
    return exchange(origin, code_of(origin)).json()


def refused(answer: httpx.Response) -> bool:
    told = answer.json()
    return (answer.status_code, told["error"]) == (403, "invalid_grant") and told["error_description"].startswith(
        "Unknown or invalid refresh token."
    )


def works(origin: Origin, tokens: Any) -> bool:
    return origin.bearer(tokens["access_token"], "GET", "/me").status_code == 200


def test_each_refresh_gives_a_new_pair() -> None:
    origin = Origin("cloud")
    first = consented(origin)

    second = refresh(origin, first["refresh_token"]).json()
    third = refresh(origin, second["refresh_token"]).json()

    assert len({each["refresh_token"] for each in (first, second, third)}) == 3
    assert len({each["access_token"] for each in (first, second, third)}) == 3
    assert works(origin, first)
    assert works(origin, third)
    assert (origin.site.oauth.counts.refreshes, origin.site.oauth.counts.reuses) == (2, 0)


def test_reuse_inside_the_leeway_works() -> None:
    origin = Origin("cloud")
    first = consented(origin)
    lost = refresh(origin, first["refresh_token"]).json()

    origin.site.clock.turn(599)
    again = refresh(origin, first["refresh_token"])

    assert again.status_code == 200
    assert works(origin, again.json())
    assert refresh(origin, lost["refresh_token"]).status_code == 200
    assert origin.site.oauth.counts.reuses == 1
    assert origin.site.oauth.counts.families_revoked == 0


def test_reuse_after_the_leeway_revokes_the_family_and_says_so() -> None:
    origin = Origin("cloud")
    first = consented(origin)
    second = refresh(origin, first["refresh_token"]).json()

    origin.site.clock.turn(600)
    reused = refresh(origin, first["refresh_token"])

    assert refused(reused)
    assert "family is revoked" in reused.json()["error_description"]
    assert refused(refresh(origin, second["refresh_token"]))
    assert not works(origin, second)
    assert origin.site.oauth.counts.families_revoked == 1


def test_without_leeway_the_first_reuse_ends_it_and_consent_begins_anew() -> None:
    origin = Origin("cloud")
    origin.site.oauth.leeway_seconds = 0
    first = consented(origin)
    second = refresh(origin, first["refresh_token"]).json()

    assert refused(refresh(origin, first["refresh_token"]))
    assert refused(refresh(origin, second["refresh_token"]))
    assert refresh(origin, consented(origin)["refresh_token"]).status_code == 200


def test_consenting_again_ends_the_refresh_token_of_before() -> None:
    origin = Origin("cloud")
    first = consented(origin)

    second = consented(origin)

    assert refused(refresh(origin, first["refresh_token"]))
    assert refresh(origin, second["refresh_token"]).status_code == 200
    assert works(origin, first)


def test_a_refresh_token_that_is_not_used_for_90_days_is_gone() -> None:
    origin = Origin("cloud")
    kept = consented(origin)
    origin.site.clock.turn(89 * DAY)
    kept = refresh(origin, kept["refresh_token"]).json()

    origin.site.clock.turn(90 * DAY)

    assert refused(refresh(origin, kept["refresh_token"]))


def test_after_365_days_nothing_refreshes_any_more() -> None:
    origin = Origin("cloud")
    tokens = consented(origin)
    for _ in range(5):
        origin.site.clock.turn(72 * DAY)
        answer = refresh(origin, tokens["refresh_token"])
        assert answer.status_code == 200
        tokens = answer.json()

    origin.site.clock.turn(5 * DAY)

    assert refused(refresh(origin, tokens["refresh_token"]))


def test_a_refresh_token_is_of_its_app_and_no_access_token() -> None:
    from jira_simulator.auth.apps import register_app

    origin = Origin("cloud")
    tokens = consented(origin)
    _, secret = register_app(origin.site, "3lo", client_id="other", redirect_uri="http://127.0.0.1:1/")

    stolen = refresh(origin, tokens["refresh_token"], client_id="other", client_secret=secret)
    wrong_kind = refresh(origin, tokens["access_token"])

    assert refused(stolen)
    assert refused(wrong_kind)
    assert refresh(origin, tokens["refresh_token"]).status_code == 200


def test_access_tokens_live_as_long_as_is_set() -> None:
    origin = Origin("cloud")
    origin.site.oauth.access_seconds = 2
    tokens = consented(origin)

    assert tokens["expires_in"] == 2
    assert works(origin, tokens)
    origin.site.clock.turn(2)
    assert not works(origin, tokens)
