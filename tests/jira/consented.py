"""Runtimes whose apps are those of a simulated Jira of Cloud, and people who consent to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager
from typing import Any, TypeVar

import anyio
from pydantic import SecretStr

import anyticket
from anyticket import AsyncClient, Client, Connection, OAuthApp, Runtime, Settings
from anyticket.auth.consent import Grant
from anyticket.auth.oauth2 import OAuth2
from anyticket.auth.tokens import TokenStore
from anyticket.testing import SimulatedJira, simulated
from jira_simulator import access
from simulator.consenting import Origin, query_of

T = TypeVar("T")

SESSION = "session-of-ada"


def app_of(jira: SimulatedJira, kind: str = "app", *, scopes: tuple[str, ...] | None = None) -> OAuthApp:
    """Return the app of people, or the `service`."""
    told = access(jira.site)[kind]
    return OAuthApp(
        provider="jira-cloud",
        url=jira.url,
        client_id=told["clientId"],
        client_secret=SecretStr(told["clientSecret"]),
        redirect_uri=told.get("redirectUri"),
        scopes=tuple(told.get("scopes", ())) if scopes is None else scopes,
    )


def runtime_for(jira: SimulatedJira, *, store: TokenStore | None = None, app: OAuthApp | None = None) -> Runtime:
    """Return a runtime that knows the apps `desk` and `night`."""
    apps = {"desk": app or app_of(jira), "night": app_of(jira, "serviceAccount", scopes=())}
    return Runtime(config=Settings(), network="open", apps=apps, token_store=store)


def consent(runtime: Runtime, jira: SimulatedJira, *, account: str | None = None) -> Grant:
    """Let the admin consent."""
    code, state = came_back(runtime, jira)
    return runtime.exchange_code("desk", code=code, state=state, session=SESSION, account=account)


def came_back(runtime: Runtime, jira: SimulatedJira) -> tuple[str, str]:
    """Return the code and the state that the browser of the admin brings back."""
    url = runtime.authorization_url("desk", session=SESSION)
    origin, path = Origin.of(jira.site), url.removeprefix(jira.url)
    if origin.browse("GET", path).status_code == 302:
        origin.log_in(path)
    told = query_of(origin.decide(path))
    return told["code"], told["state"]


def connection(jira: SimulatedJira, auth: anyticket.Auth) -> Connection:
    """Return a connection through the gateway."""
    assert jira.gateway is not None
    retry = anyticket.RetryPolicy(first_pause_seconds=0.001, longest_pause_seconds=0.01)
    return Connection(provider="jira-cloud", url=jira.gateway, auth=auth, key="tenant", retry=retry)


@contextmanager
def granted(store: TokenStore | None = None) -> Generator[tuple[SimulatedJira, Runtime, Connection]]:
    """Run a Jira with the strictest rotation, consent, and say how to connect."""
    with simulated("cloud", issues=5) as jira:
        jira.site.oauth.leeway_seconds = 0
        with runtime_for(jira, store=store) as runtime:
            grant = consent(runtime, jira)
            yield jira, runtime, connection(jira, OAuth2(app=grant.app, account=grant.account))


def perform(
    colour: str,
    runtime: Runtime,
    connection: Connection,
    blocking: Callable[[Client], T],
    awaiting: Callable[[AsyncClient], Awaitable[T]],
) -> T:
    """Do the same in one colour."""
    if colour == "blocking":
        with anyticket.connect(connection, runtime=runtime) as client:
            return blocking(client)

    async def run() -> Any:
        try:
            async with anyticket.connect_async(connection, runtime=runtime) as client:
                return await awaiting(client)
        finally:
            await runtime.aclose()

    result: T = anyio.run(run, backend=colour)
    return result
