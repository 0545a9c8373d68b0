"""The fixtures `jira_cloud` and `jira_server`: a fresh Jira for each test, as its marker wants it, gone with it."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable

import httpx
import pytest

import anyticket
from anyticket import Query
from anyticket.errors import ConfigError
from anyticket.testing import SimulatedJira, simulated

pytest_plugins = ["pytester"]


@pytest.fixture
def server_8(simulated_jira: Callable[..., SimulatedJira]) -> SimulatedJira:
    return simulated_jira("server", version="8.20")


def test_anyticket_works_with_a_cloud_that_lasts_for_one_test(jira_cloud: SimulatedJira) -> None:
    with anyticket.connect(jira_cloud.connection()) as client:
        keys = [ticket.key for ticket in client.search_tickets(Query())]

    assert sorted(keys) == sorted(issue.key for issue in jira_cloud.site.store.issues)
    assert len(keys) == 20


def test_anyticket_works_with_a_server_as_somebody_who_is_no_administrator(jira_server: SimulatedJira) -> None:
    with anyticket.connect(jira_server.connection(jira_server.user)) as client:
        me = client.get_me()

    assert me.username == jira_server.user.username == "ben"


@pytest.mark.jira(issues=3, version="9.12", context="/jira")
def test_a_marker_says_what_the_jira_is_like(jira_server: SimulatedJira) -> None:
    info = httpx.get(f"{jira_server.url}/rest/api/2/serverInfo").json()

    assert jira_server.url.endswith("/jira")
    assert info["version"].startswith("9.12.")
    assert jira_server.site.store.issues.count() == 3


@pytest.mark.jira(issues=5)
class TestMarkers:
    """What a class says holds for its tests, unless they say otherwise."""

    def test_a_class_marks_its_tests(self, jira_cloud: SimulatedJira) -> None:
        assert jira_cloud.site.store.issues.count() == 5

    @pytest.mark.jira(issues=2)
    def test_the_closest_marker_wins(self, jira_cloud: SimulatedJira) -> None:
        assert jira_cloud.site.store.issues.count() == 2


def test_several_run_side_by_side(jira_cloud: SimulatedJira, server_8: SimulatedJira) -> None:
    versions = [httpx.get(f"{jira.url}/rest/api/2/serverInfo").json()["version"] for jira in (jira_cloud, server_8)]

    assert versions == ["1001.0.0-SNAPSHOT", "8.20.30"]


@pytest.mark.parametrize("who", ["admin", "user"])
def test_the_headers_of_a_login_sign_a_request(jira_cloud: SimulatedJira, jira_server: SimulatedJira, who: str) -> None:
    at_cloud, at_server = getattr(jira_cloud, who), getattr(jira_server, who)

    cloud = httpx.get(f"{jira_cloud.url}/rest/api/3/myself", headers=at_cloud.headers).json()
    server = httpx.get(f"{jira_server.url}/rest/api/2/myself", headers=at_server.headers).json()

    assert cloud["accountId"] == at_cloud.id
    assert server["name"] == at_server.id


def test_a_token_with_scopes_works_through_the_gateway(jira_cloud: SimulatedJira) -> None:
    auth = (jira_cloud.user.username, jira_cloud.user.token)

    me = httpx.get(f"{jira_cloud.gateway}/rest/api/3/myself", auth=auth)

    assert me.json()["accountId"] == jira_cloud.user.id


def test_a_jira_is_gone_after_its_test_and_its_thread_too() -> None:
    with simulated("cloud", issues=0) as jira, httpx.Client() as kept_open:
        kept_open.get(f"{jira.url}/rest/api/3/serverInfo")
        port = httpx.URL(jira.url).port

    assert "jira-simulator" not in {thread.name for thread in threading.enumerate()}
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port or 0))


def test_what_happens_in_one_is_not_in_the_next() -> None:
    statuses = []
    for _ in range(2):
        with simulated("cloud", issues=1) as jira:
            issue = f"{jira.url}/rest/api/3/issue/{jira.site.store.issues.all()[0].key}"
            statuses += [httpx.delete(issue, headers=jira.admin.headers).status_code]

    assert statuses == [204, 204]


def test_a_secret_is_in_no_repr(jira_cloud: SimulatedJira) -> None:
    assert "api-token" not in repr(jira_cloud.admin)


def test_without_the_extra_one_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jira_simulator.serving", None)

    with pytest.raises(ConfigError, match=r'pip install "anyticket\[simulator\]"'), simulated("cloud"):
        pass


def test_a_marker_without_names_is_refused(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.jira(100)
        def test_it(jira_cloud):
            pass
        """
    )

    result = pytester.runpytest_inprocess("-q", "-p", "no:cacheprovider")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*the marker jira takes names*"])
