"""What a provider remembers: one asks, nothing grows too old, and a host's cache outlives the process."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from anyticket import Client, Connection, Request, Runtime, Settings
from anyticket.drivers.blocking import BlockingDriver
from anyticket.drivers.turns import Turns
from anyticket.flow import Steps, together
from anyticket.provider.memory import Memory
from anyticket.request import Response
from core.tenants import Plugin
from loopback import Exchange, serving


class Shelf:
    """A cache that somebody gives."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, float]] = {}

    def get(self, key: str) -> bytes | None:
        return self.kept[key][0] if key in self.kept else None

    def set(self, key: str, value: bytes, seconds: float) -> None:
        self.kept[key] = value, seconds


class Source:
    """Makes a value, and counts how often."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> Steps[Any]:
        self.made += 1
        yield Request.get("/fields")
        return {"made": self.made}


def run(steps: Steps[Any]) -> Any:
    def nothing(request: Request) -> Response:
        return Response(200, {}, b"{}")

    return BlockingDriver(nothing, Turns()).run(steps)


def test_what_is_known_is_not_asked_for_again() -> None:
    memory, source = Memory(), Source()

    first = run(memory.remembered("fields", source, seconds=60))
    again = run(memory.remembered("fields", source, seconds=60))

    assert first is again
    assert source.made == 1


def test_those_who_ask_at_once_wait_for_the_first() -> None:
    memory, source = Memory(), Source()
    asking = [memory.remembered("fields", source, seconds=60) for _ in range(8)]

    answers = run(together(asking))

    assert answers == ({"made": 1},) * 8


def test_what_is_too_old_is_made_anew() -> None:
    now = [0.0]
    memory, source = Memory(clock=lambda: now[0]), Source()
    run(memory.remembered("fields", source, seconds=60))

    now[0] = 59.9
    young = run(memory.remembered("fields", source, seconds=60))
    now[0] = 60.0
    old = run(memory.remembered("fields", source, seconds=60))

    assert (young, old) == ({"made": 1}, {"made": 2})


def test_a_cache_tells_another_process() -> None:
    shelf, source = Shelf(), Source()
    here, there = Memory(cache=shelf, key="acme"), Memory(cache=shelf, key="acme")
    run(here.remembered("fields", source, seconds=60))

    told = run(there.remembered("fields", source, seconds=60))

    assert told == {"made": 1}
    assert source.made == 1
    assert [seconds for _, seconds in shelf.kept.values()] == [60]


def test_a_cache_tells_no_other_connection_and_none_without_a_key() -> None:
    shelf, source = Shelf(), Source()
    run(Memory(cache=shelf, key="acme").keep("made 1", "10001", seconds=60))

    other = run(Memory(cache=shelf, key="other").recall("made 1", seconds=60))
    nameless = run(Memory(cache=shelf).remembered("made 1", source, seconds=60))

    assert other is None
    assert nameless == {"made": 1}
    assert len(shelf.kept) == 1


def test_after_a_refresh_the_catalogue_is_made_anew_although_a_cache_has_it() -> None:
    shelf, source = Shelf(), Source()
    memory = Memory(cache=shelf, key="acme")
    run(memory.remembered("fields", source, seconds=60))
    run(memory.keep("made 1", "10001", seconds=60))

    memory.forget_catalog()
    anew = run(memory.remembered("fields", source, seconds=60))
    known = run(memory.remembered("fields", source, seconds=60))

    assert anew == known == {"made": 2}
    assert run(memory.recall("made 1", seconds=60)) == "10001"
    assert orjson.loads(shelf.kept["anyticket acme fields"][0]) == {"made": 2}


def test_a_failure_is_not_remembered() -> None:
    memory, source = Memory(), Source()

    def fails() -> Steps[Any]:
        yield Request.get("/fields")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        run(memory.remembered("fields", fails, seconds=60))

    assert run(memory.remembered("fields", source, seconds=60)) == {"made": 1}


def test_it_does_not_grow_without_end() -> None:
    memory = Memory()

    for number in range(5000):
        run(memory.keep(f"made {number}", number, seconds=60))

    assert run(memory.recall("made 0", seconds=60)) is None
    assert run(memory.recall("made 4999", seconds=60)) == 4999


def test_the_provider_that_a_connection_settles_on_keeps_the_memory() -> None:
    def answer(exchange: Exchange) -> None:
        exchange.reply(200, b'"/there"' if exchange.path == "/where" else b"{}", content_type="application/json")

    with (
        serving(answer) as server,
        Runtime(config=Settings(), plugins=[Plugin()], cache=Shelf(), network="open") as runtime,
    ):
        client = Client(Connection(provider="settling", url=server.url, key="acme"), runtime=runtime)
        before = client.provider.memory
        client.request(Request.get("/count"))

        assert client.provider.memory is before
        assert client.provider.name == "tenant"


def test_a_client_has_the_catalogue_read_anew() -> None:
    source = Source()
    with Runtime(config=Settings(), plugins=[Plugin()]) as runtime:
        client = Client(Connection(provider="tenant", url="https://tenant.example"), runtime=runtime)
        run(client.provider.memory.remembered("fields", source, seconds=60))

        client.refresh_catalog()

        assert run(client.provider.memory.remembered("fields", source, seconds=60)) == {"made": 2}
