"""JiraServer: version 2 of the interface, as Jira Server and Jira Data Center have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from anyticket.flow import Flow
from anyticket.model.attachment import Attachment
from anyticket.model.change import Change
from anyticket.model.connection import Auth, Connection
from anyticket.model.mapping import Mapping as Words
from anyticket.model.page import Page
from anyticket.model.query import Query
from anyticket.model.ticket import Ticket, reference
from anyticket.provider.authorization import AuthorizationServer
from anyticket.request import Expects, Request

from .auth import Basic, ClientCredentials, OAuth2, Pat
from .authorization import server_authorization
from .base import JiraBase
from .jql import quote
from .operations.epics import ServerEpics
from .operations.options import ServerOptions
from .operations.pages import all_pages, slice_of, start_of
from .operations.projects import ServerProjects
from .operations.server_lists import ServerLists
from .operations.server_searching import ServerSearching
from .operations.server_writing import ServerWriting
from .operations.webhooks import ServerWebhooks
from .translate.changes import change_reader, customs_of
from .translate.fields import EPIC_LINK, custom_type
from .wire import Json, every, need, table, text

#: What stands for a file's name in its address, which the server does not look at.
_ANY_NAME: Final = "file"


class JiraServer(
    ServerLists, ServerOptions, ServerSearching, ServerWriting, ServerEpics, ServerProjects, ServerWebhooks, JiraBase
):
    """Jira Server and Jira Data Center."""

    name = "jira-server"
    auth_modes: ClassVar[Mapping[str, type[Auth]]] = {
        mode.mode: mode for mode in (Pat, OAuth2, ClientCredentials, Basic)
    }
    rest = "/rest/api/2"
    history_expand = ("changelog",)

    @classmethod
    def connection(  # type: ignore[override]  # pyright: ignore[reportIncompatibleVariableOverride]
        cls,
        *,
        url: str,
        auth: Pat | OAuth2 | ClientCredentials | Basic | None = None,
        key: str | None = None,
        mapping: Words | None = None,
    ) -> Connection:
        """Return a connection to a server, with its context path: `https://example.com/jira`."""
        return Connection(provider=cls.name, url=url, auth=auth, key=key, mapping=mapping or Words())

    @classmethod
    def authorization_server(cls, url: str | None) -> AuthorizationServer:
        """Return where the OAuth of the server at `url` is."""
        return server_authorization(url)

    def list_history(
        self, ticket: str | Ticket, /, *, page_size: int = 100, cursor: str | None = None
    ) -> Flow[Page[Change]]:
        """Return the edits of a ticket, oldest first. The server sends all of them for each page."""
        start_of(cursor)
        reader = change_reader(customs_of((yield from self.catalogue())))
        query = (("fields", "updated"), ("expand", "changelog"))
        response = yield self.get("/issue/{}", reference(ticket), query=query)
        log = need(table(response.json()), "changelog", table)
        edits = need(log, "histories", lambda value: every(value, reader))
        return slice_of(sorted(edits, key=lambda edit: edit.at), page_size, cursor)

    def children_of(self, raw: Json) -> Flow[tuple[Ticket, ...]]:
        """Return the subtasks of an issue, and what has it as its epic, where the server has epics."""
        key = quote(need(raw, "key", text))
        jql = f"parent = {key}"
        for field in (yield from self.catalogue()):
            if custom_type(field.raw.get("schema")) == EPIC_LINK:
                jql += f" OR cf[{field.id.removeprefix('customfield_')}] = {key}"
        query = Query.native(self.dialect, jql)
        return (yield from all_pages(lambda cursor: self.search_tickets(query, page_size=100, cursor=cursor)))

    def content_of(self, attachment: Attachment) -> Request:
        """Return the request for the content, which servers keep outside of the interface."""
        return Request.get("/secure/attachment/{}/{}", attachment.id, _ANY_NAME, expects=Expects.STREAM)
