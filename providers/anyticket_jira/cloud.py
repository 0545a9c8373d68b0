"""JiraCloud: version 3 of the interface, with its tokens for pages and its account ids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final
from urllib.parse import urlsplit

from anyticket.errors import Forbidden, ProviderError
from anyticket.flow import Flow
from anyticket.model.attachment import Attachment
from anyticket.model.change import Change
from anyticket.model.connection import Auth, Connection
from anyticket.model.mapping import Mapping as Words
from anyticket.model.page import Page
from anyticket.model.query import Query
from anyticket.model.ticket import Ticket, reference
from anyticket.provider import Provider
from anyticket.provider.authorization import AuthorizationServer
from anyticket.request import Expects, Request, Response

from .auth import ApiToken, Basic, ClientCredentials, OAuth2
from .authorization import cloud_authorization, lacks_scope
from .base import JiraBase
from .jql import quote
from .operations.app_webhooks import AppWebhooks
from .operations.checks import site_of
from .operations.cloud_lists import CloudLists
from .operations.cloud_searching import CloudSearching
from .operations.cloud_writing import CloudWriting
from .operations.epics import CloudEpics
from .operations.options import CloudOptions
from .operations.pages import all_pages
from .operations.projects import CloudProjects
from .operations.webhooks import CloudWebhooks
from .translate.changes import change_reader, customs_of
from .wire import Json, need, text

#: The path of the gateway, where OAuth, scoped tokens and service accounts go; the site's own address has to be asked for.
_GATEWAY: Final = "/ex/jira/"
#: The ways in of people, and of service accounts; all others are those of apps.
_OF_PEOPLE: Final = frozenset({ApiToken.mode, Basic.mode})


class JiraCloud(
    CloudLists, CloudOptions, CloudSearching, CloudWriting, CloudEpics, CloudProjects, CloudWebhooks, JiraBase
):
    """Jira Cloud."""

    name = "jira-cloud"
    auth_modes: ClassVar[Mapping[str, type[Auth]]] = {
        mode.mode: mode for mode in (ApiToken, OAuth2, ClientCredentials, Basic)
    }
    rest = "/rest/api/3"

    def __new__(cls, connection: Connection, site: str | None = None) -> JiraCloud:  # noqa: ARG004, PYI034
        """Make one for people, or one for an app, which registers webhooks in another way."""
        auth = connection.auth
        as_app = cls is JiraCloud and auth is not None and auth.mode not in _OF_PEOPLE
        return object.__new__(JiraCloudApp if as_app else cls)

    @classmethod
    def connection(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]
        cls,
        *,
        url: str,
        auth: ApiToken | OAuth2 | ClientCredentials | Basic | None = None,
        key: str | None = None,
        mapping: Words | None = None,
    ) -> Connection:
        """
        Return a connection to a site, `https://example.atlassian.net`, or to the gateway.

        OAuth works at `https://api.atlassian.com/ex/jira/{cloudId}` only.
        """
        return Connection(provider=cls.name, url=url, auth=auth, key=key, mapping=mapping or Words())

    @classmethod
    def authorization_server(cls, url: str | None) -> AuthorizationServer:
        """Return where the OAuth of Atlassian's cloud is, or of the one at `url`."""
        return cloud_authorization(url)

    def refuses_token(self, request: Request, response: Response) -> bool:
        """Tell whether an answer refuses the token itself; for a scope that it lacks Cloud answers 401 too."""
        return super().refuses_token(request, response) and not lacks_scope(response)

    def read_error(self, request: Request, response: Response) -> ProviderError | None:
        """Return what an answer says went wrong, or None."""
        if lacks_scope(response) and not request.foreign:
            advice = "add it to the app's scopes, and have the user consent again"
            return Forbidden(f"{request.method} {request.route}: the token lacks a scope that this needs; {advice}")
        return super().read_error(request, response)

    def settle(self) -> Flow[Provider]:
        """Find out the site's own address where requests go to the gateway."""
        if _at_gateway(self.site):
            self.site = yield from site_of()
        return self

    def list_history(
        self, ticket: str | Ticket, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Change]]:
        """Return the edits of a ticket, oldest first."""
        reader = change_reader(customs_of((yield from self.catalogue())))
        route = "/issue/{}/changelog"
        return (yield from self.counted(route, reference(ticket), reader=reader, page_size=page_size, cursor=cursor))

    def children_of(self, raw: Json) -> Flow[tuple[Ticket, ...]]:
        """Return what has an issue as its parent."""
        query = Query.native(self.dialect, f"parent = {quote(need(raw, 'key', text))}")
        return (yield from all_pages(lambda cursor: self.search_tickets(query, page_size=100, cursor=cursor)))

    def content_of(self, attachment: Attachment) -> Request:
        """Return the request for the content, which leads on to a store of media by a signed address."""
        return self.get("/attachment/content/{}", attachment.id, expects=Expects.STREAM)


class JiraCloudApp(AppWebhooks, JiraCloud):
    """Jira Cloud as an app sees it, whose webhooks end and can be renewed. `JiraCloud` of an app's connection is one."""


def _at_gateway(url: str) -> bool:
    return urlsplit(url).path.startswith(_GATEWAY)
