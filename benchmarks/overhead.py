"""
What an operation costs beyond its I/O, in microseconds and beside a bare httpx exchange in the same run.

    python benchmarks/overhead.py
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection
from functools import partial

import anyio
import httpx

from anyticket import Connection, Provider, Request, Ticket
from anyticket.client.gate import admit
from anyticket.drivers.aio import AsyncDriver, Home
from anyticket.drivers.blocking import BlockingDriver
from anyticket.drivers.turns import Turns
from anyticket.flow import Flow, Layer, Send, Steps, call, exclusive, through, together
from anyticket.layers import Budgets, stack, standard
from anyticket.model.connection import RetryPolicy
from anyticket.model.ticket import Load, reference
from anyticket.request import Context, Response
from anyticket.session import Session

ANSWER = Response(200, {"content-type": "application/json"}, b"{}")


class Bench(Provider):
    """A provider of one operation that reads nothing."""

    name = "bench"

    def get_ticket(self, ticket: str | Ticket, /, *, load: Collection[Load] = ()) -> Flow[Ticket]:
        yield Request.get("/issue/{}", reference(ticket), query=tuple(("load", name) for name in load))
        return TICKET


REQUEST = Request.get("/issue/{}", "PROJ-1")
TICKET = Ticket(id="1", key="PROJ-1")


def ready() -> Flow[int]:
    response = yield REQUEST
    return response.status


def routed() -> Flow[int]:
    response = yield Request.get("/issue/{}", "PROJ-1")
    return response.status


def passing(send: Send) -> Send:
    def passed(request: Request) -> Steps[Response]:
        return send(request)

    return passed


def signing(send: Send) -> Send:
    return lambda request: send(request.with_headers(authorization="Bearer x"))


def all_layers(provider: Provider) -> Send:
    return standard(
        policy=RetryPolicy(),
        read_error=provider.read_error,
        base_url="https://example.atlassian.net",
        key="bench",
        budgets=Budgets(),
        clock=time.monotonic,
        random=random.random,
        auth=signing,
        origins=frozenset({"https://example.atlassian.net:443"}),
        record=lambda attempt: None,
    )


PROVIDER = Bench(Connection(provider="bench", url="https://example.atlassian.net"))
SESSION = Session(PROVIDER.connection, PROVIDER, all_layers)
EMPTY: tuple[Layer, ...] = (passing,) * 6
SIX, ALL = stack(*EMPTY), all_layers(PROVIDER)


def whole() -> Steps[object]:
    """Make what `client.get_ticket("PROJ-1")` runs."""
    arguments = admit(Bench, "get_ticket", ("PROJ-1",), {})
    return SESSION.perform(Context("get_ticket"), arguments, lambda provider: provider.get_ticket("PROJ-1"))


CASES: tuple[tuple[str, Callable[[], Steps[object]], int], ...] = (
    ("bare: a request that is there already", ready, 1),
    ("bare, and the request made of its route", routed, 1),
    ("through 6 layers that do nothing", lambda: through(ready(), SIX), 1),
    ("through all layers", lambda: through(ready(), ALL), 1),
    ("a whole operation: gate, session, all layers", whole, 1),
    ("exclusive", lambda: exclusive("k", ready()), 1),
    ("call", lambda: call(int), 1),
    ("together, each of 100, at most 8", lambda: together([ready() for _ in range(100)]), 100),
)


def best(run: Callable[[int], float], each: int) -> float:
    rounds = 20 if each > 1 else 2_000
    return min(run(rounds) for _ in range(5)) / rounds / each * 1e6


def blocking(make: Callable[[], Steps[object]], rounds: int) -> float:
    driver = BlockingDriver(lambda _: ANSWER, Turns())
    began = time.perf_counter()
    for _ in range(rounds):
        driver.run(make())
    return time.perf_counter() - began


async def transmit(_: Request) -> Response:
    return ANSWER


async def awaiting(make: Callable[[], Steps[object]], rounds: int) -> float:
    driver = AsyncDriver(transmit, Home())
    began = time.perf_counter()
    for _ in range(rounds):
        await driver.run(make())
    return time.perf_counter() - began


def in_loop(colour: str, make: Callable[[], Steps[object]], rounds: int) -> float:
    return anyio.run(awaiting, make, rounds, backend=colour)


def httpx_exchange(rounds: int) -> float:
    """The limit to compare with: httpx.Client with a transport that answers at once."""
    with httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, content=b"{}"))) as client:
        began = time.perf_counter()
        for _ in range(rounds):
            client.get("https://example.atlassian.net/issue/PROJ-1").json()
        return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    limit = best(httpx_exchange, 1)
    print(f"{'µs an operation':46}{'blocking':>10}{'asyncio':>10}{'trio':>10}{'blocking / httpx':>18}")
    for name, make, each in CASES:
        figures = [best(partial(blocking, make), each)]
        figures += [best(partial(in_loop, colour, make), each) for colour in ("asyncio", "trio")]
        print(f"{name:46}" + "".join(f"{figure:10.1f}" for figure in figures) + f"{figures[0] / limit:18.2f}")
    print(f"{'httpx.Client with a mock transport':46}{limit:10.1f}{'':20}{1:18.2f}")


if __name__ == "__main__":
    main()
