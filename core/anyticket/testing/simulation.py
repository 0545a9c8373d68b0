"""
A simulated Jira for one test: where it is, how to log in, a connection to it, and the site itself.

The fixtures `jira_cloud`, `jira_server` and `simulated_jira` of the pytest plugin give it. It needs the extra
`anyticket[simulator]`.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pydantic import SecretStr

from ..auth.basic import Basic
from ..auth.bearer import Bearer
from ..errors import ConfigError
from ..model.connection import Connection

if TYPE_CHECKING:
    from jira_simulator import Site

__all__ = ["Login", "SimulatedJira", "simulated"]


@dataclass(frozen=True, slots=True)
class Login:
    """
    An account, and how to log in with it.

    Attributes:
        id: The account id on Cloud, the user name on a Server.
        username: The email address on Cloud, the user name on a Server.
        password: The API token on Cloud, the password on a Server; Data Center 11 takes none.
        token: On Cloud an API token with scopes, for the gateway; on a Server a personal access token.
        headers: What signs a request: basic on Cloud, the personal access token on a Server.
    """

    id: str
    username: str
    password: str = field(repr=False)
    token: str = field(repr=False)
    headers: dict[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SimulatedJira:
    """
    A Jira on loopback.

    Attributes:
        url: The site, on a Server with its context path.
        gateway: Where scoped tokens and OAuth go on Cloud; None on a Server.
        admin: Who administers the site.
        user: Who does not.
        site: The site itself, in this process: `site.store.issues`, `site.clock`, `site.faults`, `site.requests`.
    """

    url: str
    gateway: str | None
    admin: Login
    user: Login
    site: Site

    def connection(self, login: Login | None = None, *, key: str | None = None) -> Connection:
        """Return a connection as somebody, by default `admin`, as `anyticket.connect` takes it."""
        who = login or self.admin
        if self.gateway is None:
            return Connection(provider="jira-server", url=self.url, auth=Bearer(token=SecretStr(who.token)), key=key)
        auth = Basic(username=who.username, password=SecretStr(who.password))
        return Connection(provider="jira-cloud", url=self.url, auth=auth, key=key)


@contextmanager
def simulated(
    variant: Literal["cloud", "server"],
    *,
    issues: int = 20,
    version: str | None = None,
    context: str = "",
    lag: float = 0.0,
) -> Generator[SimulatedJira]:
    """
    Run a Jira on loopback while the context lasts.

    Args:
        variant: `cloud` or `server`.
        issues: How many issues it has; the same ones for the same number.
        version: What a Server claims to be: 8.20, 9.12, 10.3 or 11.3.
        context: The context path of a Server, such as `/jira`.
        lag: How many seconds search does not see a change.
    """
    try:
        from jira_simulator.launch import access
        from jira_simulator.serving import serving
    except ModuleNotFoundError as exc:
        raise ConfigError('the simulator of Jira needs an extra: pip install "anyticket[simulator]"') from exc
    with serving(variant, issues=issues, version=version, context=context, index_lag_seconds=lag) as site:
        told = access(site)
        cloud = variant == "cloud"
        admin, user = (_login(told[name], cloud=cloud) for name in ("admin", "user"))
        yield SimulatedJira(told["url"], told.get("gateway"), admin, user, site)


def _login(told: dict[str, Any], *, cloud: bool) -> Login:
    if not cloud:
        bearer = {"Authorization": f"Bearer {told['token']}"}
        return Login(told["name"], told["name"], told["password"], told["token"], bearer)
    pair = f"{told['email']}:{told['apiToken']}"
    basic = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    return Login(told["accountId"], told["email"], told["apiToken"], told["scopedApiToken"], basic)
