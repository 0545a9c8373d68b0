"""What a client promises, over HTTP on loopback: whose answer one gets, what passes the gate, who is told of errors."""

from __future__ import annotations

import os
import pickle
import threading
import tracemalloc
from collections.abc import Iterator
from typing import Any

import anyio
import anyio.to_thread
import orjson
import pytest

from anyticket import (
    AsyncClient,
    Bearer,
    Client,
    NotFound,
    Query,
    Request,
    Runtime,
    SecretRef,
    Settings,
    Slot,
    TicketDraft,
    Timeout,
    Unavailable,
    Unsupported,
    connect,
    plugins,
)
from anyticket.errors import ConfigError, ProviderError
from anyticket.flow import Flow, Send, Steps, together
from anyticket.layers.slots import Invocation, Perform
from anyticket.model.connection import RetryPolicy
from anyticket.request import Response
from colours import backends, colours
from core.tenants import Plugin, Settling, Tenant, connection
from loopback import Exchange, Loopback, serving


def answer(exchange: Exchange) -> None:
    """Answer as a tracker with tenants: everybody sees the own name, and gets a cookie with it."""
    name = (exchange.headers["authorization"] or "").removeprefix("Bearer secret-of-")
    cookie = exchange.headers["cookie"]
    path = exchange.path.partition("?")[0]
    body: Any = {"id": name, "key": path.rpartition("/")[2], "title": f"cookie={cookie}"}
    status = 200
    match path:
        case "/where":
            body = "/inner"
        case "/tickets/gone":
            status, body = 404, {"message": "no such ticket"}
        case "/tickets/down":
            status, body = 503, {}
        case "/tickets" | "/inner/tickets" if exchange.command == "GET":
            after = int(exchange.path.partition("after=")[2] or 0)
            items = [{"id": str(after + n), "key": name} for n in range(2)]
            body = {"items": items, "next": str(after + 2) if after < 4 else None}
        case _:
            pass
    exchange.content()
    exchange.reply(
        status,
        orjson.dumps(body),
        content_type="application/json",
        set_cookie=f"session={name}",
        x_request_id=f"r-{name}",
    )


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serving(answer) as loopback:
        yield loopback


def runtime(**more: Any) -> Runtime:
    return Runtime(config=Settings(), plugins=[Plugin()], network="open", **more)


