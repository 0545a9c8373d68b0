"""Connected: what all parts of the provider stand on: the server, the reading of errors, the catalogue of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from anyticket.errors import ProviderError
from anyticket.flow import Flow, Send, Steps, call
from anyticket.model.connection import Connection
from anyticket.model.page import Page
from anyticket.model.query import Query
from anyticket.provider import Provider
from anyticket.request import Pairs, Request, Response

from .. import DIALECT
from ..server import ACCOUNT_HEADER
from ..servers import server_of
from . import wire
from .errors import error_of
from .fields import Names, by_id
from .render_query import QueryRenderer
from .translate import TicketTranslator

T = TypeVar("T")

#: Requests are made as for any tracker, so they have an origin; it is one that no name server will ever know.
ORIGIN: Final = "https://local.invalid"


class Connected(Provider):
    """The part of the provider that every operation needs."""

    dialect = DIALECT

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.server = server_of(connection)
        self.translator = TicketTranslator(connection.mapping)

    def wire(self) -> Send:
        """Return what hands requests to the server in this process."""
        return self._send

    def base_url(self) -> str:
        """Return what paths are relative to."""
        return ORIGIN

    def origins(self) -> frozenset[str]:
        """Return nothing: requests never leave the process, so nothing is signed."""
        return frozenset()

    def read_error(self, request: Request, response: Response) -> ProviderError | None:
        """Return what an answer says went wrong, or None."""
        return error_of(request, response, self.translator.ticket)

    def _send(self, request: Request) -> Steps[Response]:
        account = self.connection.options.get("account")
        signed = request if account is None else request.with_headers(**{ACCOUNT_HEADER: str(account)})
        return call(self.server.handle, signed)

    def named_fields(self, values: Mapping[str, Any]) -> Flow[dict[str, Any]]:
        """Return the values of custom fields by id; the tracker is asked only if there are any."""
        if not values:
            return {}
        names = yield from self.field_names()
        return by_id(values, names, self.connection.mapping.fields)

    def field_names(self) -> Flow[Names]:
        """Ask which fields there are."""
        response = yield Request.get("/fields")
        return Names.of(wire.needed(response.json(), "items", wire.each(wire.record)))

    def rendered(self, query: Query) -> Flow[dict[str, Any]]:
        """Return a query as the tracker's JSON; the tracker is asked only for the words that the query needs."""
        mapping, names = self.connection.mapping, query.names()
        statuses: tuple[wire.JSON, ...] = ()
        if names & {"status_category", "closed"} and (mapping.statuses or mapping.projects):
            response = yield Request.get("/statuses")
            statuses = wire.needed(response.json(), "items", wire.each(wire.record))
        fields = (yield from self.field_names()) if names & {"fields", "order_by"} else Names()
        return QueryRenderer(mapping, statuses, fields).render(query)


def paging(page_size: int, cursor: str | None, **parameters: str) -> Pairs:
    """Return the parameters of a request for a page."""
    pairs = {"limit": str(page_size), **({} if cursor is None else {"cursor": cursor}), **parameters}
    return tuple(pairs.items())


def page(response: Response, read: Callable[[Any], T]) -> Page[T]:
    """Read a page."""
    content = wire.content(response)
    items = wire.needed(content, "items", wire.each(read))
    return Page(items, wire.needed(content, "cursor", wire.optional(wire.text)))


def listing(response: Response, read: Callable[[Any], T]) -> tuple[T, ...]:
    """Read a list that comes as a whole."""
    return wire.needed(response.json(), "items", wire.each(read))


def keyed(request: Request, idempotency_key: str | None) -> Request:
    """Return a request that makes something once: with a key it may be sent again."""
    if idempotency_key is None:
        return request
    return request.with_headers(idempotency_key=idempotency_key)
