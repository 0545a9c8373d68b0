"""The provider for the toy tracker. It declares almost everything, so that almost every law applies to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import count
from typing import Any, ClassVar

from pydantic import SecretStr

from anyticket.auth.bearer import Bearer
from anyticket.capability import Limits, accepts
from anyticket.errors import Ambiguous, Conflict, Invalid, NotFound, ProviderError, TransportError, Unavailable
from anyticket.flow import Flow, Send, Steps, call
from anyticket.model.connection import Connection
from anyticket.model.drafts import TicketDraft, TicketPatch
from anyticket.model.form import Form, FormField
from anyticket.model.input import Input
from anyticket.model.page import BulkResult, Count, Page
from anyticket.model.query import ME, Query
from anyticket.model.status import Status, StatusCategory
from anyticket.model.ticket import Ticket, reference
from anyticket.model.transition import Transition
from anyticket.provider import Provider
from anyticket.request import Request, Response
from anyticket.testing.world import World
from testing.toy.around import ToyAround
from testing.toy.reading import marker_of, read, read_ticket
from testing.toy.server import Server

_NUMBERS = count(1)
SERVERS: dict[str, Server] = {}
DRAFT = (
    "project", "type", "title", "description", "priority", "reporter", "assignees", "parent", "labels", "components",
    "affects_versions", "fix_versions", "due", "estimate_seconds", "watchers", "fields",
)  # fmt: skip
AMENDED = ("labels.amend", "components.amend", "assignees.amend", "watchers.amend")
FILTERS = (
    "project", "type", "status", "status_category", "closed", "priority", "assignee", "reporter", "label",
    "component", "parent", "key", "text", "created_after", "created_before", "updated_after", "updated_before",
    "due_after", "due_before", "resolved_after", "resolved_before", "any_of", "exclude", "order_by",
)  # fmt: skip


def dumped(given: Input) -> Any:
    return given.model_dump(mode="json")


class ToyProvider(ToyAround, Provider):
    """Talks to a server in this process, or over HTTP where there is none at the connection's URL."""

    name = "toy"
    dialect = "toy"
    limits = Limits(page_size=3)
    reads: ClassVar[frozenset[str]] = frozenset(
        {*DRAFT, "id", "key", "url", "status", "resolution", "creator", "links", "created_at", "updated_at", "version",
         "resolved_at", "time", "attachments", "comments", "history"} - {"estimate_seconds"}
    )  # fmt: skip

    def wire(self) -> Send:
        server = SERVERS.get(self.connection.url)
        if server is None:
            return super().wire()
        return lambda request: self._local(server, request)

    def _local(self, server: Server, request: Request) -> Steps[Response]:
        return call(server.handle, request)

    def read_error(self, request: Request, response: Response) -> ProviderError | None:
        error = super().read_error(request, response)
        if isinstance(error, Invalid):
            error.fields = response.json().get("fields", {})
        if isinstance(error, Conflict) and "current" in (said := response.json()):
            error.current = self.ticket_of(said["current"])
        return error

    def ticket_of(self, raw: Any, load: Any = ()) -> Ticket:
        return read_ticket(raw, load)

    def get_ticket(self, ticket: str | Ticket, /, *, load: Any = ()) -> Flow[Ticket]:
        response = yield Request.get("/tickets/{}", reference(ticket))
        return self.ticket_of(response.json(), load)

    @accepts(*FILTERS)
    def search_tickets(
        self, query: Query, /, *, load: Any = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        pairs = (("limit", str(page_size)), *([("after", cursor)] if cursor else []))
        response = yield Request.post("/search", query=pairs, json=self.asked(query), repeatable=True)
        found = response.json()
        return Page(tuple(self.ticket_of(one, load) for one in found["items"]), found["next"], found["total"])

    @accepts(*FILTERS)
    def count_tickets(self, query: Query, /) -> Flow[Count]:
        response = yield Request.post("/count", json=self.asked(query), repeatable=True)
        return Count(response.json()["value"], exact=True)

    def asked(self, query: Query) -> Any:
        return dumped(query)

    @accepts(*DRAFT)
    def create_ticket(self, draft: TicketDraft, /, *, idempotency_key: str | None = None) -> Flow[Ticket]:
        made = yield from self.once(Request.post("/tickets", json=dumped(draft)), idempotency_key)
        return self.ticket_of(made)

    @accepts(*DRAFT)
    def create_tickets(self, drafts: Any, /, *, idempotency_keys: Any = None) -> Flow[BulkResult[Ticket]]:
        results: list[Any] = []
        for draft, key in zip(drafts, idempotency_keys or [None] * len(drafts), strict=True):
            try:
                results.append((yield from self.create_ticket(draft, idempotency_key=key)))
            except ProviderError as exc:
                results.append(exc)
        return BulkResult(tuple(results))

    @accepts(*DRAFT, *AMENDED, "remaining_seconds", "comment", "comment.body")
    def update_ticket(
        self, ticket: str | Ticket, patch: TicketPatch, /, *, if_version: str | None = None
    ) -> Flow[Ticket]:
        if not patch.names() and isinstance(ticket, Ticket):
            return ticket
        if not patch.names():
            return read(Ticket, {"id": ticket, "key": ticket})
        request = Request.post("/tickets/{}/changes", reference(ticket), json=dumped(patch))
        response = yield request.with_headers(if_match=if_version) if if_version else request
        return self.ticket_of(response.json())

    def delete_ticket(self, ticket: str | Ticket, /) -> Flow[None]:
        yield Request.delete("/tickets/{}", reference(ticket))

    def assign_ticket(self, ticket: str | Ticket, to: Any, /) -> Flow[Ticket]:
        people = [] if to is None else ["u1"] if to == ME else [to]
        return (yield from self.update_ticket(ticket, TicketPatch(assignees=people)))

    def list_transitions(self, ticket: str | Ticket, /) -> Flow[tuple[Transition, ...]]:
        response = yield Request.get("/tickets/{}/ways", reference(ticket))
        return tuple(read(Transition, way) for way in response.json())

    @accepts("comment", "comment.body", "fields")
    def transition_ticket(self, ticket: str | Ticket, to: Any, change: TicketPatch | None = None, /) -> Flow[Ticket]:
        now = yield from self.get_ticket(ticket)
        if leads(to, now.status):
            return now
        ways = yield from self.list_transitions(ticket)
        fitting = [way for way in ways if leads(to, way.target) or (isinstance(to, Transition) and way.id == to.id)]
        if not fitting:
            raise Invalid(f"no way leads to {to!r} from here")
        if len(fitting) > 1:
            raise Ambiguous(f"several ways lead to {to!r}", choices=tuple(way.name for way in fitting))
        given = set(getattr(change, "fields", {}))
        if missing := {field.id: "is needed" for field in fitting[0].required if field.id not in given}:
            raise Invalid(f"the way asks for {', '.join(missing)}", fields=missing)
        body = {"way": fitting[0].id, "change": dumped(change) if change else {}}
        response = yield Request.post("/tickets/{}/ways", reference(ticket), json=body)
        return self.ticket_of(response.json())

    def get_create_form(self, project: Any, type: Any, /) -> Flow[Form]:
        yield Request.get("/catalogue/types")
        return Form(fields={"name": FormField(id="name", name="Name", attribute="title", required=True)})

    def get_transition_form(self, ticket: str | Ticket, transition: Any, /) -> Flow[Form]:
        ways = yield from self.list_transitions(ticket)
        wanted = transition if isinstance(transition, str) else transition.id
        return Form(fields={field.id: field for way in ways if way.id == wanted for field in way.required})

    def once(self, request: Request, key: str | None) -> Flow[Any]:
        """Make something; with a key, only if its marker is not there, and look for the marker if the answer is lost."""
        if key is None:
            response = yield request
            return response.json()
        digest = self.digest(request)
        made = yield from self.marked(key, digest)
        if made is not None:
            return made
        try:
            response = yield request.with_headers(x_marker=key, x_digest=digest)
        except (TransportError, Unavailable) as exc:
            made = (yield from self.marked(key, digest)) if exc.may_have_happened else None
            if made is None:
                raise
            return made
        return response.json()

    def digest(self, request: Request) -> str:
        return sha256(repr((request.path, request.query, request.body)).encode()).hexdigest()

    def marked(self, key: str, digest: str) -> Flow[Any]:
        try:
            response = yield Request.get("/markers/{}", key)
        except NotFound:
            return None
        made, other = marker_of(response)
        if other != digest:
            raise Conflict(f"the key {key!r} was used for something else")
        return made


def leads(to: Any, status: Status) -> bool:
    """Tell whether a status is the one that is meant."""
    match to:
        case StatusCategory():
            return status.category == to
        case Status():
            return status.id == getattr(to, "id", None) or status.name == getattr(to, "name", None)
        case Transition():
            return status == to.target
        case _:
            return str(status.name) == str(to)


@contextmanager
def toy_world(people: tuple[str, ...] = ()) -> Iterator[World]:
    """Start a tracker in this process. Each has a URL of its own, for a runtime keeps what it knows of a connection."""
    url = f"https://toy-{next(_NUMBERS)}.example"
    SERVERS[url] = Server(url)
    try:
        connection = Connection(provider="toy", url=url, auth=Bearer(token=SecretStr("a-token-of-the-toy")))
        yield World(connection, project="KIT", people=people, values={"fields": {"size": 3}})
    finally:
        del SERVERS[url]