def test_a_tenants_cookie_is_never_sent_for_another_nor_for_itself(server: Loopback) -> None:
    with runtime() as shared:
        clients = [Client(connection(server.url, name), runtime=shared) for name in ("a", "b", "a")]

        tickets = [client.get_ticket("x") for client in clients]

    assert [(ticket.id, ticket.title) for ticket in tickets] == [(name, "cookie=None") for name in "aba"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_child_of_a_warmed_runtime_gets_no_answer_of_another_tenant(server: Loopback) -> None:
    with runtime() as shared:
        clients = {name: Client(connection(server.url, name), runtime=shared) for name in ("a", "b")}
        for client in clients.values():
            client.get_ticket("warm")

        children = [_fork(clients["ab"[n % 2]], "ab"[n % 2]) for n in range(8)]
        mine = [clients["ab"[n % 2]].get_ticket(str(n)).id == "ab"[n % 2] for n in range(200)]

        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert codes == [0] * 8 and all(mine)


def _fork(client: Client, name: str) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        code = 0 if all(client.get_ticket(str(n)).id == name for n in range(500)) else 2
    finally:
        os._exit(code)


def test_three_thousand_clients_cost_next_to_nothing(server: Loopback) -> None:
    connections = [connection(server.url, str(number)) for number in range(3000)]
    with runtime() as shared:
        tracemalloc.start()
        clients = [Client(one, runtime=shared) for one in connections]
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()

        assert clients[2999].get_ticket("x").id == "2999"
    assert size < 20_000_000


@backends
def test_a_runtime_belongs_to_one_event_loop_until_it_is_closed(server: Loopback, backend: str) -> None:
    shared = runtime()
    client = AsyncClient(connection(server.url, "a"), runtime=shared)

    async def elsewhere() -> None:
        with pytest.raises(RuntimeError, match="belongs to another event loop"):
            await client.get_ticket("x")

    async def use() -> str:
        ticket = await client.get_ticket("x")
        await anyio.to_thread.run_sync(lambda: anyio.run(elsewhere, backend=backend))
        await shared.aclose()
        return ticket.id

    assert anyio.run(use, backend=backend) == anyio.run(use, backend=backend) == "a"


def test_pages_can_be_walked_twice_and_from_any_cursor(server: Loopback) -> None:
    with runtime() as shared:
        pages = Client(connection(server.url, "a"), runtime=shared).search_tickets(Query())
        later = Client(connection(server.url, "a"), runtime=shared).search_tickets(Query(), cursor="4")

        assert [t.id for t in pages] == [t.id for t in pages] == list("012345")
        assert [page.cursor for page in pages.pages()] == ["2", "4", None]
        assert [t.id for t in later] == ["4", "5"]


@pytest.mark.parametrize(
    ("call", "arguments"),
    [
        (lambda client: client.create_ticket(TicketDraft(title="x", priority=None, due=None)), {"priority", "due"}),
        (lambda client: client.search_tickets(Query(any_of=[Query(label="a")])), {"any_of", "label"}),
        (lambda client: client.get_ticket("x", load=["history"]), {"history"}),
        (lambda client: client.add_comment("x", "y"), set()),
        (lambda client: client.export_tickets(Query(closed=True)), {"closed"}),
    ],
)
@pytest.mark.parametrize("provider", ["tenant", "settling"])
def test_what_a_tracker_cannot_be_told_is_refused_before_anything_is_sent(
    server: Loopback, call: Any, arguments: set[str], provider: str
) -> None:
    with runtime() as shared:
        with pytest.raises(Unsupported) as caught:
            call(Client(connection(server.url, "a", provider), runtime=shared))

        assert caught.value.arguments == arguments and caught.value.provider == provider
    assert server.seen == []


def test_a_provider_settles_once_for_all_who_wait(server: Loopback) -> None:
    with runtime() as shared:
        client = Client(connection(server.url, "a", "settling"), runtime=shared)

        threads = [threading.Thread(target=client.get_ticket, args=(str(n),)) for n in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert type(client.provider) is Tenant
    assert server.seen.count("/where") == 1
    assert sorted(server.seen)[:20] == sorted(f"/inner/tickets/{n}" for n in range(20))


def test_an_error_tells_for_whom_it_failed_and_survives_pickle(server: Loopback) -> None:
    with runtime() as shared, pytest.raises(NotFound) as caught:
        Client(connection(server.url, "a"), runtime=shared).get_ticket("gone")

    error = pickle.loads(pickle.dumps(caught.value))
    assert (error.provider, error.operation, error.connection_key) == ("tenant", "get_ticket", "a")
    assert error.response.status == 404 and error.request_id == "r-a"
    assert "secret" not in f"{error!r} {error} {error.request!r} {error.response!r}"


def test_one_missing_ticket_of_many_leaves_its_error_in_its_place(server: Loopback) -> None:
    with runtime() as shared:
        result = Client(connection(server.url, "a"), runtime=shared).get_tickets(["x", "gone", "y"])

    assert [ticket.key for ticket in result.succeeded] == ["x", "y"]
    assert {index: type(error) for index, error in result.failed.items()} == {1: NotFound}
    with pytest.raises(NotFound):
        result.all()


def test_options_bound_a_view_and_not_the_client(server: Loopback) -> None:
    patient = connection(server.url, "a").model_copy(update={"retry": RetryPolicy(first_pause_seconds=0)})
    with runtime() as shared:
        client = Client(patient, runtime=shared)

        with pytest.raises(Unavailable) as caught:
            client.with_options(attempts=2).get_ticket("down")
        assert caught.value.exhausted and len(server.seen) == 2
        with pytest.raises(Unavailable):
            client.get_ticket("down")
        assert len(server.seen) == 6
        with pytest.raises(Timeout, match="deadline"):
            client.with_options(deadline_seconds=0).get_ticket("x")
        assert len(server.seen) == 6


def test_the_timeout_of_a_connection_holds_on_it() -> None:
    released = threading.Event()

    def silent(exchange: Exchange) -> None:
        released.wait(10)

    with serving(silent) as server, runtime() as shared:
        hasty = connection(server.url, "a").model_copy(
            update={"timeout_seconds": 0.05, "retry": RetryPolicy(attempts=1)}
        )

        with pytest.raises(Timeout, match=r"within 0\.05 s"):
            Client(hasty, runtime=shared).get_ticket("x")
        released.set()


def test_layers_of_a_host_see_operations_whole_and_attempts_without_credentials(server: Loopback) -> None:
    seen: list[str] = []

    def outer(perform: Perform) -> Perform:
        def performing(invocation: Invocation) -> Steps[Any]:
            result = yield from perform(invocation)
            seen.append(f"{invocation.operation} {dict(invocation.arguments)} -> {result.id}")
            return result

        return performing

    def inner(send: Send) -> Send:
        def sending(request: Request) -> Steps[Response]:
            response = yield from send(request)
            seen.append(f"{request.route} {request.context.operation} {dict(request.headers)} -> {response.status}")
            return response

        return sending

    with runtime(layers=[(Slot.OPERATION, outer), (Slot.REQUEST, inner)]) as shared:
        Client(connection(server.url, "a"), runtime=shared).get_ticket("x")

    assert seen == ["/tickets/{} get_ticket {} -> 200", "get_ticket {'ticket': 'x'} -> a"]


def test_a_host_runs_flows_and_requests_of_its_own_through_the_same_layers(server: Loopback) -> None:
    def flow(client: Client) -> Flow[list[str]]:
        tickets = yield from together(client.provider.get_ticket(key) for key in "xyz")
        return [ticket.key for ticket in tickets]

    with runtime() as shared:
        client = Client(connection(server.url, "a"), runtime=shared)

        assert client.run(flow(client)) == ["x", "y", "z"]
        assert client.request(Request.get("/tickets/{}", "q")).json()["id"] == "a"
        with pytest.raises(NotFound):
            client.request(Request.get("/tickets/gone"))


@pytest.mark.parametrize("key", ["X-1/../../user?x=1", "..", "%2e%2e", "a\nb", ""])
def test_a_hostile_key_does_not_travel(server: Loopback, key: str) -> None:
    with runtime() as shared, pytest.raises(ValueError, match="cannot be part of a path"):
        Client(connection(server.url, "a"), runtime=shared).get_ticket(key)
    assert server.seen == []


@pytest.mark.parametrize("key", ["a/b", "a?b=c", "a#b", "a b", "é", "a;b", "a%2fb", "a\\b"])
def test_any_other_key_stays_one_segment(server: Loopback, key: str) -> None:
    with runtime() as shared:
        Client(connection(server.url, "a"), runtime=shared).get_ticket(key)

    (path,) = server.seen
    assert path.count("/") == 2 and not set("?#\\; ") & set(path)


def test_asking_for_an_operation_that_does_not_exist_names_the_nearest(server: Loopback) -> None:
    with runtime() as shared:
        client = Client(connection(server.url, "a"), runtime=shared)

        assert client.supports("create_ticket", "title") and not client.supports("create_ticket", "labels")
        with pytest.raises(ValueError, match="the nearest is 'get_ticket'"):
            client.supports("get_tickt")


def test_what_is_installed_is_listed_without_what_a_runtime_adds() -> None:
    assert {info.name for info in plugins(config=Settings())} >= {"jira", "local"}
    assert not [info.name for info in plugins(config=Settings()) if "Host" in info.name]


def test_a_host_looks_references_up_itself(server: Loopback) -> None:
    vault = {"vault:a": "secret-of-a"}.get
    kept = connection(server.url, "a").model_copy(update={"auth": Bearer(token=SecretRef("vault:a"))})

    with runtime(secrets=vault) as shared:
        assert Client(kept, runtime=shared).get_ticket("x").id == "a"


def test_a_provider_that_is_not_allowed_is_refused(server: Loopback) -> None:
    with runtime(providers={"settling"}) as shared, pytest.raises(ConfigError, match="not allowed in this runtime"):
        connect(connection(server.url, "a"), runtime=shared)


def test_equal_connections_share_what_is_known_and_others_do_not(server: Loopback) -> None:
    with runtime() as shared:
        one, same, other = (Client(connection(server.url, name), runtime=shared) for name in ("a", "a", "b"))

        assert one.provider is same.provider and one.provider is not other.provider


def test_the_methods_of_the_two_clients_are_those_of_the_operations() -> None:
    from anyticket.provider.operations import OPERATIONS

    for kind in (Client, AsyncClient):
        missing = [name for name in OPERATIONS if name not in vars(kind)]
        assert missing == []
        assert all(vars(kind)[name].__doc__ == OPERATIONS[name].function.__doc__ for name in OPERATIONS)


def test_requests_are_logged_without_their_paths(server: Loopback, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG", "anyticket")
    with runtime() as shared:
        Client(connection(server.url, "a"), runtime=shared).get_ticket("private")

    assert "GET /tickets/{}" in caplog.text and "private" not in caplog.text and "secret" not in caplog.text


@colours
def test_no_log_shows_a_credential_nor_a_cookie(
    server: Loopback, caplog: pytest.LogCaptureFixture, colour: str
) -> None:
    caplog.set_level(1)

    async def get() -> None:
        async with runtime() as shared:
            await AsyncClient(connection(server.url, "a"), runtime=shared).get_ticket("x")

    if colour == "blocking":
        with runtime() as shared:
            Client(connection(server.url, "a"), runtime=shared).get_ticket("x")
    else:
        anyio.run(get, backend=colour)

    assert "receive_response_headers.complete" in caplog.text  # httpcore's
    assert "secret-of-a" not in caplog.text and "session=a" not in caplog.text


def test_settling_that_fails_is_tried_again(server: Loopback) -> None:
    fails = iter([True, False])

    def flaky(exchange: Exchange) -> None:
        if exchange.path == "/where" and next(fails):
            exchange.reply(404, b"{}", content_type="application/json")
        else:
            answer(exchange)

    server.answer_with = flaky
    with runtime() as shared:
        client = Client(connection(server.url, "a", "settling"), runtime=shared)

        with pytest.raises(ProviderError):
            client.get_ticket("x")
        assert client.get_ticket("x").id == "a"
    assert Settling.supports("get_ticket")
