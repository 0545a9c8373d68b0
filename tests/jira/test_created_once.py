"""Created once: one key makes one issue, however late, busy or forgetful everything around it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, Literal

import pytest

from anyticket import AsyncClient, Client, Project, Runtime, Settings, Ticket, TicketDraft
from anyticket.errors import Conflict, ProviderError
from anyticket.testing.simulation import SimulatedJira
from jira.kit_worlds import Kit, kit
from jira_simulator.faults import Late

_VARIANTS: Final[tuple[Literal["cloud", "server"], ...]] = ("cloud", "server")
_KEY: Final = "order 4711"
_MINUTES: Final = 600.0


@pytest.fixture(params=_VARIANTS)
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kit]:
    with kit(request.param, tmp_path, issues=0) as made:
        yield made


class Kept:
    """A cache that outlives processes."""

    def __init__(self) -> None:
        self.entries: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.entries.get(key)

    def set(self, key: str, value: bytes, seconds: float) -> None:
        self.entries[key] = value


def draft(here: Kit, **values: Any) -> TicketDraft:
    return TicketDraft.model_validate({"project": here.world.project, "type": "Task", "title": "Once", **values})


def in_a_new_process(here: Kit, given: TicketDraft | None = None, *, key: str = _KEY, cache: Kept | None = None) -> str:
    """Create in a runtime that remembers nothing, and return the id."""
    connection = here.world.hasty.model_copy(update={"key": "tenant"})
    with Runtime(config=Settings(), network="open", cache=cache) as runtime:
        return Client(connection, runtime=runtime).create_ticket(given or draft(here), idempotency_key=key).id


def fill(here: Kit, count: int, client: Client | None = None) -> None:
    """Create so many other issues."""
    made = (client or here.client).create_tickets([draft(here, title=f"Other {number}") for number in range(count)])
    assert all(isinstance(one, Ticket) for one in made.results)


def as_somebody_else(jira: SimulatedJira, runtime: Runtime) -> Client:
    return Client(jira.connection(jira.user), runtime=runtime)


def titled(here: Kit, title: str = "Once") -> list[str]:
    return [str(issue.id) for issue in here.site.store.issues if issue.text("summary") == title]


def test_a_search_that_lags_for_minutes_hides_nothing_from_a_new_process(here: Kit) -> None:
    fill(here, 3)
    here.site.index.lag_seconds = _MINUTES

    first = in_a_new_process(here)
    again = in_a_new_process(here)

    assert titled(here) == [first] == [again]


def test_others_may_create_in_between_while_search_lags(here: Kit) -> None:
    here.site.index.lag_seconds = _MINUTES
    first = in_a_new_process(here)
    with Runtime(config=Settings(), network="open") as runtime:
        fill(here, 40, as_somebody_else(here.jira, runtime))

    again = in_a_new_process(here)

    assert titled(here) == [first] == [again]


def test_a_first_issue_of_an_empty_project_is_found_where_search_knows_none(here: Kit) -> None:
    here.site.index.lag_seconds = _MINUTES
    project = here.client.get_project(str(here.world.project))

    first = in_a_new_process(here, draft(here, project=Project(id=project.id)))
    again = in_a_new_process(here, draft(here, project=Project(id=project.id)))

    assert titled(here) == [first] == [again]


def test_gaps_that_deleted_issues_leave_hide_nothing(here: Kit) -> None:
    first = in_a_new_process(here)
    fill(here, 8)
    for id in titled(here, "Other 6") + titled(here, "Other 7"):
        here.client.delete_ticket(id)

    again = in_a_new_process(here)

    assert titled(here) == [first] == [again]


def test_the_same_key_in_another_project_is_a_conflict(here: Kit) -> None:
    other = next(one.key for one in here.site.store.projects if one.key not in {here.world.project, "SUP"})
    first = here.client.create_ticket(draft(here), idempotency_key=_KEY)

    with pytest.raises(Conflict) as conflict:
        here.client.create_ticket(draft(here, project=other), idempotency_key=_KEY)

    assert first.key in str(conflict.value)
    assert titled(here) == [first.id]


def test_another_draft_is_a_conflict_in_a_new_process_too(here: Kit) -> None:
    first = in_a_new_process(here)

    with pytest.raises(Conflict):
        in_a_new_process(here, draft(here, description="More words"))

    assert titled(here) == [first]


def test_threads_with_the_same_key_at_once_make_one(here: Kit) -> None:
    def create(client: Client) -> str:
        return client.create_ticket(draft(here), idempotency_key=_KEY).id

    with Runtime(config=Settings(), network="open") as runtime:
        clients = [Client(here.world.hasty, runtime=runtime) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            made = list(pool.map(create, clients))

    assert titled(here) == [*set(made)]


def test_tasks_with_the_same_key_at_once_make_one(here: Kit) -> None:
    async def create() -> list[str]:
        async with AsyncClient(here.world.hasty) as client:
            flows = [client.create_ticket(draft(here), idempotency_key=_KEY) for _ in range(4)]
            return [ticket.id for ticket in await asyncio.gather(*flows)]

    made = asyncio.run(create())

    assert titled(here) == [*set(made)]


def test_what_a_lasting_cache_knows_is_beyond_the_reach_of_a_look(here: Kit) -> None:
    cache = Kept()
    first = in_a_new_process(here, cache=cache)
    fill(here, 110)

    again = in_a_new_process(here, cache=cache)

    assert again == first
    assert titled(here) == [first]


def test_a_key_whose_answer_was_lost_is_refused_until_it_is_known_what_became_of_it(here: Kit) -> None:
    path = "/rest/api/*/issue"
    hasty = here.world.hasty.model_copy(update={"timeout_seconds": 0.3})
    here.site.faults.order(Late(seconds=20), method="POST", path=path)
    with Runtime(config=Settings(), network="open") as runtime:
        client = Client(hasty, runtime=runtime).with_options(deadline_seconds=2)
        for _ in range(2):
            with pytest.raises(ProviderError) as lost:
                client.create_ticket(draft(here), idempotency_key=_KEY)
            assert lost.value.may_have_happened
        assert titled(here) == []
        here.site.clock.turn(20)

        found = Client(here.world.hasty, runtime=runtime).create_ticket(draft(here), idempotency_key=_KEY)

    assert titled(here) == [found.id]
