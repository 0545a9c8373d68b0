"""Consent in Cloud: whose it is, for which sites, and every way to be refused."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from pydantic import SecretStr

import anyticket
from anyticket import (
    Invalid,
    ReconnectNeeded,
    Runtime,
    Settings,
    Unauthenticated,
)
from anyticket.auth.oauth2 import OAuth2
from anyticket.testing import simulated
from colours import colours

from .consented import SESSION, app_of, came_back, consent, granted, runtime_for
from .test_oauth_cloud import read


@colours
def test_the_sites_of_a_grant_are_listed_once_each_with_the_url_that_connections_take(colour: str) -> None:
    with granted() as (jira, runtime, where):
        assert isinstance(where.auth, OAuth2)
        account = where.auth.account

        (site,) = runtime.list_sites("desk", account=account)

        assert site.api_url == jira.gateway
        assert site.url == jira.url
        assert read(colour, runtime, where.model_copy(update={"url": site.api_url})).key == "DEMO-1"


def test_whose_the_grant_is_comes_from_the_tracker_or_from_the_host() -> None:
    with simulated("cloud", issues=1) as jira, runtime_for(jira) as runtime:
        told, given = consent(runtime, jira), consent(runtime, jira, account="ada")

        assert told.account == jira.admin.id
        assert given.account == "ada"
        assert "offline_access" in told.scopes


@pytest.mark.parametrize("session", ["session-of-eve", "", SESSION + " "])
def test_a_state_of_another_session_is_refused_before_anything_is_sent(session: str) -> None:
    with simulated("cloud", issues=1) as jira, runtime_for(jira) as runtime:
        code, state = came_back(runtime, jira)

        with pytest.raises(Unauthenticated, match="not one that this session was given"):
            runtime.exchange_code("desk", code=code, state=state, session=session)

        assert jira.site.oauth.counts.exchanges == 0


def test_a_code_is_good_once() -> None:
    with simulated("cloud", issues=1) as jira, runtime_for(jira) as runtime:
        code, state = came_back(runtime, jira)
        runtime.exchange_code("desk", code=code, state=state, session=SESSION)

        with pytest.raises((Invalid, ReconnectNeeded)):
            runtime.exchange_code("desk", code=code, state=state, session=SESSION)


def test_the_page_of_consent_is_asked_for_by_the_vendors_rules() -> None:
    with simulated("cloud", issues=1) as jira, runtime_for(jira) as runtime:
        url = runtime.authorization_url("desk", session=SESSION)
        told = dict(parse_qsl(urlsplit(url).query))

        assert (told["audience"], told["prompt"], told["response_type"]) == ("api.atlassian.com", "consent", "code")
        assert "offline_access" in told["scope"].split()
        assert runtime.authorization_url("desk", session=SESSION) != url
        assert SESSION not in url and "secret-of-3lo-app" not in url


def test_the_vendors_own_addresses_are_the_default() -> None:
    app = anyticket.OAuthApp(provider="jira-cloud", client_id="x", client_secret=SecretStr("y"), scopes=("read:me",))
    with Runtime(config=Settings(), apps={"desk": app}) as runtime:
        assert runtime.authorization_url("desk", session="s").startswith("https://auth.atlassian.com/authorize?")


def test_wrong_credentials_of_the_app_say_so() -> None:
    with granted() as (jira, _, _):
        app = app_of(jira).model_copy(update={"client_secret": SecretStr("wrong-secret")})
        with runtime_for(jira, app=app) as runtime:
            with pytest.raises(Unauthenticated, match="client_id and client_secret") as info:
                consent(runtime, jira)

        assert not isinstance(info.value, ReconnectNeeded)
        assert "wrong-secret" not in repr(info.value) + str(info.value)
