"""Creating many: chunks of fifty, results in their places, each key once, whatever happens to a chunk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal

import pytest

from anyticket import Client, Runtime, Settings, Ticket, TicketDraft
from anyticket.errors import Conflict, Error, Invalid, ProviderError, TooLarge
from jira.kit_worlds import Kit, kit
from jira_simulator.faults import Drop, Status, When

_VARIANTS: Final[tuple[Literal["cloud", "server"], ...]] = ("cloud", "server")
_BULK: Final = "/rest/api/*/issue/bulk"


@pytest.fixture(params=_VARIANTS)
def here(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kit]:
    with kit(request.param, tmp_path, issues=0) as made:
        yield made


def drafts(here: Kit, count: int, **values: Any) -> list[TicketDraft]:
    given = {"project": here.world.project, "type": "Task", **values}
    return [TicketDraft.model_validate({**given, "title": f"Many {number}"}) for number in range(count)]


def titles(here: Kit) -> list[str]:
    return [issue.text("summary") for issue in here.site.store.issues]


def chunks(here: Kit) -> int:
    """Return how many requests for many there were."""
    return len(here.site.requests.find(method="POST", path=_BULK))


def shown(here: Kit, results: tuple[Ticket | Error, ...]) -> list[str]:
    """Return the titles of the results, in order."""
    return [here.client.get_ticket(one).title if isinstance(one, Ticket) else type(one).__name__ for one in results]


def test_a_hundred_and_twenty_are_made_with_three_requests_in_order(here: Kit) -> None:
    many = drafts(here, 120)

    result = here.client.create_tickets(many)

    assert chunks(here) == 3
    assert titles(here) == [draft.title for draft in many]
    assert shown(here, result.results[:3] + result.results[-3:]) == [many[n].title for n in (0, 1, 2, 117, 118, 119)]


def test_what_is_refused_leaves_its_error_by_field_in_its_place(here: Kit) -> None:
    many = drafts(here, 6)
    for wrong in (1, 4):
        many[wrong] = many[wrong].model_copy(update={"extra": {"jira": {"customfield_10030": {"value": "Nothing"}}}})

    result = here.client.create_tickets(many)

    assert shown(here, result.results) == ["Many 0", "Invalid", "Many 2", "Many 3", "Invalid", "Many 5"]
    refused = result.results[4]
    assert isinstance(refused, Invalid)
    assert {"customfield_10030", "Severity"} <= refused.fields.keys()


def test_what_cannot_be_said_is_not_sent_and_leaves_its_error_in_its_place(here: Kit) -> None:
    many = drafts(here, 3)
    many[1] = many[1].model_copy(update={"fields": {"Effort": "a lot"}})

    result = here.client.create_tickets(many)

    assert chunks(here) == 1
    assert shown(here, result.results) == ["Many 0", "Invalid", "Many 2"]


def test_where_all_are_refused_each_has_its_own_error(here: Kit) -> None:
    many = [
        TicketDraft(
            project=here.world.project, type="Task", title=f"{n}", extra={"jira": {field: {"value": "Nothing"}}}
        )
        for n, field in enumerate(("customfield_10030", "customfield_10040"))
    ]

    result = here.client.create_tickets(many)

    refused = [set(one.fields) if isinstance(one, Invalid) else set[str]() for one in result.results]
    assert refused == [{"customfield_10030", "Severity"}, {"customfield_10040", "Channel"}]
    assert titles(here) == []


def test_fifty_that_are_all_refused_have_fifty_errors(here: Kit) -> None:
    many = drafts(here, 50, extra={"jira": {"customfield_10030": {"value": "Nothing that is offered here"}}})

    result = here.client.create_tickets(many)

    assert [isinstance(one, Invalid) and "Severity" in one.fields for one in result.results] == [True] * 50


def test_a_chunk_that_is_too_large_is_halved_until_it_fits(here: Kit) -> None:
    here.site.faults.order(Status(status=413), method="POST", path=_BULK, times=2)

    result = here.client.create_tickets(drafts(here, 8))

    assert chunks(here) == 5  # eight, four, two, two, four
    assert shown(here, result.results) == [f"Many {number}" for number in range(8)]


def test_one_that_is_too_large_by_itself_leaves_its_error_and_the_others_are_made(here: Kit) -> None:
    here.site.faults.order(Status(status=413), method="POST", path=_BULK, body="Many 2", times=None)

    result = here.client.create_tickets(drafts(here, 4))

    assert [type(one) for one in result.results] == [Ticket, Ticket, TooLarge, Ticket]
    assert titles(here) == ["Many 0", "Many 1", "Many 3"]


def test_the_same_keys_make_nothing_more_in_a_new_process(here: Kit) -> None:
    many, keys = drafts(here, 60), [f"row {number}" for number in range(60)]
    first = here.client.create_tickets(many[:30], idempotency_keys=keys[:30])

    with Runtime(config=Settings(), network="open") as runtime:
        again = Client(here.world.hasty, runtime=runtime).create_tickets(many, idempotency_keys=keys)

    assert titles(here) == [draft.title for draft in many]
    assert [one.id for one in again.results[:30] if isinstance(one, Ticket)] == [
        one.id for one in first.results if isinstance(one, Ticket)
    ]


def test_a_key_with_another_draft_is_a_conflict_in_its_place(here: Kit) -> None:
    many, keys = drafts(here, 3), ["a", "b", "c"]
    here.client.create_ticket(many[0], idempotency_key="b")

    result = here.client.create_tickets(many, idempotency_keys=keys)

    assert shown(here, result.results) == ["Many 0", "Conflict", "Many 2"]
    assert isinstance(result.results[1], Conflict)
    assert titles(here) == ["Many 0", "Many 0", "Many 2"]


def test_a_chunk_whose_answer_is_lost_is_found_by_its_keys(here: Kit) -> None:
    many, keys = drafts(here, 70), [f"row {number}" for number in range(70)]
    here.site.faults.order(Drop(when=When.AFTER), method="POST", path=_BULK, skip=1)

    result = here.client.create_tickets(many, idempotency_keys=keys)

    assert chunks(here) == 2
    assert titles(here) == [draft.title for draft in many]
    assert all(isinstance(one, Ticket) for one in result.results)


def test_without_keys_a_lost_chunk_is_told_in_the_places_of_its_drafts(here: Kit) -> None:
    many = drafts(here, 60)
    here.site.faults.order(Drop(when=When.AFTER), method="POST", path=_BULK, skip=1)

    result = here.client.create_tickets(many)

    assert [isinstance(one, Ticket) for one in result.results] == [True] * 50 + [False] * 10
    assert all(isinstance(one, ProviderError) and one.may_have_happened for one in result.results[50:])
    assert titles(here) == [draft.title for draft in many]


def test_keys_that_do_not_fit_the_drafts_are_refused_before_anything_is_sent(here: Kit) -> None:
    for keys in (["a"], ["a", "a"]):
        with pytest.raises(ValueError, match="keys"):
            here.client.create_tickets(drafts(here, 2), idempotency_keys=keys)

    assert titles(here) == []


def test_none_are_made_with_no_request(here: Kit) -> None:
    result = here.client.create_tickets([])

    assert result.results == ()
    assert chunks(here) == 0
