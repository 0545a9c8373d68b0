"""The consent pages clicked in a real browser, headless Chromium: they end at the redirect URI with code and state."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest

from anyticket.testing import SimulatedJira

webdriver = pytest.importorskip("selenium.webdriver", reason="make test-peers runs this: it needs the extra peers")
CHROMIUM, DRIVER = shutil.which("chromium") or shutil.which("google-chrome"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None or DRIVER is None, reason="there is no chromium with a chromedriver on the PATH"
)

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-default-apps --disable-extensions"
).split()
WAIT_SECONDS = 20
STATE = "a state with spaces & marks"


class Callback:
    """The loopback address that an app waits at."""

    def __init__(self) -> None:
        seen: Queue[str] = Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/callback"):
                    seen.put(self.path)
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(b"<title>Arrived</title>You can close this window.")

            def log_message(self, *_: Any) -> None:
                """Write nothing."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self._seen = seen
        self.url = f"http://127.0.0.1:{self._server.server_port}/callback"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def query(self) -> dict[str, str]:
        """Return the parameters that the browser brought."""
        return dict(parse_qsl(urlsplit(self._seen.get(timeout=WAIT_SECONDS)).query))

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Person:
    """Somebody at a browser."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def opens(self, url: str) -> None:
        self.driver.get(url)

    def logs_in(self, account: str, password: str) -> None:
        self.sees("select[name=account]")
        self.chooses("account", account)
        self.driver.find_element("css selector", "input[name=password]").send_keys(password)
        self.clicks("button[name=login]")

    def chooses(self, name: str, value: str) -> None:
        self.driver.find_element("css selector", f"select[name={name}] option[value='{value}']").click()

    def sees(self, selector: str) -> Any:
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, WAIT_SECONDS).until(
            lambda driver: driver.find_elements("css selector", selector)
        )[0]

    def clicks(self, selector: str) -> None:
        self.sees(selector).click()

    def text(self) -> str:
        return str(self.driver.find_element("tag name", "main").text)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Generator[Any]:
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    profile: Path = tmp_path_factory.mktemp("profile")
    options = Options()
    options.binary_location = CHROMIUM or ""
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def person(browser: Any) -> Person:
    browser.delete_all_cookies()
    return Person(browser)


@pytest.fixture
def callback() -> Generator[Callback]:
    waiting = Callback()
    yield waiting
    waiting.stop()


def register(jira: SimulatedJira, **asked: Any) -> dict[str, str]:
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(jira.url))
    answer = httpx.post(f"{origin}/__simulator/apps", json={"name": "Desk <b>of</b> Ada", **asked})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def authorize(jira: SimulatedJira, app: dict[str, str], callback: Callback) -> str:
    asked = {
        "audience": "api.atlassian.com",
        "client_id": app["client_id"],
        "scope": "read:jira-work offline_access",
        "redirect_uri": callback.url,
        "state": STATE,
        "response_type": "code",
        "prompt": "consent",
    }
    return f"{jira.url}/authorize?{urlencode(asked)}"


def cloud_app(jira: SimulatedJira, callback: Callback) -> dict[str, str]:
    return register(jira, kind="3lo", redirect_uri=callback.url, scopes=["read:jira-work", "offline_access"])


def test_accepting_on_cloud_brings_a_code_that_becomes_tokens(
    jira_cloud: SimulatedJira, person: Person, callback: Callback
) -> None:
    app = cloud_app(jira_cloud, callback)

    person.opens(authorize(jira_cloud, app, callback))
    person.logs_in("ben@example.com", "password-ben")
    person.sees("#accept")
    page, html = person.text(), person.driver.page_source
    person.clicks("#accept")
    brought = callback.query()
    asked = {"grant_type": "authorization_code", "code": brought["code"], "redirect_uri": callback.url}
    secrets = {name: app[name] for name in ("client_id", "client_secret")}
    tokens = httpx.post(f"{jira_cloud.url}/oauth/token", json={**asked, **secrets}).json()
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    issue = httpx.get(f"{jira_cloud.gateway}/rest/api/3/issue/DEMO-1", headers=bearer)

    assert "Desk <b>of</b> Ada is requesting access" in page
    assert "<b>of</b>" not in html
    assert "View issues" in page
    assert brought["state"] == STATE
    assert issue.status_code == 200
    assert issue.headers["x-aaccountid"] == jira_cloud.user.id


def test_cancelling_on_cloud_brings_the_refusal(jira_cloud: SimulatedJira, person: Person, callback: Callback) -> None:
    app = cloud_app(jira_cloud, callback)

    person.opens(authorize(jira_cloud, app, callback))
    person.logs_in("admin@example.com", "password-admin")
    person.clicks("#cancel")
    brought = callback.query()

    assert (brought["error"], brought["state"]) == ("access_denied", STATE)


def test_a_wrong_redirect_uri_stays_on_the_page(jira_cloud: SimulatedJira, person: Person, callback: Callback) -> None:
    app = cloud_app(jira_cloud, callback)

    person.opens(authorize(jira_cloud, app | {"client_id": "nobody"}, callback))

    assert "Something went wrong" in person.text()
    assert urlsplit(person.driver.current_url).netloc == urlsplit(jira_cloud.url).netloc


def test_one_of_several_sites_is_chosen(jira_cloud: SimulatedJira, person: Person, callback: Callback) -> None:
    from jira_simulator.launch import add_sites

    app = cloud_app(jira_cloud, callback)
    add_sites(jira_cloud.site, 1)
    second = jira_cloud.site.neighbours[0].settings

    person.opens(authorize(jira_cloud, app, callback))
    person.logs_in("admin@example.com", "password-admin")
    person.sees("select[name=site]")
    person.chooses("site", second.cloud_id)
    person.clicks("#accept")

    assert callback.query()["state"] == STATE
    assert [grant.sites for grant in jira_cloud.site.store.grants] == [(second.cloud_id,)]


def test_allowing_on_data_center_brings_a_code(simulated_jira: Any, person: Person, callback: Callback) -> None:
    jira = simulated_jira("server", context="/jira")
    app = register(jira, kind="server", redirect_uri=callback.url, scopes=["WRITE"])
    asked = {
        "client_id": app["client_id"],
        "redirect_uri": callback.url,
        "response_type": "code",
        "scope": "READ",
        "state": STATE,
    }

    person.opens(f"{jira.url}/rest/oauth2/latest/authorize?{urlencode(asked)}")
    person.logs_in("ben", "password-ben")
    person.clicks("#accept")
    brought = callback.query()

    assert (set(brought), brought["state"]) == ({"code", "state"}, STATE)


def test_allowing_a_signed_application_shows_its_verifier(simulated_jira: Any, person: Person) -> None:
    from jira_simulator.auth.apps import consumer
    from jira_simulator.auth.oauth2_tokens import add_token

    jira = simulated_jira("server", context="/jira")
    app = consumer(jira.site, "oauth1-app")
    _, token = add_token(jira.site, "request", app, None, 600, details={"callback": "oob"})

    person.opens(f"{jira.url}/plugins/servlet/oauth/authorize?oauth_token={token}")
    person.logs_in("ben", "password-ben")
    person.clicks("#accept")

    shown = person.sees("#code").text
    (granted,) = jira.site.store.tokens.where(kind="request")
    assert granted.details["verifier"] == shown
