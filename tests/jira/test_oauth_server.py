"""OAuth 2 of Data Center: consent with a proof key, refresh with the redirect URI, service accounts."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from anyticket import Auth, Connection, OAuthApp, ReconnectNeeded, Runtime, Settings, Ticket
from anyticket.auth.oauth2 import ClientCredentials, OAuth2
from anyticket.testing import SimulatedJira, simulated
from colours import colours
from jira_simulator import access
from jira_simulator.auth.oauth2_tokens import expire_access, revoke_grant
from simulator.consenting import Origin, query_of

from .consented import SESSION, perform


def app_of(jira: SimulatedJira, kind: str, scopes: tuple[str, ...]) -> OAuthApp:
    told = access(jira.site)[kind]
    return OAuthApp(
        provider="jira-server",
        url=jira.url,
        client_id=told["clientId"],
        client_secret=SecretStr(told["clientSecret"]),
        redirect_uri=told.get("redirectUri"),
        scopes=scopes,
    )


def runtime_for(jira: SimulatedJira) -> Runtime:
    apps = {"desk": app_of(jira, "app", ("WRITE",)), "night": app_of(jira, "serviceAccount", ("READ",))}
    return Runtime(config=Settings(), network="open", apps=apps)


def consented(runtime: Runtime, jira: SimulatedJira) -> OAuth2:
    url = runtime.authorization_url("desk", session=SESSION)
    origin = Origin("server", site=jira.site)
    path = url.removeprefix(jira.url)
    origin.log_in(path)
    told = query_of(origin.decide(path))
    grant = runtime.exchange_code("desk", code=told["code"], state=told["state"], session=SESSION)
    return OAuth2(app=grant.app, account=grant.account)


def read(colour: str, runtime: Runtime, jira: SimulatedJira, auth: Auth) -> Ticket:
    where = Connection(provider="jira-server", url=jira.url, auth=auth)
    return perform(colour, runtime, where, lambda c: c.get_ticket("DEMO-1"), lambda c: c.get_ticket("DEMO-1"))


@pytest.mark.parametrize("context", ["", "/jira"])
@colours
def test_a_person_consents_and_the_token_is_renewed(colour: str, context: str) -> None:
    with simulated("server", issues=10, version="11.3", context=context) as jira, runtime_for(jira) as runtime:
        auth = consented(runtime, jira)
        first = read(colour, runtime, jira, auth)
        expire_access(jira.site)
        second = read(colour, runtime, jira, auth)

        assert first.key == second.key == "DEMO-1"
        assert jira.site.oauth.counts.refreshes == 1


@colours
def test_a_grant_that_was_taken_back_needs_the_person_again(colour: str) -> None:
    with simulated("server", issues=10, version="11.3") as jira, runtime_for(jira) as runtime:
        auth = consented(runtime, jira)
        revoke_grant(jira.site, next(iter(jira.site.store.grants)))

        with pytest.raises(ReconnectNeeded):
            read(colour, runtime, jira, auth)


@colours
def test_a_service_account_asks_for_a_token_and_asks_again(colour: str) -> None:
    with simulated("server", issues=10, version="11.3") as jira, runtime_for(jira) as runtime:
        auth = ClientCredentials(app="night")
        first = read(colour, runtime, jira, auth)
        expire_access(jira.site)

        assert read(colour, runtime, jira, auth).key == first.key == "DEMO-1"
