"""The gate: what operations are asked with, in whatever form callers have it."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

import pytest

from anyticket import (
    BulkResult,
    Client,
    Connection,
    Page,
    Provider,
    Query,
    Request,
    Runtime,
    Settings,
    Ticket,
    TicketDraft,
    TicketPatch,
    Timeout,
    Unsupported,
    accepts,
    hookimpl,
)
from anyticket.flow import Flow, exclusive
from anyticket.model.ticket import Load, reference


class Echo(Provider):
    """A tracker that answers with what it was asked."""

    name = "echo"
    reads = frozenset({"title", "comments", "links"})
    asked: list[Any]

    def get_ticket(self, ticket: str | Ticket, /, *, load: Collection[Load] = ()) -> Flow[Ticket]:
        return Ticket(id=reference(ticket), key=reference(ticket), title=",".join(load))
        yield

    @accepts("text")
    def search_tickets(
        self, query: Query, /, *, load: Collection[Load] = (), page_size: int = 50, cursor: str | None = None
    ) -> Flow[Page[Ticket]]:
        ticket = yield from self.get_ticket(cursor or "first", load=load)
        return Page((ticket,), None if cursor else "second")

    @accepts("title")
    def create_tickets(
        self, drafts: Sequence[TicketDraft], /, *, idempotency_keys: Sequence[str] | None = None
    ) -> Flow[BulkResult[Ticket]]:
        return BulkResult(tuple(Ticket(id=draft.title, key=draft.title) for draft in drafts))
        yield

    @accepts("title")
    def update_ticket(
        self, ticket: str | Ticket, patch: TicketPatch, /, *, if_version: str | None = None
    ) -> Flow[Ticket]:
        return Ticket(id=patch.title, key=patch.title)
        yield

    @accepts("title")
    def transition_ticket(self, ticket: str | Ticket, to: Any, change: TicketPatch | None = None, /) -> Flow[Ticket]:
        return Ticket(id="1", key=str(to))
        yield


class Plugin:
    @hookimpl
    def anyticket_providers(self) -> list[type[Provider]]:
        return [Echo]


@pytest.fixture
def client() -> Iterator[Client]:
    with Runtime(config=Settings(), plugins=[Plugin()]) as runtime:
        yield Client(Connection(provider="echo"), runtime=runtime)


def test_generators_are_as_good_as_lists(client: Client) -> None:
    loads: list[Load] = ["comments", "links"]

    got = client.get_tickets((key for key in "ab"), load=(load for load in loads))  # type: ignore[arg-type]
    made = client.create_tickets(TicketDraft(title=title) for title in "ab")  # type: ignore[arg-type]
    pages = client.search_tickets(Query(text="x"), load=(load for load in loads))  # type: ignore[arg-type]

    assert [(t.key, t.title) for t in got.all()] == [("a", "comments,links"), ("b", "comments,links")]
    assert [t.key for t in made.all()] == ["a", "b"]
    assert [t.title for t in pages] == [t.title for t in pages] == ["comments,links"] * 2


def test_no_container_hides_an_input_from_the_gate(client: Client) -> None:
    drafts = [TicketDraft(title="a"), TicketDraft(title="b", priority="High")]

    for many in (drafts, tuple(drafts), iter(drafts), dict.fromkeys(drafts)):
        with pytest.raises(Unsupported) as caught:
            client.create_tickets(many)  # type: ignore[arg-type]
        assert caught.value.arguments == {"priority"}


@pytest.mark.parametrize("load", [["links"], ("links",), {"links"}, frozenset({"links"}), {"links": 1}])
def test_load_is_any_collection(client: Client, load: Collection[Load]) -> None:
    assert client.get_ticket("a", load=load).title == "links"


@pytest.mark.parametrize(
    ("call", "advice"),
    [
        (lambda client: client.get_tickets("AB-1"), "any number of tickets: give a list"),
        (lambda client: client.get_ticket("a", load="links"), "any number of load: give a list"),
        (lambda client: client.get_ticket("a", load=None), "any number of load: give a list"),
        (lambda client: client.create_tickets(TicketDraft(title="a")), "any number of drafts: give a list"),
        (lambda client: client.create_tickets([], idempotency_keys="ab"), "any number of idempotency_keys"),
        (lambda client: client.search_tickets("project = A"), "query as a Query, not as str"),
        (lambda client: client.search_tickets({"text": "a"}), "query as a Query, not as dict"),
        (
            lambda client: client.update_ticket("a", TicketDraft(title="a")),
            "patch as a TicketPatch, not as TicketDraft",
        ),
        (lambda client: client.update_ticket("a", None), "patch as a TicketPatch, not as NoneType"),
        (lambda client: client.create_tickets([{"title": "a"}]), "drafts as a TicketDraft, not as dict"),
        (lambda client: client.transition_ticket("a", "Done", "because"), "change as a TicketPatch, not as str"),
    ],
)
def test_what_is_of_the_wrong_kind_is_told_so(client: Client, call: Callable[[Client], object], advice: str) -> None:
    with pytest.raises(TypeError, match=advice):
        call(client)


def test_what_may_be_left_out_may_be_none(client: Client) -> None:
    assert client.transition_ticket("a", "Done", None).key == "Done"
    assert client.create_tickets([], idempotency_keys=None).results == ()


def test_a_view_of_a_view_keeps_its_bounds(client: Client) -> None:
    view = client.with_options(deadline_seconds=0).with_options(attempts=1)

    with pytest.raises(Timeout):
        view.request(Request.get("/x"))


def test_a_deadline_may_be_infinite(client: Client) -> None:
    def twice() -> Flow[str]:
        return (yield from exclusive("key", client.provider.get_ticket("a"))).key

    assert client.with_options(deadline_seconds=math.inf).run(twice()) == "a"
    assert client.with_options(deadline_seconds=math.inf).deadline() is None
