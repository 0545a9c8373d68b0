"""The catalogue is asked for once in a while, however many want it at once, in either colour."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from anyticket import AsyncClient, Client, Runtime, Settings
from anyticket.provider.memory import Memory
from anyticket.testing.simulation import SimulatedJira

Start = Callable[..., SimulatedJira]
VARIANTS = pytest.mark.parametrize("variant", ["cloud", "server"])

OPERATIONS: dict[str, Callable[[Any], Any]] = {
    "statuses": lambda client: client.list_statuses(),
    "statuses of a project": lambda client: client.list_statuses("DEMO"),
    "priorities": lambda client: client.list_priorities(),
    "resolutions": lambda client: client.list_resolutions(),
    "types": lambda client: client.list_types(),
    "types of a project": lambda client: client.list_types("DEMO"),
    "fields": lambda client: client.list_fields(),
    "fields of a project": lambda client: client.list_fields("DEMO"),
    "link types": lambda client: client.list_link_types(),
}


def asked(jira: SimulatedJira) -> Counter[str]:
    return Counter(one.path for one in jira.site.requests.find())


@VARIANTS
def test_many_threads_that_ask_at_once_cost_one_request_each(simulated_jira: Start, variant: str) -> None:
    jira = simulated_jira(variant)
    with Runtime(config=Settings(), network="open") as runtime, ThreadPoolExecutor(8) as pool:
        client = Client(jira.connection(), runtime=runtime)

        asking = [pool.submit(operation, client) for operation in [*OPERATIONS.values()] * 8]
        found = [one.result() for one in asking]

    assert all(found)
    assert found == found[: len(OPERATIONS)] * 8
    assert set(asked(jira).values()) == {1}


@VARIANTS
def test_many_tasks_that_ask_at_once_cost_one_request_each(simulated_jira: Start, variant: str) -> None:
    jira = simulated_jira(variant)

    async def ask() -> list[Any]:
        async with Runtime(config=Settings(), network="open") as runtime:
            client = AsyncClient(jira.connection(), runtime=runtime)
            return await asyncio.gather(*(operation(client) for operation in OPERATIONS.values() for _ in range(8)))

    found = asyncio.run(ask())

    assert all(found)
    assert set(asked(jira).values()) == {1}


@VARIANTS
def test_the_catalogue_grows_old_by_the_clock_and_is_made_anew_on_request(simulated_jira: Start, variant: str) -> None:
    jira, now = simulated_jira(variant), [0.0]
    with Runtime(config=Settings(), network="open") as runtime:
        client = Client(jira.connection(), runtime=runtime)
        client.provider.memory = Memory(clock=lambda: now[0])
        counts: list[int] = []

        for seconds, refreshed in ((0.0, False), (599.0, False), (601.0, False), (602.0, True), (603.0, False)):
            now[0] = seconds
            if refreshed:
                client.refresh_catalog()
            client.list_statuses()
            counts.append(asked(jira).total())

    assert counts == [1, 1, 2, 3, 3]


@VARIANTS
def test_what_was_added_is_seen_after_a_refresh(simulated_jira: Start, variant: str) -> None:
    jira = simulated_jira(variant)
    with Runtime(config=Settings(), network="open") as runtime:
        client = Client(jira.connection(), runtime=runtime)
        before = {one.name for one in client.list_priorities()}
        first = jira.site.store.priorities.all()[0]
        jira.site.store.priorities.save(replace(first, name="Drop everything"))

        cached = {one.name for one in client.list_priorities()}
        client.refresh_catalog()
        fresh = {one.name for one in client.list_priorities()}

    assert cached == before
    assert fresh - before == {"Drop everything"}
