"""Clients of OAuth that others wrote, unchanged: requests-oauthlib signs and dances, pycontribs `jira` works with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from contextlib import contextmanager
from html import unescape
from typing import Any

import httpx
import pytest

from anyticket.testing import SimulatedJira

library = pytest.importorskip("requests_oauthlib", reason="make test-peers runs this: it needs the extra peers")
jira_library = pytest.importorskip("jira", reason="make test-peers runs this: it needs the extra peers")
CALLBACK = "http://127.0.0.1:8976/callback"


@contextmanager
def browser(jira: SimulatedJira) -> Generator[httpx.Client]:
    """Return a browser in which the user of a Jira is logged in."""
    with httpx.Client() as client:
        page = client.get(f"{jira.url}/login").text
        filled = {"account": jira.user.username, "password": f"password-{jira.site.store.people[10001].name}"}
        answer = client.post(f"{jira.url}/login", data={**filled, "csrf": csrf(page)})
        assert answer.status_code == 302, answer.text
        yield client


def csrf(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found is not None, page
    return unescape(found[1])


def accept(client: httpx.Client, url: str, **more: str) -> str:
    """Accept what a consent page asks; return the url that the app is called back at."""
    form = {"csrf": csrf(client.get(url).text), "decision": "accept", **more}
    return client.post(url, data=form).headers["location"]


@pytest.fixture
def server(simulated_jira: Callable[..., SimulatedJira]) -> SimulatedJira:
    return simulated_jira("server", context="/jira")


@pytest.fixture
def token(server: SimulatedJira) -> dict[str, str]:
    """Go through the three legs of OAuth 1.0a."""
    told = told_by(server)["oauth1"]
    session = library.OAuth1Session(
        told["consumerKey"], rsa_key=told["privateKey"], signature_method="RSA-SHA1", callback_uri=CALLBACK
    )
    session.fetch_request_token(f"{told['url']}/request-token")
    with browser(server) as client:
        session.parse_authorization_response(accept(client, session.authorization_url(f"{told['url']}/authorize")))
    return dict(session.fetch_access_token(f"{told['url']}/access-token"))


def told_by(jira: SimulatedJira) -> dict[str, Any]:
    from jira_simulator import access

    return access(jira.site)


def test_pycontribs_signs_every_request_with_the_token_of_three_legs(
    server: SimulatedJira, token: dict[str, str]
) -> None:
    told = told_by(server)["oauth1"]
    oauth = {
        "access_token": token["oauth_token"],
        "access_token_secret": token["oauth_token_secret"],
        "consumer_key": told["consumerKey"],
        "key_cert": told["privateKey"],
        "signature_method": "RSA-SHA1",
    }

    client = jira_library.JIRA(server.url, oauth=oauth)
    fields = {"project": {"key": "DEMO"}, "issuetype": {"name": "Task"}, "summary": "Signed & sealed, 100 %"}
    issue = client.create_issue(fields=fields)
    client.add_attachment(issue, __file__, filename="a b.txt")
    found = client.search_issues(f'key = {issue.key} AND summary ~ "sealed" ORDER BY created', fields="summary")

    assert client.myself()["name"] == server.user.username
    assert [each.key for each in found] == [issue.key]
    assert token["oauth_expires_in"] == "157680000"


def test_a_client_of_oauth_2_consents_and_refreshes_on_cloud(jira_cloud: SimulatedJira) -> None:
    told, insecure = told_by(jira_cloud), pytest.MonkeyPatch()
    insecure.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    app, url = told["app"], f"{told['authUrl']}/oauth/token"
    session = library.OAuth2Session(
        app["clientId"], redirect_uri=app["redirectUri"], scope="read:jira-work offline_access"
    )
    asked, state = session.authorization_url(f"{told['authUrl']}/authorize", audience="api.atlassian.com")

    with browser(jira_cloud) as client:
        location = accept(client, asked, site=told["cloudId"])
    first = session.fetch_token(
        url, authorization_response=location, client_secret=app["clientSecret"], include_client_id=True
    )
    second = session.refresh_token(url, client_id=app["clientId"], client_secret=app["clientSecret"])
    sites = session.get(f"{told['apiUrl']}/oauth/token/accessible-resources").json()
    issue = session.get(f"{told['apiUrl']}/ex/jira/{sites[0]['id']}/rest/api/3/issue/DEMO-1")
    insecure.undo()

    assert state in location
    assert first["refresh_token"] != second["refresh_token"]
    assert issue.status_code == 200
    assert jira_cloud.site.oauth.counts.refreshes == 1
