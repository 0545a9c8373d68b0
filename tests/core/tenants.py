"""A provider of one resource over HTTP, and its plugin: enough to see whose answer one gets."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import SecretStr

from anyticket import Bearer, Connection, Count, Provider, Query, Request, Ticket, TicketDraft, accepts, hookimpl
from anyticket.flow import Flow
from anyticket.model.page import Page
from anyticket.model.ticket import Load, reference


class Tenant(Provider):
    """A tracker that has tickets."""

    name = "tenant"
    reads = frozenset({"title", "comments"})

    def get_ticket(self, ticket: str | Ticket, /, *, load: Collection[Load] = ()) -> Flow[Ticket]:
        response = yield Request.get("/tickets/{}", reference(ticket))
        return Ticket(**response.json())

    @accepts("text", "project")
    def search_tickets(
        self, query: Query, /, *, load: Collection[Load] = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        response = yield Request.get("/tickets", query=(("after", cursor or ""),))
        data = response.json()
        return Page(tuple(Ticket(**item) for item in data["items"]), data["next"])

    @accepts("text")
    def count_tickets(self, query: Query, /) -> Flow[Count]:
        response = yield Request.get("/count")
        return Count(response.json(), exact=True)

    @accepts("title")
    def create_ticket(self, draft: TicketDraft, /, *, idempotency_key: str | None = None) -> Flow[Ticket]:
        response = yield Request.post("/tickets", json={"title": draft.title})
        return Ticket(**response.json())


class Settling(Tenant):
    """A tracker whose URL has to be asked for."""

    name = "settling"
    variants = (Tenant,)

    def settle(self) -> Flow[Provider]:
        response = yield Request.get("/where")
        return Tenant(self.connection.model_copy(update={"url": self.connection.url + response.json()}))


class Plugin:
    """What brings both."""

    @hookimpl
    def anyticket_providers(self) -> list[type[Provider]]:
        return [Tenant, Settling]


def connection(url: str, name: str, provider: str = "tenant") -> Connection:
    """Return the connection of a tenant, whose token is its name."""
    return Connection(provider=provider, url=url, key=name, auth=Bearer(token=SecretStr(f"secret-of-{name}")))
