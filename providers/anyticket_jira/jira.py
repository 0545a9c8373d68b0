"""Jira: either of the two, whichever answers at the URL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from anyticket.errors import ProviderError
from anyticket.flow import Flow
from anyticket.model.connection import Auth, Connection
from anyticket.model.mapping import Mapping as Words
from anyticket.model.ticket import Ticket
from anyticket.provider import Provider
from anyticket.request import Request, Response

from .auth import ApiToken, Basic, Pat
from .cloud import JiraCloud, JiraCloudApp
from .errors import read_jira_error
from .operations.checks import SERVER_INFO, deployment
from .server import JiraServer
from .wire import table


class Jira(Provider):
    """Asks once what is there, and is that from then on."""

    name = "jira"
    dialect = "jira"
    reads = frozenset(Ticket.model_fields)
    auth_modes: ClassVar[Mapping[str, type[Auth]]] = {
        ApiToken.mode: ApiToken,
        Pat.mode: Pat,
        Basic.mode: Basic,
    }
    variants = (JiraCloud, JiraServer)

    @classmethod
    def supports(cls, operation: str, *names: str) -> bool:
        """Tell whether any kind of Jira has the operation, also Cloud as an app sees it, until it is known which one."""
        return super().supports(operation, *names) or JiraCloudApp.supports(operation, *names)

    @classmethod
    def connection(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]
        cls,
        *,
        url: str,
        auth: ApiToken | Pat | Basic | None = None,
        key: str | None = None,
        mapping: Words | None = None,
    ) -> Connection:
        """Return a connection to a Jira of either kind."""
        return Connection(provider=cls.name, url=url, auth=auth, key=key, mapping=mapping or Words())

    def settle(self) -> Flow[Provider]:
        """Ask what it is. Version 2 of the interface answers everywhere."""
        response = yield Request.get(SERVER_INFO)
        connection: Connection = vars(self)["connection"]
        if deployment(table(response.json())) == "Cloud":
            return (yield from JiraCloud(connection).settle())
        return JiraServer(connection)

    def read_error(self, request: Request, response: Response) -> ProviderError | None:
        """Return what an answer says went wrong, or None."""
        return read_jira_error(request, response, signed=vars(self)["connection"].auth is not None)
